"""The plan holds together: its words are the vocabularies', its dates run forward."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

import app.committees
import app.taxonomy
from app.demonstration.plan import PlannedReview, load_issues, load_plan

TAXONOMY = Path(app.taxonomy.__path__[0]) / "data"
COMMITTEES = Path(app.committees.__path__[0]) / "data" / "committees.yaml"
ROWS = list(load_plan().values())


def keys_of(scheme: str) -> set[str]:
    found: set[str] = set()

    def walk(concepts: list[dict]) -> None:
        for concept in concepts:
            found.add(concept["key"])
            walk(concept.get("narrower", []))

    walk(yaml.safe_load((TAXONOMY / f"{scheme}.yaml").read_text())["concepts"])
    return found


class TestVocabulary:
    @pytest.mark.parametrize(
        ("scheme", "used"),
        [
            ("review_type", {row.type for row in ROWS}),
            ("methodology", {row.methodology for row in ROWS if row.methodology}),
            ("typology", {finding.typology for row in ROWS for finding in row.findings}),
            ("themes", {t for row in ROWS for finding in row.findings for t in finding.themes}),
            ("depth", {finding.depth for row in ROWS for finding in row.findings}),
            ("recommendation_kind", {each.kind for row in ROWS for each in row.recommendations}),
            ("icr_decision", {row.decision for row in ROWS}),
            ("outcome", {row.circumstances.outcome for row in ROWS}),
            ("age_band", {row.circumstances.age_band for row in ROWS}),
            ("harm_type", {row.circumstances.harm for row in ROWS}),
            ("grade", {row.circumstances.grade_of_concern for row in ROWS}),
            ("family_factor", {f for row in ROWS for f in row.circumstances.family_factors}),
            ("proceeding", {row.parallel_proceedings for row in ROWS} - {"none"}),
        ],
    )
    def test_every_key_is_in_the_vocabulary(self, scheme: str, used: set[str]) -> None:
        assert used <= keys_of(scheme)

    def test_every_committee_existed_when_its_review_was_completed(self) -> None:
        register = yaml.load(COMMITTEES.read_text(), yaml.BaseLoader)  # noqa: S506 - makes strings only
        ended = {each["slug"]: each.get("to", "9999") for each in register["committees"]}
        began = {each["to"]: each["succeeded_on"] for each in register["successions"]}

        for row in ROWS:
            completed = row.dates.completed.isoformat()
            assert began.get(row.committee, "") <= completed <= ended[row.committee], row.key


class TestShape:
    def test_the_corpus_is_of_the_real_national_size(self) -> None:
        types = Counter(row.type for row in ROWS)
        refused = [row for row in ROWS if row.is_initial and row.decision != "proceed"]

        assert len(ROWS) == 220
        assert len(refused) == 93
        assert types["thematic_review"] == 2
        assert sum(row.methodology == "learning_together" for row in ROWS) == 8

    def test_it_spans_fourteen_years_and_every_committee_of_today(self) -> None:
        committees = {row.committee for row in ROWS}

        assert min(row.dates.completed for row in ROWS).year == 2007
        assert max(row.dates.completed for row in ROWS).year == 2021
        assert len(committees - {"north-east-of-scotland"}) == 30

    def test_keys_follow_the_rows_and_the_shares_are_even(self) -> None:
        assert [row.key for row in ROWS] == [f"r{number:03d}" for number in range(1, 221)]
        assert set(Counter(row.share for row in ROWS).values()) == {55}

    def test_at_least_ten_layouts_and_five_formats_are_used(self) -> None:
        assert len({row.layout for row in ROWS}) >= 10
        assert {row.format for row in ROWS} == {"pdf", "docx", "odt", "txt", "json"}


class TestDates:
    @pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
    def test_the_steps_of_a_review_run_forward(self, row: PlannedReview) -> None:
        dates = row.dates
        steps = [dates.incident, dates.notification, dates.decision]
        steps += [day for day in (dates.commission, dates.completed) if day]
        steps += [day for day in (dates.submitted, dates.published) if day]

        assert steps == sorted(steps)

    def test_durations_run_from_five_to_thirty_seven_months(self) -> None:
        months = [
            (row.dates.completed - row.dates.commission).days / 30.44
            for row in ROWS
            if row.dates.commission
        ]

        assert round(min(months)) == 5
        assert round(max(months)) == 37

    def test_no_response_was_made_before_its_review_was_complete(self) -> None:
        for row in ROWS:
            for response in row.responses:
                assert response.due is None or response.due >= row.dates.completed, row.key
                assert response.done is None or response.done > row.dates.completed, row.key


class TestLinks:
    def test_a_link_holds_from_both_ends(self) -> None:
        plan = load_plan()
        for row in ROWS:
            if row.leads_to:
                assert plan[row.leads_to].led_from == row.key
                assert row.dates.completed <= plan[row.leads_to].dates.completed
            if row.led_from:
                assert plan[row.led_from].leads_to == row.key

    def test_linked_reviews_are_of_one_case(self) -> None:
        plan = load_plan()
        for row in ROWS:
            if row.leads_to:
                assert row.circumstances == plan[row.leads_to].circumstances, row.key

    def test_only_decisions_to_go_on_lead_anywhere(self) -> None:
        assert all(row.decision != "not_proceed" for row in ROWS if row.leads_to)


class TestFindings:
    @pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
    def test_findings_fit_the_circumstances(self, row: PlannedReview) -> None:
        themes = {theme for finding in row.findings for theme in finding.themes}
        factors = row.circumstances.family_factors

        if row.type == "thematic_review":
            return
        for theme, factor in (
            ("domestic_abuse", "domestic_abuse"),
            ("substance_misuse", "substance_misuse"),
            ("parental_mental_health", "parental_mental_ill_health"),
        ):
            assert theme not in themes or factors[factor] == "yes"
        assert "poverty_housing" not in themes or row.circumstances.economic_circumstances == "yes"
        assert "pre_birth" not in themes or row.circumstances.age_band == "under_1"

    def test_each_finding_has_one_to_three_themes(self) -> None:
        assert all(1 <= len(f.themes) <= 3 for row in ROWS for f in row.findings)

    def test_good_practice_is_a_theme_exactly_when_it_is_the_polarity(self) -> None:
        for row in ROWS:
            for finding in row.findings:
                praised = finding.polarity == "good_practice"
                assert ("good_practice" in finding.themes) == praised, row.key

    def test_an_issue_is_coded_alike_wherever_it_is_stated(self) -> None:
        for row in ROWS:
            for finding in row.findings:
                if finding.issue:
                    issue = load_issues()[finding.issue]
                    assert finding.typology == issue.typology
                    assert set(finding.themes) >= set(issue.themes)
                    assert finding.angle in issue.angles

    def test_learning_together_asks_questions_and_makes_no_recommendations(self) -> None:
        for row in ROWS:
            if row.methodology == "learning_together":
                assert row.five_questions
                assert not row.recommendations
