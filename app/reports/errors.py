"""What may go wrong with a report."""

from __future__ import annotations

from app.kit.errors import Invalid, NotFound


class SnapshotNotFound(NotFound):
    """No snapshot has this id, or none that this person may see."""

    def __init__(self) -> None:
        super().__init__("There is no such report. The list of reports has those that there are.")


class BadPeriod(Invalid):
    """The period ends before it begins, or holds no review."""


class UnsafeCaseStudy(Invalid):
    """A case study names somebody, or rests on a review that is not published."""
