from __future__ import annotations

import random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from analytics.misclassification import share_with_people
from app.kit.actors import Actor
from app.reviews.counting import recount
from app.reviews.models import Finding, Tag
from app.tagging.service.error_rates import error_rates
from app.trends.errors import NotAdjustable
from app.trends.questions import TrendQuestion
from app.trends.schemas import AdjustedRow, TrendRow, Trends
from app.trends.service.trends import find_trends
from nlp.evaluation.measured import shipped_errors
from tests.factories.repository import Said, add_counted_review, themed

ANALYST = Actor(uuid4(), "An analyst", frozenset({"analyst"}))
READER = Actor(uuid4(), "A practitioner", frozenset({"practitioner"}))
SHIPPED = error_rates("theme").model


def ask(session: Session, *, reader: Actor = ANALYST, **fields: Any) -> Trends:
    chosen = {"measure": "findings", "adjusted": True} | fields
    return find_trends(session, TrendQuestion(**chosen), by=reader)


def tagged_by(session: Session, review_id: UUID, version: str) -> None:
    """Put the model's tags of one review under another version."""
    of_review = [finding.id for finding in session.query(Finding).filter_by(review_id=review_id)]
    session.execute(
        update(Tag)
        .where(Tag.finding_id.in_(of_review), Tag.source == "model")
        .values(model_version=version)
    )
    recount(session, review_id)


def add(session: Session, *said: Said, version: str = SHIPPED, **fields: Any) -> UUID:
    review = add_counted_review(session, *said, **fields)
    tagged_by(session, review.id, version)
    return review.id


def by_model(*keys: str) -> Said:
    return Said(tags=(*themed(*keys, source="model"), ("typology", "tools", "model")))


def by_people(*keys: str) -> Said:
    return Said(tags=(*themed(*keys), ("typology", "management_systems", "human")))


def row_of(found: Trends, **key: object) -> TrendRow:
    (row,) = [each for each in found.rows if each.key == key]
    return row


def adjusted_of(found: Trends, **key: object) -> AdjustedRow:
    adjusted = row_of(found, **key).adjusted
    assert adjusted is not None
    return adjusted


class TestWhoCodedWhat:
    def test_people_and_model_are_counted_apart(self, session: Session) -> None:
        add(session, by_people("supervision"), by_people("neglect"), by_model("supervision"))
        add(session, by_model("neglect"), by_model("neglect"), by_model("supervision"))
        found = adjusted_of(ask(session, by=("theme",)), theme="supervision")
        assert (found.by_people, found.by_model) == (2, 4)
        error = error_rates("theme").errors["supervision"]
        expected = share_with_people((1, 2), (2, 4), error)
        assert (found.share, found.low, found.high) == (expected.share, expected.low, expected.high)
        assert found.source == error.source

    def test_a_finding_without_a_theme_was_read_and_has_none(self, session: Session) -> None:
        add(session, by_model("supervision"), Said(tags=(("typology", "tools", "model"),)))
        assert adjusted_of(ask(session, by=("theme",)), theme="supervision").by_model == 2

    def test_a_finding_on_whose_category_the_tagger_abstained_counts_nowhere(
        self, session: Session
    ) -> None:
        unsure = Said(tags=(("typology", "tools", "model"),), fields={"needs_person": True})
        add(session, by_model("neglect"), by_people("neglect"), unsure)
        found = ask(session, by=("typology",))
        assert adjusted_of(found, typology="tools").by_model == 1
        assert adjusted_of(found, typology="tools").by_people == 1

    def test_a_model_that_was_not_measured_has_no_estimate(self, session: Session) -> None:
        add(session, by_model("supervision"))
        add(session, by_model("supervision"), version="another")
        found = adjusted_of(ask(session, by=("theme",)), theme="supervision")
        assert found.share is None
        assert "1 findings were tagged by a model whose errors were not measured" in (
            found.warning or ""
        )

    def test_people_alone_need_no_correction(self, session: Session) -> None:
        add(session, by_people("supervision"), by_people("neglect"))
        found = adjusted_of(ask(session, by=("theme",)), theme="supervision")
        assert (found.share, found.method, found.source) == (0.5, "wilson", "people's codes")

    def test_what_a_person_decided_is_not_the_models_any_more(self, session: Session) -> None:
        both = Said(tags=(*themed("neglect", source="model"), *themed("supervision")))
        add(session, both)
        found = adjusted_of(ask(session, by=("theme",)), theme="supervision")
        assert (found.by_people, found.by_model, found.share) == (1, 0, 1.0)


