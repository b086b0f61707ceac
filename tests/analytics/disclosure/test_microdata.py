import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics.disclosure.microdata import (
    Anonymised,
    Ladder,
    NothingReleasable,
    Shown,
    anonymise,
)

YEARS = [str(year) for year in range(2010, 2018)]
EVERY_YEAR = Ladder.of("year", dict.fromkeys(YEARS, "2010-2017"))
YEAR = Ladder.of(
    "year",
    {year: f"{int(year) // 2 * 2}-{int(year) // 2 * 2 + 1}" for year in YEARS},
    {year: "2010-2013" if year < "2014" else "2014-2017" for year in YEARS},
)
AREA = Ladder.of("area", {"fife": "east", "angus": "east", "moray": "north", "highland": "north"})


def reviews(size: int, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "year": rng.choice(YEARS, size),
            "area": rng.choice(["fife", "angus", "moray", "highland"], size),
            "outcome": rng.choice(["death", "serious_harm", "near_miss"], size),
            "reference": [f"CR-{i}" for i in range(size)],
        }
    )


def smallest_group(result: Anonymised) -> int:
    return int(result.rows.groupby(["year", "area"]).size().min())


def fewest_outcomes(result: Anonymised) -> int:
    return int(result.rows.groupby(["year", "area"])["outcome"].nunique().min())


class TestGuarantee:
    @pytest.mark.parametrize("k", [5, 10])
    @pytest.mark.parametrize("size", [60, 220, 900])
    def test_every_row_has_company_and_variety(self, k: int, size: int) -> None:
        result = anonymise(reviews(size), [YEAR, AREA], sensitive=["outcome"], k=k)
        assert smallest_group(result) == result.k >= k
        assert fewest_outcomes(result) == result.l >= 2

    def test_a_group_alike_in_what_is_sensitive_is_not_enough(self) -> None:
        rows = reviews(400)
        rows.loc[rows["area"] == "fife", "outcome"] = "death"
        result = anonymise(rows, [YEAR, AREA], sensitive=["outcome"], most_removed=0.0)
        assert "fife" not in set(result.rows["area"])
        assert fewest_outcomes(result) >= 2

    def test_columns_nobody_declared_do_not_leave(self) -> None:
        result = anonymise(reviews(220), [YEAR, AREA], sensitive=["outcome"])
        assert list(result.rows.columns) == ["year", "area", "outcome"]

    def test_the_order_of_rows_tells_nothing(self) -> None:
        rows = reviews(220)
        one = anonymise(rows, [YEAR, AREA], sensitive=["outcome"])
        other = anonymise(rows.sample(frac=1, random_state=5), [YEAR, AREA], sensitive=["outcome"])
        assert one.rows.equals(other.rows)


class TestLoss:
    def test_many_rows_lose_nothing(self) -> None:
        result = anonymise(reviews(2000), [YEAR, AREA], sensitive=["outcome"])
        assert [(loss.level, loss.lost) for loss in result.losses] == [(0, 0.0), (0, 0.0)]
        assert result.removed == 0

    def test_fewer_rows_lose_more(self) -> None:
        lost = [
            sum(loss.lost for loss in anonymise(reviews(n), [YEAR, AREA], sensitive=[]).losses)
            for n in (2000, 220, 60, 25)
        ]
        assert lost == sorted(lost)
        assert lost[-1] > lost[0]

    def test_no_cheaper_combination_of_levels_would_have_done(self) -> None:
        rows = reviews(120)
        best = anonymise(rows, [YEAR, AREA], sensitive=["outcome"], most_removed=0.0)
        spent = sum(loss.lost for loss in best.losses)
        for year in range(YEAR.top + 1):
            for area in range(AREA.top + 1):
                form = pd.DataFrame(
                    {
                        "year": YEAR.apply(rows["year"], year),
                        "area": AREA.apply(rows["area"], area),
                        "outcome": rows["outcome"],
                    }
                )
                groups = form.groupby(["year", "area"])
                if groups.size().min() >= 5 and groups["outcome"].nunique().min() >= 2:
                    assert (
                        spent
                        <= _lost(rows["year"], form["year"])
                        + _lost(rows["area"], form["area"])
                        + 1e-9
                    )

    def test_a_few_singular_rows_are_left_out_rather_than_all_coarsened(self) -> None:
        rows = reviews(2000)
        rows.loc[:2, "area"] = "highland"
        rows.loc[rows["area"] == "highland", "year"] = "2010"
        rows.loc[:2, "year"] = "2017"
        result = anonymise(rows, [YEAR, AREA], sensitive=["outcome"])
        assert result.removed == 3
        assert [loss.level for loss in result.losses] == [0, 0]

    def test_the_statement_prints_what_was_reached_and_lost(self) -> None:
        result = anonymise(reviews(120), [YEAR, AREA], sensitive=["outcome"])
        assert f"(k = {result.k})" in result.statement
        assert f"(l = {result.l})" in result.statement
        assert "Lost: year: level" in result.statement


