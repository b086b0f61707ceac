"""What tagging refuses."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import Conflict, FieldError, NotFound


class NeedsCategory(Conflict):
    """The tagger would not say, so a person has to."""

    code = "needs_category"

    def __init__(self, numbers: Sequence[str]) -> None:
        listed = ", ".join(numbers)
        super().__init__(
            f"The machine was not sure of the category of finding {listed}. Choose one for each "
            "(POST /v1/findings/{id}/tags), then confirm the review.",
            errors=[
                FieldError(f"findings/{number}", "Choose a category.", self.code)
                for number in numbers
            ],
        )


class ModelNotFound(NotFound):
    """The register has no model of that version."""

    code = "model_not_found"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"The register has no model {version[:40]}. `reviews model list` shows those there are."
        )


class ModelFilesMissing(Conflict):
    """The register knows a model whose files are not here, or are not the ones it registered."""

    code = "model_files_missing"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"The files of model {version} are missing or altered. Restore the folder models/ of "
            "the home from a backup, or go back to another model with `reviews model rollback`."
        )


class AlreadyCurrent(Conflict):
    """The model is the one in use."""

    code = "already_current"

    def __init__(self, version: str) -> None:
        super().__init__(f"Model {version} is the one in use.")


class NeverInUse(Conflict):
    """Going back leads to models that have been in use."""

    code = "never_in_use"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"Model {version} has never been in use. `reviews model promote {version}` puts it to "
            "use, if it is no worse than the one in use."
        )


class NotInUse(Conflict):
    """Only the model in use codes findings."""

    code = "not_in_use"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"Model {version} is not in use, so it codes nothing. Give --dry-run to learn what it "
            "would change."
        )


class NothingToGoBackTo(Conflict):
    """No other model has been in use."""

    code = "nothing_to_go_back_to"

    def __init__(self) -> None:
        super().__init__("No other model has been in use, so there is none to go back to.")


class Worse(Conflict):
    """The candidate lost against the model in use."""

    code = "model_worse"

    def __init__(self, version: str, lost: Sequence[str]) -> None:
        super().__init__(
            f"Model {version} was not promoted: it is worse than the one in use, or may be, on "
            f"{'; '.join(lost)}."
        )


class NothingDecided(Conflict):
    """There is nothing to learn from that the model in use has not read."""

    code = "nothing_decided"

    def __init__(self, base: str) -> None:
        super().__init__(
            f"Nobody has decided anything that model {base} has not learned from. Confirm or "
            "correct findings of accepted reviews first."
        )
