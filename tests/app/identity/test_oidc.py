import base64
import hashlib
import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.identity import accounts, oidc
from app.identity.config import IdentityConfig, OidcConfig
from app.identity.errors import ProviderRefused
from app.identity.oidc import Departure
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now
from tests.app.identity.conftest import ORIGIN, AddPerson, browser_at, build_app

Sessions = sessionmaker[Session]
CALLBACK = f"{ORIGIN}/sign-in/oidc/callback"

# The provider runs in a thread of this process and uses retired parts of its own library.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider that listens on this machine."""
    with warnings.catch_warnings():
        # The provider still uses a part of its own library that is being retired.
        warnings.simplefilter("ignore")
        import oidc_provider_mock

        with oidc_provider_mock.run_server_in_thread() as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture
def provider(issuer: str) -> OidcConfig:
    return OidcConfig(issuer, "repository", "a client secret", name="Inspectorate")


@pytest.fixture
def client(sessions: Sessions, provider: OidcConfig) -> TestClient:
    config = IdentityConfig(base_url=ORIGIN, secret="x", oidc=provider)
    return browser_at(build_app(sessions, config))


def know(issuer: str, subject: str, **claims: object) -> None:
    httpx.put(f"{issuer}/users/{subject}", json=claims).raise_for_status()


def authorise(url: str, subject: str) -> dict[str, str]:
    """Say yes at the provider; what it sends the browser back with."""
    back = httpx.post(url, data={"sub": subject}).headers["location"]
    assert back.startswith(CALLBACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def sign_in(client: TestClient, subject: str, onward: str = "/") -> Any:
    away = client.get("/sign-in/oidc", params={"next": onward})
    return client.get("/sign-in/oidc/callback", params=authorise(away.headers["location"], subject))


class TestDeparting:
    def test_takes_a_challenge_a_state_and_a_nonce_along(self, provider: OidcConfig) -> None:
        departure = oidc.depart(provider, redirect_uri=CALLBACK)
        sent = {name: value[0] for name, value in parse_qs(urlsplit(departure.url).query).items()}
        digest = hashlib.sha256(departure.verifier.encode()).digest()
        assert sent["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
        assert sent["code_challenge_method"] == "S256"
        assert (sent["state"], sent["nonce"]) == (departure.state, departure.nonce)
        assert (sent["response_type"], sent["scope"]) == ("code", "openid email profile")
        assert 43 <= len(departure.verifier) <= 128

    def test_what_is_remembered_is_sealed_in_a_cookie_of_ten_minutes(
        self, client: TestClient
    ) -> None:
        answer = client.get("/sign-in/oidc")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-sign-in=")
        assert "Max-Age=600" in cookie
        state = parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]
        assert state not in cookie

    def test_a_provider_that_is_not_there_is_told(self) -> None:
        nowhere = OidcConfig("http://localhost:9", "x", "y")
        with pytest.raises(ProviderRefused, match="does not answer"):
            oidc.depart(nowhere, redirect_uri=CALLBACK)

    def test_a_provider_that_names_itself_otherwise_is_refused(self, provider: OidcConfig) -> None:
        other = replace(provider, issuer=provider.issuer.replace("localhost", "127.0.0.1") + "/")
        with pytest.raises(ProviderRefused, match="does not name itself"):
            oidc.depart(other, redirect_uri=CALLBACK)


class TestArriving:
    def test_signs_in_whom_an_administrator_added(
        self, client: TestClient, issuer: str, add_person: AddPerson
    ) -> None:
        add_person("isla@example.org", "practitioner", password=None)
        know(issuer, "i-1", email="isla@example.org", email_verified=True)
        answer = sign_in(client, "i-1", onward="/trends")
        assert (answer.status_code, answer.headers["location"]) == (303, "/trends")
        assert client.get("/v1/session").json()["roles"] == ["practitioner"]

    def test_the_link_holds_when_the_address_changes(
        self, client: TestClient, issuer: str, add_person: AddPerson
    ) -> None:
        person = add_person("isla@example.org", password=None)
        know(issuer, "i-2", email="isla@example.org", email_verified=True)
        sign_in(client, "i-2")
        know(issuer, "i-2", email="isla.new@example.org", email_verified=True)
        client.cookies.clear()
        sign_in(client, "i-2")
        assert client.get("/v1/session").json()["id"] == str(person.id)

    @pytest.mark.parametrize(
        "claims",
        [
            {"email": "isla@example.org", "email_verified": False},
            {"email": "isla@example.org"},
            {"email": "isla@example.org", "email_verified": "true"},
            {"email": "stranger@example.org", "email_verified": True},
            {},
        ],
    )
    def test_nobody_gets_in_by_an_address_that_is_unverified_or_unknown(
        self, client: TestClient, issuer: str, add_person: AddPerson, claims: dict[str, object]
    ) -> None:
        add_person("isla@example.org", "steward", password=None)
        know(issuer, "i-3", **claims)
        answer = sign_in(client, "i-3")
        assert answer.status_code == 401
        assert client.get("/v1/session").status_code == 401

    def test_a_closed_account_stays_closed(
        self, client: TestClient, issuer: str, add_person: AddPerson, sessions: Sessions
    ) -> None:
        person = add_person("isla@example.org", password=None)
        with sessions.begin() as session:
            accounts.close_account(session, session.merge(person), by=SYSTEM, at=utc_now())
        know(issuer, "i-4", email="isla@example.org", email_verified=True)
        assert sign_in(client, "i-4").status_code == 401

    @pytest.mark.parametrize(
        ("methods", "roles"), [(["pwd"], []), (["pwd", "mfa"], ["steward"]), ([], [])]
    )
    def test_strong_roles_need_the_providers_second_factor_or_ours(
        self,
        client: TestClient,
        issuer: str,
        add_person: AddPerson,
        methods: list[str],
        roles: list[str],
    ) -> None:
        add_person("isla@example.org", "steward", password=None)
        know(issuer, "i-5", email="isla@example.org", email_verified=True, amr=methods)
        sign_in(client, "i-5")
        assert client.get("/v1/session").json()["roles"] == roles

    def test_without_the_cookie_it_is_refused(
        self, client: TestClient, issuer: str, add_person: AddPerson
    ) -> None:
        add_person("isla@example.org", password=None)
        know(issuer, "i-6", email="isla@example.org", email_verified=True)
        away = client.get("/sign-in/oidc")
        parameters = authorise(away.headers["location"], "i-6")
        client.cookies.clear()
        assert client.get("/sign-in/oidc/callback", params=parameters).status_code == 401

    def test_an_answer_to_somebody_elses_question_is_refused(
        self, client: TestClient, issuer: str, add_person: AddPerson
    ) -> None:
        add_person("isla@example.org", password=None)
        know(issuer, "i-7", email="isla@example.org", email_verified=True)
        attackers = authorise(client.get("/sign-in/oidc").headers["location"], "i-7")
        client.get("/sign-in/oidc")
        assert client.get("/sign-in/oidc/callback", params=attackers).status_code == 401

    def test_a_code_works_once(self, provider: OidcConfig, issuer: str) -> None:
        kept = oidc.depart(provider, redirect_uri=CALLBACK)
        parameters = authorise(kept.url, "i-8")
        oidc.arrive(provider, kept, parameters, redirect_uri=CALLBACK)
        with pytest.raises(ProviderRefused):
            oidc.arrive(provider, kept, parameters, redirect_uri=CALLBACK)

    def test_another_nonce_is_refused(self, provider: OidcConfig) -> None:
        kept = oidc.depart(provider, redirect_uri=CALLBACK)
        parameters = authorise(kept.url, "i-9")
        with pytest.raises(ProviderRefused, match="cannot be trusted"):
            oidc.arrive(provider, replace(kept, nonce="another"), parameters, redirect_uri=CALLBACK)

    @pytest.mark.parametrize(
        ("parameters", "words"),
        [
            ({}, "begun elsewhere"),
            ({"state": "other", "code": "c"}, "begun elsewhere"),
            ({"state": "s", "error": "access_denied"}, "cancelled"),
            ({"state": "s", "code": "c", "iss": "https://elsewhere.example"}, "another provider"),
            ({"state": "s", "code": "made-up"}, "stand by"),
        ],
    )
    def test_other_answers_are_refused(
        self, provider: OidcConfig, parameters: dict[str, str], words: str
    ) -> None:
        kept = Departure("", state="s", nonce="n", verifier="v" * 43)
        with pytest.raises(ProviderRefused, match=words):
            oidc.arrive(provider, kept, parameters, redirect_uri=CALLBACK)


@dataclass(frozen=True)
class Forger:
    """Signs whatever is asked, with the provider's key or one of its own."""

    key: RSAKey
    config: OidcConfig

    def token(self, key: RSAKey | None = None, **changes: object) -> str:
        now = int(utc_now().timestamp())
        claims: dict[str, object] = {
            "iss": self.config.issuer,
            "aud": self.config.client_id,
            "sub": "s",
            "nonce": "n",
            "iat": now,
            "exp": now + 300,
        } | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        signer = key or self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, signer)

    def check(self, token: str) -> Any:
        keys = {"keys": [self.key.as_dict(private=False)]}
        return oidc._checked_claims(token, keys, self.config, "n")


