"""The second wall: what the database shows to whom, whatever the query forgot to ask."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import ARRAY, Text, cast, func, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from app.identity.permissions import Role, visibility_of
from app.identity.row_security import act_as, looking_everywhere
from app.kit.actors import SYSTEM, Actor
from app.kit.database import make_sessions
from app.reviews.counting import recount
from app.reviews.models import Document, Finding, KeyDate, Review, State
from tests.conftest import TestDatabase
from tests.factories.records import a_finding, a_review, a_tag, an_actor

WITHOUT_COMMITTEE = [role for role in Role if role is not Role.COMMITTEE]
OPEN_TABLES = {
    "audit_events": "names committees and people; holds no words of a review, by its own rule",
    "audit_links": "hashes",
    "committee_areas": "public",
    "committee_successions": "public",
    "role_grants": "who acts for which committee",
    "research_projects": "a researcher's own words; no words or facts of a review",
    "research_people": "who takes part in a project",
    "research_decisions": "what stewards decided on a project",
    "research_acceptances": "who accepted the agreement of a project",
    "research_register": "public",
}
"""Tables that name a committee or follow another table and need no protection, and why."""


@pytest.fixture(scope="module")
def web(sessions: sessionmaker[Session]) -> sessionmaker[Session]:
    """Sessions as the web has them: nobody is acting yet."""
    return make_sessions(sessions.kw["bind"])


@pytest.fixture(scope="module")
def standing(sessions: sessionmaker[Session]) -> dict[str, UUID]:
    """One review of Fife and one of Angus in each standing that readers differ in."""
    ids: dict[str, UUID] = {}
    with sessions.begin() as session:
        for committee in ("fife", "angus"):
            for state in (State.DRAFT, State.ON_HOLD, State.ACCEPTED, State.PUBLISHED):
                review = a_review(session, committee=committee, state=state)
                _fill(session, review)
                ids[f"{committee} {state}"] = review.id
            hidden = a_review(session, committee=committee, state=State.PUBLISHED)
            hidden.publication_form = "none"
            _fill(session, hidden)
            ids[f"{committee} unpublished"] = hidden.id
    return ids


def _fill(session: Session, review: Review) -> None:
    finding = a_finding(session, review)
    a_tag(session, finding, "supervision")
    session.add(
        Document(
            review_id=review.id,
            version=1,
            filename="a.txt",
            sha256=uuid4().hex,
            size=1,
            uploaded_by=uuid4(),
        )
    )
    recount(session, review.id)


def seen_by(web: sessionmaker[Session], actor: Actor | None) -> set[UUID]:
    """The reviews that a query without any condition gives to ``actor``."""
    with web() as session:
        if actor is not None:
            act_as(session, actor)
        return set(session.scalars(select(Review.id)))


def _protected(session: Session) -> list[str]:
    return list(
        session.scalars(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity"
                " AND relforcerowsecurity ORDER BY relname"
            )
        )
    )


class TestNobody:
    def test_without_an_actor_no_table_of_the_reviews_shows_a_row(
        self, web: sessionmaker[Session], session: Session, standing: dict[str, UUID]
    ) -> None:
        assert standing
        filled = 0
        with web() as nobody:
            for table in _protected(session):
                count = text(f"SELECT count(*) FROM {table}")  # noqa: S608
                filled += bool(session.scalar(count))
                assert nobody.scalar(count) == 0, table
        assert filled >= 6

    def test_a_bare_connection_of_the_services_role_sees_nothing(
        self, database: TestDatabase, standing: dict[str, UUID]
    ) -> None:
        plain = database.app_url.replace("+psycopg", "")
        with psycopg.connect(plain) as connection:
            assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (0,)
            assert connection.execute("SELECT count(*) FROM findings").fetchone() == (0,)

    def test_the_owner_is_held_by_the_same_wall(
        self, database: TestDatabase, standing: dict[str, UUID]
    ) -> None:
        plain = database.owner_url.replace("+psycopg", "")
        with psycopg.connect(plain) as connection:
            assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (0,)

    def test_the_services_role_neither_owns_tables_nor_passes_policies(
        self, session: Session
    ) -> None:
        role = session.execute(
            text(
                "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
                " WHERE rolname = current_user"
            )
        ).one()
        assert tuple(role) == (False, False, False)
        owned = text("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert session.scalar(owned) == 0
        member = text("SELECT pg_has_role(current_user, 'reviews_owner', 'MEMBER')")
        assert session.scalar(member) is False


class TestReaders:
    @pytest.mark.parametrize("role", WITHOUT_COMMITTEE)
    def test_each_role_sees_what_the_permission_table_says(
        self,
        role: Role,
        web: sessionmaker[Session],
        session: Session,
        standing: dict[str, UUID],
    ) -> None:
        actor = an_actor(role.value)
        assert seen_by(web, actor) & set(standing.values()) == _expected(session, actor, standing)

    def test_a_committee_sees_its_own_and_what_is_published(
        self, web: sessionmaker[Session], session: Session, standing: dict[str, UUID]
    ) -> None:
        actor = an_actor("committee", committees=("fife",))
        seen = {name for name, key in standing.items() if key in seen_by(web, actor)}
        assert seen == {
            "fife draft", "fife on_hold", "fife accepted", "fife published", "fife unpublished",
            "angus published",
        }  # fmt: skip

    def test_administrators_auditors_and_researchers_see_none(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        for role in ("administrator", "auditor", "researcher"):
            assert seen_by(web, an_actor(role)) == set()

    def test_findings_and_tags_follow_their_review(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        wanted = set(standing.values())
        for actor in (
            an_actor("practitioner"),
            an_actor("analyst"),
            an_actor("committee", committees=("angus",)),
            an_actor("steward"),
        ):
            reviews = seen_by(web, actor) & wanted
            with web() as session:
                act_as(session, actor)
                findings = set(session.scalars(select(Finding.review_id))) & wanted
                tags = set(
                    session.scalars(
                        text(
                            "SELECT f.review_id FROM tags t JOIN findings f ON f.id = t.finding_id"
                        )
                    )
                )
            assert findings == reviews
            assert tags & wanted == reviews

    def test_a_tokens_scopes_do_not_change_which_rows_its_acts_rest_on(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        everywhere = an_actor("practitioner")
        narrow = Actor(everywhere.id, "A notebook", everywhere.roles, scopes=frozenset({"search"}))
        assert seen_by(web, narrow) == seen_by(web, everywhere) != set()


def _expected(session: Session, actor: Actor, standing: dict[str, UUID]) -> set[UUID]:
    seen = visibility_of(actor)
    return {
        review.id
        for review in session.scalars(select(Review).where(Review.id.in_(standing.values())))
        if seen.shows(
            committee_slug=review.committee_slug,
            counted=review.counted,
            published=review.published and review.publication_form != "none",
        )
    }


class TestWriting:
    def test_an_officer_cannot_change_another_committees_published_review(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        change = text("UPDATE reviews SET title = 'Mine now' WHERE id = :id RETURNING id")
        with web() as session:
            act_as(session, an_actor("committee", committees=("fife",)))
            theirs = session.execute(change, {"id": standing["angus published"]}).all()
            own = session.execute(change, {"id": standing["fife draft"]}).all()
        assert (len(theirs), len(own)) == (0, 1)

    def test_an_officer_cannot_move_a_review_to_another_committee(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        with web() as session:
            act_as(session, an_actor("committee", committees=("fife",)))
            with pytest.raises(ProgrammingError, match="row-level security"):
                session.execute(
                    text("UPDATE reviews SET committee_slug = 'angus' WHERE id = :id"),
                    {"id": standing["fife draft"]},
                )

    def test_an_officer_cannot_add_to_another_committees_review(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        with web() as session:
            act_as(session, an_actor("committee", committees=("fife",)))
            date = {"kind": "incident", "on": "2015-01-01", "precision": "day"}
            session.add(KeyDate(review_id=standing["angus published"], **date))
            with pytest.raises(ProgrammingError, match="row-level security"):
                session.flush()

    @pytest.mark.parametrize("role", ["practitioner", "analyst", "auditor", "administrator"])
    def test_whoever_only_reads_cannot_write(
        self, role: str, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        with web() as session:
            act_as(session, an_actor(role))
            for table in ("reviews", "findings", "tags", "documents"):
                gone = session.execute(text(f"DELETE FROM {table}"))  # noqa: S608
                assert gone.rowcount == 0  # type: ignore[attr-defined]


class TestSettings:
    def test_they_end_with_the_transaction(self, web: sessionmaker[Session]) -> None:
        engine = web.kw["bind"]
        with engine.connect() as connection:
            one = Session(connection)
            act_as(one, SYSTEM)
            one.execute(select(1))
            # The connection goes back to the pool for somebody else.
            connection.rollback()
            left = connection.scalar(select(func.current_setting("reviews.everything", True)))
        assert left in {None, ""}

    def test_a_session_keeps_them_from_one_transaction_to_the_next(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        with web() as session:
            act_as(session, SYSTEM)
            session.rollback()
            assert session.scalar(select(func.count()).select_from(Review)) >= len(standing)

    def test_they_outlive_a_savepoint_that_is_rolled_back(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        with web() as session:
            act_as(session, SYSTEM)
            session.begin_nested().rollback()
            assert session.scalar(select(func.count()).select_from(Review)) >= len(standing)

    def test_looking_everywhere_ends_with_its_block(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        count = select(func.count()).select_from(Review)
        with web() as session:
            with looking_everywhere(session):
                assert session.scalar(count) >= len(standing)
            assert session.scalar(count) == 0
            act_as(session, an_actor("practitioner"))
            before = session.scalar(count)
            with looking_everywhere(session):
                assert session.scalar(count) > before
            assert session.scalar(count) == before

    def test_looking_everywhere_ends_with_an_error_too(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        with web() as session:
            with pytest.raises(ProgrammingError), looking_everywhere(session):
                session.execute(text("SELECT nothing FROM nowhere"))
            session.rollback()
            assert session.scalar(select(func.count()).select_from(Review)) == 0

    def test_a_committees_name_cannot_stand_for_two(self, web: sessionmaker[Session]) -> None:
        with web() as session:
            act_as(session, an_actor("committee", committees=("fife", "angus")))
            own = session.scalar(select(cast(func.own_committees(), ARRAY(Text))))
            assert own == ["angus", "fife"]
            act_as(session, an_actor("committee"))
            assert session.scalar(select(cast(func.own_committees(), ARRAY(Text)))) == []


CONTENT = text("""
WITH RECURSIVE content(table_id) AS (
    SELECT 'reviews'::regclass::oid
    UNION
    SELECT c.conrelid FROM pg_constraint c JOIN content ON c.confrelid = content.table_id
    WHERE c.contype = 'f'
)
SELECT table_id::regclass::text FROM content
UNION
SELECT a.attrelid::regclass::text FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
  AND a.attname IN ('review_id', 'review_reference', 'finding_id', 'document_id', 'passage_id',
                    'committee_slug')
