from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.identity import accounts, tokens
from app.identity.authentication import authenticate_token
from app.identity.errors import InvalidAccount, TokenNotFound, TokenUnknown
from app.identity.models import ApiToken, Person
from app.identity.permissions import Permission, permissions_of
from app.kit.actors import SYSTEM, Actor
from app.kit.clock import utc_now
from tests.app.identity.conftest import AddPerson

NOW = utc_now()
Sessions = sessionmaker[Session]
MakeToken = Callable[..., str]


def actor_by(sessions: Sessions, text: str, days: int = 0) -> Actor:
    with sessions.begin() as session:
        return authenticate_token(session, text, at=utc_now() + timedelta(days=days))


class TestMaking:
    def test_the_text_is_known_once(
        self, sessions: Sessions, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        text = make_token(add_person())
        with sessions() as session:
            kept = session.scalars(select(ApiToken)).one()
        assert text.startswith("crr_")
        assert len(text) == 47
        assert text.startswith(kept.prefix)
        assert text not in {kept.secret_hash, kept.prefix, kept.name}

    def test_its_representation_shows_no_secret(
        self, session: Session, add_person: AddPerson
    ) -> None:
        made = tokens.create_token(session, add_person(), name="x", by=SYSTEM, at=NOW, strong=True)
        assert made.text not in repr(made)

    @pytest.mark.parametrize(
        ("name", "days"), [("", 1), ("  ", 1), ("n" * 101, 1), ("x", 0), ("x", -1), ("x", 367)]
    )
    def test_names_and_lifetimes_have_bounds(
        self, session: Session, add_person: AddPerson, name: str, days: int
    ) -> None:
        with pytest.raises(InvalidAccount):
            tokens.create_token(
                session, add_person(), name=name, by=SYSTEM, at=NOW, strong=True,
                lifetime=timedelta(days=days),
            )  # fmt: skip


class TestUsing:
    def test_it_acts_as_its_owner(
        self, sessions: Sessions, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        person = add_person("isla@example.org", "steward", "committee:fife")
        actor = actor_by(sessions, make_token(person))
        assert (actor.id, actor.name) == (person.id, person.name)
        assert actor.roles == {"steward", "committee"}
        assert actor.committees == {"fife"}

    def test_scopes_cut_it_down(
        self, sessions: Sessions, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        person = add_person("isla@example.org", "steward")
        text = make_token(person, scopes=[Permission.SEARCH, Permission.AUDIT_READ])
        assert permissions_of(actor_by(sessions, text)) == {Permission.SEARCH}

    def test_made_without_a_second_factor_it_lacks_the_strong_roles(
        self, sessions: Sessions, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        person = add_person("isla@example.org", "steward", "practitioner")
        assert actor_by(sessions, make_token(person, strong=False)).roles == {"practitioner"}

    def test_its_last_use_is_noted(
        self, sessions: Sessions, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        actor_by(sessions, make_token(add_person()))
        with sessions() as session:
            assert session.scalars(select(ApiToken.last_used_at)).one() is not None

    @pytest.mark.parametrize("text", ["", "crr_", "crr_wrong", "x", "Bearer", "crr_\u00e9"])
    def test_a_made_up_one_is_unknown(self, sessions: Sessions, text: str) -> None:
        with pytest.raises(TokenUnknown):
            actor_by(sessions, text)

    def test_a_changed_letter_makes_it_unknown(
        self, sessions: Sessions, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        text = make_token(add_person())
        last = "A" if text[-1] != "A" else "B"
        with pytest.raises(TokenUnknown):
            actor_by(sessions, text[:-1] + last)

    def test_it_expires(
        self, sessions: Sessions, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        text = make_token(add_person(), days=9)
        actor_by(sessions, text, days=8)
        with pytest.raises(TokenUnknown):
            actor_by(sessions, text, days=9)

    def test_it_ends_with_the_account(
        self, sessions: Sessions, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        person = add_person()
        text = make_token(person)
        with sessions.begin() as session:
            accounts.close_account(session, session.merge(person), by=SYSTEM, at=NOW)
        with pytest.raises(TokenUnknown):
            actor_by(sessions, text)


class TestRevoking:
    def test_its_owner_ends_it(
        self, sessions: Sessions, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        person = add_person()
        text = make_token(person)
        with sessions.begin() as session:
            [token] = tokens.list_tokens(session, person.id)
            tokens.revoke_token(session, token.id, by=Actor(person.id, "x"), at=NOW)
            assert tokens.list_tokens(session, person.id) == []
        with pytest.raises(TokenUnknown):
            actor_by(sessions, text)

    def test_somebody_elses_is_not_found(
        self, session: Session, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        owner, other = add_person(), add_person("ewan@example.org")
        make_token(owner)
        [token] = tokens.list_tokens(session, owner.id)
        with pytest.raises(TokenNotFound):
            tokens.revoke_token(session, token.id, by=Actor(other.id, "x"), at=NOW)

    def test_twice_is_not_found(
        self, session: Session, add_person: AddPerson, make_token: MakeToken
    ) -> None:
        person: Person = add_person()
        make_token(person)
        [token] = tokens.list_tokens(session, person.id)
        by = Actor(person.id, "x")
        tokens.revoke_token(session, token.id, by=by, at=NOW)
        with pytest.raises(TokenNotFound):
            tokens.revoke_token(session, token.id, by=by, at=NOW)
