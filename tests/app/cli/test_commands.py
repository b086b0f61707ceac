"""Commands as an operator types them, on a database of the test's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from rdflib import Graph
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from app.cli import language, trail, vocabularies
from tests.factories.reports import CLEAN, learning_together

runner = CliRunner()


class Here:
    """The installation of the test."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def sessions(self) -> sessionmaker[Session]:
        return self._sessions


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, sessions: sessionmaker[Session]) -> typer.Typer:
    made = typer.Typer()
    for module in (language, trail, vocabularies):
        module.add_to(made)
    for module in (trail, vocabularies):
        monkeypatch.setattr(module, "prepared", lambda: Here(sessions))
    return made


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.docx"
    named = "Her uncle, Mr Fraser Abercorn, telephoned from 01592 555 0134."
    path.write_bytes(learning_together(paragraphs=(CLEAN, named)))
    return path


class TestOnFiles:
    def test_read_prints_findings_with_their_stated_categories(
        self, cli: typer.Typer, report: Path
    ) -> None:
        said = json.loads(runner.invoke(cli, ["read", str(report)]).stdout)
        assert [each["category"] for each in said["findings"]] == ["management_systems", "tools"]
        assert {"media_type", "pages", "review", "recommendations"} <= set(said)

    def test_scan_prints_a_line_a_span(self, cli: typer.Typer, report: Path) -> None:
        lines = runner.invoke(cli, ["scan", str(report)]).stdout.splitlines()
        found = [json.loads(line) for line in lines]
        assert {"PERSON", "PHONE"} <= {each["type"] for each in found}
        assert {each["where"] for each in found} == {"body"}

    def test_scan_says_why_a_file_cannot_be_read_and_goes_on(
        self, cli: typer.Typer, report: Path, tmp_path: Path
    ) -> None:
        empty = tmp_path / "empty.pdf"
        empty.touch()
        result = runner.invoke(cli, ["scan", str(empty), str(report)])
        assert "empty.pdf" in result.stderr
        assert "PERSON" in result.stdout
        assert result.exception is not None

    def test_tag_gives_each_line_its_category_themes_and_depth(
        self, cli: typer.Typer, tmp_path: Path
    ) -> None:
        lines = tmp_path / "findings.jsonl"
        text = "Nobody in the team had anyone with whom to think about a case for its own sake."
        lines.write_text(json.dumps({"id": "a", "text": text}) + "\n")
        said = json.loads(runner.invoke(cli, ["tag", str(lines)]).stdout)
        assert said["id"] == "a"
        assert len(said["typology"]) == 6
        assert {"themes", "depth", "abstained", "evidence", "model"} <= set(said)


class TestVocabularies:
    def test_export_is_turtle_that_can_be_read(self, cli: typer.Typer) -> None:
        said = runner.invoke(cli, ["taxonomy", "export", "theme"]).stdout
        assert len(Graph().parse(data=said, format="turtle")) > 100

    def test_list_names_every_vocabulary(self, cli: typer.Typer) -> None:
        said = runner.invoke(cli, ["taxonomy", "list"]).stdout
        assert {"typology", "theme", "depth"} <= {line.split()[0] for line in said.splitlines()}


class TestTrail:
    def test_verify_says_that_an_untouched_trail_is_unbroken(self, cli: typer.Typer) -> None:
        assert "unbroken" in runner.invoke(cli, ["audit", "verify"]).stdout