class TestFamilies:
    def test_several_rows_of_one_family_are_no_company(self) -> None:
        rows = pd.DataFrame(
            {"area": ["fife"] * 6 + ["angus"] * 6, "outcome": ["death", "near_miss"] * 6}
        )
        rows["family"] = ["one"] * 6 + list("abcdef")
        result = anonymise(
            rows, [AREA], sensitive=["outcome"], k=6, most_removed=0.0, family="family"
        )
        # Six rows of one family in Fife: only together with Angus are there six others.
        assert set(result.rows["area"]) == {"east"}
        assert result.k == 7
        assert len(result.rows) == 12

    def test_the_least_loss_with_families_by_brute_force(self) -> None:
        rows = reviews(90, seed=4)
        rows["family"] = [f"f{i // 2}" for i in range(90)]
        best = anonymise(rows, [YEAR, AREA], sensitive=[], most_removed=0.0, family="family")
        options = []
        for year in range(YEAR.top + 1):
            for area in range(AREA.top + 1):
                form = pd.DataFrame(
                    {
                        "year": YEAR.apply(rows["year"], year),
                        "area": AREA.apply(rows["area"], area),
                        "family": rows["family"],
                    }
                )
                company = [len(set(group["family"])) for _, group in form.groupby(["year", "area"])]
                if min(company) >= 5:
                    lost = _lost(rows["year"], form["year"]) + _lost(rows["area"], form["area"])
                    options.append(lost)
        assert sum(loss.lost for loss in best.losses) == pytest.approx(min(options), abs=1e-9)

    def test_each_row_knows_its_original(self) -> None:
        rows = reviews(300).set_index("reference", drop=False)
        result = anonymise(rows, [YEAR, AREA], sensitive=["outcome"])
        originals = rows.loc[list(result.origins)]
        assert list(originals["outcome"]) == list(result.rows["outcome"])
        assert len(set(result.origins)) == len(result.rows) == 300 - result.removed


@some.composite
def random_frames(draw: some.DrawFn) -> pd.DataFrame:
    """Some rows of some families, in any mixture of years, areas and outcomes."""
    row = some.tuples(
        some.sampled_from(YEARS),
        some.sampled_from(["fife", "angus", "moray", "highland"]),
        some.sampled_from(["death", "serious_harm", "near_miss"]),
        some.integers(0, 40),
    )
    rows = draw(some.lists(row, min_size=1, max_size=80))
    frame = pd.DataFrame(rows, columns=["year", "area", "outcome", "family"])
    frame["family"] = frame["family"].astype(str)
    return frame


