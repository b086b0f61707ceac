"""What a question about trends refuses."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import FieldError, Invalid


class UnknownDimension(Invalid):
    """The counts cannot be split by this."""

    code = "unknown_dimension"

    def __init__(self, asked: str, *, known: Sequence[str]) -> None:
        detail = f"“{asked}” is not a dimension; choose from {', '.join(known)}."
        super().__init__(detail, errors=[FieldError("by", detail, "unknown_dimension")])


class TooManyDimensions(Invalid):
    """One or two dimensions, each once."""

    code = "too_many_dimensions"

    def __init__(self) -> None:
        detail = "Ask by one dimension or by two different ones."
        super().__init__(detail, errors=[FieldError("by", detail, "too_many_dimensions")])


class NotAdjustable(Invalid):
    """The tagger's error can be carried into shares of findings by one concept alone."""

    code = "not_adjustable"

    def __init__(self, why: str) -> None:
        super().__init__(why, errors=[FieldError("adjusted", why, "not_adjustable")])
