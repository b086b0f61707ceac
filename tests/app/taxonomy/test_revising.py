from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.kit.actors import Actor
from app.taxonomy.errors import (
    ConceptNotUsable,
    ConceptRefused,
    DraftIsOpen,
    NoDraft,
    NothingRevised,
    OwnDraft,
    SchemeNotFound,
    UnknownConcept,
)
from app.taxonomy.revising import (
    add_concept,
    begin_draft,
    change_concept,
    differences,
    discard_draft,
    find_draft,
    get_draft,
    history,
    publish_draft,
    restore_concept,
    retire_concept,
)
from app.taxonomy.schemas import ConceptSent, NewConceptSent, RetirementSent
from app.taxonomy.service import (
    concept_ids,
    get_scheme,
    list_versions,
    require_keys,
    require_usable,
    retired_keys,
)

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROWAN = Actor(uuid4(), "Rowan Hay", frozenset({"steward"}))
ISLA = Actor(uuid4(), "Isla Munro", frozenset({"steward"}))
WHY = "Committees now write of transport on its own."
TRANSPORT = NewConceptSent(
    key="school_transport",
    label="School transport",
    definition="How children get to school, and who sees them on the way.",
    broader="childrens_situations",
)


@pytest.fixture
def draft(session: Session) -> str:
    begin_draft(session, "theme", WHY, by=ROWAN, at=AT)
    return "theme"


def as_sent(session: Session, key: str, **fields: object) -> ConceptSent:
    concept = next(each for each in get_draft(session, "theme").concepts if each.key == key)
    said = {
        "label": concept.label,
        "definition": concept.definition,
        "scope_note": concept.scope_note,
        "alternative_labels": concept.alternative_labels,
        "broader": concept.broader_key,
    }
    return ConceptSent.model_validate(said | fields)


class TestADraft:
    def test_says_what_the_version_in_use_says(self, session: Session, draft: str) -> None:
        found = get_draft(session, draft)
        assert (found.version, found.draft, found.current) == (2, True, False)
        assert differences(get_scheme(session, draft), found) == []

    def test_is_seen_by_nobody_who_reads_or_codes(self, session: Session, draft: str) -> None:
        add_concept(session, draft, TRANSPORT)
        assert get_scheme(session, draft).version == 1
        assert "school_transport" not in concept_ids(session, draft)
        with pytest.raises(SchemeNotFound):
            get_scheme(session, draft, version=2)
        assert [each.version for each in list_versions(session, draft)] == [1]

    def test_there_is_one_at_a_time(self, session: Session, draft: str) -> None:
        with pytest.raises(DraftIsOpen, match="Rowan Hay"):
            begin_draft(session, draft, WHY, by=ISLA, at=AT)

    def test_of_no_vocabulary_is_not_begun(self, session: Session) -> None:
        with pytest.raises(SchemeNotFound):
            begin_draft(session, "weather", WHY, by=ROWAN, at=AT)
        with pytest.raises(NoDraft):
            get_draft(session, "depth")

    def test_can_be_forgotten(self, session: Session, draft: str) -> None:
        discard_draft(session, draft, by=ISLA, at=AT)
        assert find_draft(session, draft) is None
        assert get_scheme(session, draft).concepts


