"""Domain errors: what can be refused, said in the words of the person who asked.

An error states a fact about the domain. It knows no status code: ``app.kit.problems``
holds the one table that turns a family of errors into HTTP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one part of the input. ``pointer`` is a JSON pointer or a field's name."""

    pointer: str
    detail: str
    code: str = "invalid"


class DomainError(Exception):
    """Something the domain refuses. ``str(error)`` is a sentence that says what to do."""

    code = "refused"
    title = "The request was refused"

    def __init__(self, detail: str, *, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail)
        self.errors = tuple(errors)


class NotFound(DomainError):
    """No such object, or none that this person may know of."""

    code = "not_found"
    title = "Not found"


class Invalid(DomainError):
    """The input breaks a rule of the domain; ``errors`` names the fields."""

    code = "invalid"
    title = "Some of what was sent cannot be used"


class Conflict(DomainError):
    """The object is in a state that does not allow this step."""

    code = "conflict"
    title = "Not possible in the present state"


class Forbidden(DomainError):
    """The person is known but may not do this."""

    code = "forbidden"
    title = "Not allowed"


class NotSignedIn(DomainError):
    """Nobody, or nobody known, is asking."""

    code = "not_signed_in"
    title = "Sign in first"


class TooMany(DomainError):
    """The same person asks too often; try again after ``retry_after`` seconds."""

    code = "too_many_requests"
    title = "Too many requests"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class TooLarge(DomainError):
    """The upload is larger than the service takes."""

    code = "too_large"
    title = "The file is too large"


class Unsupported(DomainError):
    """The upload is of a kind that the service does not read."""

    code = "unsupported_type"
    title = "This kind of file cannot be read"
