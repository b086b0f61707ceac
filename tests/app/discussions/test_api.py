from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from lxml import html
from starlette.testclient import TestClient

from app.identity.permissions import Role

Client = Callable[..., TestClient]
CLEAN = "We read the chronology aloud at each meeting now."
NAMING = "Kirsty Macleod was the same age."


def held_on(reference: str, moderator: TestClient) -> list[dict[str, Any]]:
    """What waits of one review."""
    held = moderator.get("/v1/posts/held").json()["items"]
    return [each for each in held if each["post"]["reference"] == reference]


class TestOverHttp:
    def test_a_post_is_written_read_and_taken_back(
        self, client_for: Client, open_reference: str
    ) -> None:
        address = f"/v1/reviews/{open_reference}/posts"
        writer, reader = client_for("practitioner"), client_for("practitioner", name="two")
        made = writer.post(address, json={"body": CLEAN})
        assert made.status_code == 201, made.text
        assert made.json()["own"] is True
        (seen,) = reader.get(address).json()["items"]
        assert (seen["body"], seen["own"]) == (CLEAN, False)
        assert reader.delete(f"/v1/posts/{seen['id']}").status_code == 404
        assert writer.delete(f"/v1/posts/{seen['id']}").status_code == 204
        assert reader.get(address).json()["items"] == []

    def test_a_name_is_a_problem_that_says_what_to_do(
        self, client_for: Client, open_reference: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            answer = client_for("practitioner").post(
                f"/v1/reviews/{open_reference}/posts", json={"body": NAMING}
            )
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "body"
        assert "Take it out" in answer.json()["detail"]
        assert "Macleod" not in caplog.text

    def test_a_reported_post_waits_for_a_steward(
        self, client_for: Client, open_reference: str
    ) -> None:
        address = f"/v1/reviews/{open_reference}/posts"
        made = client_for("practitioner").post(address, json={"body": CLEAN}).json()
        reader, steward = client_for("practitioner", name="two"), client_for("steward")
        report = f"/v1/posts/{made['id']}/reports"
        assert reader.post(report, json={"reason": "Too close"}).status_code == 204
        assert reader.get(address).json()["items"] == []
        assert [each["reports"] for each in held_on(open_reference, steward)] == [["Too close"]]
        decision = {"decision": "remove", "reason": "It tells of one family"}
        judged = steward.post(f"/v1/posts/{made['id']}/judgement", json=decision)
        assert judged.status_code == 204
        assert held_on(open_reference, steward) == []

    @pytest.mark.parametrize(
        "body",
        [{"body": ""}, {"body": "   "}, {"body": "x" * 4_001}, {"body": CLEAN, "state": "shown"}],
        ids=["empty", "spaces", "long", "mass assignment"],
    )
    def test_what_is_no_post_is_refused(
        self, client_for: Client, open_reference: str, body: dict[str, str]
    ) -> None:
        address = f"/v1/reviews/{open_reference}/posts"
        assert client_for("practitioner").post(address, json=body).status_code == 422

    def test_closed_to_who_does_not_learn(
        self, site: FastAPI, client_for: Client, open_reference: str
    ) -> None:
        address = f"/v1/reviews/{open_reference}/posts"
        assert TestClient(site).get(address).status_code == 401
        for role in (Role.RESEARCHER, Role.AUDITOR, Role.ADMINISTRATOR):
            assert client_for(role.value).get(address).status_code == 403

    @pytest.mark.parametrize("role", [each for each in Role if each is not Role.STEWARD])
    def test_only_stewards_moderate(self, client_for: Client, role: Role) -> None:
        client = client_for(role.value, "fife" if role is Role.COMMITTEE else None)
        assert client.get("/v1/posts/held").status_code == 403
        decision = {"decision": "show", "reason": "Fine"}
        answer = client.post(f"/v1/posts/{uuid4()}/judgement", json=decision)
        assert answer.status_code == 403


class TestPages:
    def test_the_learning_page_leads_to_the_discussion(
        self, client_for: Client, open_reference: str
    ) -> None:
        page = html.fromstring(client_for("practitioner").get(f"/learning/{open_reference}").text)
        assert page.xpath(f"//a[@href='/learning/{open_reference}/discussion']")

    def test_markup_in_a_post_is_words(self, client_for: Client, open_reference: str) -> None:
        body = "We write <b>who</b> & when."
        client_for("practitioner").post(f"/v1/reviews/{open_reference}/posts", json={"body": body})
        page = client_for("practitioner").get(f"/learning/{open_reference}/discussion").text
        assert "We write &lt;b&gt;who&lt;/b&gt; &amp; when." in page

    def test_a_moderator_sees_what_is_suspected(
        self, client_for: Client, open_reference: str
    ) -> None:
        sent = {"body": f"<i> {NAMING}", "claim": "A method's name"}
        client_for("practitioner").post(f"/v1/reviews/{open_reference}/posts", json=sent)
        page = html.fromstring(client_for("steward").get("/moderation").text)
        (post,) = page.xpath(f"//main//li[contains(., '{open_reference}')]")
        assert post.xpath(".//mark/text()") == ["Kirsty Macleod"]
        assert "The author says: A method's name" in post.text_content()

    def test_home_counts_what_waits_for_stewards_alone(self, client_for: Client) -> None:
        assert client_for("practitioner").get("/moderation").status_code == 403
