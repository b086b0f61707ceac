"""The checker refuses what it should and lets near misses pass."""

from pathlib import Path

import pytest

from app.demonstration.anonymity import anonymity_faults
from app.demonstration.check import check_files, main
from app.demonstration.describing import describe
from app.demonstration.faults import faults, plan_faults, repeated_sentences, sentences
from app.demonstration.manuscripts import Manuscript, load_manuscripts
from app.demonstration.plan import load_plan


@pytest.fixture
def initial() -> Manuscript:
    return load_manuscripts()["r001"]


@pytest.fixture
def full() -> Manuscript:
    return load_manuscripts()["r010"]


def with_circumstances(text: Manuscript, words: str) -> Manuscript:
    return text.model_copy(update={"circumstances": words})


class TestAnonymity:
    @pytest.mark.parametrize(
        ("words", "what"),
        [
            ("She was seen on 14 March 2012.", "an exact date"),
            ("It happened on March 14 at home.", "an exact date"),
            ("He was born on the 3rd of May.", "an exact date"),
            ("Reported on 14/03/12 by letter.", "a date in figures"),
            ("Mrs Donaldson visited.", "a titled name"),
            ("Dr Khan examined him.", "a titled name"),
            ("The social worker, Fiona, called.", "a given name"),
            ("They lived at EH8 9YL then.", "a postcode"),
            ("Call 01382 555 123 for more.", "a telephone number or long number"),
            ("See www.example.org for it.", "an address on the web"),
            ("She attended Braeside Primary.", "a named place or body"),
            ("They lived in Mill Street.", "a named place or body"),
        ],
    )
    def test_what_could_name_somebody_is_refused(
        self, initial: Manuscript, words: str, what: str
    ) -> None:
        said = list(anonymity_faults(with_circumstances(initial, words)))

        assert any(fault.startswith(what) for fault in said)

    @pytest.mark.parametrize(
        "words",
        [
            "She was seen in March 2012 and again in the spring.",
            "Of 14 reports, March alone had 3.",
            "The doctor examined him, and Mother agreed.",
            "The primary school and the nursery both knew Child B.",
            "The Nursery wrote to the Reporter.",
            "Scots law was applied; a 2009 Act had changed it.",
            "Thirty miles of main road lay between them.",
            "In 2012 and 2013 there were 250 referrals.",
        ],
    )
    def test_near_misses_pass(self, initial: Manuscript, words: str) -> None:
        assert list(anonymity_faults(with_circumstances(initial, words))) == []

    def test_responses_are_searched_as_well(self, full: Manuscript) -> None:
        response = full.responses[0].model_copy(update={"text": "Mr Lowrie will see to it."})

        said = list(anonymity_faults(full.model_copy(update={"responses": [response]})))

        assert any("Mr Lowrie" in fault for fault in said)


class TestPlan:
    def test_the_examples_have_no_faults(self, initial: Manuscript, full: Manuscript) -> None:
        assert faults(initial, load_plan()["r001"]) == []
        assert faults(full, load_plan()["r010"]) == []

    def test_a_missing_finding_is_refused(self, full: Manuscript) -> None:
        short = full.model_copy(update={"findings": full.findings[:-1]})

        assert any(
            "findings are numbered" in each for each in plan_faults(short, load_plan()["r010"])
        )

    def test_a_missing_recommendation_is_refused(self, full: Manuscript) -> None:
        short = full.model_copy(update={"recommendations": full.recommendations[1:]})

        said = list(plan_faults(short, load_plan()["r010"]))

        assert any("recommendations are numbered" in fault for fault in said)

    @pytest.mark.parametrize(
        ("count", "refused"), [(11, True), (12, False), (60, False), (61, True)]
    )
    def test_a_statement_has_twelve_to_sixty_words(
        self, initial: Manuscript, count: int, refused: bool
    ) -> None:
        finding = initial.findings[0].model_copy(update={"statement": "word " * count})
        text = initial.model_copy(update={"findings": [finding, initial.findings[1]]})

        said = [each for each in plan_faults(text, load_plan()["r001"]) if "statement" in each]

        assert bool(said) is refused

    def test_an_initial_review_without_a_decision_is_refused(self, initial: Manuscript) -> None:
        text = initial.model_copy(update={"decision": None})

        assert any("needs its decision" in each for each in plan_faults(text, load_plan()["r001"]))

    @pytest.mark.parametrize(
        ("heading", "refused"),
        [
            ("Learning from the case", True),
            ("Findings of the agencies", True),
            ("Agency involvement", False),
            ("The family's journey", False),
        ],
    )
    def test_a_narrative_does_not_announce_findings(
        self, full: Manuscript, heading: str, refused: bool
    ) -> None:
        section = full.sections[0].model_copy(update={"heading": heading})
        text = full.model_copy(update={"sections": [section, full.sections[1]]})

        said = [each for each in plan_faults(text, load_plan()["r010"]) if "headed" in each]

        assert bool(said) is refused

    def test_a_response_that_was_accepted_needs_an_action(self, full: Manuscript) -> None:
        response = full.responses[0].model_copy(update={"actions": []})
        text = full.model_copy(update={"responses": [response]})

        assert any(
            "an action are wanted" in each for each in plan_faults(text, load_plan()["r010"])
        )


class TestRepetition:
    def test_a_sentence_in_two_files_is_found_whatever_its_case(
        self, initial: Manuscript, full: Manuscript
    ) -> None:
        said = "Nobody asked the girl how her days went at home."
        texts = {
            "r001": with_circumstances(initial, said),
            "r010": with_circumstances(full, f"It was plain. {said.upper()}"),
        }

        assert list(repeated_sentences(texts).values()) == [["r001", "r010"]]

    def test_short_sentences_may_stand_anywhere(self) -> None:
        assert list(sentences(["He was well. She was not seen again."])) == []


class TestCommand:
    def test_good_files_are_ok(self, capsys: pytest.CaptureFixture[str]) -> None:
        from app.demonstration.manuscripts import REVIEWS

        assert main([str(REVIEWS / "r001.yaml")]) == 0
        assert capsys.readouterr().out == "ok\n"

    def test_a_bad_file_says_its_faults_and_fails(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "r001.yaml"
        path.write_text("key: r001\n")

        assert main([str(path)]) == 1
        assert "r001.yaml" in capsys.readouterr().out

    def test_the_number_of_faults_is_returned(self, tmp_path: Path) -> None:
        path = tmp_path / "r001.yaml"
        path.write_text("key: [")
        said: list[str] = []

        assert check_files([path], said.append) == len(said) == 1

    def test_a_share_of_the_plan_is_printed(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["--plan", "1", "--rows", "r001-r003"])

        out = capsys.readouterr().out
        assert all(key in out for key in ("r001", "r002", "r003"))
        assert "r004 " not in out

    def test_an_issue_is_shown_with_its_angle(self) -> None:
        row = next(row for row in load_plan().values() for finding in row.findings if finding.issue)

        finding = next(finding for finding in row.findings if finding.issue)
        assert f"ISSUE {finding.issue}, angle: {finding.angle}" in describe(row)