@pytest.fixture(scope="module")
def forger() -> Forger:
    key = RSAKey.generate_key(2048, {"kid": "one"})
    return Forger(key, OidcConfig("https://id.example", "repository", "secret"))


class TestIdToken:
    def test_a_good_one_is_good(self, forger: Forger) -> None:
        assert forger.check(forger.token())["sub"] == "s"
        assert forger.check(forger.token(aud=["repository", "x"], azp="repository"))["sub"] == "s"

    @pytest.mark.parametrize(
        "changes",
        [
            {"iss": "https://elsewhere.example"},
            {"aud": "another"},
            {"aud": ["another", "third"]},
            {"aud": ["repository", "another"]},
            {"aud": ["repository", "another"], "azp": "another"},
            {"nonce": "other"},
            {"nonce": None},
            {"exp": 1},
            {"exp": None},
            {"sub": None},
            {"iat": None},
        ],
    )
    def test_a_wrong_claim_is_refused(self, forger: Forger, changes: dict[str, object]) -> None:
        with pytest.raises(ProviderRefused):
            forger.check(forger.token(**changes))

    def test_another_key_is_refused(self, forger: Forger) -> None:
        own = RSAKey.generate_key(2048, {"kid": "one"})
        with pytest.raises(ProviderRefused):
            forger.check(forger.token(own))

    def test_an_unsigned_one_is_refused(self, forger: Forger) -> None:
        _, body, _ = forger.token().split(".")
        head = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
        with pytest.raises(ProviderRefused):
            forger.check(f"{head}.{body}.")

    @pytest.mark.parametrize("token", ["", "a.b.c", "x", "..", "é"])
    def test_nonsense_is_refused(self, forger: Forger, token: str) -> None:
        with pytest.raises(ProviderRefused):
            forger.check(token)
