"""Research projects over HTTP: from a draft to the public register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.factories.projects import ORCIDS, a_pdf

Client = Callable[..., TestClient]
PROJECTS = "/v1/research/projects"
ADDRESS = "researcher.national.one@example.org"


def application(**fields: Any) -> dict[str, Any]:
    """A complete application of ``client_for("researcher")``."""
    person = {"name": "one of us", "organisation": "University", "email": ADDRESS,
              "orcid": ORCIDS[0]}  # fmt: skip
    told: dict[str, Any] = {
        "title": "What supervision changes",
        "lay_summary": "We ask whether better supervision keeps children safer.",
        "purpose": "Which findings come back, and after which responses?",
        "funder": "A council for research",
        "ethics_body": "Ethics committee of a school",
        "ethics_reference": "EC/2026/14",
        "tier": "coded_findings",
        "duration_months": 12,
        "data_use": ["DUO_0000021"],
        "people": [person],
    }
    return told | fields


def begun(applicant: TestClient, **fields: Any) -> str:
    """The address of a new draft."""
    made = applicant.post(PROJECTS, json=application(**fields))
    assert made.status_code == 201, made.text
    return str(made.headers["Location"])


def send(
    applicant: TestClient, address: str, content: bytes, name: str = "letter.pdf"
) -> tuple[int, dict[str, Any]]:
    answer = applicant.put(f"{address}/ethics-document", files={"document": (name, content)})
    return answer.status_code, answer.json()


def submitted(applicant: TestClient, **fields: Any) -> tuple[str, int]:
    """The address and edition of an application that was handed in."""
    address = begun(applicant, **fields)
    assert send(applicant, address, a_pdf())[0] == 200
    answer = applicant.post(f"{address}/submit")
    assert answer.status_code == 200, answer.text
    return address, answer.json()["edition"]


def decision(edition: int, kind: str = "approve") -> dict[str, Any]:
    return {"decision": kind, "edition": edition, "reason": "It is sound"}


@pytest.fixture
def applicant(client_for: Client) -> TestClient:
    return client_for("researcher")


@pytest.fixture
def stewards(client_for: Client) -> tuple[TestClient, TestClient]:
    return client_for("steward", name="first"), client_for("steward", name="second")


class TestTheLifeOfAProject:
    def test_from_a_draft_to_the_register(
        self, site: FastAPI, applicant: TestClient, stewards: tuple[TestClient, TestClient]
    ) -> None:
        address, edition = submitted(applicant)
        for steward, state in zip(stewards, ("submitted", "approved"), strict=True):
            answer = steward.post(f"{address}/decisions", json=decision(edition))
            assert (answer.status_code, answer.json()["state"]) == (201, state)
        version = applicant.get(f"{address}/agreement").json()["version"]
        signed = applicant.post(f"{address}/agreement", json={"version": version})
        assert (signed.status_code, signed.json()["state"]) == (201, "in_force")
        register = TestClient(site).get("/v1/register/projects")
        assert register.status_code == 200
        reference = signed.json()["reference"]
        (row,) = [each for each in register.json()["items"] if each["reference"] == reference]
        assert (row["status"], row["organisations"]) == ("in force", ["University"])
        for private in (ADDRESS, ORCIDS[0], "one of us", "EC/2026/14"):
            assert private not in register.text
        ended = applicant.post(f"{address}/end", json={"reason": "The work is done"})
        assert ended.json()["state"] == "closed"

    def test_one_steward_is_not_two(
        self, applicant: TestClient, stewards: tuple[TestClient, TestClient]
    ) -> None:
        address, edition = submitted(applicant)
        steward = stewards[0]
        steward.post(f"{address}/decisions", json=decision(edition))
        again = steward.post(f"{address}/decisions", json=decision(edition))
        assert again.status_code == 409
        assert again.json()["type"].endswith("already_approved")

    def test_a_return_needs_a_reason_that_the_applicant_reads(
        self, applicant: TestClient, stewards: tuple[TestClient, TestClient]
    ) -> None:
        address, edition = submitted(applicant)
        silent = decision(edition, "return") | {"reason": " "}
        assert stewards[0].post(f"{address}/decisions", json=silent).status_code == 422
        stewards[0].post(f"{address}/decisions", json=decision(edition, "return"))
        seen = applicant.get(address).json()
        assert seen["state"] == "returned"
        assert [(each["reason"], each["steward"]) for each in seen["decisions"]] == [
            ("It is sound", None)
        ]

    def test_what_is_missing_is_named(self, applicant: TestClient) -> None:
        answer = applicant.post(f"{begun(applicant, funder='', tier=None)}/submit")
        assert answer.status_code == 422
        missing = {each["pointer"] for each in answer.json()["errors"]}
        assert missing == {"funder", "tier", "ethics_document"}

    def test_a_draft_is_changed(self, applicant: TestClient) -> None:
        address = begun(applicant)
        saved = applicant.put(address, json=application(title="Another title"))
        assert (saved.status_code, saved.json()["title"]) == (200, "Another title")

    def test_lists_page_by_cursor(self, applicant: TestClient) -> None:
        made = {begun(applicant).rsplit("/", 1)[1] for _ in range(3)}
        seen, cursor = [], ""
        while cursor is not None:
            query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
            page = applicant.get(PROJECTS, params=query).json()
            seen += [each["reference"] for each in page["items"]]
            cursor = page["next"]
        assert made <= set(seen)
        assert len(seen) == len(set(seen))
        assert applicant.get(PROJECTS, params={"cursor": "x"}).status_code == 422


class TestTheEthicsDocument:
    def test_comes_back_as_it_was_sent(self, applicant: TestClient) -> None:
        address, content = begun(applicant), a_pdf()
        assert send(applicant, address, content, 'a "letter"\u00e9.pdf')[0] == 200
        answer = applicant.get(f"{address}/ethics-document")
        assert answer.content == content
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")

    @pytest.mark.parametrize(
        ("content", "name", "status"),
        [
            (b"MZ not a letter", "letter.pdf", 415),
            (b"<script>alert(1)</script>", "letter.html", 415),
            (b"", "letter.pdf", 422),
        ],
        ids=["not what its name says", "of another kind", "empty"],
    )
    def test_what_is_no_letter_is_refused(
        self, applicant: TestClient, content: bytes, name: str, status: int
    ) -> None:
        refused, told = send(applicant, begun(applicant), content, name)
        assert refused == status, told
        assert told["errors"][0]["pointer"] == "ethics_document"

    def test_is_not_there_before_it_is_sent(self, applicant: TestClient) -> None:
        assert applicant.get(f"{begun(applicant)}/ethics-document").status_code == 404


class TestWhoMay:
    def test_another_researcher_finds_nothing(
        self, client_for: Client, applicant: TestClient
    ) -> None:
        address, edition = submitted(applicant)
        other = client_for("researcher", name="other")
        for method, path, body in (
            ("GET", "", None), ("PUT", "", application()), ("POST", "/submit", None),
            ("GET", "/ethics-document", None), ("GET", "/agreement", None),
            ("POST", "/agreement", {"version": 1}), ("POST", "/end", {"reason": "Mine"}),
        ):  # fmt: skip
            answer = other.request(method, address + path, json=body)
            assert answer.status_code == 404, (method, path, answer.text)
        assert send(other, address, a_pdf())[0] == 404
        reference = address.rsplit("/", 1)[1]
        listed = other.get(PROJECTS).json()["items"]
        assert reference not in {each["reference"] for each in listed}
        assert other.post(f"{address}/decisions", json=decision(edition)).status_code == 403

    def test_a_steward_finds_no_draft(
        self, applicant: TestClient, stewards: tuple[TestClient, TestClient]
    ) -> None:
        assert stewards[0].get(begun(applicant)).status_code == 404

    def test_a_steward_neither_applies_nor_signs(
        self, applicant: TestClient, stewards: tuple[TestClient, TestClient]
    ) -> None:
        address, _ = submitted(applicant)
        steward = stewards[0]
        assert steward.post(PROJECTS, json=application()).status_code == 403
        assert steward.post(f"{address}/agreement", json={"version": 1}).status_code == 403

    @pytest.mark.parametrize("role", ["practitioner", "analyst", "auditor", "administrator"])
    def test_closed_to_everybody_else(self, client_for: Client, role: str) -> None:
        assert client_for(role).get(PROJECTS).status_code == 403
