"""What clearance refuses, and what to do about it."""

from __future__ import annotations

from app.kit.errors import Conflict, FieldError, Invalid, NotFound


class IdentifierNotFound(NotFound):
    """No such span, or none that this person may see."""

    code = "identifier_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such identifier that you may see.")


class ReasonNeeded(Invalid):
    """A sure hit is not set aside without a reason."""

    code = "reason_needed"

    def __init__(self, rule: str) -> None:
        detail = f"The rule “{rule}” is very sure of this one. Say why it does not identify anyone."
        super().__init__(detail, errors=[FieldError("reason", detail, self.code)])


class ReplacementNeeded(Invalid):
    """Generalising and pseudonymising need the words to put in."""

    code = "replacement_needed"

    def __init__(self) -> None:
        detail = "Give the words to put in its place, such as “spring 2016” or “Child B”."
        super().__init__(detail, errors=[FieldError("replacement", detail, self.code)])


class Unsettled(Conflict):
    """Some spans have no decision yet."""

    code = "identifiers_unsettled"

    def __init__(self, count: int) -> None:
        noun = "identifier has" if count == 1 else "identifiers have"
        super().__init__(f"{count} {noun} no decision yet. Decide on each, then sign off.")


class StillIdentifies(Conflict):
    """The cleared text was read again, and something is still there."""

    code = "still_identifies"

    def __init__(self, types: list[str]) -> None:
        super().__init__(
            "The text was read again after your decisions and still holds "
            f"{', '.join(types)}. Mark each of them as an identifier, or mend the finding "
            "that holds it, then sign off."
        )
