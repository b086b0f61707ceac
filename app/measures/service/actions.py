"""Actions: what committees said they would do, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.measures.questions import SplitQuestion
from app.measures.schemas import ActionRow, Actions
from app.measures.service.answering import HIDDEN, Asking, answer

if TYPE_CHECKING:
    import pandas as pd

    from analytics.actions import ActionSummary

COUNTS = ("actions", "open", "overdue", "undated", "resolved", "recurred")
DEFINITIONS = {
    "open": "Not done, and not yet due.",
    "overdue": "Not done, and past the date that the committee set itself.",
    "undated": "Not done, with no date set.",
    "resolved": "Recorded done, and its issue not found again since.",
    "recurred": (
        "Recorded done, and its issue stated again by a review completed after that day, "
        "in any committee."
    ),
    "overdue_share": "Of the actions outstanding that have a date.",
    "recurred_share": "Of all actions ever recorded done.",
    "median_days": (
        "From the completion of the review to the day it was recorded done; outstanding "
        "actions count as taking longer than they have so far (Kaplan–Meier)."
    ),
}


def find_actions(
    session: Session, asked: SplitQuestion, *, by: Actor, at: date | None = None
) -> Actions:
    """Open, overdue, resolved and recurred actions, for all and by committee or year.

    ``at`` is the day of counting (today). Raises UnknownConcept or UnknownCommittee.
    """
    day = at or utc_now().date()
    # Responses and issues change while the counts of reviews do not.
    return answer(
        session, "actions", asked, by, lambda asking: _work_out(asking, asked, day), keep=False
    )


def _work_out(asking: Asking, asked: SplitQuestion, at: date) -> Actions:
    import pandas as pd  # noqa: PLC0415 - slow to load

    from analytics.actions import summarise_actions  # noqa: PLC0415 - slow to load

    rows = asking.records.actions()
    frame = pd.DataFrame(
        [(str(row[0]), str(row[1]), *row[2:]) for row in rows],
        columns=["review", "family", "committee", "year", "set_on", "due", "done", "recurred_on"],
    )
    behind = {row[0] for row in rows}
    whole = _row(asking, {}, summarise_actions(frame, at=at)[0], frame)
    split = _split(asking, asked, frame, at) if rows else []
    return Actions(
        sentence=_sentence(whole, at),
        notes=[],
        release=asking.profile.label,
        basis=asking.basis(
            DEFINITIONS, [row for row in asking.records.reviews() if row[0] in behind]
        ),
        at=at,
        whole=whole,
        rows=split,
    )


def _split(asking: Asking, asked: SplitQuestion, frame: pd.DataFrame, at: date) -> list[ActionRow]:
    from analytics.actions import summarise_actions  # noqa: PLC0415 - slow to load

    if asked.by == "none":
        return []
    known = frame.dropna(subset=[asked.by])
    parts = {str(key): rows for key, rows in known.groupby(asked.by)}
    rows = []
    for each in summarise_actions(known, [asked.by], at=at):
        key = str(each.key[0])
        named: object = int(float(key)) if asked.by == "year" else key
        rows.append(_row(asking, {asked.by: named}, each, parts[key]))
    return rows


def _row(
    asking: Asking, key: dict[str, Any], summary: ActionSummary, rows: pd.DataFrame
) -> ActionRow:
    if asking.is_small(rows["review"].nunique(), rows["family"].nunique()):
        blank: dict[str, Any] = dict.fromkeys(
            (*COUNTS, "overdue_share", "recurred_share", "median_days")
        )
        return ActionRow(key=key, **blank, note=HIDDEN, hidden=True)
    return ActionRow(
        key=key,
        **{name: getattr(summary, name) for name in COUNTS},
        overdue_share=summary.overdue_share.share,
        recurred_share=summary.recurred_share.share,
        median_days=summary.days_to_resolve.median,
    )


def _sentence(whole: ActionRow, at: date) -> str:
    if whole.hidden or not whole.actions:
        return "Too few actions are on record to say what became of them."
    done = (whole.resolved or 0) + (whole.recurred or 0)
    words = (
        f"On {at.day} {at:%B %Y}, of {whole.actions} actions {done} were recorded done and "
        f"{whole.overdue} were past the date set for them."
    )
    if whole.recurred:
        words += f" The issue behind {whole.recurred} of those done has been found again since."
    return words
