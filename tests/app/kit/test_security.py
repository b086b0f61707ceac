import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request, UploadFile
from starlette.testclient import TestClient

from app.kit.problems import install_problem_handlers
from app.kit.rate_limit import MOST_BUCKETS, Buckets, Rate, RateLimit, RateLimits
from app.kit.security import SecurityConfig, install_security

MAX = 1000


def build(*, secure: bool = True, limits: RateLimits | None = None) -> FastAPI:
    app = FastAPI()
    install_problem_handlers(app)
    install_security(
        app, SecurityConfig(secure=secure, max_body=MAX, limits=limits or RateLimits())
    )

    @app.get("/nonce")
    @app.get("/static/style.css")
    def nonce(request: Request) -> str:
        return f"{request.state.csp_nonce} {request.state.request_id}"

    @app.get("/bug")
    def bug() -> None:
        raise RuntimeError

    @app.post("/upload")
    def upload(document: UploadFile) -> int:
        return document.size or 0

    @app.post("/raw")
    @app.put("/raw")
    async def raw(request: Request) -> int:
        return len(await request.body())

    @app.post("/sign-in")
    def sign_in() -> str:
        return "tried"

    return app


@pytest.fixture
def client() -> TestClient:
    return TestClient(build())


class TestHeaders:
    @pytest.mark.parametrize("path", ["/nonce", "/nowhere", "/bug", "/static/style.css"])
    def test_every_answer_carries_them(self, client: TestClient, path: str) -> None:
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["strict-transport-security"].startswith("max-age=63072000")
        assert "camera=()" in headers["permissions-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")

    def test_no_inline_code_without_this_answers_nonce(self, client: TestClient) -> None:
        answers = [client.get("/nonce") for _ in range(3)]
        policies = [answer.headers["content-security-policy"] for answer in answers]
        for answer, policy in zip(answers, policies, strict=True):
            assert f"script-src 'self' 'nonce-{answer.json().split()[0]}'" in policy
            assert "unsafe" not in policy
            assert "*" not in policy
        assert len(set(policies)) == 3

    def test_over_http_there_is_no_promise_of_https(self) -> None:
        assert (
            "strict-transport-security" not in TestClient(build(secure=False)).get("/nonce").headers
        )

    @pytest.mark.parametrize(("path", "kept"), [("/nonce", False), ("/static/style.css", True)])
    def test_only_static_files_may_be_kept(self, client: TestClient, path: str, kept: bool) -> None:
        assert (client.get(path).headers.get("cache-control") != "no-store") is kept

    def test_a_harmless_request_id_is_passed_on(self, client: TestClient) -> None:
        answer = client.get("/nonce", headers={"X-Request-ID": "trace-12345"})
        assert answer.headers["x-request-id"] == answer.json().split()[1] == "trace-12345"

    @pytest.mark.parametrize("sent", ["", "short", "x" * 65, "a b c d e f", "evil<script>"])
    def test_any_other_is_replaced(self, client: TestClient, sent: str) -> None:
        got = client.get("/nonce", headers={"X-Request-ID": sent}).headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{32}", got)


def chunks(total: int) -> Iterator[bytes]:
    for _ in range(total // 100):
        yield b"x" * 100


class TestBodyLimit:
    def test_up_to_the_limit_it_passes(self, client: TestClient) -> None:
        assert client.post("/raw", content=b"x" * MAX).json() == MAX
        assert client.post("/raw", content=chunks(MAX)).json() == MAX

    def test_an_announced_one_is_refused(self, client: TestClient) -> None:
        answer = client.post("/raw", content=b"x" * (MAX + 1))
        assert (answer.status_code, answer.json()["type"][-9:]) == (413, "too_large")
        assert "nosniff" in answer.headers["x-content-type-options"]

    def test_one_that_comes_in_chunks_is_refused(self, client: TestClient) -> None:
        assert client.post("/raw", content=chunks(MAX + 100)).status_code == 413

    def test_an_upload_is_refused(self, client: TestClient) -> None:
        answer = client.post("/upload", files={"document": b"x" * 2 * MAX})
        assert answer.status_code == 413

    def test_a_chunked_upload_is_refused(self, client: TestClient) -> None:
        head = b'--b\r\nContent-Disposition: form-data; name="document"; filename="a"\r\n\r\n'

        def parts() -> Iterator[bytes]:
            yield head
            yield from chunks(2 * MAX)
            yield b"\r\n--b--\r\n"

        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        assert client.post("/upload", content=parts(), headers=headers).status_code == 413

    def test_a_length_that_is_no_number_is_refused(self, client: TestClient) -> None:
        answer = client.post("/raw", content=chunks(100), headers={"Content-Length": "-1"})
        assert answer.status_code == 413


class TestBuckets:
    def test_a_burst_and_then_evenly(self) -> None:
        now = [0.0]
        buckets = Buckets(lambda: now[0])
        rate = Rate(burst=3, per_minute=6)
        assert [buckets.take("a", rate) for _ in range(4)] == [0, 0, 0, 10]
        now[0] = 9.0
        assert buckets.take("a", rate) == 1
        now[0] = 10.0
        assert buckets.take("a", rate) == 0
        assert buckets.take("a", rate) == 10

    def test_a_rest_fills_it_to_the_burst_and_no_further(self) -> None:
        now = [0.0]
        buckets = Buckets(lambda: now[0])
        rate = Rate(burst=2, per_minute=60)
        buckets.take("a", rate)
        now[0] = 1000.0
        assert [buckets.take("a", rate) for _ in range(3)] == [0, 0, 1]

    def test_one_does_not_spend_the_others(self) -> None:
        buckets = Buckets(lambda: 0.0)
        rate = Rate(burst=1, per_minute=1)
        assert [buckets.take(key, rate) for key in "aab"] == [0, 60, 0]

    def test_memory_has_a_bound(self) -> None:
        buckets = Buckets(lambda: 0.0)
        rate = Rate(burst=1, per_minute=1)
        for number in range(MOST_BUCKETS + 5):
            buckets.take(str(number), rate)
        assert len(buckets._levels) == MOST_BUCKETS
        # The first was forgotten; the last is still remembered.
        assert buckets.take(str(MOST_BUCKETS + 4), rate) == 60


class TestRateLimit:
    LIMITS = RateLimits(sign_in=Rate(2, 1), writes=Rate(3, 1))

    @pytest.fixture
    def client(self) -> TestClient:
        return TestClient(build(limits=self.LIMITS))

    def test_sign_in_is_limited_by_address_whatever_it_shows(self, client: TestClient) -> None:
        answers = [client.post("/sign-in", headers={"Cookie": f"session={n}"}) for n in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[2].headers["retry-after"]) > 30
        assert answers[2].headers["content-type"] == "application/problem+json"

    def test_writes_are_limited_by_whoever_signs_them(self, client: TestClient) -> None:
        def write(name: str) -> int:
            return client.put("/raw", headers={"Authorization": f"Bearer {name}"}).status_code

        assert [write("a") for _ in range(4)] == [200, 200, 200, 429]
        assert write("b") == 200

    def test_reading_is_not_limited(self, client: TestClient) -> None:
        assert {client.get("/nonce").status_code for _ in range(20)} == {200}

    def test_secrets_are_not_kept(self) -> None:
        limit = RateLimit(build(), limits=self.LIMITS)
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/raw",
            "headers": [(b"authorization", b"Bearer crr_secret")],
            "client": ("192.0.2.1", 1),
        }
        limit._wait(scope)
        assert "crr_secret" not in str(limit._buckets._levels)
