"""The states of a review and the steps between them, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a review stands between being begun and being read."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PROCESSING = "processing"
    CLEARANCE = "clearance"
    CONFIRMATION = "confirmation"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    RETURNED = "returned"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


COUNTED = frozenset({State.ACCEPTED, State.PUBLISHED})
"""States in which a review is part of the national picture."""

STEPS: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.PROCESSING, State.WITHDRAWN}),
    State.PROCESSING: frozenset({State.CLEARANCE, State.RETURNED, State.WITHDRAWN}),
    State.CLEARANCE: frozenset(
        {State.CONFIRMATION, State.RETURNED, State.ON_HOLD, State.WITHDRAWN}
    ),
    State.CONFIRMATION: frozenset(
        {State.ACCEPTED, State.CLEARANCE, State.RETURNED, State.ON_HOLD, State.WITHDRAWN}
    ),
    State.ACCEPTED: frozenset(
        {State.PUBLISHED, State.RETURNED, State.ON_HOLD, State.WITHDRAWN, State.SUPERSEDED}
    ),
    State.PUBLISHED: frozenset({State.ON_HOLD, State.WITHDRAWN, State.SUPERSEDED}),
    State.RETURNED: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    # A hold ends where it began; Review.release_hold knows which state that was.
    State.ON_HOLD: frozenset(
        {State.CLEARANCE, State.CONFIRMATION, State.ACCEPTED, State.PUBLISHED, State.WITHDRAWN}
    ),
    State.WITHDRAWN: frozenset(),
    State.SUPERSEDED: frozenset({State.WITHDRAWN}),
}

REPROCESSED = frozenset({State.CLEARANCE, State.CONFIRMATION, State.RETURNED, State.DRAFT})
"""States in which a new version of the document may be sent, which starts the reading afresh."""
