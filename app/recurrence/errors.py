"""What questions about recurrence refuse."""

from __future__ import annotations

from app.kit.errors import FieldError, Invalid


class OneFinding(Invalid):
    """A finding is always the same as itself."""

    code = "one_finding"

    def __init__(self) -> None:
        detail = "Name two different findings."
        super().__init__(detail, errors=[FieldError("second", detail, "same_as_first")])
