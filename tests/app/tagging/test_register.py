"""The register of models: what is in use, how a model comes into use, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.kit.actors import Actor
from app.tagging.errors import (
    AlreadyCurrent,
    ModelFilesMissing,
    ModelNotFound,
    NeverInUse,
    NothingToGoBackTo,
    Worse,
)
from app.tagging.models import ModelState, ModelVersion
from app.tagging.schemas import ModelRead
from app.tagging.service.current import current_version, encoder, tagger
from app.tagging.service.error_rates import error_rates, errors_in_use
from app.tagging.service.register import (
    evaluate_model,
    find_model,
    keep_shipped,
    list_models,
    promote_model,
    register_shipped,
    roll_back,
)
from app.tagging.shelf import MODELS, folder_of, opened
from nlp.artefacts.store import SHIPPED_FOLDER, open_artefact, sealed_files, sealed_version
from nlp.corpus.loader import load_findings
from nlp.corpus.model import Part
from nlp.evaluation import comparison
from tests.factories.models import add_confused_model, add_equal_model

NOW = datetime(2024, 5, 4, tzinfo=UTC)
KEEPER = Actor(uuid4(), "Euan Tulloch", frozenset({"administrator"}))
WORDS = ["Nobody asked the children what a visit was like for them."]


def candidate(session: Session, version: str, folder: Path) -> ModelVersion:
    model = ModelVersion(
        version=version,
        state=ModelState.CANDIDATE,
        files=sealed_files(folder / version),
        figures={"frozen": {"n": 0, "confusion": {}}},
        trained_on={"base": sealed_version(), "decisions": 12, "held_out": 3, "data_version": 7},
        registered_at=NOW,
        registered_by=KEEPER.id,
    )
    session.add(model)
    session.flush()
    return model


@pytest.fixture
def equal(session: Session, models: Path) -> str:
    """A candidate that answers as the shipped model does, which is in use."""
    register_shipped(session, at=NOW)
    version = add_equal_model(models)
    candidate(session, version, models)
    return version


@pytest.fixture(autouse=True)
def few_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty of the three hundred judge here; how they judge is tested with all of them."""
    held = [each for each in load_findings() if each.part is Part.TEST]
    monkeypatch.setattr(comparison, "load_findings", lambda: held[::5])


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    """Opened models of a folder that is gone would be found by the next test's."""
    from app.tagging import shelf

    yield
    shelf._open.cache_clear()


def states(session: Session) -> dict[str, str]:
    return {each.version: each.state.value for each in list_models(session)}


class TestTheShippedModel:
    def test_is_in_use_before_anything_is_registered(self, session: Session) -> None:
        assert current_version(session) == sealed_version()
        assert tagger(session).version == encoder(session).version == open_artefact().version

    def test_is_entered_once_and_put_to_use_where_none_is(self, session: Session) -> None:
        for _ in range(2):
            register_shipped(session, at=NOW)
        (only,) = list_models(session)
        assert (only.version, only.state) == (sealed_version(), ModelState.CURRENT)
        assert only.promoted_by_name == "System"

    def test_brings_its_figures_with_their_intervals(self, session: Session) -> None:
        read = ModelRead.of(register_shipped(session, at=NOW))
        category = read.frozen.category
        assert category is not None
        assert category.low < category.value < category.high
        assert (category.n, read.frozen.findings) == (300, 300)
        assert read.bytes == sum(path.stat().st_size for path in SHIPPED_FOLDER.glob("[!m]*"))

    def test_of_a_new_release_waits_where_a_model_is_in_use(
        self, session: Session, models: Path
    ) -> None:
        earlier = candidate(session, add_equal_model(models), models)
        earlier.put_to_use(by=KEEPER, at=NOW)
        session.flush()
        register_shipped(session, at=NOW)
        assert states(session) == {earlier.version: "current", sealed_version(): "shipped"}

    def test_is_copied_so_that_a_later_release_can_go_back_to_it(self, models: Path) -> None:
        for _ in range(2):
            keep_shipped(models)
        assert [each.name for each in models.iterdir()] == [sealed_version()]
        assert open_artefact(models / sealed_version()).version == sealed_version()


