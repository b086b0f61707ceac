from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from app import audit
from app.audit.chain import Head, HeadKey
from app.audit.ddl import GENESIS
from app.audit.filters import EventFilter
from app.audit.models import AuditEvent, AuditHead, AuditLink
from app.audit.service import DetailTooLong
from app.kit.actors import Actor
from app.kit.errors import Invalid

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ISLA = Actor(id=UUID(int=7), name="Isla Rennie")
KEY = HeadKey("a secret of this test")
TABLES = ("audit_events", "audit_links", "audit_heads")

PLANTED = """
INSERT INTO audit_events (at, actor_id, actor_name, action)
VALUES (now(), gen_random_uuid(), 'x', 'planted')
"""
SWAPPED = """
UPDATE audit_links SET sequence = -sequence WHERE sequence IN (2, 3);
UPDATE audit_links SET sequence = 5 + sequence WHERE sequence < 0
"""

Sessions = sessionmaker[Session]


@dataclass
class Thing:
    id: UUID | None
    reference: str | None = None
    committee_slug: str | None = None
    __tablename__ = "things"


def write(sessions: Sessions, *actions: str, at: datetime = NOON) -> None:
    with sessions.begin() as session:
        for action in actions:
            audit.record(session, action, None, by=ISLA, at=at)


def tamper(owner: Engine, statement: str) -> None:
    """Act as somebody with the owner's rights, who can switch the triggers off."""
    with owner.begin() as connection:
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(
            text("ALTER TABLE audit_links DROP CONSTRAINT IF EXISTS fk_audit_links_event_id")
        )
        for part in statement.split(";"):
            connection.execute(text(part))
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def faults(sessions: Sessions, *kept: Head) -> str:
    with sessions() as session:
        return " ".join(audit.verify(session, public_key=KEY.public, kept=kept).faults)


class TestRecording:
    def test_an_event_says_who_did_what_to_which_subject_when(self, sessions: Sessions) -> None:
        thing = Thing(uuid4(), "CR-2026-0001", "fife")
        with sessions.begin() as session:
            audit.record(session, "review.published", thing, by=ISLA, at=NOON, form="summary")

        with sessions() as session:
            event = session.scalars(select(AuditEvent)).one()
        assert (event.action, event.actor_id, event.actor_name) == (
            "review.published",
            ISLA.id,
            "Isla Rennie",
        )
        assert (event.subject_type, event.subject_id) == ("things", str(thing.id))
        assert (event.subject_reference, event.committee_slug) == ("CR-2026-0001", "fife")
        assert (event.at, event.details) == (NOON, {"form": "summary"})

    def test_a_new_subject_gets_its_id_first(self, sessions: Sessions) -> None:
        with sessions.begin() as session:
            head = AuditEvent(at=NOON, actor_id=ISLA.id, actor_name="x", action="first")
            session.add(head)
            audit.record(session, "second", head, by=ISLA, at=NOON)

        with sessions() as session:
            second = session.scalars(select(AuditEvent).filter_by(action="second")).one()
            first = session.scalars(select(AuditEvent).filter_by(action="first")).one()
        assert second.subject_id == str(first.id)

    def test_it_is_undone_with_the_act_and_takes_no_number(self, sessions: Sessions) -> None:
        write(sessions, "one")
        with sessions() as session:
            audit.record(session, "never", None, by=ISLA, at=NOON)
            session.flush()
            session.rollback()
        write(sessions, "two")

        with sessions() as session:
            links = session.scalars(select(AuditLink).order_by(AuditLink.sequence)).all()
        assert [(link.sequence, link.event.action) for link in links] == [(1, "one"), (2, "two")]

    def test_it_is_readable_within_its_own_transaction(self, sessions: Sessions) -> None:
        with sessions.begin() as session:
            audit.record(session, "seen", None, by=ISLA, at=NOON)
            assert session.scalar(select(func.count()).select_from(AuditEvent)) == 1

    @pytest.mark.parametrize(
        ("given", "stored"),
        [
            ({"count": 3}, {"count": 3}),
            ({"share": 0.25}, {"share": 0.25}),
            ({"forced": True}, {"forced": True}),
            ({"until": NOON.date()}, {"until": "2026-03-02"}),
            ({"held": NOON}, {"held": "2026-03-02T12:00:00+00:00"}),
            ({"who": UUID(int=1)}, {"who": "00000000-0000-0000-0000-000000000001"}),
            ({"roles": {"steward", "analyst"}}, {"roles": ["analyst", "steward"]}),
            ({"filter": {"theme": "supervision"}}, {"filter": {"theme": "supervision"}}),
            ({"reason": None}, {}),
        ],
    )
    def test_details_are_stored_as_plain_values(
        self, sessions: Sessions, given: dict[str, object], stored: dict[str, object]
    ) -> None:
        with sessions.begin() as session:
            audit.record(session, "x", None, by=ISLA, at=NOON, **given)
        with sessions() as session:
            assert session.scalars(select(AuditEvent)).one().details == stored

    def test_prose_is_refused(self, sessions: Sessions) -> None:
        with sessions() as session, pytest.raises(DetailTooLong):
            audit.record(session, "x", None, by=ISLA, at=NOON, note="word " * 60)

    def test_objects_are_refused(self, sessions: Sessions) -> None:
        with sessions() as session, pytest.raises(TypeError, match="Thing"):
            audit.record(session, "x", None, by=ISLA, at=NOON, thing=Thing(None))


