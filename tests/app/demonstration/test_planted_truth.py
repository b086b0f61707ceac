"""What was planted can be found in the plan by ordinary tests, and nothing else can."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import binom, fisher_exact, norm

from app.demonstration.plan import PlannedReview, load_issues, load_plan
from app.demonstration.truth import planted

ROWS = list(load_plan().values())
TRUTH = planted()
LEVEL = 0.05
PLANTED_THEMES = {trend.key for trend in TRUTH.trends if trend.scheme == "theme"}
THEMES = sorted({theme for row in ROWS for finding in row.findings for theme in finding.themes})


def themes_of(row: PlannedReview) -> set[str]:
    return {theme for finding in row.findings for theme in finding.themes}


def slope(pairs: Iterable[tuple[int, bool]]) -> float:
    """The Cochran–Armitage statistic: about standard normal when the share is level."""
    years, hits = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    share = hits.mean()
    if share in (0.0, 1.0):
        return 0.0
    centred = years - years.mean()
    return float(centred @ (hits - share) / np.sqrt(share * (1 - share) * (centred @ centred)))


def slope_of_reviews(holds: Callable[[PlannedReview], bool]) -> float:
    return slope((row.dates.completed.year, holds(row)) for row in ROWS)


class TestTrends:
    def test_domestic_abuse_rises_among_reviews_and_among_findings(self) -> None:
        among_findings = slope(
            (row.dates.completed.year, "domestic_abuse" in finding.themes)
            for row in ROWS
            for finding in row.findings
        )

        assert slope_of_reviews(lambda row: "domestic_abuse" in themes_of(row)) > 4
        assert among_findings > 4

    def test_recommendations_of_procedure_fall(self) -> None:
        among_recommendations = slope(
            (row.dates.completed.year, each.kind == "procedure_guidance")
            for row in ROWS
            for each in row.recommendations
        )

        assert among_recommendations < -4

    @pytest.mark.parametrize("theme", [theme for theme in THEMES if theme not in PLANTED_THEMES])
    def test_every_other_theme_is_level(self, theme: str) -> None:
        # Far inside the uncorrected limits, so that a tagger's errors cannot carry it over them.
        assert abs(slope_of_reviews(lambda row: theme in themes_of(row))) < 1.75

    @pytest.mark.parametrize("field", ["typology", "depth", "polarity"])
    def test_the_coding_of_findings_is_level(self, field: str) -> None:
        for value in {getattr(finding, field) for row in ROWS for finding in row.findings}:
            pairs = (
                (row.dates.completed.year, getattr(finding, field) == value)
                for row in ROWS
                for finding in row.findings
            )
            assert abs(slope(pairs)) < 1.75, value

    @pytest.mark.parametrize(
        "field",
        [
            "outcome",
            "age_band",
            "sex",
            "harm",
            "grade_of_concern",
            "registered",
            "economic_circumstances",
            "disability",
            "ethnicity_recorded",
        ],
    )
    def test_the_circumstances_are_level(self, field: str) -> None:
        for value in {getattr(row.circumstances, field) for row in ROWS}:
            z = slope_of_reviews(lambda row, v=value: getattr(row.circumstances, field) == v)
            assert abs(z) < 1.96, value

    def test_every_year_has_about_as_many_reviews(self) -> None:
        years = Counter(row.dates.completed.year for row in ROWS)

        assert set(years.values()) <= {14, 15}


class TestThresholds:
    def test_one_committee_lies_below_the_limit_and_no_other_near_it(self) -> None:
        initial = [row for row in ROWS if row.is_initial]
        overall = sum(row.decision == "proceed" for row in initial) / len(initial)
        decisions: dict[str, list[bool]] = defaultdict(list)
        for row in initial:
            decisions[row.committee].append(row.decision == "proceed")

        outlier = decisions.pop(TRUTH.threshold_outlier.committee)

        assert (len(outlier), sum(outlier)) == (
            TRUTH.threshold_outlier.initial_reviews,
            TRUTH.threshold_outlier.proceeded,
        )
        assert binom.cdf(sum(outlier), len(outlier), overall) < 0.001
        for committee, made in decisions.items():
            below = binom.cdf(sum(made), len(made), overall)
            above = binom.sf(sum(made) - 1, len(made), overall)
            assert min(below, above) > 0.025, committee


class TestTimescales:
    def test_the_slow_method_is_slower_than_every_review_by_another(self) -> None:
        months = defaultdict(list)
        for row in ROWS:
            if row.dates.commission:
                days = (row.dates.completed - row.dates.commission).days
                months[row.methodology].append(days / 30.44)

        slow = months.pop(TRUTH.slow_method.methodology)

        assert round(min(slow)) == TRUTH.slow_method.shortest
        assert max(map(max, months.values())) < TRUTH.slow_method.longest_of_others + 0.5
        medians = [float(np.median(each)) for each in months.values()]
        assert max(medians) - min(medians) < 6


class TestCompany:
    def test_only_the_planted_pair_keeps_company_beyond_chance(self) -> None:
        holders = {theme: {row.key for row in ROWS if theme in themes_of(row)} for theme in THEMES}
        chances = {}
        for first, second in combinations(THEMES, 2):
            both, either = holders[first] & holders[second], holders[first] | holders[second]
            table = [
                [len(both), len(holders[first] - both)],
                [len(holders[second] - both), len(ROWS) - len(either)],
            ]
            chances[first, second] = fisher_exact(table, "greater").pvalue

        ranked = sorted(chances, key=chances.__getitem__)

        assert ranked[0] == TRUTH.cooccurrence.themes
        assert chances[ranked[0]] * len(chances) < LEVEL
        corrected = [chances[pair] * len(chances) / rank for rank, pair in enumerate(ranked, 1)]
        assert min(corrected[1:]) > LEVEL


class TestEmergence:
    def test_the_new_theme_is_new(self) -> None:
        truth = TRUTH.emerging
        holding = [row for row in ROWS if truth.theme in themes_of(row)]
        before = [row for row in holding if row.dates.completed < truth.since]
        exposed_before = sum(row.dates.completed < truth.since for row in ROWS)
        exposed_since = len(ROWS) - exposed_before
        since = len(holding) - len(before)

        assert (len(before), since) == (truth.reviews_before, truth.reviews_since)
        expected = len(holding) * exposed_since / len(ROWS)
        assert norm.sf((since - expected) / np.sqrt(expected)) < 0.001


class TestRecurrences:
    def test_each_issue_recurs_across_committees_and_years(self) -> None:
        for truth in TRUTH.recurrences:
            rows = [row for row in ROWS if any(f.issue == truth.id for f in row.findings)]

            assert len(rows) == truth.findings == len(load_issues()[truth.id].angles)
            assert len({row.committee for row in rows}) == truth.committees >= 3
            assert 3 <= truth.findings <= 7
            assert len({row.dates.completed.year for row in rows}) >= 2

    def test_at_least_twelve_are_planted_and_all_are_listed(self) -> None:
        assert len(TRUTH.recurrences) >= 12
        assert {truth.id for truth in TRUTH.recurrences} == set(load_issues())

    def test_the_supervision_issue_is_the_largest_of_all(self) -> None:
        first, second = sorted(TRUTH.recurrences, key=lambda truth: -truth.findings)[:2]

        assert first.id == "supervision-task-only"
        assert first.findings > second.findings
        assert first.committees >= 5

    def test_every_angle_is_told_once(self) -> None:
        for issue in load_issues().values():
            told = [f.angle for row in ROWS for f in row.findings if f.issue == issue.id]
            assert sorted(filter(None, told)) == sorted(issue.angles)

    def test_only_the_listed_issues_came_back_after_a_resolution(self) -> None:
        resolved = {
            (finding.issue, row.committee, row.key, response.done)
            for row in ROWS
            for response in row.responses
            for finding in row.findings
            if finding.issue and response.status == "resolved"
            if (response.to, response.number) == ("finding", finding.number)
        }
        listed = {
            (truth.id, each.committee, each.resolved_in, each.resolved_on)
            for truth in TRUTH.recurrences
            for each in truth.returns
        }

        assert resolved == listed
        assert len(listed) == 3

    def test_each_return_is_in_the_same_committee_and_later(self) -> None:
        plan = load_plan()
        for truth in TRUTH.recurrences:
            for each in truth.returns:
                back = plan[each.returned_in]
                assert back.committee == each.committee
                assert back.dates.completed > each.resolved_on
                assert any(finding.issue == truth.id for finding in back.findings)
