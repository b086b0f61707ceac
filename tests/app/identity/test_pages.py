import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.identity import accounts, second_factor
from app.identity.config import IdentityConfig
from app.identity.pages import onward_path
from app.identity.request_origin import is_same_origin
from app.identity.totp import code_at
from app.kit.actors import Actor
from app.kit.clock import utc_now
from tests.app.identity.conftest import (
    CONFIG,
    ORIGIN,
    PASSWORD,
    AddPerson,
    browser_at,
    build_app,
    csrf_token_of,
)

Sessions = sessionmaker[Session]
FORM = {"email": "isla@example.org", "password": PASSWORD}


class TestSigningIn:
    def test_leads_on_to_the_page_that_was_wanted(
        self, client: TestClient, add_person: AddPerson
    ) -> None:
        add_person()
        answer = client.post("/sign-in", data={**FORM, "next": "/reviews?page=2"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/reviews?page=2")
        assert client.get("/v1/session").json()["name"] == "Isla Rennie"

    def test_the_cookie_is_bound_to_the_host_and_out_of_reach_of_scripts(
        self, client: TestClient, add_person: AddPerson
    ) -> None:
        add_person()
        cookie = client.post("/sign-in", data=FORM).headers["set-cookie"]
        assert cookie.startswith("__Host-session=")
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert attributes == {"httponly", "path=/", "samesite=lax", "secure"}

    def test_over_http_the_name_is_plain(self, sessions: Sessions, add_person: AddPerson) -> None:
        add_person()
        config = IdentityConfig(base_url="http://localhost:8000", secret="x")
        cookie = browser_at(build_app(sessions, config)).post("/sign-in", data=FORM)
        assert cookie.headers["set-cookie"].startswith("session=")
        assert "secure" not in cookie.headers["set-cookie"].lower()

    def test_a_wrong_attempt_shows_the_form_again_and_is_counted(
        self, client: TestClient, add_person: AddPerson
    ) -> None:
        add_person()
        statuses = [
            client.post("/sign-in", data={**FORM, "password": "wrong"}).status_code
            for _ in range(6)
        ]
        assert statuses == [401] * 5 + [429]

    def test_the_form_shows_what_was_typed_but_never_the_password(self, client: TestClient) -> None:
        page = client.post("/sign-in", data={"email": '"><script>', "password": "secret words"})
        assert "&gt;&lt;script&gt;" in page.text
        assert "<script>" not in page.text
        assert "secret words" not in page.text
        assert 'role="alert"' in page.text

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
        ],
    )
    def test_a_form_of_another_site_signs_nobody_in(
        self, client: TestClient, add_person: AddPerson, headers: dict[str, str]
    ) -> None:
        add_person()
        answer = client.post("/sign-in", data=FORM, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers

    def test_the_page_leads_on_who_is_signed_in(
        self, client: TestClient, add_person: AddPerson
    ) -> None:
        add_person()
        assert client.get("/sign-in").status_code == 200
        client.post("/sign-in", data=FORM)
        assert client.get("/sign-in?next=/trends").headers["location"] == "/trends"

    def test_signing_out_ends_it(self, client: TestClient, add_person: AddPerson) -> None:
        add_person()
        client.post("/sign-in", data=FORM)
        answer = client.post("/sign-out", data={"csrf_token": csrf_token_of(client)})
        assert answer.status_code == 303
        assert client.get("/v1/session").status_code == 401


class TestOnwardPath:
    @pytest.mark.parametrize("path", ["/", "/reviews", "/reviews?q=a&b=c", "/a//b", "/é"])
    def test_paths_of_ours_are_kept(self, path: str) -> None:
        assert onward_path(path) == path

    @pytest.mark.parametrize(
        "path",
        [
            "", "reviews", "//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example",
            "javascript:alert(1)", "/\t/elsewhere.example", "/a\r\nSet-Cookie: x", " /", "/\\/x",
        ],
    )  # fmt: skip
    def test_anything_else_leads_to_the_start(self, path: str) -> None:
        assert onward_path(path) == "/"


class TestForgedRequests:
    @pytest.fixture
    def signed_in(self, client: TestClient, add_person: AddPerson) -> TestClient:
        add_person("isla@example.org", "practitioner")
        client.post("/sign-in", data=FORM)
        return client

    def test_the_token_in_the_header_or_the_form_lets_it_pass(self, signed_in: TestClient) -> None:
        token = csrf_token_of(signed_in)
        by_header = signed_in.post("/trial", headers={"X-CSRF-Token": token})
        by_form = signed_in.post("/trial", data={"csrf_token": token})
        by_upload = signed_in.post(
            "/trial", data={"csrf_token": token}, files={"document": b"bytes"}
        )
        assert [each.status_code for each in (by_header, by_form, by_upload)] == [200, 200, 200]

    @pytest.mark.parametrize("token", [None, "", "wrong", "é"])
    def test_without_the_token_it_is_refused(
        self, signed_in: TestClient, token: str | None
    ) -> None:
        data = {} if token is None else {"csrf_token": token}
        assert signed_in.post("/trial", data=data).status_code == 403

    def test_the_token_in_the_address_does_not_count(self, signed_in: TestClient) -> None:
        token = csrf_token_of(signed_in)
        assert signed_in.post(f"/trial?csrf_token={token}").status_code == 403

    def test_from_elsewhere_the_token_does_not_help(self, signed_in: TestClient) -> None:
        headers = {"X-CSRF-Token": csrf_token_of(signed_in), "Sec-Fetch-Site": "cross-site"}
        assert signed_in.post("/trial", headers=headers).status_code == 403

    def test_another_sessions_token_does_not_help(
        self, app: FastAPI, signed_in: TestClient, add_person: AddPerson
    ) -> None:
        add_person("ewan@example.org", "practitioner")
        other = browser_at(app)
        other.post("/sign-in", data={**FORM, "email": "ewan@example.org"})
        headers = {"X-CSRF-Token": csrf_token_of(other)}
        assert signed_in.post("/trial", headers=headers).status_code == 403

    @pytest.mark.parametrize(
        ("headers", "same"),
        [
            ({}, False),
            ({"sec-fetch-site": "same-origin"}, True),
            ({"origin": ORIGIN}, True),
            ({"sec-fetch-site": "same-origin", "origin": ORIGIN}, True),
            ({"sec-fetch-site": "same-origin", "origin": "null"}, False),
            ({"sec-fetch-site": "cross-site", "origin": ORIGIN}, False),
            ({"origin": ORIGIN + ".elsewhere.example"}, False),
            ({"origin": ORIGIN.replace("https", "http")}, False),
        ],
    )
    def test_what_counts_as_our_origin(self, headers: dict[str, str], same: bool) -> None:
        assert is_same_origin(headers, origin=ORIGIN) is same


class TestSecondFactor:
    def test_the_password_then_the_code(
        self, client: TestClient, add_person: AddPerson, sessions: Sessions
    ) -> None:
        person = add_person("isla@example.org", "steward")
        by, now = Actor(person.id, person.name), utc_now()
        with sessions.begin() as session:
            key = second_factor.begin_enrolment(session, by=by, config=CONFIG).secret
            stored = accounts.get_person(session, person.id)
            stored.totp_confirmed_at = now

        first = client.post("/sign-in", data={**FORM, "next": "/reviews"})
        assert first.headers["location"] == "/sign-in/totp?next=%2Freviews"
        assert client.get("/v1/session").status_code == 401
        assert client.post("/sign-in/totp", data={"code": "000000"}).status_code == 401
        second = client.post(
            "/sign-in/totp", data={"code": code_at(key, utc_now()), "next": "/reviews"}
        )

        assert (second.status_code, second.headers["location"]) == (303, "/reviews")
        assert client.get("/v1/session").json()["roles"] == ["steward"]

    def test_setting_it_up(self, client: TestClient, add_person: AddPerson) -> None:
        add_person("isla@example.org", "steward")
        client.post("/sign-in", data=FORM)
        page = client.get("/account/second-factor").text
        key = page.split("<code>")[1].split("</code>")[0]
        token = csrf_token_of(client)
        wrong = client.post("/account/second-factor", data={"code": "000000", "csrf_token": token})
        assert wrong.status_code == 401
        right = client.post(
            "/account/second-factor",
            data={"code": code_at(key, utc_now()), "csrf_token": token},
        )
        assert right.status_code == 303
        assert client.get("/v1/session").json()["roles"] == ["steward"]
        assert "<code>" not in client.get("/account/second-factor").text


class TestDemonstration:
    DEMONSTRATION = IdentityConfig(base_url=ORIGIN, secret="x", demonstration=True)

    def test_one_click_signs_in_an_invented_person(
        self, sessions: Sessions, add_person: AddPerson
    ) -> None:
        add_person("steward@demonstration.example", "steward", password=None)
        client = browser_at(build_app(sessions, self.DEMONSTRATION))
        assert "steward@demonstration.example" in client.get("/sign-in").text
        client.post("/sign-in/demonstration", data={"email": "steward@demonstration.example"})
        assert client.get("/v1/session").json()["roles"] == ["steward"]

    def test_real_people_are_not_on_offer(self, sessions: Sessions, add_person: AddPerson) -> None:
        add_person("isla@example.org", "steward")
        client = browser_at(build_app(sessions, self.DEMONSTRATION))
        assert "isla@example.org" not in client.get("/sign-in").text
        answer = client.post("/sign-in/demonstration", data={"email": "isla@example.org"})
        assert answer.status_code == 404

    def test_elsewhere_there_is_no_such_address(
        self, client: TestClient, add_person: AddPerson
    ) -> None:
        add_person("steward@demonstration.example", "steward", password=None)
        answer = client.post(
            "/sign-in/demonstration", data={"email": "steward@demonstration.example"}
        )
        assert answer.status_code == 404
        assert "demonstration.example" not in client.get("/sign-in").text
