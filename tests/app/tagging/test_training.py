"""What people decide is learned from, and some of it is kept to judge by."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.reviews.models import Finding, Tag
from app.tagging.errors import NothingDecided
from app.tagging.models import ModelState
from app.tagging.repository import coded_findings, is_held_out
from app.tagging.schemas import ModelRead, TagDecision
from app.tagging.service.deciding import decide_tags
from app.tagging.service.judging import as_example, recent_decisions
from app.tagging.service.register import register_shipped
from app.tagging.service.training import fit_candidate, read_material, register_candidate
from nlp.artefacts.store import open_artefact, sealed_version
from nlp.corpus.loader import load_findings, load_recommendations
from nlp.evaluation import comparison
from nlp.tagging import load_tagger, retrain
from tests.app.tagging.conftest import Decided
from tests.factories.repository import Said, add_counted_review, findings_of, themed

NOW = datetime(2024, 5, 4, tzinfo=UTC)
STEWARD = Actor(uuid4(), "A steward", frozenset({"steward"}))
TOOLS = (("typology", "tools", "human"),)
LEARNED = (
    "The quorum sheet for the harbour panel was signed by whoever had the pen that morning, "
    "and the harbour panel took a signed quorum sheet to be a decision."
)


class TestWhatIsLearnedFrom:
    def test_is_what_people_chose_with_the_text_that_the_tagger_reads(
        self, session: Session, models: Path, decided: Decided
    ) -> None:
        tags = (*TOOLS, *themed("it_systems", "record_keeping"), ("depth", "explanation", "human"))
        decided(Said("The form.", tags=tags, detail="It has no box."), held_out=False)
        (example,) = read_material(session).examples
        assert example.text == "The form. It has no box."
        assert (example.category, example.themes, example.depth) == (
            "tools", ("it_systems", "record_keeping"), "explanation",
        )  # fmt: skip

    def test_the_report_outranks_people_and_models_say_nothing(
        self, session: Session, models: Path, decided: Decided
    ) -> None:
        said = (
            ("typology", "longer_term_work", "stated"),
            *TOOLS,
            ("depth", "explanation", "model"),
        )
        decided(Said(tags=said), held_out=False)
        (example,) = read_material(session).examples
        assert (example.category, example.second_category) == ("longer_term_work", None)
        assert (example.themes, example.depth) == (None, None)

    def test_a_second_category_is_learned_as_one(
        self, session: Session, models: Path, decided: Decided
    ) -> None:
        (finding,) = decided(Said(), held_out=False)
        sent = TagDecision(typology="tools", second="longer_term_work")
        decide_tags(session, finding, sent, by=STEWARD, at=NOW)
        (example,) = read_material(session).examples
        assert (example.category, example.second_category) == ("tools", "longer_term_work")

    def test_what_was_adopted_with_a_whole_review_is_the_models_own_word(
        self, session: Session, models: Path, decided: Decided
    ) -> None:
        (finding,) = decided(Said(tags=TOOLS), held_out=False)
        session.execute(
            update(Tag)
            .where(Tag.finding_id == finding)
            .values(evidence={"adopted_from": str(uuid4())})
        )
        with pytest.raises(NothingDecided, match=sealed_version()):
            read_material(session)

    def test_words_that_are_not_accepted_are_not_read(
        self, session: Session, models: Path, decided: Decided
    ) -> None:
        (finding,) = decided(Said(tags=TOOLS), held_out=False)
        session.execute(update(Finding).where(Finding.id == finding).values(counted=False))
        assert coded_findings(session) == []

    def test_withdrawn_decisions_are_forgotten(
        self, session: Session, models: Path, decided: Decided
    ) -> None:
        (finding,) = decided(Said(tags=TOOLS), held_out=False)
        sent = TagDecision(typology="longer_term_work")
        decide_tags(session, finding, sent, by=STEWARD, at=NOW)
        assert [each.category for each in read_material(session).examples] == ["longer_term_work"]

    def test_keys_of_a_later_vocabulary_are_left_out(self, session: Session) -> None:
        review = add_counted_review(session, Said(tags=(*TOOLS, *themed("neglect"))))
        (coded,) = coded_findings(session)
        coded.themes = ("weather", "neglect")
        assert as_example(coded).themes == ("neglect",)
        coded.themes, coded.category = ("weather",), "tides"
        assert (as_example(coded).themes, as_example(coded).category) == (None, None)
        assert findings_of(session, review) == [coded.finding.id]


class TestWhatIsHeldOut:
    def test_is_one_review_in_five_for_ever(self) -> None:
        ids = [uuid4() for _ in range(4_000)]
        held = [is_held_out(each) for each in ids]
        assert 0.17 < sum(held) / len(held) < 0.23
        assert held == [is_held_out(each) for each in ids]

    def test_judges_and_is_never_learned_from(
        self, session: Session, models: Path, decided: Decided
    ) -> None:
        (learned,) = decided(Said("Learned", tags=TOOLS), held_out=False)
        (kept,) = decided(Said("Kept", tags=TOOLS), held_out=True)
        material = read_material(session)
        assert [each.text for each in material.examples] == ["Learned"]
        assert material.held_out == 1
        assert [each.finding.id for each in recent_decisions(session)] == [kept]
        assert learned != kept

    def test_the_latest_decisions_come_first(self, session: Session, decided: Decided) -> None:
        first, second = decided(Said(tags=TOOLS), Said(tags=TOOLS), held_out=True)
        sent = TagDecision(depth="explanation")
        decide_tags(session, first, sent, by=STEWARD, at=datetime(2099, 1, 1, tzinfo=UTC))
        assert [each.finding.id for each in recent_decisions(session)] == [first, second]


class TestACandidate:
    @pytest.fixture
    def small_corpus(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A sixteenth of it: the whole takes minutes, and nlp's own tests fit it."""
        advice = load_recommendations()[::8]
        few = load_findings()[::16]
        monkeypatch.setattr(retrain, "load_recommendations", lambda: advice)
        monkeypatch.setattr(retrain, "load_findings", lambda: few)
        monkeypatch.setattr(comparison, "load_findings", lambda: few)

    def test_is_made_registered_and_judged(
        self, session: Session, models: Path, decided: Decided, small_corpus: None
    ) -> None:
        register_shipped(session, at=NOW)
        decided(*[Said(f"{LEARNED} Occasion {n}.", tags=TOOLS) for n in range(12)], held_out=False)
        decided(Said(LEARNED, tags=TOOLS), held_out=True)
        material = read_material(session)
        version = fit_candidate(material)
        assert [each.name for each in models.iterdir()] == [version]
        read = ModelRead.of(register_candidate(session, version, material, by=STEWARD, at=NOW))
        assert (read.state, read.base) == (ModelState.CANDIDATE, sealed_version())
        assert (read.decisions_learned, read.decisions_held_out) == (12, 1)
        assert read.data_version is not None
        assert read.against == sealed_version()
        assert {each.set for each in read.compared} == {"frozen", "decisions"}
        assert [each.enough for each in read.compared if each.set == "decisions"] == [False]
        made = load_tagger(models / version)
        assert made.tag([LEARNED])[0].typology[0].key == "tools"

        again = fit_candidate(read_material(session))
        assert again == version, "the same decisions are the same model"
        register_candidate(session, again, material, by=STEWARD, at=NOW)
        assert not list(models.glob("incoming-*"))

    def test_holds_no_pickle_and_its_files_are_sealed(
        self, session: Session, models: Path, decided: Decided, small_corpus: None
    ) -> None:
        decided(Said(LEARNED, tags=TOOLS), held_out=False)
        version = fit_candidate(read_material(session))
        artefact = open_artefact(models / version)
        assert artefact.arrays("heads.npz")
        assert {path.suffix for path in (models / version).iterdir()} <= {".json", ".npz", ".onnx"}

    def test_a_run_that_fails_leaves_nothing_behind(
        self,
        session: Session,
        models: Path,
        decided: Decided,
        small_corpus: None,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        decided(Said(LEARNED, tags=TOOLS), held_out=False)
        material = read_material(session)

        def full(*_: object, **__: object) -> None:
            raise OSError("No space left on device")

        monkeypatch.setattr(retrain, "seal", full)
        with pytest.raises(OSError, match="No space left"):
            fit_candidate(material)
        assert list(models.iterdir()) == []


class TestModelsInTheDatabase:
    def test_no_words_are_kept_in_the_register(
        self, session: Session, models: Path, decided: Decided
    ) -> None:
        model = register_shipped(session, at=NOW)
        stored = session.scalars(
            select(Finding.statement).join(Tag, Tag.finding_id == Finding.id)
        ).all()
        assert not any(words in str(model.figures) for words in stored)
