import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.identity import accounts, second_factor, signing_in
from app.identity.authentication import authenticate_session
from app.identity.config import IdentityConfig
from app.identity.errors import (
    AlreadyEnrolled,
    LockedOut,
    OwnAccount,
    SignInNeeded,
    WrongCode,
    WrongCredentials,
)
from app.identity.lockout import wait_after
from app.identity.models import Person, SignInAttempt, SignInSession
from app.identity.permissions import Role
from app.identity.signing_in import Refused, Welcomed
from app.identity.totp import code_at
from app.kit.actors import SYSTEM, Actor
from app.kit.clock import utc_now
from app.kit.errors import NotSignedIn, TooMany
from tests.app.identity.conftest import CONFIG, PASSWORD, AddPerson

Sessions = sessionmaker[Session]
NOW = utc_now()


def attempt(
    sessions: Sessions, password: str = PASSWORD, email: str = "isla@example.org",
    at: datetime = NOW,
) -> Welcomed | Refused:  # fmt: skip
    with sessions.begin() as session:
        return signing_in.sign_in(session, email=email, password=password, at=at, config=CONFIG)


def error_of(outcome: Welcomed | Refused) -> NotSignedIn | TooMany:
    assert isinstance(outcome, Refused)
    return outcome.error


def welcome(outcome: Welcomed | Refused) -> Welcomed:
    assert isinstance(outcome, Welcomed)
    return outcome


def browse(
    sessions: Sessions, secret: str, at: datetime = NOW, config: IdentityConfig = CONFIG
) -> Actor:
    with sessions.begin() as session:
        return authenticate_session(session, secret, at=at, config=config).actor


def enrol(sessions: Sessions, person: Person, secret: str, at: datetime = NOW) -> str:
    """Set up an authenticator app; its secret."""
    by = Actor(person.id, person.name)
    with sessions.begin() as session:
        key = second_factor.begin_enrolment(session, by=by, config=CONFIG).secret
        second_factor.confirm_enrolment(
            session, code_at(key, at), cookie=secret, by=by, at=at, config=CONFIG
        )
    return key


class TestPassword:
    def test_the_right_one_signs_in(self, sessions: Sessions, add_person: AddPerson) -> None:
        person = add_person("isla@example.org", "committee:fife")
        actor = browse(sessions, welcome(attempt(sessions)).secret)
        assert actor.id == person.id
        assert actor.roles == {"committee"}
        assert actor.committees == {"fife"}

    def test_the_cookie_is_kept_as_a_hash(self, sessions: Sessions, add_person: AddPerson) -> None:
        add_person()
        secret = welcome(attempt(sessions)).secret
        with sessions() as session:
            kept = session.scalars(select(SignInSession)).one()
        assert secret not in {kept.secret_hash, kept.csrf_token}
        assert len(secret) >= 43

    @pytest.mark.parametrize("case", ["wrong", "unknown", "closed", "without"])
    def test_every_refusal_sounds_alike(
        self, sessions: Sessions, add_person: AddPerson, case: str
    ) -> None:
        email, password = "isla@example.org", PASSWORD
        if case != "unknown":
            person = add_person(password=None if case == "without" else PASSWORD)
        if case == "wrong":
            password = "another phrase entirely"
        if case == "closed":
            with sessions.begin() as session:
                merged = session.merge(person)
                accounts.close_account(session, merged, by=SYSTEM, at=NOW)

        error = error_of(attempt(sessions, password, email))

        assert isinstance(error, WrongCredentials)
        assert str(error) == str(WrongCredentials())

    @pytest.mark.usefixtures("real_hashing")
    def test_an_unknown_address_takes_as_long(
        self, sessions: Sessions, add_person: AddPerson
    ) -> None:
        add_person()

        def took(email: str) -> float:
            begun = time.perf_counter()
            attempt(sessions, "not the right one", email)
            return time.perf_counter() - begun

        took("warm.up@example.org")
        known = statistics.median(took("isla@example.org") for _ in range(4))
        unknown = statistics.median(took(f"nobody{n}@example.org") for n in range(4))
        assert 0.4 < known / unknown < 2.5


