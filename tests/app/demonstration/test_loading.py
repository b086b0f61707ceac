"""The demonstration goes through the real pipeline, and its planted issue comes out first."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.archives.manifest import Line, read_manifest
from app.archives.service import Fate, Imported, import_line, link_lines
from app.demonstration.build import build_corpus
from app.demonstration.loading import decide_as_planned, key_of, record_responses
from app.demonstration.truth import recurrence_members, true_reviews
from app.kit.clock import utc_now
from app.kit.storage import Storage
from app.recurrence.service.recurrences import RecurrenceFilter, find_recurrences
from app.reviews.models import Review, State
from tests.factories.records import an_actor

PLANTED = "supervision-task-only"
OTHERS = ("kinship-untested", "threshold-form-decides", "family-moves-case-closes")
LIMIT_MB = 5
STEWARD = an_actor("steward")
ANALYST = an_actor("analyst")


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    """The manifest's lines for the reviews that share the planted issue, and some others."""
    folder: Path = tmp_path_factory.mktemp("corpus")
    manifest = build_corpus(folder)
    members = recurrence_members()
    wanted = {member.review for issue in (PLANTED, *OTHERS) for member in members[issue]}
    with manifest.path.open(encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        rows = [row for row in reader if row["key"] in wanted]
        names = reader.fieldnames or []
    part = folder / "part.csv"
    with part.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names)
        writer.writeheader()
        writer.writerows(rows)
    return read_manifest(part)


@pytest.fixture(scope="module")
def imported(
    lines: list[Line],
    sessions: sessionmaker[Session],
    storage: Storage,
    run_jobs: Callable[[], None],
) -> list[Imported]:
    done = []
    for line in lines:
        with sessions.begin() as session:
            done.append(
                import_line(session, storage, line, by=STEWARD, at=utc_now(), limit_mb=LIMIT_MB)
            )
    run_jobs()
    truths = true_reviews()
    for each in done:
        assert each.reference is not None, each.reason
        with sessions.begin() as session:
            key = key_of(each)
            decide_as_planned(session, each.reference, truths[key], by=STEWARD, at=utc_now())
            record_responses(session, each.reference, key, by=STEWARD)
    run_jobs()
    return done


class TestTheDemonstration:
    def test_every_file_is_read_and_accepted(
        self, imported: list[Imported], sessions: sessionmaker[Session]
    ) -> None:
        with sessions() as session:
            states = set(session.scalars(select(Review.state)))
        assert {each.fate for each in imported} == {Fate.UPLOADED}
        assert states <= {State.ACCEPTED, State.PUBLISHED}

    def test_the_planted_supervision_issue_comes_first(
        self, imported: list[Imported], sessions: sessionmaker[Session]
    ) -> None:
        with sessions() as session:
            found = find_recurrences(
                session, RecurrenceFilter(theme="supervision"), by=ANALYST, limit=5
            )
        keys = {each.reference: key_of(each) for each in imported}
        first = found.groups[0]
        planted = {member.review for member in recurrence_members()[PLANTED]}
        of_first = {keys[reference] for reference in first.reviews}
        assert len(of_first & planted) >= 3
        assert len(of_first & planted) >= len(of_first) / 2
        assert len(first.committees) >= 3

    def test_importing_again_changes_nothing(
        self,
        imported: list[Imported],
        lines: list[Line],
        sessions: sessionmaker[Session],
        storage: Storage,
    ) -> None:
        with sessions.begin() as session:
            again = [
                import_line(session, storage, line, by=STEWARD, at=utc_now(), limit_mb=LIMIT_MB)
                for line in lines
            ]
        assert {each.fate for each in again} == {Fate.KNOWN}
        assert [each.reference for each in again] == [each.reference for each in imported]

    def test_initial_reviews_are_tied_to_those_they_led_to(
        self, imported: list[Imported], sessions: sessionmaker[Session]
    ) -> None:
        with sessions.begin() as session:
            first = link_lines(session, imported)
        with sessions.begin() as session:
            assert link_lines(session, imported) == 0
        assert first >= 0