class TestAnyFrame:
    @given(random_frames(), some.sampled_from([2, 5, 10]), some.sampled_from([1, 2, 3]))
    @settings(max_examples=80, deadline=None)
    def test_what_is_released_is_anonymous_and_diverse_in_families(
        self,
        rows: pd.DataFrame,
        k: int,
        l: int,  # noqa: E741
    ) -> None:
        try:
            result = anonymise(rows, [YEAR, AREA], sensitive=["outcome"], k=k, l=l, family="family")
        except NothingReleasable:
            # Only where all rows in one group would not do either, or too many would go.
            together = rows["family"].nunique() >= k and rows["outcome"].nunique() >= l
            assert not together
            return
        families = rows.loc[list(result.origins), "family"].to_numpy()
        groups = result.rows.assign(family=families).groupby(["year", "area"])
        assert groups["family"].nunique().min() == result.k >= k
        assert groups["outcome"].nunique().min() == result.l >= l
        assert len(result.rows) + result.removed == len(rows)
        assert result.removed <= 0.05 * len(rows)

    @given(random_frames(), random_frames())
    @settings(max_examples=40, deadline=None)
    def test_whoever_joins_two_releases_still_cannot_tell_five_families_apart(
        self, rows: pd.DataFrame, newer: pd.DataFrame
    ) -> None:
        rows = pd.concat([rows, newer], ignore_index=True)
        old = rows.iloc[: len(rows) // 2 + 1]
        try:
            # The first keeps the years and gives up the areas, the second is free.
            first = anonymise(old, [YEAR, EVERYWHERE], sensitive=[], family="family")
            shown = shown_by(first, ["year", "area"])
            second = anonymise(
                rows, [YEAR, AREA], sensitive=["outcome"], family="family", earlier=[shown]
            )
        except NothingReleasable:
            return
        joined = second.rows.assign(
            before=[str(shown.get(label)) for label in second.origins],
            family=rows.loc[list(second.origins), "family"].to_numpy(),
        ).groupby(["year", "area", "before"])
        assert joined["family"].nunique().min() >= 5
        assert joined["outcome"].nunique().min() >= 2


EVERYWHERE = Ladder.of("area", dict.fromkeys(["fife", "angus", "moray", "highland"], "Scotland"))


def shown_by(result: Anonymised, columns: list[str]) -> Shown:
    values = result.rows[columns].itertuples(index=False, name=None)
    return {label: tuple(row) for label, row in zip(result.origins, values, strict=True)}


class TestEarlierReleases:
    def rows(self) -> pd.DataFrame:
        """Ten families in each of two areas and two years, five in each combination."""
        return pd.DataFrame(
            [
                (year, area, outcome, f"{year}{area}{number}")
                for year in ("2010", "2014")
                for area in ("fife", "moray")
                for number, outcome in enumerate(["death", "near_miss", "death", "death", "harm"])
            ],
            columns=["year", "area", "outcome", "family"],
        )

    def test_the_same_form_can_be_released_again(self) -> None:
        rows = self.rows()
        first = anonymise(rows, [YEAR, AREA], sensitive=["outcome"], most_removed=0.0)
        again = anonymise(
            rows,
            [YEAR, AREA],
            sensitive=["outcome"],
            most_removed=0.0,
            earlier=[shown_by(first, ["year", "area"])],
        )
        assert again.rows.equals(first.rows)

    def test_years_to_one_and_areas_to_another_are_not_joined(self) -> None:
        # In each year nine families, in each area nine; in one of the four places only four.
        rows = self.rows().iloc[:-1]
        years = anonymise(rows, [YEAR, EVERYWHERE], sensitive=[], most_removed=0.0)
        assert [loss.level for loss in years.losses] == [0, 1]
        alone = anonymise(rows, [EVERY_YEAR, AREA], sensitive=[], most_removed=0.0)
        assert alone.losses[1].level == 0
        joined = anonymise(
            rows,
            [EVERY_YEAR, AREA],
            sensitive=[],
            most_removed=0.0,
            earlier=[shown_by(years, ["year", "area"])],
        )
        assert set(joined.rows["area"]) == {"*"}

    def test_one_newcomer_would_be_known_by_being_new(self) -> None:
        rows = self.rows()
        first = anonymise(rows.iloc[:-1], [YEAR, AREA], sensitive=[], most_removed=0.0)
        shown = [shown_by(first, ["year", "area"])]
        with pytest.raises(NothingReleasable):
            anonymise(rows, [YEAR, AREA], sensitive=[], most_removed=0.0, earlier=shown)
        second = anonymise(rows, [YEAR, AREA], sensitive=[], most_removed=0.05, earlier=shown)
        assert second.removed == 1
        assert len(rows) - 1 not in second.origins


class TestTextbook:
    """The case of many courses: a hospital's patients by age, sex and postcode."""

    PATIENTS = pd.DataFrame(
        [
            ("28", "13053", "heart"), ("29", "13068", "heart"),
            ("21", "13068", "virus"), ("23", "13053", "virus"),
            ("50", "14853", "cancer"), ("55", "14853", "heart"),
            ("47", "14850", "virus"), ("49", "14850", "virus"),
            ("31", "13053", "cancer"), ("37", "13053", "cancer"),
            ("36", "13068", "cancer"), ("35", "13068", "cancer"),
        ],
        columns=["age", "postcode", "condition"],
    )  # fmt: skip
    AGE = Ladder.of(
        "age",
        {
            age: "under 30" if age < "30" else "thirties" if age < "40" else "40 and over"
            for age in PATIENTS["age"]
        },
        {age: "under 40" if age < "40" else "40 and over" for age in PATIENTS["age"]},
    )
    POSTCODE = Ladder.of(
        "postcode",
        {code: code[:3] + "**" for code in PATIENTS["postcode"]},
    )

    def released(self, l: int) -> Anonymised:  # noqa: E741
        return anonymise(
            self.PATIENTS,
            [self.AGE, self.POSTCODE],
            sensitive=["condition"],
            k=4,
            l=l,
            most_removed=0.0,
        )

    def test_four_alike_in_age_and_postcode(self) -> None:
        found = self.released(1).rows.groupby(["age", "postcode"]).size()
        assert set(found) == {4}
        assert {age for age, _ in found.index} == {"under 30", "thirties", "40 and over"}

    def test_four_alike_who_all_have_cancer_are_told_of_nevertheless(self) -> None:
        assert self.released(1).l == 1

    def test_two_conditions_in_each_group_cost_the_decades(self) -> None:
        result = self.released(2)
        assert result.l >= 2
        assert set(result.rows["age"]) == {"under 40", "40 and over"}
        assert sum(e.lost for e in result.losses) > sum(e.lost for e in self.released(1).losses)


class TestRefusals:
    def test_more_forms_than_can_be_tried(self) -> None:
        ladders = [Ladder.of(f"c{i}", *[{"a": str(j)} for j in range(9)]) for i in range(6)]
        rows = pd.DataFrame({f"c{i}": ["a"] * 10 for i in range(6)})
        with pytest.raises(ValueError, match="fewer columns"):
            anonymise(rows, ladders, sensitive=[])

    def test_too_few_rows_for_any_form(self) -> None:
        with pytest.raises(NothingReleasable, match="k = 5"):
            anonymise(reviews(4), [YEAR, AREA], sensitive=["outcome"])

    def test_a_level_that_forgets_a_value(self) -> None:
        ladder = Ladder.of("area", {"fife": "east"})
        with pytest.raises(ValueError, match="does not map every value"):
            anonymise(reviews(50), [ladder], sensitive=[])

    @pytest.mark.parametrize(("k", "l"), [(1, 2), (5, 0)])
    def test_a_demand_without_meaning(self, k: int, l: int) -> None:  # noqa: E741
        with pytest.raises(ValueError, match="two or more"):
            anonymise(reviews(50), [AREA], sensitive=[], k=k, l=l)


def _lost(original: "pd.Series[str]", form: "pd.Series[str]") -> float:
    def entropy(values: "pd.Series[str]") -> float:
        shares = values.value_counts(normalize=True).to_numpy()
        return float(-(shares * np.log2(shares)).sum())

    return 1 - entropy(form) / entropy(original)
