"""The main job from end to end: real files, real jobs, real database, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

from tests.factories.reports import CLEAN, FINDINGS, learning_together

Client = Callable[..., TestClient]
Answer = dict[str, Any]


def send(client: TestClient, content: bytes, **metadata: object) -> Answer:
    fields = {"committee": "fife", "type": "significant_case_review", "completed": "2016-03"}
    answer = client.post(
        "/v1/reviews",
        data={"metadata": json.dumps(fields | metadata)},
        files={"document": ("report.docx", content)},
    )
    assert answer.status_code == 202, answer.text
    found: Answer = answer.json()
    return found


def state_of(client: TestClient, reference: str) -> str:
    return str(client.get(f"/v1/reviews/{reference}").json()["state"])


class TestACleanReportWithTwoFindings:
    def test_it_is_accepted_and_published_step_by_step(
        self, client_for: Client, run_jobs: Callable[[], None]
    ) -> None:
        committee, steward = client_for("committee", "fife"), client_for("steward")
        reference = send(committee, learning_together())["reference"]
        run_jobs()
        assert state_of(committee, reference) == "clearance"
        assert committee.get(f"/v1/reviews/{reference}/identifiers").json()["items"] == []

        assert steward.post(f"/v1/reviews/{reference}/clearance").json()["state"] == "confirmation"
        assert committee.post(f"/v1/reviews/{reference}/confirmation").status_code == 200
        assert steward.post(f"/v1/reviews/{reference}/acceptance").json()["state"] == "accepted"
        assert steward.post(f"/v1/reviews/{reference}/publication").json()["state"] == "published"

        found = client_for("practitioner").get(f"/v1/reviews/{reference}/findings").json()["items"]
        assert [each["statement"] for each in found] == [words for _, words in FINDINGS]
        stated = [tag["key"] for each in found for tag in each["tags"] if tag["source"] == "stated"]
        assert stated == ["management_systems", "tools"]

    def test_progress_is_told_step_by_step(
        self, client_for: Client, run_jobs: Callable[[], None]
    ) -> None:
        committee = client_for("committee", "fife")
        reference = send(committee, learning_together(title="Review: Child B"))["reference"]
        run_jobs()
        told = committee.get(f"/v1/reviews/{reference}/events").text
        data = [json.loads(line[6:]) for line in told.splitlines() if line.startswith("data: ")]
        assert [each["step"] for each in data[:-1]] == ["extract", "scan", "segment", "tag"]
        assert data[-1] == {"reference": reference, "state": "clearance"}


class TestAReportThatStillNamesSomeone:
    NAMED = "Mrs Morag Kinnaird of 14 Larch Wynd telephoned 01592 555 0134 twice that week."

    def test_it_waits_for_every_decision_and_then_shows_no_trace(
        self, client_for: Client, run_jobs: Callable[[], None]
    ) -> None:
        committee, steward = client_for("committee", "fife"), client_for("steward")
        content = learning_together(paragraphs=(CLEAN, self.NAMED))
        base = f"/v1/reviews/{send(committee, content)['reference']}"
        run_jobs()

        too_early = steward.post(f"{base}/clearance")
        assert too_early.status_code == 409
        assert too_early.json()["type"].endswith("identifiers_unsettled")

        for span in committee.get(f"{base}/identifiers").json()["items"]:
            committee.post(f"{base}/identifiers/{span['id']}/decision", json={"action": "remove"})
        steward.post(f"{base}/clearance")
        committee.post(f"{base}/confirmation")
        steward.post(f"{base}/acceptance")
        steward.post(f"{base}/publication")

        read = client_for("practitioner").get(f"{base}/passages").text
        assert "Child A" in read
        for trace in ("Morag", "Kinnaird", "Larch", "0134"):
            assert trace not in read


class TestFourEyes:
    def test_the_committee_signs_first_and_cannot_sign_second(
        self, client_for: Client, run_jobs: Callable[[], None]
    ) -> None:
        committee = client_for("committee", "moray")
        content = learning_together(title="Learning Together review: Child M")
        reference = send(committee, content, committee="moray")["reference"]
        run_jobs()

        first = committee.post(f"/v1/reviews/{reference}/clearance")
        again = committee.post(f"/v1/reviews/{reference}/clearance")

        assert first.json()["state"] == "clearance"
        assert again.status_code == 403
        assert again.json()["type"].endswith("second_person_needed")

    def test_another_committee_sees_nothing_of_it(self, client_for: Client) -> None:
        owner, other = client_for("committee", "falkirk"), client_for("committee", "angus")
        content = learning_together(title="Learning Together review: Child Q")
        reference = send(owner, content, committee="falkirk")["reference"]
        for path in ("", "/findings", "/passages", "/events"):
            assert other.get(f"/v1/reviews/{reference}{path}").status_code == 404


class TestAReturnedReview:
    def test_handed_over_again_keeps_what_people_corrected(
        self, client_for: Client, run_jobs: Callable[[], None]
    ) -> None:
        committee, steward = client_for("committee", "orkney"), client_for("steward")
        content = learning_together(title="Learning Together review: Child R")
        reference = send(committee, content, committee="orkney")["reference"]
        run_jobs()
        first = committee.get(f"/v1/reviews/{reference}/findings").json()["items"][0]
        corrected = {
            "statement": "Nobody has an hour to say what worries them.",
            "state": "confirmed",
        }
        steward.post(
            f"/v1/reviews/{reference}/return", json={"observations": "Say who took part in it."}
        )
        committee.patch(f"/v1/findings/{first['id']}", json=corrected)

        committee.post(f"/v1/reviews/{reference}/submission")
        run_jobs()

        assert state_of(committee, reference) == "clearance"
        kept = committee.get(f"/v1/reviews/{reference}/findings").json()["items"][0]
        assert (kept["id"], kept["statement"]) == (first["id"], corrected["statement"])
