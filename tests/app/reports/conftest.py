from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.kit.actors import Actor
from app.recurrence.service.grouping import place_into_issues
from app.reports.content import Chart, Report, Table
from app.reports.schemas import SnapshotSent
from app.reports.service.building import build_report
from app.reviews.models import Decision, Review
from tests.factories.repository import Said, add_counted_review, direction, themed
from tests.factories.versions import own_data_version

__all__ = ["own_data_version"]

NOW = datetime(2020, 2, 3, tzinfo=UTC)
ANALYST = Actor(uuid4(), "An analyst", frozenset({"analyst"}))
RECURRING = "Supervision was spent on numbers and never on what workers feared."
SECRET = "The boiler of the house by the quarry was never looked at."
COMMITTEES = ("fife", "angus", "moray", "highland", "falkirk", "glasgow-city")


def fill(session: Session) -> list[Review]:
    """Ten published reviews that share an issue, and two accepted ones that quote a secret."""
    made = []
    for number in range(10):
        said = Said(
            statement=RECURRING if number == 0 else f"{RECURRING[:-1]} in the {number}th review.",
            tags=(
                *themed("supervision", *(("training",) if number < 6 else ())),
                ("typology", "management_systems", "human"),
            ),
            vector=direction(1),
            resolved_on=date(2016, 1, 1) if number == 0 else None,
        )
        review = add_counted_review(
            session, said, committee=COMMITTEES[number % 6], year=2015 + number % 3
        )
        session.add(Decision(review_id=review.id, outcome="proceed", source="human"))
        made.append(review)
    for committee in ("orkney", "shetland"):
        secret = Said(statement=SECRET, tags=themed("neglect"), vector=direction(0, 1))
        add_counted_review(session, secret, committee=committee, year=2016, published=False)
    session.flush()
    place_into_issues(session)
    return made


@pytest.fixture(scope="module")
def frozen(sessions: sessionmaker[Session]) -> Report:
    """The report of 2015 to 2017 on a repository of its own."""
    with sessions() as session:
        made = fill(session)
        sent = SnapshotSent.model_validate(
            {
                "from": 2015,
                "to": 2017,
                "case_studies": [
                    {"reference": made[0].reference, "words": "It shows what an hour can hold."}
                ],
            }
        )
        report = build_report(session, sent, by=ANALYST, at=NOW)
        session.rollback()
    return report


def tables(report: Report) -> dict[str, Table]:
    return {
        block.caption: block
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Table)
    }


def charts(report: Report) -> dict[str, Chart]:
    return {
        block.caption: block
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Chart)
    }