class TestLockout:
    @pytest.mark.parametrize(
        ("failures", "seconds"),
        [(0, None), (4, None), (5, 30), (6, 60), (9, 480), (10, 900), (1000, 900)],
    )
    def test_waits_double_up_to_a_quarter_of_an_hour(
        self, failures: int, seconds: int | None
    ) -> None:
        expected = None if seconds is None else timedelta(seconds=seconds)
        assert wait_after(failures) == expected

    @pytest.mark.parametrize("email", ["isla@example.org", "nobody@example.org"])
    def test_five_wrong_ones_lock_known_and_unknown_alike(
        self, sessions: Sessions, add_person: AddPerson, email: str
    ) -> None:
        add_person()
        for _ in range(5):
            assert isinstance(error_of(attempt(sessions, "wrong", email)), WrongCredentials)
        locked = error_of(attempt(sessions, PASSWORD, email))
        assert isinstance(locked, LockedOut)
        assert 25 <= locked.retry_after <= 31

    def test_after_the_wait_the_right_one_forgives(
        self, sessions: Sessions, add_person: AddPerson
    ) -> None:
        add_person()
        for _ in range(5):
            attempt(sessions, "wrong")
        welcome(attempt(sessions, at=NOW + timedelta(seconds=31)))
        with sessions() as session:
            assert session.scalars(select(SignInAttempt)).one().failures == 0

    def test_a_day_forgives(self, sessions: Sessions, add_person: AddPerson) -> None:
        add_person()
        for _ in range(5):
            attempt(sessions, "wrong")
        assert isinstance(
            error_of(attempt(sessions, "wrong", at=NOW + timedelta(hours=25))), WrongCredentials
        )
        welcome(attempt(sessions, at=NOW + timedelta(hours=25)))

    def test_guesses_at_the_same_time_are_counted_one_by_one(
        self, sessions: Sessions, add_person: AddPerson
    ) -> None:
        add_person()
        with ThreadPoolExecutor(8) as pool:
            errors = [
                error_of(each) for each in pool.map(lambda _: attempt(sessions, "x"), range(8))
            ]
        assert sum(isinstance(error, WrongCredentials) for error in errors) == 5
        assert sum(isinstance(error, LockedOut) for error in errors) == 3

    def test_the_address_is_kept_as_a_hash(self, sessions: Sessions) -> None:
        attempt(sessions, email="typed my password here")
        with sessions() as session:
            assert len(session.scalars(select(SignInAttempt)).one().email_hash) == 64


class TestSession:
    def test_ends_after_an_idle_hour(self, sessions: Sessions, add_person: AddPerson) -> None:
        add_person()
        secret = welcome(attempt(sessions)).secret
        browse(sessions, secret, NOW + timedelta(minutes=59))
        browse(sessions, secret, NOW + timedelta(minutes=118))
        with pytest.raises(SignInNeeded):
            browse(sessions, secret, NOW + timedelta(minutes=179))

    def test_ends_after_twelve_hours_of_work(
        self, sessions: Sessions, add_person: AddPerson
    ) -> None:
        add_person()
        secret = welcome(attempt(sessions)).secret
        for halves in range(1, 24):
            browse(sessions, secret, NOW + timedelta(minutes=30 * halves))
        with pytest.raises(SignInNeeded):
            browse(sessions, secret, NOW + timedelta(hours=12))

    def test_ends_by_signing_out(self, sessions: Sessions, add_person: AddPerson) -> None:
        add_person()
        secret = welcome(attempt(sessions)).secret
        with sessions.begin() as session:
            signing_in.sign_out(session, secret, at=NOW)
            signing_in.sign_out(session, "unknown", at=NOW)
        with pytest.raises(SignInNeeded):
            browse(sessions, secret)

    def test_ends_when_the_account_is_closed(
        self, sessions: Sessions, add_person: AddPerson
    ) -> None:
        person = add_person()
        secret = welcome(attempt(sessions)).secret
        with sessions.begin() as session:
            accounts.close_account(session, session.merge(person), by=SYSTEM, at=NOW)
        with pytest.raises(SignInNeeded):
            browse(sessions, secret)

    def test_ends_when_the_password_is_changed(
        self, sessions: Sessions, add_person: AddPerson
    ) -> None:
        person = add_person()
        secret = welcome(attempt(sessions)).secret
        with sessions.begin() as session:
            accounts.set_password(
                session, session.merge(person), "nine brown otters", by=SYSTEM, at=NOW
            )
        with pytest.raises(SignInNeeded):
            browse(sessions, secret)
        welcome(attempt(sessions, "nine brown otters"))

    def test_roles_count_from_the_next_request(
        self, sessions: Sessions, add_person: AddPerson
    ) -> None:
        person = add_person("isla@example.org", "practitioner")
        secret = welcome(attempt(sessions)).secret
        with sessions.begin() as session:
            merged = session.merge(person)
            accounts.revoke_role(session, merged, Role.PRACTITIONER, by=SYSTEM, at=NOW)
            accounts.grant_role(session, merged, Role.AUDITOR, by=SYSTEM, at=NOW)
        assert browse(sessions, secret).roles == {"auditor"}

    def test_nobody_is_signed_in_with_a_made_up_cookie(self, sessions: Sessions) -> None:
        with pytest.raises(SignInNeeded):
            browse(sessions, "made-up")