class TestChain:
    def test_the_hash_of_the_database_is_the_hash_of_the_verifier(self, sessions: Sessions) -> None:
        awkward = 'quote " backslash \\ line\nbreak\ttab \x07 bell \x7f é ſ 漢 😀 </script>'
        thing = Thing(uuid4(), awkward, "fife")
        with sessions.begin() as session:
            audit.record(
                session, awkward, thing, by=Actor(id=uuid4(), name=awkward), at=NOON,
                bb=1e30, a=0.1, ccc=awkward, dd={"z": [1, {"y": None}], "aa": 2**53},
                e=-1.5e-9, f=[True, False],
            )  # fmt: skip

        assert faults(sessions) == ""

    @pytest.mark.parametrize("moment", [NOON, NOON + timedelta(microseconds=1)])
    def test_moments_keep_their_microseconds(self, sessions: Sessions, moment: datetime) -> None:
        write(sessions, "x", at=moment)
        assert faults(sessions) == ""

    def test_an_empty_trail_holds(self, sessions: Sessions) -> None:
        with sessions() as session:
            found = audit.verify(session)
        assert (found.events, found.head, found.intact) == (0, GENESIS, True)

    def test_own_events_are_verified_before_they_are_committed(self, sessions: Sessions) -> None:
        write(sessions, "one")
        with sessions() as session:
            audit.record(session, "two", None, by=ISLA, at=NOON)
            assert audit.verify(session).events == 2

    def test_writers_at_the_same_time_make_one_line(self, sessions: Sessions) -> None:
        def act(number: int) -> None:
            for turn in range(5):
                write(sessions, f"{number}.{turn}.a", f"{number}.{turn}.b")

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(act, range(6)))

        with sessions() as session:
            found = audit.verify(session)
        assert (found.events, found.faults) == (60, ())

    def test_an_open_transaction_that_recorded_holds_nobody_up(self, sessions: Sessions) -> None:
        with sessions.begin() as slow:
            audit.record(slow, "slow", None, by=ISLA, at=NOON)
            slow.flush()
            with sessions.begin() as fast:
                fast.execute(text("SET LOCAL lock_timeout = '2s'"))
                audit.record(fast, "fast", None, by=ISLA, at=NOON)

        with sessions() as session:
            links = session.scalars(select(AuditLink).order_by(AuditLink.sequence)).all()
        assert [link.event.action for link in links] == ["fast", "slow"]


class TestAppendOnly:
    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize("act", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
    def test_not_even_the_owner_changes_a_row_by_mistake(
        self, sessions: Sessions, owner: Engine, table: str, act: str
    ) -> None:
        write(sessions, "one")
        with sessions.begin() as session:
            audit.seal(session, at=NOON, key=KEY)
        column = {"audit_events": "action = 'x'"}.get(table, "hash = 'x'")

        with owner.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(act.format(table, column)))

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_events SET action = 'x'",
            "DELETE FROM audit_links",
            "INSERT INTO audit_links VALUES (9, gen_random_uuid(), '', '')",
            "ALTER TABLE audit_events DISABLE TRIGGER USER",
            "TRUNCATE audit_heads",
        ],
    )
    def test_the_application_has_no_right_to(self, sessions: Sessions, statement: str) -> None:
        with sessions() as session, pytest.raises(DBAPIError, match=r"permission|must be owner"):
            session.execute(text(statement))


