import logging
from typing import Any

import pytest
from fastapi import FastAPI, Form, Response
from fastapi.templating import Jinja2Templates
from jinja2 import DictLoader, Environment
from pydantic import BaseModel
from starlette.testclient import TestClient

from app.kit import errors
from app.kit.errors import DomainError, FieldError
from app.kit.problems import STATUSES, install_problem_handlers, problem_of

SECRET = "Thistlewood, aged 4"


class Place(BaseModel):
    name: str
    sizes: dict[str, int]


class Withdrawn(errors.Conflict):
    code = "withdrawn"


RAISED: dict[str, Exception] = {
    "not-found": errors.NotFound("There is no such review."),
    "invalid": errors.Invalid("Wrong.", errors=[FieldError("/date", "In the future", "future")]),
    "conflict": Withdrawn("The review was withdrawn."),
    "forbidden": errors.Forbidden("No."),
    "not-signed-in": errors.NotSignedIn("Sign in."),
    "too-many": errors.TooMany("Wait.", retry_after=17),
    "too-large": errors.TooLarge("Less."),
    "unsupported": errors.Unsupported("Not this."),
    "refused": DomainError("Refused <b>."),
    "bug": ValueError(SECRET),
}


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()
    install_problem_handlers(app)

    @app.get("/v1/raise/{name}")
    @app.get("/raise/{name}")
    @app.post("/raise/{name}")
    def fail(name: str) -> None:
        raise RAISED[name]

    @app.post("/v1/places")
    def take(place: Place, page: int = 1) -> Place:
        return place

    @app.post("/places")
    def take_form(name: str = Form()) -> str:
        return name

    @app.get("/v1/unchanged", status_code=304)
    def unchanged() -> Response:
        return Response(status_code=304)

    return app


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False)


BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class TestTable:
    @pytest.mark.parametrize(
        ("name", "status", "code"),
        [
            ("not-found", 404, "not_found"),
            ("invalid", 422, "invalid"),
            ("conflict", 409, "withdrawn"),
            ("forbidden", 403, "forbidden"),
            ("not-signed-in", 401, "not_signed_in"),
            ("too-many", 429, "too_many_requests"),
            ("too-large", 413, "too_large"),
            ("unsupported", 415, "unsupported_type"),
            ("refused", 400, "refused"),
        ],
    )
    def test_a_family_has_a_status(
        self, client: TestClient, name: str, status: int, code: str
    ) -> None:
        answer = client.get(f"/v1/raise/{name}")
        told = answer.json()
        assert answer.status_code == told["status"] == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert told["type"] == f"urn:case-reviews:problem:{code}"
        assert told["detail"] == str(RAISED[name])
        assert told["instance"] == f"/v1/raise/{name}"

    def test_every_family_of_the_kit_is_in_it(self) -> None:
        families = {
            each
            for each in vars(errors).values()
            if isinstance(each, type) and issubclass(each, DomainError)
        }
        assert families == {family for family, _ in STATUSES}

    def test_fields_are_named(self, client: TestClient) -> None:
        assert client.get("/v1/raise/invalid").json()["errors"] == [
            {"pointer": "/date", "detail": "In the future", "code": "future"}
        ]

    def test_too_many_says_when_to_come_back(self, client: TestClient) -> None:
        assert client.get("/v1/raise/too-many").headers["retry-after"] == "17"

    def test_nobody_is_told_how_to_sign_in(self) -> None:
        assert problem_of(errors.NotSignedIn("x")).headers == {"WWW-Authenticate": "Bearer"}