class TestSecondFactor:
    @pytest.fixture
    def person(self, add_person: AddPerson) -> Person:
        return add_person("isla@example.org", "steward", "practitioner")

    def test_strong_roles_wait_for_it(self, sessions: Sessions, person: Person) -> None:
        secret = welcome(attempt(sessions)).secret
        assert browse(sessions, secret).roles == {"practitioner"}
        enrol(sessions, person, secret)
        assert browse(sessions, secret).roles == {"practitioner", "steward"}

    def test_a_home_may_do_without(self, sessions: Sessions, person: Person) -> None:
        lenient = IdentityConfig(
            base_url="http://localhost", secret="x", second_factor_required=False
        )
        secret = welcome(attempt(sessions)).secret
        assert browse(sessions, secret, config=lenient).roles == {"practitioner", "steward"}

    def test_once_set_up_the_password_alone_signs_nobody_in(
        self, sessions: Sessions, person: Person
    ) -> None:
        enrol(sessions, person, welcome(attempt(sessions)).secret)
        first = welcome(attempt(sessions))
        assert first.needs_code
        with pytest.raises(SignInNeeded):
            browse(sessions, first.secret)

    def test_the_code_signs_in_with_a_new_cookie(self, sessions: Sessions, person: Person) -> None:
        key = enrol(sessions, person, welcome(attempt(sessions)).secret)
        first = welcome(attempt(sessions))
        at = NOW + timedelta(seconds=60)
        with sessions.begin() as session:
            second = welcome(
                signing_in.enter_code(session, first.secret, code_at(key, at), at=at, config=CONFIG)
            )
        assert second.secret != first.secret
        assert browse(sessions, second.secret, at).roles == {"practitioner", "steward"}
        with pytest.raises(SignInNeeded):
            browse(sessions, first.secret, at)

    def test_the_code_of_the_enrolment_does_not_work_again(
        self, sessions: Sessions, person: Person
    ) -> None:
        key = enrol(sessions, person, welcome(attempt(sessions)).secret)
        first = welcome(attempt(sessions))
        with sessions.begin() as session:
            again = signing_in.enter_code(
                session, first.secret, code_at(key, NOW), at=NOW, config=CONFIG
            )
        assert isinstance(error_of(again), WrongCode)

    def test_wrong_codes_lock_out(self, sessions: Sessions, person: Person) -> None:
        enrol(sessions, person, welcome(attempt(sessions)).secret)
        first = welcome(attempt(sessions))
        errors = []
        for _ in range(6):
            with sessions.begin() as session:
                outcome = signing_in.enter_code(
                    session, first.secret, "000000", at=NOW, config=CONFIG
                )
            errors.append(type(error_of(outcome)))
        assert errors == [WrongCode] * 5 + [LockedOut]
        assert isinstance(error_of(attempt(sessions)), LockedOut)

    def test_the_code_must_come_within_five_minutes(
        self, sessions: Sessions, person: Person
    ) -> None:
        key = enrol(sessions, person, welcome(attempt(sessions)).secret)
        first = welcome(attempt(sessions))
        late = NOW + timedelta(minutes=5)
        with sessions.begin() as session:
            outcome = signing_in.enter_code(
                session, first.secret, code_at(key, late), at=late, config=CONFIG
            )
        assert isinstance(error_of(outcome), SignInNeeded)

    def test_the_secret_is_kept_encrypted(self, sessions: Sessions, person: Person) -> None:
        key = enrol(sessions, person, welcome(attempt(sessions)).secret)
        with sessions() as session:
            kept = accounts.get_person(session, person.id).totp_secret
        assert kept is not None
        assert key not in kept

    def test_it_is_not_set_up_twice(self, sessions: Sessions, person: Person) -> None:
        enrol(sessions, person, welcome(attempt(sessions)).secret)
        by = Actor(person.id, person.name)
        with sessions.begin() as session, pytest.raises(AlreadyEnrolled):
            second_factor.begin_enrolment(session, by=by, config=CONFIG)

    def test_a_wrong_first_code_sets_up_nothing(self, sessions: Sessions, person: Person) -> None:
        secret = welcome(attempt(sessions)).secret
        by = Actor(person.id, person.name)
        with sessions() as session, pytest.raises(WrongCode):
            second_factor.confirm_enrolment(
                session, "000000", cookie=secret, by=by, at=NOW, config=CONFIG
            )
        assert not welcome(attempt(sessions)).needs_code

    def test_another_administrator_resets_it(self, sessions: Sessions, person: Person) -> None:
        enrol(sessions, person, welcome(attempt(sessions)).secret)
        with sessions.begin() as session:
            merged = accounts.get_person(session, person.id)
            with pytest.raises(OwnAccount):
                second_factor.reset_second_factor(session, merged, by=Actor(person.id, "x"), at=NOW)
            second_factor.reset_second_factor(session, merged, by=SYSTEM, at=NOW)
        assert not welcome(attempt(sessions)).needs_code