class TestCells:
    def test_every_year_has_its_own(self, session: Session) -> None:
        add(session, by_people("supervision"), by_model("neglect"), year=2012)
        add(session, by_model("supervision"), by_model("neglect"), by_model("training"), year=2013)
        found = ask(session, by=("theme", "year"))
        early = adjusted_of(found, theme="supervision", year=2012)
        late = adjusted_of(found, theme="supervision", year=2013)
        assert (early.by_people, early.by_model) == (1, 1)
        assert (late.by_people, late.by_model) == (0, 3)

    def test_a_theme_as_filter_gives_the_same_as_a_dimension(self, session: Session) -> None:
        for year in (2012, 2013):
            add(session, by_people("supervision"), by_model("supervision"), year=year)
        split = ask(session, by=("theme", "year"))
        narrowed = ask(session, by=("year",), theme="supervision")
        for year in (2012, 2013):
            assert adjusted_of(narrowed, year=year) == adjusted_of(
                split, theme="supervision", year=year
            )

    def test_filters_narrow_both_parts(self, session: Session) -> None:
        add(session, by_people("supervision"), committee="fife")
        add(session, by_model("supervision"), committee="moray")
        found = ask(session, by=("theme",), committee="moray")
        adjusted = adjusted_of(found, theme="supervision")
        assert (adjusted.by_people, adjusted.by_model) == (0, 1)

    def test_a_hidden_row_shows_no_adjusted_number(self, session: Session) -> None:
        add(session, by_people("supervision"))
        row = row_of(ask(session, by=("theme",), reader=READER), theme="supervision")
        assert row.hidden
        assert row.adjusted is None

    def test_only_asked_for_where_it_is_asked_for(self, session: Session) -> None:
        add(session, by_people("supervision"))
        found = ask(session, by=("theme",), adjusted=False)
        assert row_of(found, theme="supervision").adjusted is None


class TestTheTruthIsFound:
    def test_the_interval_holds_the_true_share_where_the_raw_one_misses_it(
        self, session: Session
    ) -> None:
        """A theme on 40% of 1,500 findings, read by a tagger with the shipped tagger's errors."""
        error = error_rates("theme").errors["supervision"]
        chance = random.Random(3)
        said, true = [], 0
        for _ in range(1500):
            has = chance.random() < 0.4
            true += has
            given = chance.random() < (error.sensitivity if has else 1 - error.specificity)
            said.append(by_model("supervision") if given else by_model("neglect"))
        for start in range(0, len(said), 30):
            add(session, *said[start : start + 30])
        # Nothing has told the planner yet how many there are: it would look at each for each.
        session.execute(text("SET LOCAL enable_nestloop = off"))
        row = row_of(ask(session, by=("theme",)), theme="supervision")
        adjusted = adjusted_of(ask(session, by=("theme",)), theme="supervision")
        assert row.low is not None
        assert row.high is not None
        assert adjusted.low is not None
        assert adjusted.high is not None
        truth = true / len(said)
        assert not row.low <= truth <= row.high
        assert adjusted.low <= truth <= adjusted.high
        assert adjusted.high - adjusted.low > row.high - row.low


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"measure": "reviews", "by": ("theme",)}, "measure=findings"),
            ({"by": ("year",)}, "one of theme, typology and depth"),
            ({"by": ("theme", "typology")}, "one concept at a time"),
            ({"by": ("theme",), "confirmed_only": True}, "leave out"),
        ],
        ids=["reviews", "no concept", "two concepts", "confirmed"],
    )
    def test_what_cannot_be_corrected_says_what_to_ask(
        self, fields: dict[str, Any], says: str
    ) -> None:
        with pytest.raises(NotAdjustable, match=says):
            TrendQuestion(**({"measure": "findings", "adjusted": True} | fields))


class TestErrorRates:
    def test_they_are_the_counts_of_the_evaluation(self) -> None:
        measured = shipped_errors()
        rates = error_rates("typology")
        assert rates.model == measured.model
        for key, error in rates.errors.items():
            counts = measured.confusion["typology"][key]
            assert (error.true_positives, error.false_positives) == (
                counts.hits,
                counts.false_alarms,
            )
            assert (error.false_negatives, error.true_negatives) == (
                counts.missed,
                counts.left_alone,
            )

    def test_an_unknown_scheme_has_none(self) -> None:
        assert error_rates("nothing").errors == {}

    def test_a_theme_that_no_finding_of_the_evaluation_has_has_none(self) -> None:
        for key, counts in shipped_errors().confusion["theme"].items():
            assert (key in error_rates("theme").errors) == (counts.hits + counts.missed > 0)
