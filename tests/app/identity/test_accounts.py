from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.identity import accounts
from app.identity.errors import (
    AddressTaken,
    GrantNotFound,
    InvalidAccount,
    OwnAccount,
    PersonNotFound,
)
from app.identity.models import Person
from app.identity.passwords import hash_password, is_right_password, needs_rehash
from app.identity.permissions import Role
from app.kit.actors import SYSTEM, Actor
from app.kit.clock import utc_now

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)


def add(session: Session, email: str = "ewan@example.org") -> Person:
    return accounts.add_person(session, email=email, name="Ewan Baird", by=SYSTEM, at=NOON)


def held(session: Session, person: Person, at: datetime = NOON) -> list[tuple[str, str | None]]:
    grants = accounts.roles_of(session, person, at=at)
    return [(grant.role, grant.committee_slug) for grant in grants]


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


class TestAdding:
    def test_an_address_is_found_whatever_its_case(self, session: Session) -> None:
        person = add(session, "  Ewan.Baird@Example.ORG ")
        assert person.email == "ewan.baird@example.org"
        assert accounts.find_person(session, "EWAN.baird@example.org") is person

    def test_an_address_has_one_account(self, session: Session) -> None:
        add(session)
        with pytest.raises(AddressTaken):
            add(session, "EWAN@example.org")

    @pytest.mark.parametrize(
        "email", ["", "ewan", "@example.org", "ewan@", "a b@example.org", "a@b@c", "a@b..c"]
    )
    def test_what_is_no_address_is_refused(self, session: Session, email: str) -> None:
        with pytest.raises(InvalidAccount) as caught:
            add(session, email)
        assert caught.value.errors[0].pointer == "email"

    @pytest.mark.parametrize("name", ["", "  ", "n" * 201])
    def test_a_name_is_needed(self, session: Session, name: str) -> None:
        with pytest.raises(InvalidAccount):
            accounts.add_person(session, email="a@example.org", name=name, by=SYSTEM, at=NOON)

    def test_is_recorded(self, session: Session) -> None:
        person = add(session)
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.subject_id == str(person.id))
        ).one()
        assert (event.action, event.subject_type) == ("person.added", "people")

    def test_somebody_unknown_is_not_found(self, session: Session) -> None:
        with pytest.raises(PersonNotFound):
            accounts.find_person(session, "nobody@example.org")
        with pytest.raises(PersonNotFound):
            accounts.get_person(session, UUID(int=1))

    def test_lists_page_by_address(self, session: Session) -> None:
        for letter in "cab":
            add(session, f"{letter}@example.org")
        first = accounts.list_people(session, at=utc_now(), limit=2)
        second = accounts.list_people(session, at=utc_now(), cursor=first.next, limit=2)
        names = [person.email[0] for page in (first, second) for person in page.items]
        assert (names, second.next) == (["a", "b", "c"], None)


