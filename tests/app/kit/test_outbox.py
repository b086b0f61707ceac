"""A job is queued if and only if the work that makes it necessary is committed."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from app.kit.outbox import defer

COUNT = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = :task")


def queued(sessions: sessionmaker[Session], task: str) -> int:
    with sessions() as session:
        return int(session.scalar(COUNT, {"task": task}) or 0)


class TestAJob:
    def test_goes_with_the_transaction_that_is_rolled_back(
        self, sessions: sessionmaker[Session]
    ) -> None:
        with sessions() as session:
            defer(session, "intake:never", document_id="1")
            session.rollback()
        assert queued(sessions, "intake:never") == 0

    def test_stays_with_the_transaction_that_commits(self, sessions: sessionmaker[Session]) -> None:
        with sessions.begin() as session:
            defer(session, "intake:once", document_id="1")
            assert queued(sessions, "intake:once") == 0, "nobody may take it before the commit"
        assert queued(sessions, "intake:once") == 1
