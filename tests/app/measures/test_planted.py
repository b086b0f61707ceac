"""Everything that the demonstration's plan planted is found by the service, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.demonstration.plan import load_plan
from app.demonstration.truth import planted
from app.kit.actors import Actor
from app.measures.questions import CompanyQuestion, MeasureQuestion, TimescaleQuestion
from app.measures.service.company import find_company
from app.measures.service.emerging import find_emerging
from app.measures.service.rigour import find_rigour
from app.measures.service.thresholds import find_thresholds
from app.measures.service.timescales import find_timescales
from app.reviews.models import Decision, KeyDate, Recommendation
from app.trends.questions import TrendQuestion
from app.trends.service.trends import find_trends
from tests.factories.repository import Said, add_counted_review, themed

ANALYST = Actor(uuid4(), "An analyst", frozenset({"analyst"}))
TRUTH = planted()


@pytest.fixture(scope="module")
def asking(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """The plan's reviews, counted as if every tag had been decided as planned."""
    with sessions.begin() as session:
        for row in load_plan().values():
            review = add_counted_review(
                session,
                *(Said(tags=themed(*finding.themes)) for finding in row.findings),
                committee=row.committee,
                year=row.dates.completed.year,
                review_type=row.type,
                methodology=row.methodology or "not_stated",
            )
            if row.decision is not None:
                session.add(Decision(review_id=review.id, outcome=row.decision, source="human"))
            for asked in row.recommendations:
                session.add(
                    Recommendation(
                        review_id=review.id,
                        position=asked.number,
                        words="Do this.",
                        kind=asked.kind,
                        state="confirmed",
                    )
                )
            for kind in ("commission", "completed"):
                on = getattr(row.dates, kind)
                if on is not None:
                    session.add(
                        KeyDate(
                            review_id=review.id, kind=kind, on=on, precision="day", source="human"
                        )
                    )
    with sessions() as session:
        yield session


class TestPlanted:
    def test_the_one_committee_whose_threshold_is_different(self, asking: Session) -> None:
        found = find_thresholds(asking, MeasureQuestion(), by=ANALYST)
        (outlier,) = [each for each in found.points if each.outlier]
        truth = TRUTH.threshold_outlier
        assert (outlier.committee, outlier.proceeded, outlier.decisions) == (
            truth.committee,
            truth.proceeded,
            truth.initial_reviews,
        )

    def test_the_one_slow_method(self, asking: Session) -> None:
        found = find_timescales(asking, TimescaleQuestion(), by=ANALYST)
        assert [each.group for each in found.groups if each.slower] == [
            TRUTH.slow_method.methodology
        ]
        assert [each.group for each in found.groups if each.faster] == []

    def test_the_one_pair_that_keeps_company(self, asking: Session) -> None:
        found = find_company(asking, CompanyQuestion(), by=ANALYST)
        (related,) = [each for each in found.pairs if each.related]
        keys = {related.left.removeprefix("theme:"), related.right.removeprefix("theme:")}
        assert keys == set(TRUTH.cooccurrence.themes)
        assert related.both == TRUTH.cooccurrence.reviews

    def test_the_themes_that_emerge_are_those_planted_to_rise(self, asking: Session) -> None:
        found = find_emerging(asking, MeasureQuestion(), by=ANALYST)
        rising = {each.key for each in TRUTH.trends if each.scheme == "theme"}
        emerging = [each.theme for each in found.themes if each.emerging]
        assert TRUTH.emerging.theme in emerging
        assert set(emerging) <= rising

    @pytest.mark.parametrize(("scheme", "by"), [("theme", "theme"), ("review_type", "review_type")])
    def test_every_planted_trend_and_no_other(self, asking: Session, scheme: str, by: str) -> None:
        found = find_trends(asking, TrendQuestion(by=(by, "year")), by=ANALYST)
        rising = {each.key[by] for each in found.tests if each.significant}
        assert rising == {each.key for each in TRUTH.trends if each.scheme == scheme}

    def test_the_kind_of_recommendation_that_falls(self, asking: Session) -> None:
        found = find_rigour(asking, MeasureQuestion(), by=ANALYST)
        changed = {each.kind for each in found.kinds_over_time if each.significant}
        assert changed == {
            each.key for each in TRUTH.trends if each.scheme == "recommendation_kind"
        }

    @pytest.mark.parametrize("by", ["typology", "depth", "methodology"])
    def test_nothing_else_changes(self, asking: Session, by: str) -> None:
        found = find_trends(asking, TrendQuestion(by=(by, "year")), by=ANALYST)
        assert [each.key for each in found.tests if each.significant] == []

    def test_the_only_committee_that_changes_is_the_one_that_was_divided(
        self, asking: Session
    ) -> None:
        found = find_trends(asking, TrendQuestion(by=("committee", "year")), by=ANALYST)
        changed = [each.key["committee"] for each in found.tests if each.significant]
        assert changed == ["north-east-of-scotland"]
