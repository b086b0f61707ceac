"""``reviews model …`` as an operator types it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from click.testing import Result
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from app.cli import modelling
from app.identity.accounts import add_person, grant_role
from app.identity.permissions import Role
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from app.kit.database import make_sessions
from app.kit.errors import Forbidden
from app.tagging import shelf
from app.tagging.errors import NothingDecided, NotInUse, Worse
from app.tagging.models import ModelState, ModelVersion
from app.tagging.service.register import register_shipped
from nlp.artefacts.store import sealed_files, sealed_version
from nlp.corpus.loader import load_findings
from nlp.corpus.model import Part
from nlp.evaluation import comparison
from tests.factories.models import add_confused_model, add_equal_model

Run = Callable[..., Result]


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@pytest.fixture
def house(sessions: sessionmaker[Session], models: Path) -> Iterator[sessionmaker[Session]]:
    """Sessions as the operator's commands have them, with a register that holds one model."""
    made = make_sessions(sessions.kw["bind"], info={shelf.MODELS: models})
    made.configure(info={**sessions.kw["info"], **made.kw["info"]})
    with made.begin() as session:
        register_shipped(session, at=utc_now())
    yield made
    with made.begin() as session:
        session.query(ModelVersion).delete()
    shelf._open.cache_clear()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, house: sessionmaker[Session]) -> Run:
    class Here:
        def sessions(self) -> sessionmaker[Session]:
            return house

    monkeypatch.setattr(modelling, "prepared", Here)
    held = [each for each in load_findings() if each.part is Part.TEST]
    monkeypatch.setattr(comparison, "load_findings", lambda: held[::5])
    cli = typer.Typer()
    modelling.add_to(cli)
    cli.command("other")(lambda: None)

    def ask(*words: str) -> Result:
        return CliRunner().invoke(cli, ["model", *words], env={"COLUMNS": "120"})

    return ask


def add(house: sessionmaker[Session], models: Path, version: str) -> str:
    with house.begin() as session:
        session.add(
            ModelVersion(
                version=version,
                state=ModelState.CANDIDATE,
                files=sealed_files(models / version),
                figures={},
                trained_on={},
                registered_by=SYSTEM.id,
            )
        )
    return version


class TestList:
    def test_shows_what_is_in_use_and_how_good_it_is(self, run: Run) -> None:
        said = run("list").stdout
        assert sealed_version() in said
        assert "current" in said
        assert "0.8" in said

    def test_as_json_has_the_intervals(self, run: Run) -> None:
        (only,) = json.loads(run("list", "--format", "json").stdout)["items"]
        assert only["frozen"]["themes"]["low"] < only["frozen"]["themes"]["high"]


class TestPromoteAndRollback:
    def test_there_and_back(self, run: Run, house: sessionmaker[Session], models: Path) -> None:
        version = add(house, models, add_equal_model(models))
        promoted = run("promote", version)
        assert promoted.stdout.startswith(f"{version} is current.")
        assert "category on the frozen set (60)" in promoted.stdout
        assert "only the frozen set has judged" in promoted.stdout
        assert run("rollback").stdout.startswith(f"{sealed_version()} is current.")

    def test_a_worse_one_is_refused_with_the_reason(
        self, run: Run, house: sessionmaker[Session], models: Path
    ) -> None:
        version = add(house, models, add_confused_model(models))
        refused = run("promote", version)
        assert isinstance(refused.exception, Worse)
        assert "category in the frozen set" in str(refused.exception)
        measured = run("evaluate", version)
        assert measured.stdout.startswith(f"{version} is candidate.")
        assert ": worse" in measured.stdout

    def test_whoever_decides_must_keep_the_models(
        self, run: Run, house: sessionmaker[Session]
    ) -> None:
        with house.begin() as session:
            for name, role in (("keeper", Role.ADMINISTRATOR), ("reader", Role.PRACTITIONER)):
                address = f"{name}@example.org"
                person = add_person(session, email=address, name=name, by=SYSTEM, at=utc_now())
                session.flush()
                grant_role(session, person, role, by=SYSTEM, at=utc_now())
        refused = run("evaluate", "--by", "reader@example.org")
        assert isinstance(refused.exception, Forbidden)
        assert run("evaluate", "--by", "keeper@example.org").exit_code == 0


class TestTrain:
    def test_needs_something_to_learn_from(self, run: Run) -> None:
        refused = run("train")
        assert isinstance(refused.exception, NothingDecided)
        assert "Confirm or correct findings" in str(refused.exception)


class TestRecode:
    def test_a_dry_run_changes_nothing_and_queues_nothing(self, run: Run) -> None:
        said = run("recode", "--dry-run", "--format", "json")
        assert said.exit_code == 0
        told = json.loads(said.stdout)
        assert (told["version"], told["findings"], told["moves"]) == (sealed_version(), 0, [])
        assert "0 of 0 findings would change" in said.stderr

    def test_otherwise_it_is_queued(self, run: Run) -> None:
        assert "Queued: 0 of 0 findings" in run("recode").stdout

    def test_a_model_that_is_not_in_use_only_forecasts(
        self, run: Run, house: sessionmaker[Session], models: Path
    ) -> None:
        version = add(house, models, add_equal_model(models))
        assert isinstance(run("recode", version).exception, NotInUse)
        assert run("recode", version, "--dry-run").exit_code == 0
