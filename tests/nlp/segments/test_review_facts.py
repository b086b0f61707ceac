"""Facts about a review, each with the passage that says it."""

from __future__ import annotations

import pytest

from nlp.segments import segment
from nlp.segments.model import Value
from tests.nlp.segments.segment_texts import document_of


@pytest.mark.parametrize(
    ("sentence", "field", "value"),
    [
        ("The incident took place on 14 March 2016.", "dates.incident", "2016-03-14"),
        ("The case was referred to the Committee in May 2016.", "dates.notification", "2016-05"),
        ("The review was commissioned in June 2016.", "dates.commission", "2016-06"),
        ("The report was approved by the Committee on 2 May 2017.", "dates.ratified", "2017-05-02"),
        (
            "The report was submitted to the Care Inspectorate in June 2017.",
            "dates.submitted",
            "2017-06",
        ),
        ("The summary was published on 1 August 2017.", "dates.published", "2017-08-01"),
        ("The review covers the period from May 2014 to June 2015.", "period.from", "2014-05"),
        ("The review covers the period from May 2014 to June 2015.", "period.to", "2015-06"),
        ("Two reviewers led the work.", "reviewers.number", 2),
        ("A single independent reviewer carried out the review.", "reviewers.external", 1),
        ("One reviewer was accredited in the model.", "reviewers.accredited", True),
        ("Mother met with the reviewer once.", "involvement.family", True),
        ("Father declined to take part in the review.", "involvement.family", False),
        ("The family was not approached for this review.", "involvement.family", False),
        ("Eighteen practitioners came to a learning day.", "involvement.staff", True),
        ("The review waited for criminal proceedings.", "proceedings.criminal", True),
        ("There were no criminal proceedings in the case.", "proceedings.criminal", False),
        ("A fatal accident inquiry was held.", "proceedings.fatal_accident_inquiry", True),
        ("A domestic homicide review ran beside it.", "proceedings.domestic_homicide_review", True),
        ("A SUDI review had been held.", "proceedings.sudden_infant_death_review", True),
        ("A boy of four died in a fire.", "outcome", "death"),
        ("She was found with serious injuries.", "outcome", "serious_harm"),
        ("It was a near miss.", "outcome", "risk_of_harm"),
        ("Three siblings lived in the flat.", "children", 3),
        ("The boy, aged seven, lived with his aunt.", "age_band", "5_11"),
        ("A 15-year-old girl went missing.", "age_band", "12_15"),
        ("The infant aged eight months was admitted.", "age_band", "under_1"),
        ("The report will not be published.", "publication", "none"),
        (
            "It used the Significant Incident Learning Process model.",
            "methodology",
            "significant_incident_learning_process",
        ),
        ("The review used root cause analysis.", "methodology", "root_cause_analysis"),
    ],
)
class TestSentences:
    def test_proposes_the_fact(self, sentence: str, field: str, value: Value) -> None:
        assert segment(document_of("A note", sentence)).value(field) == value

    def test_quotes_the_passage(self, sentence: str, field: str, value: Value) -> None:
        document = document_of("A note", sentence)
        proposal = segment(document).proposals(field)[0]
        passage = " ".join(document.text[proposal.start : proposal.end].split())
        assert passage == proposal.quote == sentence


@pytest.mark.parametrize(
    ("sentence", "field"),
    [
        ("The family came to the nursery on Mondays.", "involvement.family"),
        ("Staff met the family at the door.", "involvement.staff"),
        ("Of 12 agencies, three replied.", "age_band"),
        ("She was 4 miles from the school.", "age_band"),
        ("The panel met in May 2014.", "dates.incident"),
        ("A review of the rota was held.", "proceedings.criminal"),
    ],
)
def test_silence_is_not_an_answer(sentence: str, field: str) -> None:
    assert segment(document_of("A note", sentence)).proposals(field) == ()


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Initial case review: Child A", "initial_case_review"),
        ("Significant Case Review: Child B", "significant_case_review"),
        ("Learning Review", "learning_review"),
        ("Extended Child Practice Review", "extended_child_practice_review"),
        ("Child Practice Review Report", "concise_child_practice_review"),
        ("Local child safeguarding practice review", "child_safeguarding_practice_review"),
        ("Thematic review of neglect", "thematic_review"),
        ("Multi-agency professional forum", "multi_agency_professional_forum"),
        ("Initial case review: whether a significant case review is needed", "initial_case_review"),
    ],
)
def test_the_title_names_the_type(title: str, key: str) -> None:
    assert segment(document_of(title, "The family moved.")).value("type") == key


def test_fields_outrank_sentences() -> None:
    read = segment(
        document_of(
            "A note",
            "Two reviewers from elsewhere began it.",
            "Reviewers: 1 external, 2 internal",
            "Date of incident: March 2015",
            "The incident happened in May 2014, some said.",
            "Parallel proceedings: None",
        )
    )
    assert read.value("reviewers.number") == 3
    assert read.value("reviewers.external") == 1
    assert read.value("reviewers.internal") == 2
    assert read.value("dates.incident") == "2015-03"
    assert read.value("proceedings.none") is True


@pytest.mark.parametrize(
    "opening",
    [
        ("Minute of the initial case review group, 3 March 2008",),
        ("3 March 2008", "Dear colleague"),
    ],
)
def test_minutes_and_letters_bear_the_date_of_the_decision(opening: tuple[str, ...]) -> None:
    read = segment(document_of("Child K", *opening, "Decision: Do not proceed."))
    assert read.value("dates.decision") == "2008-03-03"


def test_the_date_of_another_report_is_not_the_date_of_its_decision() -> None:
    read = segment(document_of("Learning review", "March 2008", "The family moved."))
    assert read.value("dates.completed") == "2008-03"
    assert read.value("dates.decision") is None


def test_children_named_in_a_finding_are_not_those_of_the_case() -> None:
    read = segment(
        document_of(
            "A note",
            "A boy of four died.",
            "Findings",
            "1. Three siblings hid it.",
            "2. It rained.",
        )
    )
    assert read.value("outcome") == "death"
    assert read.proposals("children") == ()


def test_reasons_for_leaving_the_family_out_are_kept() -> None:
    read = segment(
        document_of("A note", "The family was not approached for the review because of the trial.")
    )
    assert read.value("involvement.family.reason") == "because of the trial"


class TestTheTypeOfALetter:
    def test_is_not_the_review_that_it_decides_on(self) -> None:
        read = segment(
            document_of(
                "Falkirk Child Protection Committee\n"
                "Letter on behalf of the case review sub-group: Child M\n"
                "Decision: Do not proceed to significant case review.\n"
                "The initial case review was considered in February 2019.\n"
            )
        )
        assert read.value("type") == "initial_case_review"
