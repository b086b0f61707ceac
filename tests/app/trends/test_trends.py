from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
import pytest
from sqlalchemy.orm import Session

from analytics.rates import share
from app.kit.actors import Actor
from app.kit.errors import Invalid
from app.reviews.models import Circumstances, Factor, Grade
from app.trends.questions import TrendQuestion
from app.trends.schemas import TrendRow, Trends
from app.trends.service.trends import find_trends
from tests.factories.repository import Said, add_counted_review, themed

ANALYST = Actor(uuid4(), "An analyst", frozenset({"analyst"}))
READER = Actor(uuid4(), "A practitioner", frozenset({"practitioner"}))
THEMES = ("supervision", "neglect", "training")
CATEGORIES = ("tools", "management_systems")


def ask(session: Session, *, reader: Actor = ANALYST, **fields: Any) -> Trends:
    return find_trends(session, TrendQuestion(**fields), by=reader)


def row_of(found: Trends, **key: object) -> TrendRow:
    (row,) = [each for each in found.rows if each.key == key]
    return row


def fill(session: Session, reviews: int = 40, *, seed: int = 5) -> pd.DataFrame:
    """Random reviews, and the same as a frame with a row a finding and theme."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(reviews):
        committee = str(rng.choice(["fife", "moray", "angus"]))
        year = int(rng.integers(2010, 2014))
        kind = str(rng.choice(["significant_case_review", "learning_review"]))
        said = []
        for number in range(int(rng.integers(1, 5))):
            themes = [theme for theme in THEMES if rng.random() < 0.4]
            category = str(rng.choice(CATEGORIES))
            source = str(rng.choice(["human", "model"]))
            tags = (*themed(*themes, source=source), ("typology", category, source))
            said.append(Said(tags=tags))
            rows.append((number, themes, category, source))
        review = add_counted_review(
            session, *said, committee=committee, year=year, review_type=kind
        )
        for place in range(len(rows) - len(said), len(rows)):
            rows[place] = (str(review.id), committee, year, kind, *rows[place])  # type: ignore[assignment]
    columns = [
        "review",
        "committee",
        "year",
        "review_type",
        "number",
        "theme",
        "typology",
        "source",
    ]
    return pd.DataFrame(rows, columns=columns)


class TestTypesOverTime:
    def test_a_new_type_is_a_rising_share_of_the_years_reviews(self, session: Session) -> None:
        """Twice as many reviews in later years: the old type grows in number, not in share."""
        for year in range(2010, 2018):
            late = year >= 2014
            for number in range(10 if late else 5):
                kind = "learning_review" if late and number < 4 else "significant_case_review"
                add_counted_review(session, Said(), year=year, review_type=kind)
        found = ask(session, by=("review_type", "year"))
        tests = {each.key["review_type"]: each for each in found.tests}
        assert tests["learning_review"].significant
        assert tests["learning_review"].years == list(range(2010, 2018))
        assert (
            (tests["learning_review"].effect or 0)
            > 0
            > (tests["significant_case_review"].effect or 0)
        )
        assert "share of a year's reviews" in tests["learning_review"].sentence


class TestAgainstBruteForce:
    """Every source (cube, reviews, findings) against pandas on the same data."""

    @pytest.mark.parametrize(
        "by",
        [("theme",), ("theme", "year"), ("committee", "theme"), ("typology", "review_type")],
        ids=" and ".join,
    )
    @pytest.mark.parametrize("areas", ["then", "today"], ids=["cube", "rows"])
    @pytest.mark.parametrize("confirmed", [False, True], ids=["all", "confirmed"])
    @pytest.mark.parametrize("measure", ["reviews", "findings"])
    def test_one_concept(
        self, session: Session, by: tuple[str, ...], areas: str, confirmed: bool, measure: str
    ) -> None:
        frame = fill(session)
        found = ask(session, by=by, areas=areas, confirmed_only=confirmed, measure=measure)
        exploded = frame.explode("theme") if "theme" in by else frame
        carrying = exploded[exploded["source"] == "human"] if confirmed else exploded
        counted = carrying.dropna(subset=list(by)).groupby(list(by))
        expected = {
            key if isinstance(key, tuple) else (key,): (
                rows["review"].nunique(),
                rows["committee"].nunique(),
                len(rows),
            )
            for key, rows in counted
        }
        got = {
            tuple(row.key[name] for name in by): (row.reviews, row.committees, row.findings)
            for row in found.rows
            if row.reviews
        }
        assert got == expected

        split = [name for name in by if name not in ("theme", "typology")]
        for row in found.rows:
            base = frame
            for name in split:
                base = base[base[name] == row.key[name]]
            whole = base["review"].nunique() if measure == "reviews" else len(base)
            number = row.reviews if measure == "reviews" else row.findings
            assert number is not None
            known = share(number, whole)
            assert (row.denominator, row.share, row.low, row.high) == (
                whole,
                known.share,
                known.low,
                known.high,
            )

    @pytest.mark.parametrize("by", [("theme", "typology"), ("typology",), ("year",)], ids=str)
    def test_two_concepts_are_on_the_same_finding(
        self, session: Session, by: tuple[str, ...]
    ) -> None:
        frame = fill(session).explode("theme").dropna(subset=["theme"])
        filters = {} if len(by) == 2 else {"theme": "supervision"}
        if by == ("year",):
            filters["typology"] = "tools"
        found = ask(session, by=by, **filters)
        for name, key in filters.items():
            frame = frame[frame[name] == key]
        expected = {
            key if isinstance(key, tuple) else (key,): (rows["review"].nunique(), len(rows))
            for key, rows in frame.groupby(list(by))
        }
        got = {
            tuple(row.key[name] for name in by): (row.reviews, row.findings)
            for row in found.rows
            if row.reviews
        }
        assert got == expected

    def test_reviews_never_add_up_across_themes(self, session: Session) -> None:
        frame = fill(session)
        found = ask(session, by=("theme",))
        assert sum(row.reviews or 0 for row in found.rows) > frame["review"].nunique()

    @pytest.mark.parametrize(
        "filters",
        [
            {"committee": "fife"},
            {"from_year": 2011, "to_year": 2012},
            {"review_type": "learning_review"},
        ],
        ids=str,
    )
    def test_filters_narrow_numerator_and_denominator(
        self, session: Session, filters: dict[str, Any]
    ) -> None:
        frame = fill(session)
        found = ask(session, by=("theme",), **filters)
        for name, value in filters.items():
            column, test = {
                "from_year": ("year", pd.Series.ge),
                "to_year": ("year", pd.Series.le),
            }.get(name, (name, pd.Series.eq))
            frame = frame[test(frame[column], value)]
        supervised = frame[frame["theme"].map(lambda themes: "supervision" in themes)]
        row = row_of(found, theme="supervision")
        assert (row.reviews, row.denominator) == (
            supervised["review"].nunique(),
            frame["review"].nunique(),
        )


class TestYears:
    def test_a_year_with_reviews_but_none_of_the_theme_is_nought(self, session: Session) -> None:
        add_counted_review(session, Said(tags=themed("neglect")), year=2010)
        add_counted_review(session, Said(tags=themed("training")), year=2011)
        row = row_of(ask(session, by=("year",), theme="neglect"), year=2011)
        assert (row.reviews, row.denominator, row.share) == (0, 1, 0.0)

    def test_a_year_without_reviews_is_missing(self, session: Session) -> None:
        for year in (2010, 2011, 2013, 2014):
            for _ in range(6):
                add_counted_review(session, Said(tags=themed("neglect")), Said(), year=year)
        found = ask(session, by=("year",), theme="neglect")
        assert [row.key["year"] for row in found.rows] == [2010, 2011, 2013, 2014]
        assert found.tests[0].missing_years == [2012]

    def test_reviews_without_the_year_asked_for_are_said_to_be_left_out(
        self, session: Session
    ) -> None:
        add_counted_review(session, Said(), incident_year=2009)
        add_counted_review(session, Said())
        found = ask(session, by=("incident_year",))
        assert [row.key for row in found.rows] == [{"incident_year": 2009}]
        assert found.not_recorded == 1


class TestChange:
    def reviews(self, session: Session, shares: dict[int, int]) -> None:
        for year, carrying in shares.items():
            for number in range(10):
                tags = themed("neglect") if number < carrying else ()
                add_counted_review(session, Said(tags=tags), year=year)

    def test_a_planted_rise_is_found_and_said_plainly(self, session: Session) -> None:
        self.reviews(session, {2010: 1, 2011: 3, 2012: 5, 2013: 7, 2014: 9})
        (test,) = ask(session, by=("year",), theme="neglect").tests
        assert test.significant
        assert test.sentence.startswith("The share of reviews with a finding on neglect rose")

    def test_a_level_share_is_not_called_a_change(self, session: Session) -> None:
        self.reviews(session, dict.fromkeys(range(2010, 2015), 4))
        (test,) = ask(session, by=("year",), theme="neglect").tests
        assert not test.significant
        assert "not proof that nothing changed" in test.sentence

    def test_every_line_of_a_family_is_corrected(self, session: Session) -> None:
        fill(session, 60)
        tests = ask(session, by=("theme", "year")).tests
        assert len(tests) == len(THEMES)
        for test in tests:
            assert test.correction == "benjamini_hochberg"
            assert test.p_value is not None
            assert (test.adjusted_p or 0) >= test.p_value

    def test_findings_are_tested_by_their_reviews(self, session: Session) -> None:
        self.reviews(session, {2010: 1, 2011: 3, 2012: 5, 2013: 7, 2014: 9})
        by_reviews = ask(session, by=("year",), theme="neglect").tests[0]
        by_findings = ask(session, by=("year",), theme="neglect", measure="findings").tests[0]
        assert by_reviews.p_value == by_findings.p_value


class TestCircumstances:
    def test_the_denominator_is_what_is_recorded(self, session: Session) -> None:
        for outcome in ("death", "death", "serious_harm", None):
            add_counted_review(session, Said(), outcome=outcome)
        found = ask(session, by=("outcome",))
        row = row_of(found, outcome="death")
        assert (row.reviews, row.denominator) == (2, 3)
        assert found.not_recorded == 1

    def test_age_bands_and_the_latest_grade(self, session: Session) -> None:
        review = add_counted_review(session, Said())
        session.add(Circumstances(review_id=review.id, age_band="under_1"))
        for month, grade in ((1, "severe"), (5, "catastrophic")):
            at = datetime(2015, month, 1, tzinfo=UTC)
            session.add(Grade(review_id=review.id, grade=grade, at=at, by=uuid4()))
        session.flush()
        assert row_of(ask(session, by=("age_band",)), age_band="under_1").reviews == 1
        assert [row.key for row in ask(session, by=("grade",)).rows] == [{"grade": "catastrophic"}]

    def test_a_harm_said_to_be_absent_is_no_and_silence_is_neither(self, session: Session) -> None:
        for present in (True, True, False, None):
            review = add_counted_review(session, Said(tags=themed("neglect")), year=2012)
            if present is not None:
                session.add(
                    Factor(review_id=review.id, scheme="harm_type", key="neglect", present=present)
                )
        session.flush()
        row = row_of(ask(session, by=("harm",)), harm="neglect")
        assert (row.reviews, row.denominator) == (2, 3)
        crossed = row_of(
            ask(session, by=("harm", "year"), theme="neglect"), harm="neglect", year=2012
        )
        assert (crossed.reviews, crossed.denominator) == (2, 2)


class TestAreas:
    def add(self, session: Session, area: str | None) -> None:
        add_counted_review(
            session, Said(), committee="north-east-of-scotland", year=2010, area_slug=area
        )

    def committees(self, session: Session, areas: str) -> list[str]:
        return [row.key["committee"] for row in ask(session, by=("committee",), areas=areas).rows]

    def test_then_is_the_committee_of_the_time(self, session: Session) -> None:
        self.add(session, "moray")
        assert self.committees(session, "then") == ["north-east-of-scotland"]

    def test_today_is_the_committee_that_serves_the_area(self, session: Session) -> None:
        self.add(session, "moray")
        assert self.committees(session, "today") == ["moray"]
        assert ask(session, by=("year",), committee="moray", areas="today").rows[0].reviews == 1

    def test_an_unknown_area_of_a_divided_committee_is_counted_once(self, session: Session) -> None:
        self.add(session, None)
        assert self.committees(session, "today") == ["north-east-of-scotland"]


class TestSmallNumbers:
    @pytest.fixture(autouse=True)
    def reviews(self, session: Session) -> None:
        plan = {"supervision": 12, "neglect": 7, "training": 2}
        for theme, number in plan.items():
            for _ in range(number):
                add_counted_review(session, Said(tags=themed(theme)))

    def test_are_hidden_from_practitioners_with_one_more(self, session: Session) -> None:
        found = ask(session, reader=READER, by=("theme",))
        assert {row.key["theme"] for row in found.rows if row.hidden} == {"training", "neglect"}
        assert all(row.reviews is None for row in found.rows if row.hidden)
        assert row_of(found, theme="supervision").reviews == 12

    def test_are_shown_to_analysts_and_marked(self, session: Session) -> None:
        found = ask(session, by=("theme",))
        assert row_of(found, theme="training").reviews == 2
        assert found.release == "not for release"

    def test_one_family_of_many_reviews_is_small(self, session: Session) -> None:
        family = uuid4()
        for _ in range(8):
            add_counted_review(session, Said(tags=themed("escalation")), family_key=family)
        found = ask(session, reader=READER, by=("theme",))
        assert row_of(found, theme="escalation").hidden

    def test_what_is_not_published_is_not_counted_for_practitioners(self, session: Session) -> None:
        add_counted_review(session, Said(tags=themed("supervision")), published=False)
        assert row_of(ask(session, by=("theme",)), theme="supervision").reviews == 13
        found = ask(session, reader=READER, by=("theme",))
        assert row_of(found, theme="supervision").reviews == 12


class TestQuestions:
    @pytest.mark.parametrize(
        "by",
        [("colour",), (), ("year", "theme", "committee"), ("year", "year")],
        ids=["unknown", "none", "three", "twice"],
    )
    def test_that_cannot_be_asked_are_refused(self, by: tuple[str, ...]) -> None:
        with pytest.raises(Invalid):
            TrendQuestion(by=by)

    @pytest.mark.parametrize(
        "by",
        list(itertools.combinations(("outcome", "age_band", "harm", "grade", "theme", "year"), 2)),
        ids=" and ".join,
    )
    def test_any_two_dimensions_can_be_combined(
        self, session: Session, by: tuple[str, ...]
    ) -> None:
        review = add_counted_review(session, Said(tags=themed("neglect")), outcome="death")
        session.add(Circumstances(review_id=review.id, age_band="under_1"))
        session.add(
            Grade(
                review_id=review.id, grade="severe", at=datetime(2015, 1, 1, tzinfo=UTC), by=uuid4()
            )
        )
        session.add(Factor(review_id=review.id, scheme="harm_type", key="neglect", present=True))
        session.flush()
        (row,) = ask(session, by=by).rows
        assert row.reviews == 1
        assert row.denominator in (1, None)
