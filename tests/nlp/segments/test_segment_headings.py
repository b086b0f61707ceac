"""What headings announce."""

from __future__ import annotations

import pytest

from nlp.segments.headings import Question, Zone, is_topic, question_of, zone_of


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Findings", Zone.FINDINGS),
        ("5. FINDINGS", Zone.FINDINGS),
        ("Chapter 4: Findings in detail", Zone.FINDINGS),
        ("The findings are:", Zone.FINDINGS),
        ("Findings and recommendations", Zone.FINDINGS),
        ("Lessons to be learnt", Zone.FINDINGS),
        ("Practice and organisational learning", Zone.FINDINGS),
        ("Part 4: Learning", Zone.FINDINGS),
        ("What did we learn?", Zone.FINDINGS),
        ("What the audit found", Zone.FINDINGS),
        ("Findings (including good practice)", Zone.FINDINGS),
        ("Effective practice", Zone.GOOD_PRACTICE),
        ("What worked well", Zone.GOOD_PRACTICE),
        ("Areas of good multi-agency practice", Zone.GOOD_PRACTICE),
        ("Recommendations", Zone.RECOMMENDATIONS),
        ("Improving systems and practice", Zone.RECOMMENDATIONS),
        ("ISSUES FOR THE CPC TO CONSIDER", Zone.ISSUES),
        ("Questions for the Board", Zone.ISSUES),
        ("Considerations for the Child Protection Committee", Zone.ISSUES),
        ("Analysis", Zone.ANALYSIS),
        ("Contents", Zone.CONTENTS),
        ("Background to the findings", Zone.OTHER),
        ("How to read the findings", Zone.OTHER),
        ("Methodology", Zone.OTHER),
        ("Terms of reference", Zone.OTHER),
        ("Rationale for decision", Zone.OTHER),
        ("Response to the findings", Zone.OTHER),
        ("Appendix B: Lessons of earlier reviews", Zone.OTHER),
    ],
)
def test_known_headings_open_their_zone(text: str, zone: Zone) -> None:
    assert zone_of(text) is zone


@pytest.mark.parametrize(
    "text",
    [
        "Supervision",
        "Learning disability",
        "Lessons of earlier reviews are not carried into the supervision of staff",
        (
            "The child was found at the nursery by her aunt, who had come to collect her brother "
            "and his friend"
        ),
        "",
    ],
)
def test_other_headings_announce_nothing(text: str) -> None:
    assert zone_of(text) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("How did the issue manifest in this case?", Question.MANIFESTATION),
        ("How did the issue feature in this particular case?", Question.MANIFESTATION),
        ("What makes it an underlying issue?", Question.UNDERLYING),
        ("How do we know it is not peculiar to this case?", Question.UNDERLYING),
        ("How prevalent is the issue?", Question.PREVALENCE),
        ("How widespread is the pattern?", Question.SPREAD),
        ("How common and widespread is the pattern?", Question.BOTH),
        (
            "What are the implications for the reliability of the multi-agency system?",
            Question.IMPLICATIONS,
        ),
        ("Why does it matter?", Question.IMPLICATIONS),
        ("What happened next?", None),
        ("Supervision", None),
    ],
)
def test_the_five_questions_in_their_wordings(text: str, question: Question | None) -> None:
    assert question_of(text) is question


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Supervision", True),
        ("Out of hours", True),
        ("Family engagement and the voice of the child", True),
        ("Supervision does not reach nursery staff", False),
        ("Debt was dealt with apart", False),
        ("Nobody asked", False),
    ],
)
def test_topics_are_told_from_statements(text: str, topic: bool) -> None:
    assert is_topic(text) is topic
