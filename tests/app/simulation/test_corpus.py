"""A simulated corpus is one that the service could have made: counted, tagged and repeatable."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from app.committees.service import get_committee
from app.kit.actors import Actor
from app.reviews.counting import data_version, recount
from app.reviews.models import ConceptCube, Finding, Review, ReviewConcept, State, Tag, TagSource
from app.simulation.corpus import RepositoryInUse, simulate
from app.simulation.words import MARK
from app.trends.questions import TrendQuestion
from app.trends.service.trends import find_trends

NUMBER = 60
ANALYST = Actor(UUID(int=1), "An analyst", frozenset({"analyst"}))
Counts = dict[tuple[Any, ...], tuple[int, int, int, int]]
REVIEW_ROWS = text("SELECT to_jsonb(c) FROM review_concepts c WHERE review_id = :review")
CONTENT = text("""
    SELECT r.title, r.type, r.methodology, r.committee_slug, r.completed_on, r.publication_form,
           f.position, f.statement, f.detail, t.scheme, t.key, t.rank, t.source, t.confidence
    FROM reviews r JOIN findings f ON f.review_id = r.id JOIN tags t ON t.finding_id = f.id
    ORDER BY r.title, f.position, t.scheme, t.source, t.key, t.rank
""")


@pytest.fixture
def simulated(session: Session) -> Session:
    """A session that sees a small corpus; it is rolled back with the session."""
    simulate(session, NUMBER, seed=7)
    return session


def cube_of(session: Session) -> Counts:
    return {
        (c.scheme, c.key, c.committee_slug, c.completed_year, c.review_type, c.methodology): (
            c.reviews,
            c.findings,
            c.confirmed_reviews,
            c.confirmed_findings,
        )
        for c in session.scalars(select(ConceptCube))
        if c.reviews
    }


def summed(session: Session) -> Counts:
    sums: dict[tuple[Any, ...], Counter[str]] = {}
    for c in session.scalars(select(ReviewConcept)):
        place = (c.scheme, c.key, c.committee_slug, c.completed_year, c.review_type, c.methodology)
        sums.setdefault(place, Counter()).update(
            reviews=1,
            findings=c.findings,
            confirmed_reviews=int(c.confirmed_findings > 0),
            confirmed_findings=c.confirmed_findings,
        )
    return {
        place: (n["reviews"], n["findings"], n["confirmed_reviews"], n["confirmed_findings"])
        for place, n in sums.items()
    }


def rows_of(session: Session, review: Review) -> list[dict[str, Any]]:
    rows = session.scalars(REVIEW_ROWS, {"review": review.id})
    return sorted(rows, key=lambda row: (row["scheme"], row["key"]))


class TestCounts:
    def test_sum_to_the_cube(self, simulated: Session) -> None:
        assert cube_of(simulated) == summed(simulated)

    @pytest.mark.parametrize("number", [1, 2, NUMBER])
    def test_are_what_a_recount_of_a_review_gives(self, simulated: Session, number: int) -> None:
        title = f"Simulated review {number}"
        review = simulated.scalars(select(Review).where(Review.title == title)).one()
        before, cube_before = rows_of(simulated, review), cube_of(simulated)
        recount(simulated, review.id)
        assert len(before) > 3
        assert rows_of(simulated, review) == before
        assert cube_of(simulated) == cube_before

    def test_copied_fields_are_what_a_recount_would_copy(self, simulated: Session) -> None:
        rows = text("SELECT to_jsonb(f) FROM findings f ORDER BY id")
        before = simulated.scalars(rows).all()
        for review_id in simulated.scalars(select(Review.id)):
            recount(simulated, review_id)
        assert simulated.scalars(rows).all() == before

    def test_change_the_data_version(self, session: Session) -> None:
        before = data_version(session)
        simulate(session, 1, seed=1)
        assert data_version(session) == before + 1

    def test_answer_a_trend_over_every_review(self, simulated: Session) -> None:
        found = find_trends(simulated, TrendQuestion(by=("year",)), by=ANALYST)
        assert sum(row.reviews or 0 for row in found.rows) == NUMBER


class TestCorpus:
    def test_is_accepted_and_half_of_it_published(self, simulated: Session) -> None:
        states = dict(
            simulated.execute(select(Review.state, func.count()).group_by(Review.state)).all()
        )
        assert states == {State.ACCEPTED: NUMBER // 2, State.PUBLISHED: NUMBER // 2}

    def test_has_about_ten_findings_a_review(self, simulated: Session) -> None:
        findings = simulated.scalar(select(func.count()).select_from(Finding)) or 0
        assert 8 * NUMBER < findings < 12 * NUMBER

    def test_is_marked_as_benchmark_text_in_every_statement(self, simulated: Session) -> None:
        assert all(words.startswith(MARK) for words in simulated.scalars(select(Finding.statement)))

    def test_has_typologies_from_report_person_and_model(self, simulated: Session) -> None:
        sources = simulated.scalars(
            select(Tag.source).where(Tag.scheme == "typology").distinct()
        ).all()
        assert set(sources) == set(TagSource)

    def test_has_one_to_three_themes_of_the_model_on_every_finding(
        self, simulated: Session
    ) -> None:
        numbers = simulated.scalars(
            select(func.count())
            .select_from(Finding)
            .outerjoin(
                Tag,
                (Tag.finding_id == Finding.id)
                & (Tag.scheme == "theme")
                & (Tag.source == TagSource.MODEL),
            )
            .group_by(Finding.id)
        ).all()
        assert set(numbers) == {1, 2, 3}

    def test_belongs_to_committees_that_stood_at_the_time(self, simulated: Session) -> None:
        for review in simulated.scalars(select(Review)):
            assert review.completed_on is not None
            assert get_committee(simulated, review.committee_slug).stood_on(review.completed_on)


class TestSeed:
    def of(self, sessions: sessionmaker[Session], seed: int) -> list[Any]:
        with sessions() as session:
            simulate(session, 12, seed=seed)
            return list(session.execute(CONTENT).all())

    def test_makes_the_same_corpus_again(self, sessions: sessionmaker[Session]) -> None:
        assert self.of(sessions, 3) == self.of(sessions, 3)

    def test_makes_another_corpus_when_it_is_another(self, sessions: sessionmaker[Session]) -> None:
        assert self.of(sessions, 3) != self.of(sessions, 4)


class TestRepositoryInUse:
    def test_refuses_and_names_the_way_round(self, simulated: Session) -> None:
        with pytest.raises(RepositoryInUse, match="--into-existing"):
            simulate(simulated, 1, seed=1)

    def test_adds_when_asked_and_keeps_the_counts_true(self, simulated: Session) -> None:
        simulate(simulated, 5, seed=1, into_existing=True)
        assert simulated.scalar(select(func.count()).select_from(Review)) == NUMBER + 5
        assert cube_of(simulated) == summed(simulated)
