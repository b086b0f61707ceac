"""What a vocabulary retires is coded anew, and both codings are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.kit.actors import Actor
from app.reviews.models import Finding, ReviewConcept, Tag
from app.tagging.schemas import TagDecision
from app.tagging.service.deciding import decide_tags
from app.tagging.service.placing import decisions_on
from app.tagging.service.replacing import replace_retired
from app.tagging.service.suggesting import suggest_tags
from app.taxonomy.errors import ConceptNotUsable
from app.taxonomy.revising import add_concept, begin_draft, publish_draft, retire_concept
from app.taxonomy.schemas import NewConceptSent, RetirementSent
from tests.factories.repository import Said, add_counted_review, findings_of, themed

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROWAN = Actor(uuid4(), "Rowan Hay", frozenset({"steward"}))
ISLA = Actor(uuid4(), "Isla Munro", frozenset({"steward"}))


def retire(session: Session, key: str, instead: str | None, scheme: str = "theme") -> None:
    begin_draft(session, scheme, "One concept is enough for both.", by=ROWAN, at=AT)
    retire_concept(session, scheme, key, RetirementSent(replaced_by=instead))
    publish_draft(session, scheme, by=ISLA, at=AT)


def coded(session: Session, finding: UUID) -> dict[str, bool]:
    """Theme → whether it stands."""
    tags = session.scalars(select(Tag).where(Tag.finding_id == finding, Tag.scheme == "theme"))
    return {tag.key: tag.withdrawn_at is None for tag in tags}


class TestReplacing:
    def test_both_codings_are_kept_and_the_new_one_says_why(self, session: Session) -> None:
        review = add_counted_review(session, Said(tags=themed("training", "neglect")))
        (finding,) = findings_of(session, review)
        retire(session, "training", "supervision")
        assert replace_retired(session, at=AT) == 1
        assert coded(session, finding) == {"training": False, "neglect": True, "supervision": True}
        new = session.scalars(
            select(Tag).where(Tag.finding_id == finding, Tag.key == "supervision")
        )
        (tag,) = new.all()
        assert (tag.source, tag.evidence["in_place_of"]) == ("human", "training")
        assert tag.person_id is not None

    def test_counts_follow_in_the_same_transaction(self, session: Session) -> None:
        review = add_counted_review(session, Said(tags=themed("training")))
        retire(session, "training", "supervision")
        replace_retired(session, at=AT)
        keys = session.scalars(
            select(ReviewConcept.key).where(
                ReviewConcept.review_id == review.id, ReviewConcept.scheme == "theme"
            )
        ).all()
        assert keys == ["supervision"]

    def test_a_finding_that_has_the_successor_keeps_one_of_it(self, session: Session) -> None:
        review = add_counted_review(session, Said(tags=themed("training", "supervision")))
        (finding,) = findings_of(session, review)
        retire(session, "training", "supervision")
        replace_retired(session, at=AT)
        assert coded(session, finding) == {"training": False, "supervision": True}

    def test_it_goes_on_batch_by_batch_until_nothing_is_left(self, session: Session) -> None:
        said = [Said(f"Finding {n}.", tags=themed("training")) for n in range(5)]
        add_counted_review(session, *said)
        retire(session, "training", "supervision")
        done = [replace_retired(session, at=AT, most=2) for _ in range(4)]
        assert done == [2, 2, 1, 0]
        events = session.query(AuditEvent).filter_by(action="tags.replaced").all()
        assert sum(each.details["findings"] for each in events) == 5

    def test_without_a_successor_the_coding_stands(self, session: Session) -> None:
        review = add_counted_review(session, Said(tags=themed("training")))
        retire(session, "training", None)
        assert replace_retired(session, at=AT) == 0
        assert coded(session, *findings_of(session, review)) == {"training": True}


class TestAfterwards:
    @pytest.mark.parametrize("instead", ["information_sharing", None])
    def test_the_tagger_says_it_in_the_new_words(
        self, session: Session, instead: str | None
    ) -> None:
        words = "Supervision of the worker was cancelled for months and nobody reflected with her."
        review = add_counted_review(session, Said(words))
        finding = session.get_one(Finding, findings_of(session, review)[0])
        suggest_tags(session, [finding], at=AT)
        session.flush()
        assert coded(session, finding.id)["supervision"]
        retire(session, "supervision", instead)
        suggest_tags(session, [finding], at=AT)
        session.flush()
        standing = {key for key, stands in coded(session, finding.id).items() if stands}
        assert "supervision" not in standing
        assert instead is None or instead in standing

    def test_a_category_that_is_gone_is_left_to_a_person(self, session: Session) -> None:
        words = "The electronic form had no field for the father and the screen would not scroll."
        review = add_counted_review(session, Said(words))
        finding = session.get_one(Finding, findings_of(session, review)[0])
        suggest_tags(session, [finding], at=AT)
        session.flush()
        (category,) = session.scalars(
            select(Tag.key).where(Tag.finding_id == finding.id, Tag.scheme == "typology")
        ).all()
        retire(session, category, None, scheme="typology")
        suggest_tags(session, [finding], at=AT)
        assert finding.needs_person

    def test_people_are_told_what_to_use(self, session: Session) -> None:
        review = add_counted_review(session, Said())
        (finding,) = findings_of(session, review)
        retire(session, "training", "supervision")
        with pytest.raises(ConceptNotUsable, match="supervision"):
            decide_tags(session, finding, TagDecision(themes=["training"]), by=ROWAN, at=AT)

    def test_a_key_that_the_model_does_not_know_has_no_place_in_a_vector(
        self, session: Session
    ) -> None:
        begin_draft(session, "theme", "Committees write of it.", by=ROWAN, at=AT)
        add_concept(
            session,
            "theme",
            NewConceptSent(
                key="school_transport",
                label="School transport",
                definition="How children get to school.",
                broader="childrens_situations",
            ),
        )
        publish_draft(session, "theme", by=ISLA, at=AT)
        review = add_counted_review(session, Said(tags=themed("school_transport", "neglect")))
        (decided,) = decisions_on(session, findings_of(session, review))
        assert decided.themes == ("neglect",)