""")


class TestEveryTable:
    def test_every_table_with_content_of_reviews_is_under_forced_row_security(
        self, session: Session
    ) -> None:
        """A new table belongs to a review by foreign key, or names one: it needs policies.

        ``app.reviews.row_security`` has them ready for a migration
        (``protect_part_of_review``, ``protect_part_of_finding``).
        """
        content = set(session.scalars(CONTENT)) - set(OPEN_TABLES)
        assert len(content) >= 30
        assert content - set(_protected(session)) == set()

    def test_each_of_them_has_a_policy_for_every_act(self, session: Session) -> None:
        rows = session.execute(
            text("SELECT tablename, array_agg(cmd ORDER BY cmd) FROM pg_policies GROUP BY 1")
        )
        acts = {table: tuple(each) for table, each in rows}
        assert set(acts) == set(_protected(session))
        assert set(acts.values()) == {("DELETE", "INSERT", "SELECT", "UPDATE")}

    def test_the_job_queue_stays_outside(self, session: Session) -> None:
        assert not [each for each in _protected(session) if each.startswith("procrastinate")]


class TestSpeed:
    def test_the_settings_are_read_once_a_statement_and_not_once_a_row(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        with web() as session:
            act_as(session, an_actor("committee", committees=("fife",)))
            plan = "\n".join(_plan(session, "SELECT * FROM findings"))
        assert "InitPlan" in plan
        assert "current_setting" not in plan.partition("InitPlan")[0]

    def test_words_are_still_found_through_their_index(
        self, web: sessionmaker[Session], standing: dict[str, UUID]
    ) -> None:
        with web() as session:
            act_as(session, an_actor("practitioner"))
            session.execute(text("SET LOCAL enable_seqscan = off"))
            plan = "\n".join(
                _plan(
                    session,
                    "SELECT id FROM findings WHERE counted"
                    " AND search @@ websearch_to_tsquery('english', 'supervision')",
                )
            )
        assert "Bitmap Index Scan on ix_findings_search" in plan


def _plan(session: Session, statement: str) -> Iterator[str]:
    yield from session.scalars(text(f"EXPLAIN {statement}"))
