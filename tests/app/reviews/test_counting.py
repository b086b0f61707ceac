"""The counting tables say at every moment what a count over the findings themselves would."""

from __future__ import annotations

from collections import Counter
from random import Random

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.reviews.counting import data_version, recount
from app.reviews.models import (
    ConceptCube,
    Finding,
    FindingState,
    Review,
    ReviewConcept,
    State,
    Tag,
    TagSource,
)
from tests.factories.records import AT, a_finding, a_review, a_tag

THEMES = ("supervision", "neglect", "training")


def rows_of(session: Session, review: Review) -> dict[tuple[str, str], tuple[int, int]]:
    found = session.scalars(select(ReviewConcept).where(ReviewConcept.review_id == review.id))
    return {(r.scheme, r.key): (r.findings, r.confirmed_findings) for r in found}


def cube_of(session: Session) -> dict[tuple[object, ...], tuple[int, int]]:
    return {
        (c.scheme, c.key, c.committee_slug, c.completed_year): (c.reviews, c.findings)
        for c in session.scalars(select(ConceptCube))
        if c.reviews or c.findings
    }


def summed(session: Session) -> dict[tuple[object, ...], tuple[int, int]]:
    reviews: Counter[tuple[object, ...]] = Counter()
    findings: Counter[tuple[object, ...]] = Counter()
    for r in session.scalars(select(ReviewConcept)):
        place = (r.scheme, r.key, r.committee_slug, r.completed_year or 0)
        reviews[place] += 1
        findings[place] += r.findings
    return {place: (reviews[place], findings[place]) for place in reviews}


class TestOneReview:
    def test_counts_each_theme_once_with_its_findings(self, session: Session) -> None:
        review = a_review(session, state=State.ACCEPTED)
        for _ in range(2):
            a_tag(session, a_finding(session, review), "supervision")
        recount(session, review.id)
        assert rows_of(session, review) == {("theme", "supervision"): (2, 2), ("*", "*"): (2, 2)}

    def test_is_not_counted_before_it_is_accepted(self, session: Session) -> None:
        review = a_review(session, state=State.CONFIRMATION)
        a_tag(session, a_finding(session, review), "supervision")
        recount(session, review.id)
        assert rows_of(session, review) == {}

    def test_leaves_the_counts_when_it_is_held(self, session: Session) -> None:
        review = a_review(session, state=State.ACCEPTED)
        a_tag(session, a_finding(session, review), "neglect")
        recount(session, review.id)
        review = session.get_one(Review, review.id)
        review.hold(reason="criminal proceedings", until=None)
        recount(session, review.id)
        assert rows_of(session, review) == {}
        assert cube_of(session) == summed(session)

    def test_rejected_findings_do_not_count(self, session: Session) -> None:
        review = a_review(session, state=State.ACCEPTED)
        a_tag(session, a_finding(session, review, state=FindingState.REJECTED), "neglect")
        recount(session, review.id)
        assert rows_of(session, review) == {("*", "*"): (0, 0)}


class TestAuthority:
    def test_a_persons_theme_takes_the_place_of_the_models(self, session: Session) -> None:
        review = a_review(session, state=State.ACCEPTED)
        finding = a_finding(session, review)
        a_tag(session, finding, "training", source=TagSource.MODEL)
        a_tag(session, finding, "supervision", source=TagSource.HUMAN)
        recount(session, review.id)
        assert ("theme", "training") not in rows_of(session, review)
        assert rows_of(session, review)["theme", "supervision"] == (1, 1)

    def test_a_stated_category_stands_above_a_persons(self, session: Session) -> None:
        review = a_review(session, state=State.ACCEPTED)
        finding = a_finding(session, review)
        a_tag(session, finding, "tools", scheme="typology", source=TagSource.HUMAN)
        a_tag(session, finding, "longer_term_work", scheme="typology", source=TagSource.STATED)
        recount(session, review.id)
        assert ("typology", "tools") not in rows_of(session, review)
        assert rows_of(session, review)["typology", "longer_term_work"] == (1, 1)

    def test_a_models_tag_counts_as_unconfirmed(self, session: Session) -> None:
        review = a_review(session, state=State.ACCEPTED)
        a_tag(session, a_finding(session, review), "neglect", source=TagSource.MODEL)
        recount(session, review.id)
        assert rows_of(session, review)["theme", "neglect"] == (1, 0)

    def test_a_category_that_the_model_would_not_decide_on_is_left_out(
        self, session: Session
    ) -> None:
        review = a_review(session, state=State.ACCEPTED)
        finding = a_finding(session, review, needs_person=True)
        a_tag(session, finding, "tools", scheme="typology", source=TagSource.MODEL)
        recount(session, review.id)
        assert ("typology", "tools") not in rows_of(session, review)

    def test_a_second_category_is_not_counted_beside_the_first(self, session: Session) -> None:
        review = a_review(session, state=State.ACCEPTED)
        finding = a_finding(session, review)
        a_tag(session, finding, "tools", scheme="typology")
        a_tag(session, finding, "longer_term_work", scheme="typology", rank=2)
        recount(session, review.id)
        assert ("typology", "longer_term_work") not in rows_of(session, review)


class TestManyChangesInAnyOrder:
    def test_the_cube_stays_the_sum_of_the_reviews(self, session: Session) -> None:
        chance = Random(20)
        reviews = [
            a_review(session, committee=c, year=y, state=State.ACCEPTED)
            for c in ("fife", "moray")
            for y in (2014, 2015, None)
        ]
        for _ in range(40):
            review = session.get_one(Review, chance.choice(reviews).id)
            change(session, review, chance)
            recount(session, review.id)
            assert cube_of(session) == summed(session)
        session.execute(delete(Tag))
        session.execute(delete(Finding))
        for review in reviews:
            recount(session, review.id)
        assert all(place[0] == "*" for place in cube_of(session))


def change(session: Session, review: Review, chance: Random) -> None:
    match chance.randrange(4):
        case 0:
            a_tag(session, a_finding(session, review), chance.choice(THEMES))
        case 1:
            review.completed_year = chance.choice((2014, 2015, 2016))
        case 2:
            review.committee_slug = chance.choice(("fife", "moray", "angus"))
        case _:
            for tag in session.scalars(
                select(Tag).join(Finding).where(Finding.review_id == review.id).limit(1)
            ):
                tag.withdrawn_at = AT


class TestDataVersion:
    def test_grows_with_what_is_counted(self, session: Session) -> None:
        review = a_review(session, state=State.ACCEPTED)
        a_finding(session, review)
        before = data_version(session)
        recount(session, review.id)
        assert data_version(session) > before

    def test_stays_while_work_is_in_progress(self, session: Session) -> None:
        review = a_review(session, state=State.CLEARANCE)
        a_finding(session, review)
        before = data_version(session)
        recount(session, review.id)
        assert data_version(session) == before