class TestPromotion:
    def test_a_candidate_that_is_no_worse_comes_into_use(
        self, session: Session, equal: str
    ) -> None:
        promote_model(session, equal, by=KEEPER, at=NOW + timedelta(days=1))
        assert states(session) == {equal: "current", sealed_version(): "retired"}
        assert tagger(session).version == encoder(session).version == equal
        read = ModelRead.of(find_model(session, equal))
        assert (read.promoted_by, read.promoted_at) == ("Euan Tulloch", NOW + timedelta(days=1))
        assert (read.against, read.no_worse) == (sealed_version(), True)
        assert {(each.set, each.scheme) for each in read.compared} == {
            ("frozen", "category"), ("frozen", "themes"), ("frozen", "depth"),
        }  # fmt: skip

    def test_one_that_is_worse_does_not(self, session: Session, models: Path) -> None:
        register_shipped(session, at=NOW)
        version = add_confused_model(models)
        candidate(session, version, models)
        with pytest.raises(Worse, match=r"category in the frozen set \(0\.\d+ to 0\.[345]"):
            promote_model(session, version, by=KEEPER, at=NOW)
        assert states(session) == {version: "candidate", sealed_version(): "current"}

    def test_the_trail_tells_who_put_what_in_whose_place(
        self, session: Session, equal: str
    ) -> None:
        promote_model(session, equal, by=KEEPER, at=NOW)
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "model.promoted")
        ).one()
        assert (event.actor_id, event.subject_reference) == (KEEPER.id, equal)
        assert event.details == {"before": sealed_version()}

    def test_the_model_in_use_cannot_be_promoted(self, session: Session) -> None:
        version = register_shipped(session, at=NOW).version
        with pytest.raises(AlreadyCurrent):
            promote_model(session, version, by=KEEPER, at=NOW)

    def test_nor_one_that_nobody_knows(self, session: Session) -> None:
        with pytest.raises(ModelNotFound, match="reviews model list"):
            promote_model(session, "abcdefabcdef", by=KEEPER, at=NOW)

    def test_two_models_are_never_in_use(self, session: Session, equal: str) -> None:
        model = find_model(session, equal)
        model.put_to_use(by=KEEPER, at=NOW)
        with pytest.raises(IntegrityError):
            session.flush()


class TestGoingBack:
    def test_leads_to_the_model_before(self, session: Session, equal: str) -> None:
        promote_model(session, equal, by=KEEPER, at=NOW)
        roll_back(session, by=KEEPER, at=NOW)
        assert states(session) == {equal: "retired", sealed_version(): "current"}
        assert current_version(session) == sealed_version()
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
        assert actions[-2:] == ["model.promoted", "model.rolled_back"]

    def test_or_to_any_that_was_in_use(self, session: Session, equal: str, models: Path) -> None:
        promote_model(session, equal, by=KEEPER, at=NOW)
        third = add_equal_model(models, mark=0.6)
        candidate(session, third, models)
        find_model(session, equal).retire()
        session.flush()
        find_model(session, third).put_to_use(by=KEEPER, at=NOW + timedelta(days=2))
        session.flush()
        roll_back(session, sealed_version(), by=KEEPER, at=NOW)
        assert states(session) == {
            equal: "retired",
            third: "retired",
            sealed_version(): "current",
        }
        assert roll_back(session, by=KEEPER, at=NOW).version == third

    def test_a_candidate_has_to_be_promoted(self, session: Session, equal: str) -> None:
        with pytest.raises(NeverInUse, match="reviews model promote"):
            roll_back(session, equal, by=KEEPER, at=NOW)

    def test_there_must_be_something_to_go_back_to(self, session: Session) -> None:
        register_shipped(session, at=NOW)
        with pytest.raises(NothingToGoBackTo):
            roll_back(session, by=KEEPER, at=NOW)


class TestFiles:
    def test_that_are_gone_are_missed_before_anything_is_changed(
        self, session: Session, equal: str, models: Path
    ) -> None:
        promote_model(session, equal, by=KEEPER, at=NOW)
        roll_back(session, by=KEEPER, at=NOW)
        (models / equal).rename(models / "elsewhere")
        with pytest.raises(ModelFilesMissing, match="Restore the folder models/"):
            roll_back(session, equal, by=KEEPER, at=NOW)
        assert current_version(session) == sealed_version()

    def test_that_were_altered_are_not_opened(self, session: Session, models: Path) -> None:
        version = add_equal_model(models)
        settings = models / version / "settings.json"
        said = json.loads(settings.read_text())
        said["thresholds"]["category"] = 0.1
        settings.write_text(json.dumps(said))
        with pytest.raises(ModelFilesMissing):
            opened(session, version)

    def test_under_another_models_name_are_not_taken_for_it(
        self, session: Session, models: Path
    ) -> None:
        version = add_equal_model(models)
        (models / version).rename(models / "aaaaaaaaaaaa")
        with pytest.raises(ModelFilesMissing):
            opened(session, "aaaaaaaaaaaa")

    def test_of_this_release_are_in_the_package(self, session: Session) -> None:
        session.info.pop(MODELS, None)
        assert folder_of(session, sealed_version()) == SHIPPED_FOLDER
        with pytest.raises(ModelFilesMissing):
            folder_of(session, "aaaaaaaaaaaa")


class TestEvaluation:
    def test_measures_anew_and_leaves_the_state(self, session: Session, equal: str) -> None:
        read = ModelRead.of(evaluate_model(session, equal, by=KEEPER, at=NOW))
        assert read.state is ModelState.CANDIDATE
        assert read.frozen.category is not None
        assert read.frozen.category.n == 60
        assert read.frozen.category.value > 0.7
        assert read.decisions is None
        assert list(read.sentences())[-1].startswith("Nobody has decided on held-out reviews")

    def test_shares_are_corrected_by_the_errors_of_the_model_in_use(
        self, session: Session, equal: str
    ) -> None:
        assert errors_in_use(session).model == sealed_version()
        promote_model(session, equal, by=KEEPER, at=NOW)
        found = error_rates("theme", errors_in_use(session))
        assert found.model == equal
        assert found.errors["supervision"].source.startswith(f"tagger {equal} on 300 findings")
