"""What tagging refuses."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import Conflict, FieldError


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