class TestMalformedRequests:
    @pytest.mark.parametrize(
        ("address", "body", "pointers"),
        [
            ("/v1/places", {"sizes": {}}, ["/name"]),
            ("/v1/places", {"name": "x", "sizes": {"a/b~": "wide"}}, ["/sizes/a~1b~0"]),
            ("/v1/places?page=first", {"name": "x", "sizes": {}}, ["page"]),
            ("/v1/places", {"name": 3, "sizes": []}, ["/name", "/sizes"]),
            ("/v1/places", [], [""]),
        ],
    )
    def test_each_wrong_part_has_a_pointer(
        self, client: TestClient, address: str, body: Any, pointers: list[str]
    ) -> None:
        answer = client.post(address, json=body)
        assert answer.status_code == 422
        assert [each["pointer"] for each in answer.json()["errors"]] == pointers

    def test_what_was_sent_is_not_repeated(self, client: TestClient) -> None:
        answer = client.post("/v1/places", json={"name": [SECRET], "sizes": {}})
        assert SECRET not in answer.text

    def test_broken_json_is_told(self, client: TestClient) -> None:
        headers = {"Content-Type": "application/json"}
        answer = client.post("/v1/places", content=b'{"name":', headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "json_invalid")

    def test_no_such_address(self, client: TestClient) -> None:
        answer = client.get("/v1/nowhere")
        assert (answer.status_code, answer.json()["type"]) == (
            404,
            "urn:case-reviews:problem:not_found",
        )

    def test_no_such_method_tells_which_there_are(self, client: TestClient) -> None:
        answer = client.delete("/v1/places")
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        assert answer.json()["title"] == "Not possible here"

    def test_an_answer_without_a_body_stays_without(self, client: TestClient) -> None:
        assert client.get("/v1/unchanged").content == b""


class TestBugs:
    def test_only_a_reference_is_shown(
        self, client: TestClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR):
            answer = client.get("/v1/raise/bug")
        told = answer.json()
        reference = told["detail"].split()[-1].rstrip(".")
        assert answer.status_code == 500
        assert SECRET not in answer.text
        assert "ValueError" not in answer.text
        assert reference in caplog.text

    def test_the_log_has_the_place_and_not_the_message(
        self, client: TestClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR):
            client.get("/v1/raise/bug")
        assert "ValueError" in caplog.text
        assert "in fail" in caplog.text
        assert SECRET not in caplog.text

    def test_half_an_answer_breaks_off(self, app: FastAPI) -> None:
        from starlette.responses import StreamingResponse

        def parts() -> Any:
            yield b"half"
            raise ValueError(SECRET)

        app.add_api_route("/v1/stream", lambda: StreamingResponse(parts()))
        with pytest.raises(ValueError, match=SECRET):
            TestClient(app).get("/v1/stream")


class TestPages:
    @pytest.mark.parametrize(
        ("path", "accept", "page"),
        [
            ("/raise/not-found", BROWSER["Accept"], True),
            ("/raise/not-found", "application/json", False),
            ("/raise/not-found", "*/*", False),
            ("/v1/raise/not-found", BROWSER["Accept"], False),
        ],
    )
    def test_browsers_get_a_page_outside_the_api(
        self, client: TestClient, path: str, accept: str, page: bool
    ) -> None:
        answer = client.get(path, headers={"Accept": accept})
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html") is page

    def test_without_a_template_the_page_is_plain_and_escaped(self, client: TestClient) -> None:
        page = client.get("/raise/refused", headers=BROWSER).text
        assert '<html lang="en-GB">' in page
        assert "<h1>The request was refused</h1>" in page
        assert "Refused &lt;b&gt;." in page

    def test_the_portal_has_its_own(self, app: FastAPI, client: TestClient) -> None:
        loader = DictLoader({"portal/problem.html": "<h1>{{ problem.status }}</h1>"})
        environment = Environment(loader=loader, autoescape=True)
        app.state.templates = Jinja2Templates(env=environment)
        answer = client.get("/raise/conflict", headers=BROWSER)
        assert (answer.status_code, answer.text) == (409, "<h1>409</h1>")

    def test_a_portal_without_one_gets_the_plain_page(
        self, app: FastAPI, client: TestClient
    ) -> None:
        app.state.templates = Jinja2Templates(
            env=Environment(loader=DictLoader({}), autoescape=True)
        )
        assert "<h1>" in client.get("/raise/conflict", headers=BROWSER).text

    def test_whoever_is_not_signed_in_is_led_there_and_back(self, client: TestClient) -> None:
        answer = client.get("/raise/not-signed-in?a=1&b=2", headers=BROWSER)
        assert answer.status_code == 303
        assert answer.headers["location"] == (
            "/sign-in?next=%2Fraise%2Fnot-signed-in%3Fa%3D1%26b%3D2"
        )

    def test_a_form_is_not_led_away(self, client: TestClient) -> None:
        assert client.post("/raise/not-signed-in", headers=BROWSER).status_code == 401

    def test_a_form_with_a_missing_field(self, client: TestClient) -> None:
        answer = client.post("/places", headers=BROWSER)
        assert answer.status_code == 422
        assert "Field required" in answer.text
