"""What a review refuses, in the words of the person who asked."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import Conflict, FieldError, Forbidden, Invalid, NotFound


class ReviewNotFound(NotFound):
    """No review has this reference, or none that this person may see."""

    code = "review_not_found"

    def __init__(self, reference: str) -> None:
        super().__init__(f"There is no review {reference} that you may see.")


class FindingNotFound(NotFound):
    """No finding has this id, or none that this person may see."""

    code = "finding_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such finding that you may see.")


class NotInState(Conflict):
    """The review stands elsewhere in its life."""

    code = "not_in_state"

    def __init__(self, reference: str, *, state: str, wanted: str) -> None:
        words = {"on_hold": "on hold"}
        super().__init__(
            f"{reference} is “{words.get(state, state)}” and cannot go to “"
            f"{words.get(wanted, wanted)}” from there."
        )


class SamePerson(Forbidden):
    """Four eyes: this step needs someone other than the person who took the earlier one."""

    code = "second_person_needed"

    def __init__(self, step: str) -> None:
        super().__init__(
            f"{step} needs a second person: someone who neither submitted this review nor "
            "belongs to its committee."
        )


class NotYetComplete(Conflict):
    """Something has to be settled before the review can take this step."""

    code = "not_yet_complete"

    def __init__(self, detail: str, *, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail, errors=errors)


class InvalidMetadata(Invalid):
    """What was said about the review cannot be so; ``errors`` names the fields."""

    code = "invalid_metadata"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(each.detail for each in errors), errors=errors)
