"""Auditors narrow the trail, take it along and have it verified."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.kit.database import make_engine
from app.kit.tables import csv_lines, harmless
from tests.conftest import Client, TestDatabase


@pytest.fixture
def auditor(client_for: Client) -> TestClient:
    client_for("practitioner")
    return client_for("auditor")


def rows_of(words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(words)))


class TestReading:
    def test_newest_first_with_who_and_what(self, auditor: TestClient) -> None:
        words = auditor.get("/audit").text
        assert "role.granted" in words
        assert "role: practitioner" in words

    def test_narrowed_by_act(self, auditor: TestClient) -> None:
        rows = rows_of(auditor.get("/audit.csv?action=role.granted").text)
        assert rows
        assert {each["action"] for each in rows} == {"role.granted"}
        assert sorted(rows, key=lambda each: -int(each["sequence"])) == rows

    def test_narrowed_by_object_actor_and_day(self, auditor: TestClient) -> None:
        one = rows_of(auditor.get("/audit.csv?action=role.granted").text)[0]
        day = one["at"][:10]
        query = {"subject": one["subject_id"], "actor": one["actor_id"], "first": day, "last": day}
        found = rows_of(auditor.get("/audit.csv", params=query).text)
        assert one in found
        assert {each["subject_id"] for each in found} == {one["subject_id"]}
        later = {**query, "first": "2199-01-01", "last": ""}
        assert rows_of(auditor.get("/audit.csv", params=later).text) == []

    def test_a_wrong_day_is_explained(self, auditor: TestClient) -> None:
        refused = auditor.get("/audit?first=yesterday")
        assert refused.status_code == 422
        assert "From must be a date" in refused.text

    def test_nothing_found_says_so(self, auditor: TestClient) -> None:
        assert "No event was found" in auditor.get("/audit?action=never.done").text

    def test_reading_and_taking_along_are_recorded(self, auditor: TestClient) -> None:
        auditor.get("/audit")
        auditor.get("/audit.csv")
        rows = rows_of(auditor.get("/audit.csv").text)
        assert {"audit.read", "audit.exported"} <= {each["action"] for each in rows}

    @pytest.mark.parametrize("role", ["administrator", "steward", "practitioner"])
    def test_nobody_else(self, client_for: Client, role: str) -> None:
        client = client_for(role)
        assert client.get("/audit").status_code == 403
        assert client.get("/audit.csv").status_code == 403
        assert client.post("/audit").status_code == 403

    def test_no_cell_is_a_formula(self) -> None:
        assert harmless("=1+1") == "'=1+1"
        (row,) = rows_of("".join(csv_lines(("a", "b"), [{"a": "=1+1", "b": None}])))
        assert row == {"a": "'=1+1", "b": ""}


def rename(database: TestDatabase, action: str, other: str) -> None:
    """What only the tables' owner could do, past the triggers."""
    engine = make_engine(database.owner_url, pool_size=1)
    with engine.begin() as owner:
        owner.execute(text("ALTER TABLE audit_events DISABLE TRIGGER USER"))
        owner.execute(
            text("UPDATE audit_events SET action = :other WHERE action = :action"),
            {"action": action, "other": other},
        )
        owner.execute(text("ALTER TABLE audit_events ENABLE TRIGGER USER"))
    engine.dispose()


class TestVerifying:
    def test_whole_until_somebody_changes_it(
        self, auditor: TestClient, database: TestDatabase, sessions: sessionmaker[Session]
    ) -> None:
        assert "The record is whole" in auditor.post("/audit").text
        rename(database, "role.granted", "x.y")
        words = auditor.post("/audit").text
        rename(database, "x.y", "role.granted")
        assert "was tampered with, or is damaged" in words
        assert "is not what was recorded" in words