class TestTampering:
    @pytest.fixture(autouse=True)
    def trail(self, sessions: Sessions) -> None:
        for number in range(1, 6):
            write(sessions, f"act.{number}")

    @pytest.mark.parametrize(
        ("statement", "fault"),
        [
            ("UPDATE audit_events SET action = 'other' WHERE action = 'act.3'", "Event 3 is not"),
            ("UPDATE audit_events SET actor_name = 'Nobody' WHERE action = 'act.1'", "Event 1 is"),
            ("UPDATE audit_events SET at = at + interval '1 us' WHERE action = 'act.5'", "Event 5"),
            ("UPDATE audit_events SET details = '{\"a\": 1}' WHERE action = 'act.2'", "Event 2 is"),
            ("UPDATE audit_events SET committee_slug = 'fife' WHERE action = 'act.2'", "Event 2"),
            ("DELETE FROM audit_events WHERE action = 'act.3'", "Events 3 to 3 are missing"),
            ("DELETE FROM audit_events WHERE action = 'act.1'", "Events 1 to 1 are missing"),
            ("DELETE FROM audit_events WHERE action = 'act.5'", "1 links of the chain"),
            ("DELETE FROM audit_links WHERE sequence = 5", "1 events stand outside"),
            ("DELETE FROM audit_links WHERE sequence = 2", "Events 2 to 2 are missing"),
            (SWAPPED, "Event 2 does not continue"),
            (PLANTED, "1 events stand outside"),
        ],
    )
    def test_is_found(self, sessions: Sessions, owner: Engine, statement: str, fault: str) -> None:
        assert faults(sessions) == ""

        tamper(owner, statement)

        assert fault in faults(sessions)

    def test_a_cut_end_contradicts_the_signed_head(self, sessions: Sessions, owner: Engine) -> None:
        with sessions.begin() as session:
            audit.seal(session, at=NOON, key=KEY)

        tamper(
            owner,
            "DELETE FROM audit_links WHERE sequence > 3;"
            "DELETE FROM audit_events WHERE action IN ('act.4', 'act.5')",
        )

        assert "vouches for 5 events" in faults(sessions)

    def test_a_cut_end_and_cut_heads_contradict_the_head_kept_outside(
        self, sessions: Sessions, owner: Engine
    ) -> None:
        with sessions.begin() as session:
            head = audit.seal(session, at=NOON, key=KEY)
        assert head is not None
        line = head.as_line()

        tamper(
            owner,
            "DELETE FROM audit_links WHERE sequence > 3;"
            "DELETE FROM audit_events WHERE action IN ('act.4', 'act.5');"
            "DELETE FROM audit_heads",
        )

        assert faults(sessions) == ""
        assert "vouches for 5 events" in faults(sessions, Head.from_line(line))

    def test_a_chain_written_anew_contradicts_its_head(
        self, sessions: Sessions, owner: Engine
    ) -> None:
        with sessions.begin() as session:
            audit.seal(session, at=NOON, key=KEY)
        tamper(owner, "DELETE FROM audit_links; DELETE FROM audit_events")
        for number in range(1, 6):
            write(sessions, f"act.{number}")

        assert "contradicts event 5" in faults(sessions)

    def test_a_head_signed_by_another_is_forged(self, sessions: Sessions) -> None:
        with sessions.begin() as session:
            audit.seal(session, at=NOON, key=HeadKey("somebody else's"))

        assert "was not signed by this repository" in faults(sessions)


class TestHeads:
    def test_nothing_recorded_nothing_signed(self, sessions: Sessions) -> None:
        with sessions.begin() as session:
            assert audit.seal(session, at=NOON, key=KEY) is None

    def test_a_day_has_one_head(self, sessions: Sessions) -> None:
        write(sessions, "one")
        with sessions.begin() as session:
            first = audit.seal(session, at=NOON, key=KEY)
        write(sessions, "two")
        with sessions.begin() as session:
            again = audit.seal(session, at=NOON, key=KEY)
            next_day = audit.seal(session, at=NOON + timedelta(days=1), key=KEY)
            assert session.scalar(select(func.count()).select_from(AuditHead)) == 2

        assert first == again
        assert next_day is not None
        assert next_day.sequence == 2

    @pytest.mark.parametrize("line", ["", "{}", "[]", '{"day": "2026-01-01"}', "null", "{"])
    def test_a_line_that_is_no_head_is_refused(self, line: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - the parser's own messages vary
            Head.from_line(line)


class TestListing:
    def test_newest_first_by_cursor(self, sessions: Sessions) -> None:
        write(sessions, *"abcdefg")
        seen: list[str] = []
        cursor: str | None = None
        while True:
            with sessions() as session:
                page = audit.list_events(session, EventFilter(), cursor=cursor, limit=3)
            seen += [link.event.action for link in page.items]
            cursor = page.next
            if cursor is None:
                break

        assert seen == list("gfedcba")

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (EventFilter(action="b"), ["b"]),
            (EventFilter(action="z"), []),
            (EventFilter(actor_id=ISLA.id), ["b", "a"]),
            (EventFilter(actor_id=UUID(int=8)), []),
            (EventFilter(since=NOON + timedelta(hours=1)), ["b"]),
            (EventFilter(until=NOON + timedelta(hours=1)), ["a"]),
            (EventFilter(subject_type="things"), []),
        ],
    )
    def test_filters(self, sessions: Sessions, wanted: EventFilter, found: list[str]) -> None:
        write(sessions, "a")
        write(sessions, "b", at=NOON + timedelta(hours=1))

        with sessions() as session:
            page = audit.list_events(session, wanted)

        assert [link.event.action for link in page.items] == found

    @pytest.mark.parametrize("cursor", ["!", "e30", "WyJhIl0", "WzEsMl0"])
    def test_a_foreign_cursor_is_refused(self, sessions: Sessions, cursor: str) -> None:
        with sessions() as session, pytest.raises(Invalid):
            audit.list_events(session, EventFilter(), cursor=cursor)