class TestConcepts:
    def test_what_a_draft_changes_is_told(self, session: Session, draft: str) -> None:
        add_concept(session, draft, TRANSPORT)
        change_concept(
            session, draft, "supervision", as_sent(session, "supervision", label="Oversight")
        )
        retire_concept(session, draft, "training", RetirementSent(replaced_by="supervision"))
        told = differences(get_scheme(session, draft), get_draft(session, draft))
        assert {each.key: (each.kind, each.fields, each.replaced_by) for each in told} == {
            "school_transport": ("added", [], None),
            "supervision": ("changed", ["label"], None),
            "training": ("retired", [], "supervision"),
        }

    def test_a_retirement_can_be_taken_back(self, session: Session, draft: str) -> None:
        retire_concept(session, draft, "training", RetirementSent(replaced_by="supervision"))
        restore_concept(session, draft, "training")
        assert differences(get_scheme(session, draft), get_draft(session, draft)) == []

    def test_a_key_is_given_once(self, session: Session, draft: str) -> None:
        twice = TRANSPORT.model_copy(update={"key": "supervision"})
        with pytest.raises(ConceptRefused, match="already"):
            add_concept(session, draft, twice)

    def test_two_concepts_do_not_share_a_label(self, session: Session, draft: str) -> None:
        with pytest.raises(ConceptRefused, match="Training"):
            change_concept(
                session, draft, "supervision", as_sent(session, "supervision", label="training")
            )

    @pytest.mark.parametrize("broader", ["training", "supervision"])
    def test_nothing_stands_under_what_is_no_heading(
        self, session: Session, draft: str, broader: str
    ) -> None:
        with pytest.raises(ConceptRefused, match="not a broader heading"):
            change_concept(
                session, draft, "supervision", as_sent(session, "supervision", broader=broader)
            )

    def test_a_heading_is_not_retired_over_its_concepts(self, session: Session, draft: str) -> None:
        with pytest.raises(ConceptRefused, match="Move or retire"):
            retire_concept(session, draft, "working_together", RetirementSent())

    @pytest.mark.parametrize("successor", ["training", "working_together", "neglect"])
    def test_a_successor_is_something_to_code_with(
        self, session: Session, draft: str, successor: str
    ) -> None:
        retire_concept(session, draft, "neglect", RetirementSent())
        with pytest.raises(ConceptRefused, match="Nothing can be coded"):
            retire_concept(session, draft, "training", RetirementSent(replaced_by=successor))

    def test_a_successor_is_not_retired(self, session: Session, draft: str) -> None:
        retire_concept(session, draft, "training", RetirementSent(replaced_by="supervision"))
        with pytest.raises(ConceptRefused, match="place of another"):
            retire_concept(session, draft, "supervision", RetirementSent())

    def test_what_findings_are_not_coded_with_has_no_successor(self, session: Session) -> None:
        begin_draft(session, "harm_type", WHY, by=ROWAN, at=AT)
        first, second, *_ = get_draft(session, "harm_type").concepts
        with pytest.raises(ConceptRefused, match="without a successor"):
            retire_concept(session, "harm_type", first.key, RetirementSent(replaced_by=second.key))
        assert retire_concept(session, "harm_type", first.key, RetirementSent()).retired

    def test_an_unknown_one_is_said_so(self, session: Session, draft: str) -> None:
        with pytest.raises(UnknownConcept):
            restore_concept(session, draft, "weather")


class TestPublication:
    def test_takes_a_second_steward(self, session: Session, draft: str) -> None:
        add_concept(session, draft, TRANSPORT)
        with pytest.raises(OwnDraft):
            publish_draft(session, draft, by=ROWAN, at=AT)
        published = publish_draft(session, draft, by=ISLA, at=AT)
        assert (published.current, published.draft) == (True, False)
        assert (published.drafted_by_name, published.published_by_name) == (
            "Rowan Hay", "Isla Munro",
        )  # fmt: skip

    def test_puts_the_new_version_in_use_and_keeps_the_old(
        self, session: Session, draft: str
    ) -> None:
        old = dict(concept_ids(session, draft))
        add_concept(session, draft, TRANSPORT)
        retire_concept(session, draft, "training", RetirementSent(replaced_by="supervision"))
        publish_draft(session, draft, by=ISLA, at=AT)
        assert set(concept_ids(session, draft)) - set(old) == {"school_transport"}
        assert {each.key for each in get_scheme(session, draft, version=1).concepts} == set(old)
        assert retired_keys(session, draft) == {"training": "supervision"}

    def test_retired_keys_answer_questions_but_code_nothing(
        self, session: Session, draft: str
    ) -> None:
        retire_concept(session, draft, "training", RetirementSent(replaced_by="supervision"))
        publish_draft(session, draft, by=ISLA, at=AT)
        require_keys(session, draft, ["training"])
        require_usable(session, draft, ["supervision"])
        with pytest.raises(ConceptNotUsable, match="Use “supervision” instead"):
            require_usable(session, draft, ["training"])
        with pytest.raises(ConceptNotUsable):
            require_usable(session, draft, ["working_together"])

    def test_of_nothing_is_refused(self, session: Session, draft: str) -> None:
        with pytest.raises(NothingRevised):
            publish_draft(session, draft, by=ISLA, at=AT)

    def test_history_tells_who_changed_what_and_why(self, session: Session, draft: str) -> None:
        add_concept(session, draft, TRANSPORT)
        publish_draft(session, draft, by=ISLA, at=AT)
        (new, changes), (first, none) = history(list_versions(session, draft))
        assert (new.version, new.reason, [each.kind for each in changes]) == (2, WHY, ["added"])
        assert (first.version, none) == (1, [])

    def test_is_in_the_trail(self, session: Session, draft: str) -> None:
        add_concept(session, draft, TRANSPORT)
        publish_draft(session, draft, by=ISLA, at=AT)
        session.flush()
        told = session.query(AuditEvent).filter(AuditEvent.action.like("taxonomy.%")).all()
        assert [each.action for each in told] == ["taxonomy.drafted", "taxonomy.published"]
        assert told[1].details["changes"] == 1
