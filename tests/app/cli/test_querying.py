from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
import typer
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from app.cli import querying
from app.recurrence.service.grouping import place_into_issues
from tests.factories.repository import Said, add_counted_review, direction, themed

Run = Callable[..., str]
WORDS = "Nobody [in either team] had somebody to think about the case with."


@pytest.fixture(scope="module", autouse=True)
def reviews(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        for committee, year in (("fife", 2011), ("moray", 2015)):
            said = Said(WORDS, vector=direction(1.0), tags=themed("supervision"))
            add_counted_review(session, said, committee=committee, year=year)
        place_into_issues(session)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, sessions: sessionmaker[Session]) -> Run:
    """Run ``reviews query …`` on the test's database."""

    class Here:
        def sessions(self, *, pool_size: int = 4) -> sessionmaker[Session]:
            return sessions

    monkeypatch.setattr(querying, "prepared", Here)
    cli = typer.Typer()
    querying.add_to(cli)
    cli.command("other")(lambda: None)

    def ask(*words: str) -> str:
        result = CliRunner().invoke(cli, ["query", *words], env={"COLUMNS": "200"})
        assert result.exit_code == 0, result.output
        return str(result.stdout)

    return ask


class TestRecurrences:
    def test_the_table_names_the_issue_its_committees_and_years(self, run: Run) -> None:
        said = run("recurrences", "--theme", "supervision")
        assert f"1. {WORDS}" in said
        assert "2 committees" in said
        assert "2011–2015" in said
        assert "fife" in said
        assert "moray" in said

    def test_json_is_the_apis_answer(self, run: Run) -> None:
        found = json.loads(run("recurrences", "--theme", "supervision", "--format", "json"))
        assert found["groups"][0]["committees"] == ["fife", "moray"]

    def test_csv_has_a_row_a_finding(self, run: Run) -> None:
        rows = list(csv.DictReader(io.StringIO(run("recurrences", "--format", "csv"))))
        assert [row["committee"] for row in rows] == ["fife", "moray"]

    def test_nothing_found_is_said(self, run: Run) -> None:
        assert "No issue came up" in run("recurrences", "--theme", "neglect")


class TestTrends:
    def test_the_table_has_shares_and_a_sentence(self, run: Run) -> None:
        said = run("trends", "--theme", "supervision", "--by", "year")
        assert "2011" in said
        assert "1.000" in said
        assert "no statement can be made" in said

    def test_csv_is_tidy(self, run: Run) -> None:
        said = run("trends", "--by", "theme,year", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(said)))
        assert [(row["theme"], row["year"], row["reviews"]) for row in rows] == [
            ("supervision", "2011", "1"),
            ("supervision", "2015", "1"),
        ]
