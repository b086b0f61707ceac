"""Time lists, searches and trends on the home in REVIEWS_HOME, as services answer them.

    REVIEWS_HOME=/tmp/benchmark reviews simulate --reviews 20000
    REVIEWS_HOME=/tmp/benchmark python scripts/bench/questions.py

Prints the first and the median of several runs in milliseconds, without HTTP or rendering.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from statistics import median
from time import perf_counter
from uuid import UUID

import typer
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from app.cli.opening import prepared
from app.kit.actors import Actor
from app.reviews.repository import ReviewFilter
from app.reviews.service.listing import list_reviews
from app.search.schemas import FindingFilter
from app.search.service import search_findings
from app.trends.questions import TrendQuestion
from app.trends.service.trends import find_trends

RUNS = 5
ANALYST = Actor(UUID(int=1), "An analyst", frozenset({"analyst"}))
PRACTITIONER = Actor(UUID(int=2), "A practitioner", frozenset({"practitioner"}))
WORDS = ("caseloads transferred", "supervision", "benchmark", '"health visitors" birth -police')

# Answers are kept by data version; a version of its own for every run makes each one new.
_versions = count(1)
_PRETEND_CHANGE = text("UPDATE data_version SET version = version + :more")

Ask = Callable[[Session], object]


def listing(by: Actor) -> Ask:
    """The first page of the reviews that ``by`` may see."""
    return lambda session: list_reviews(session, ReviewFilter(), by=by, limit=50, cursor=None)


def search(chosen: FindingFilter, by: Actor) -> Ask:
    """The first page of findings."""
    return lambda session: search_findings(session, chosen, by=by, limit=20)


def trend(asked: TrendQuestion, by: Actor) -> Ask:
    """All rows of a trend with their tests."""
    return lambda session: find_trends(session, asked, by=by)


def questions() -> dict[str, Ask]:
    """What is asked, by a name for people."""
    by_theme = TrendQuestion(by=("theme", "year"))
    return {
        "reviews, first page, analyst": listing(ANALYST),
        "reviews, first page, practitioner": listing(PRACTITIONER),
        **{f"search {words}": search(FindingFilter(q=words), ANALYST) for words in WORDS},
        "search caseloads, practitioner": search(FindingFilter(q="caseloads"), PRACTITIONER),
        "search theme only": search(FindingFilter(theme="supervision"), ANALYST),
        "trend supervision by year": trend(TrendQuestion(theme="supervision"), ANALYST),
        "trend by theme and year": trend(by_theme, ANALYST),
        "trend by theme and year, practitioner": trend(by_theme, PRACTITIONER),
    }


def milliseconds(sessions: sessionmaker[Session], ask: Ask) -> float:
    """How long ``ask`` takes once, on a connection that is open."""
    with sessions() as session:
        session.execute(_PRETEND_CHANGE, {"more": next(_versions)})
        begun = perf_counter()
        ask(session)
        taken = perf_counter() - begun
        session.rollback()
    return taken * 1_000


def main() -> None:
    """Ask everything and print a line for each."""
    sessions = prepared().sessions()
    for name, ask in questions().items():
        runs = [milliseconds(sessions, ask) for _ in range(RUNS)]
        typer.echo(f"{name:<40} first {runs[0]:7.1f}  median {median(runs):7.1f} ms")


if __name__ == "__main__":
    main()
