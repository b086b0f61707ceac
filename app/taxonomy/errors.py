"""What can be wrong with a coded value."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import Conflict, FieldError, Forbidden, Invalid, NotFound


class SchemeNotFound(NotFound):
    """There is no vocabulary of this name."""

    code = "scheme_not_found"

    def __init__(self, scheme: str, *, known: Sequence[str]) -> None:
        super().__init__(f"There is no vocabulary “{scheme}”. Known: {', '.join(known)}.")


class UnknownConcept(Invalid):
    """The vocabulary has no such key. The detail names the nearest ones."""

    code = "unknown_concept"

    def __init__(self, scheme: str, key: str, *, nearest: Sequence[str], field: str = "") -> None:
        hint = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
        detail = (
            f"“{key}” is not a key of the vocabulary “{scheme}”.{hint} "
            f"GET /v1/taxonomies/{scheme} lists all."
        )
        super().__init__(detail, errors=[FieldError(field or scheme, detail, self.code)])


class ConceptNotUsable(Invalid):
    """The key is known but nothing is coded with it."""

    code = "concept_not_usable"

    def __init__(self, scheme: str, key: str, *, instead: str | None, field: str = "") -> None:
        hint = f" Use “{instead}” instead." if instead else ""
        detail = (
            f"“{key}” of the vocabulary “{scheme}” is a broader heading or retired, and nothing "
            f"is coded with it.{hint}"
        )
        super().__init__(detail, errors=[FieldError(field or scheme, detail, self.code)])


class NoDraft(NotFound):
    """Nobody is revising the vocabulary."""

    code = "no_draft"

    def __init__(self, scheme: str) -> None:
        super().__init__(f"There is no draft of the vocabulary “{scheme}”. Begin a revision first.")


class DraftIsOpen(Conflict):
    """A vocabulary is revised in one draft at a time."""

    code = "draft_is_open"

    def __init__(self, scheme: str, by: str | None) -> None:
        whose = f" by {by}" if by else ""
        super().__init__(
            f"The vocabulary “{scheme}” is being revised{whose}. Publish or discard that draft "
            "before another is begun."
        )


class NothingRevised(Conflict):
    """A draft that says what the current version says is not published."""

    code = "nothing_revised"

    def __init__(self, scheme: str) -> None:
        super().__init__(f"The draft of “{scheme}” changes nothing. Change it, or discard it.")


class OwnDraft(Forbidden):
    """Four eyes: who drafted a version does not publish it."""

    code = "own_draft"

    def __init__(self) -> None:
        super().__init__("You drafted this version. Another steward has to publish it.")


class ConceptRefused(Invalid):
    """A change that would leave the vocabulary without sense."""

    code = "concept_refused"

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail, errors=[FieldError(field, detail, self.code)])
