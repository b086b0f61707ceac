"""Recurrences as a person reads them in a terminal."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape
from sqlalchemy.orm import Session, sessionmaker

from app.kit.actors import Actor
from app.recurrence.schemas import Recurrences
from app.recurrence.service.recurrences import RecurrenceFilter, find_recurrences

SHOWN = 5


def show_recurrences(
    sessions: sessionmaker[Session], *, theme: str, by: Actor, limit: int = SHOWN
) -> None:
    """Print the widest recurring issues of a theme, with every member."""
    with sessions() as session:
        found = find_recurrences(session, RecurrenceFilter(theme=theme), by=by, limit=limit)
    print_recurrences(found)


def print_recurrences(found: Recurrences) -> None:
    """Each issue with its committees and years, then its findings."""
    console = Console(file=sys.stdout, highlight=False)
    if not found.groups:
        console.print("No issue came up in as many committees as were asked for.")
    for place, issue in enumerate(found.groups, start=1):
        console.print(
            # Square brackets in a finding are its own, not ours to style.
            f"[bold]{place}. {escape(issue.representative.statement)}[/bold]\n"
            f"   {len(issue.committees)} committees, {len(issue.reviews)} reviews, "
            f"{issue.first}–{issue.last}, {len(issue.findings)} findings"
            + ("; came back after it was recorded resolved" if issue.after_resolution else "")
        )
        for member in issue.findings:
            console.print(
                f"   {member.year}  {member.committee:<30} {member.reference}  "
                f"finding {member.number or '–'}"
            )
        console.print()
    console.print(
        f"{found.total} issues; behind them {found.basis.reviews} reviews of "
        f"{found.basis.committees} committees."
    )
