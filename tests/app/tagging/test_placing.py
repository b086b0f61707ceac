"""What people decide on a finding enters its vector, in the transaction that decides."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.recurrence.service.grouping import place_into_issues
from app.recurrence.service.recurrences import RecurrenceFilter, find_recurrences
from app.reviews.models import Finding
from app.tagging.models import FindingVector
from app.tagging.schemas import TagDecision
from app.tagging.service.deciding import decide_tags
from app.tagging.service.placing import decisions_on, follow_decisions, text_of
from nlp.corpus.codes import CATEGORIES, THEMES
from nlp.similarity import Decided
from nlp.similarity.layout import MEANING, laid_out
from tests.factories.repository import Said, add_counted_review, findings_of, themed

NOW = datetime(2020, 5, 4, tzinfo=UTC)
STEWARD = Actor(uuid4(), "A steward", frozenset({"steward"}))


def heard(*meaning: float) -> NDArray[np.float32]:
    """A vector of this meaning, of which the tagger hears nothing in particular."""
    row = np.zeros((1, MEANING))
    row[0, : len(meaning)] = meaning
    even = [np.full((1, len(keys)), 0.1) for keys in (THEMES, CATEGORIES)]
    return laid_out(row, *even, np.array([[0.2, 0.1]]))[0]


def vector_of(session: Session, finding: UUID) -> NDArray[np.float32]:
    session.expire_all()
    stored = session.get_one(FindingVector, finding).vector
    return np.asarray(stored, dtype=np.float32)


def themes_in(vector: NDArray[np.float32]) -> set[str]:
    part = vector[MEANING : MEANING + len(THEMES)]
    return {key for key, weight in zip(THEMES, part, strict=True) if weight > part.max() / 2}


class TestDecisions:
    def test_the_report_outranks_people_and_both_the_model(self, session: Session) -> None:
        tags = (
            ("typology", "tools", "stated"),
            ("typology", "longer_term_work", "human"),
            ("theme", "neglect", "model"),
            ("theme", "supervision", "human"),
        )
        review = add_counted_review(session, Said(tags=tags), Said())
        assert decisions_on(session, findings_of(session, review)) == [
            Decided(("supervision",), "tools"),
            Decided(),
        ]

    def test_enter_the_vector_at_once(self, session: Session) -> None:
        review = add_counted_review(session, Said(vector=heard(1.0)))
        (finding,) = findings_of(session, review)
        sent = TagDecision(typology="management_systems", themes=["supervision", "training"])
        decide_tags(session, finding, sent, by=STEWARD, at=NOW)
        vector = vector_of(session, finding)
        assert themes_in(vector) == {"supervision", "training"}
        category = vector[-len(CATEGORIES) :]
        assert CATEGORIES[int(category.argmax())] == "management_systems"
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=2e-3)

    def test_the_latest_decision_stands(self, session: Session) -> None:
        review = add_counted_review(session, Said(vector=heard(1.0)))
        (finding,) = findings_of(session, review)
        for theme in ("neglect", "escalation"):
            decide_tags(session, finding, TagDecision(themes=[theme]), by=STEWARD, at=NOW)
        assert themes_in(vector_of(session, finding)) == {"escalation"}

    def test_what_it_means_stays(self, session: Session) -> None:
        review = add_counted_review(session, Said(vector=heard(0.6, 0.8), tags=themed("neglect")))
        (finding,) = findings_of(session, review)
        follow_decisions(session, [finding])
        meaning = vector_of(session, finding)[:2]
        assert meaning[1] / meaning[0] == pytest.approx(0.8 / 0.6, abs=1e-2)

    def test_a_finding_without_a_vector_is_passed_over(self, session: Session) -> None:
        review = add_counted_review(session, Said(tags=themed("neglect")))
        follow_decisions(session, findings_of(session, review))
        assert session.get(FindingVector, findings_of(session, review)[0]) is None


class TestIssues:
    def test_agreement_of_people_brings_one_issue_together(self, session: Session) -> None:
        """Two findings whose words alone would not have joined, and one that looks like them."""
        agreed = TagDecision(typology="management_systems", themes=["supervision"])
        other = TagDecision(typology="tools", themes=["it_systems"])
        for committee, meaning, decision in (
            ("fife", (1.0, 0.0), agreed),
            ("moray", (0.45, 0.893), agreed),
            ("angus", (0.45, 0.0, 0.893), other),
        ):
            review = add_counted_review(session, Said(vector=heard(*meaning)), committee=committee)
            decide_tags(session, *findings_of(session, review), decision, by=STEWARD, at=NOW)
        place_into_issues(session)
        found = find_recurrences(session, RecurrenceFilter(), by=STEWARD, limit=5)
        assert [group.committees for group in found.groups] == [["fife", "moray"]]


class TestWhatIsRead:
    def test_a_terse_statement_is_read_with_its_detail(self) -> None:
        terse = Finding(statement="Nobody asked.", detail="He was seen nine times in a year.")
        full = Finding(statement="word " * 30, detail="never read")
        assert text_of(terse) == "Nobody asked. He was seen nine times in a year."
        assert "never read" not in text_of(full)
