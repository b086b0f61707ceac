from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from lxml import html
from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.taxonomy.models import SchemeVersion

Client = Callable[..., TestClient]
WHY = {"reason": "Committees now write of transport on its own."}
DEPTH = {"label": "Plain telling", "definition": "What happened is told and nothing more is asked."}


@pytest.fixture(autouse=True)
def no_draft_stays(sessions: sessionmaker[Session]) -> Iterator[None]:
    yield
    with sessions.begin() as session:
        session.execute(delete(SchemeVersion).where(SchemeVersion.draft))


class TestRevisingOverHttp:
    def test_from_a_draft_to_a_version(self, client_for: Client) -> None:
        drafter, publisher = client_for("steward"), client_for("steward", name="two")
        begun = drafter.post("/v1/taxonomies/depth/draft", json=WHY)
        assert (begun.status_code, begun.json()["version"]) == (201, 2)
        key = begun.json()["concepts"][0]["key"]
        changed = drafter.put(f"/v1/taxonomies/depth/draft/concepts/{key}", json=DEPTH)
        assert changed.json()["label"] == "Plain telling"
        assert drafter.post("/v1/taxonomies/depth/draft/publication").status_code == 403
        published = publisher.post("/v1/taxonomies/depth/draft/publication")
        assert published.status_code == 200
        found = client_for("practitioner").get("/v1/taxonomies/depth").json()
        assert (found["version"], found["concepts"][0]["label"]) == (2, "Plain telling")
        versions = client_for("practitioner").get("/v1/taxonomies/depth/versions").json()["items"]
        assert [each["version"] for each in versions] == [2, 1]
        assert versions[0]["differences"][0]["kind"] == "changed"
        assert versions[1]["drafted_by"] is None

    def test_a_concept_comes_goes_and_comes_back(self, client_for: Client) -> None:
        steward = client_for("steward")
        steward.post("/v1/taxonomies/theme/draft", json=WHY)
        base = "/v1/taxonomies/theme/draft/concepts"
        sent = {"key": "school_transport", "label": "School transport", **_definition()}
        assert steward.post(base, json=sent).status_code == 201
        retired = steward.post(f"{base}/training/retirement", json={"replaced_by": "supervision"})
        assert retired.json()["replaced_by"] == "supervision"
        kinds = {
            each["kind"] for each in steward.get(base.rpartition("/")[0]).json()["differences"]
        }
        assert kinds == {"added", "retired"}
        assert steward.delete(f"{base}/training/retirement").json()["retired"] is False
        assert steward.delete("/v1/taxonomies/theme/draft").status_code == 204
        assert steward.get("/v1/taxonomies/theme/draft").status_code == 404

    @pytest.mark.parametrize("role", ["practitioner", "analyst", "administrator", "researcher"])
    def test_only_stewards_revise(self, client_for: Client, role: str) -> None:
        assert client_for(role).post("/v1/taxonomies/theme/draft", json=WHY).status_code == 403
        assert client_for(role).get("/v1/taxonomies/theme/draft").status_code == 403

    @pytest.mark.parametrize(
        "sent",
        [
            {"key": "School transport", "label": "School transport"},
            {"key": "school_transport", "label": "x"},
            {"key": "school_transport", "label": "School transport", "position": 1},
            {"key": "school_transport", "label": "School transport", "broader": "supervision"},
        ],
        ids=str,
    )
    def test_what_makes_no_sense_is_refused(
        self, client_for: Client, sent: dict[str, object]
    ) -> None:
        steward = client_for("steward")
        steward.post("/v1/taxonomies/theme/draft", json=WHY)
        told = steward.post("/v1/taxonomies/theme/draft/concepts", json=_definition() | sent)
        assert told.status_code == 422
        assert told.json()["errors"]


class TestPages:
    def test_everybody_reads_and_only_stewards_are_offered_to_revise(
        self, client_for: Client
    ) -> None:
        page = html.fromstring(client_for("practitioner").get("/vocabularies").text)
        assert page.xpath("//a[@href='/vocabularies/theme']")
        read = client_for("practitioner").get("/vocabularies/theme").text
        assert "Organisational conditions" in read
        assert "Begin a draft" not in read
        assert "Begin a draft" in client_for("steward").get("/vocabularies/theme").text

    def test_an_unknown_one_is_not_there(self, client_for: Client) -> None:
        assert client_for("practitioner").get("/vocabularies/weather").status_code == 404


def _definition() -> dict[str, object]:
    return {"definition": "How children get to school, and who sees them on the way."}
