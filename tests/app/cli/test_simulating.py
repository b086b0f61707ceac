from __future__ import annotations

import re

import pytest
import typer
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from app.cli import simulating
from app.reviews.models import Review
from app.simulation.corpus import RepositoryInUse
from tests.conftest import TestDatabase


@pytest.fixture
def cli(
    monkeypatch: pytest.MonkeyPatch, database: TestDatabase, sessions: sessionmaker[Session]
) -> typer.Typer:
    """``reviews simulate`` on the test's database."""

    class Here:
        owner_url = database.owner_url

        def sessions(self) -> sessionmaker[Session]:
            return sessions

    monkeypatch.setattr(simulating, "prepared", Here)
    cli = typer.Typer()
    simulating.add_to(cli)
    return cli


def reviews_in(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Review)) or 0


class TestSimulate:
    def test_fills_an_empty_home_and_another_only_when_told_to(
        self, cli: typer.Typer, sessions: sessionmaker[Session]
    ) -> None:
        made = CliRunner().invoke(cli, ["--reviews", "8", "--seed", "2"])
        assert made.exit_code == 0, made.output
        assert re.fullmatch(
            r"8 reviews with \d+ findings and \d+ tags in \d+\.\d s\.", made.stdout.strip()
        )
        refused = CliRunner().invoke(cli, ["--reviews", "8"])
        assert isinstance(refused.exception, RepositoryInUse)
        assert reviews_in(sessions) == 8
        mixed = CliRunner().invoke(cli, ["--reviews", "3", "--into-existing"])
        assert mixed.exit_code == 0, mixed.output
        assert reviews_in(sessions) == 11

    def test_makes_at_least_one_review(self, cli: typer.Typer) -> None:
        assert CliRunner().invoke(cli, ["--reviews", "0"]).exit_code == 2
