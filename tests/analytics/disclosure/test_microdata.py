import numpy as np
import pandas as pd
import pytest

from analytics.disclosure.microdata import Anonymised, Ladder, NothingReleasable, anonymise

YEARS = [str(year) for year in range(2010, 2018)]
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


class TestRefusals:
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