class TestGranting:
    def test_a_role_is_held_from_now_on(self, session: Session) -> None:
        person = add(session)
        accounts.grant_role(session, person, Role.STEWARD, by=SYSTEM, at=NOON)
        accounts.grant_role(session, person, Role.COMMITTEE, committee="fife", by=SYSTEM, at=NOON)
        assert held(session, person) == [("committee", "fife"), ("steward", None)]

    def test_twice_is_once(self, session: Session) -> None:
        person = add(session)
        first = accounts.grant_role(session, person, Role.STEWARD, by=SYSTEM, at=NOON)
        again = accounts.grant_role(
            session, person, Role.STEWARD, by=SYSTEM, at=NOON, expires_at=LATER
        )
        assert first is again
        assert again.expires_at == LATER

    def test_it_ends_when_it_expires(self, session: Session) -> None:
        person = add(session)
        accounts.grant_role(session, person, Role.ANALYST, by=SYSTEM, at=NOON, expires_at=LATER)
        assert held(session, person, LATER - timedelta(seconds=1)) == [("analyst", None)]
        assert held(session, person, LATER) == []

    def test_it_ends_when_it_is_revoked_and_may_be_given_again(self, session: Session) -> None:
        person = add(session)
        accounts.grant_role(session, person, Role.ANALYST, by=SYSTEM, at=NOON)
        accounts.revoke_role(session, person, Role.ANALYST, by=SYSTEM, at=NOON)
        assert held(session, person) == []
        accounts.grant_role(session, person, Role.ANALYST, by=SYSTEM, at=NOON)
        assert held(session, person) == [("analyst", None)]

    def test_one_committee_may_be_revoked_and_the_other_stay(self, session: Session) -> None:
        person = add(session)
        for slug in ("fife", "moray"):
            accounts.grant_role(session, person, Role.COMMITTEE, committee=slug, by=SYSTEM, at=NOON)
        accounts.revoke_role(session, person, Role.COMMITTEE, committee="fife", by=SYSTEM, at=NOON)
        assert held(session, person) == [("committee", "moray")]

    @pytest.mark.parametrize(
        ("role", "committee"),
        [
            (Role.COMMITTEE, None),
            (Role.STEWARD, "fife"),
            (Role.COMMITTEE, ""),
            (Role.COMMITTEE, "Fife"),
            (Role.COMMITTEE, "fife-"),
            (Role.COMMITTEE, "argyll and bute"),
        ],
    )
    def test_a_committee_goes_with_the_committee_role_only(
        self, session: Session, role: Role, committee: str | None
    ) -> None:
        with pytest.raises(InvalidAccount):
            accounts.grant_role(
                session, add(session), role, committee=committee, by=SYSTEM, at=NOON
            )

    def test_an_end_in_the_past_is_refused(self, session: Session) -> None:
        with pytest.raises(InvalidAccount):
            accounts.grant_role(
                session, add(session), Role.STEWARD, by=SYSTEM, at=NOON, expires_at=NOON
            )

    def test_what_is_not_held_cannot_be_revoked(self, session: Session) -> None:
        with pytest.raises(GrantNotFound):
            accounts.revoke_role(session, add(session), Role.STEWARD, by=SYSTEM, at=NOON)

    def test_nobody_changes_their_own_account(self, session: Session) -> None:
        person = add(session)
        by = Actor(person.id, person.name, frozenset({"administrator"}))
        with pytest.raises(OwnAccount):
            accounts.grant_role(session, person, Role.STEWARD, by=by, at=NOON)
        with pytest.raises(OwnAccount):
            accounts.close_account(session, person, by=by, at=NOON)
        with pytest.raises(OwnAccount):
            accounts.reopen_account(session, person, by=by, at=NOON)

    def test_every_change_is_recorded(self, session: Session) -> None:
        before = len(actions(session))
        person = add(session)
        accounts.grant_role(session, person, Role.STEWARD, by=SYSTEM, at=NOON)
        accounts.revoke_role(session, person, Role.STEWARD, by=SYSTEM, at=NOON)
        accounts.close_account(session, person, by=SYSTEM, at=NOON)
        accounts.reopen_account(session, person, by=SYSTEM, at=NOON)
        assert actions(session)[before:] == [
            "person.added",
            "role.granted",
            "role.revoked",
            "person.closed",
            "person.reopened",
        ]


@pytest.mark.usefixtures("real_hashing")
class TestPasswords:
    GOOD = "seven grey herons wade"

    def test_the_right_one_is_right_and_others_are_not(self) -> None:
        kept = hash_password(self.GOOD, email="a@example.org")
        assert kept.startswith("$argon2id$")
        assert is_right_password(self.GOOD, kept)
        assert not is_right_password(self.GOOD.upper(), kept)
        assert not is_right_password("", kept)
        assert not needs_rehash(kept)

    @pytest.mark.parametrize("kept", [None, "", "not a hash"])
    def test_no_account_is_never_right(self, kept: str | None) -> None:
        assert not is_right_password(self.GOOD, kept)

    @pytest.mark.parametrize(
        "weak",
        ["", "elevenchars", "aaaaaaaaaaaaaaaa", "abababababab", "x" * 129, "isla.rennie!2026"],
    )
    def test_a_weak_one_is_refused(self, weak: str) -> None:
        with pytest.raises(InvalidAccount) as caught:
            hash_password(weak, email="isla.rennie@example.org")
        assert caught.value.errors[0].code == "weak_password"
