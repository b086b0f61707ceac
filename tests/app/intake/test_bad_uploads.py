"""Every bad upload is refused at once, with a sentence that says what to do."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas
from starlette.testclient import TestClient

from tests.conftest import MAX_UPLOAD_MB
from tests.factories.reports import learning_together

Client = Callable[..., TestClient]


def a_pdf(words: str = "The review concerns Child A. " * 20) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for line in range(20):
        canvas.drawString(60, 780 - 14 * line, words[line * 28 : line * 28 + 28])
    canvas.save()
    return out.getvalue()


def an_encrypted_pdf() -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(a_pdf())))
    writer.encrypt("a password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_scanned_pdf() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (800, 1100), "white").save(out, "PDF")
    return out.getvalue()


def post(
    client: TestClient, content: bytes, filename: str = "report.pdf", **metadata: object
) -> dict[str, object]:
    fields = {"committee": "fife", "type": "significant_case_review"}
    answer = client.post(
        "/v1/reviews",
        data={"metadata": json.dumps(fields | metadata)},
        files={"document": (filename, content)},
    )
    return {"status": answer.status_code, **answer.json()}


class TestAnUploadIsRefused:
    @pytest.mark.parametrize(
        ("content", "filename", "status", "code"),
        [
            pytest.param(b"", "report.pdf", 422, "empty_file", id="empty"),
            pytest.param(a_pdf(), "report.docx", 415, "unsupported_type", id="wrong ending"),
            pytest.param(b"\x89PNG\r\n\x1a\n" + b"0" * 99, "r.pdf", 415, "unsupported_type",
                         id="picture"),
            pytest.param(an_encrypted_pdf(), "r.pdf", 422, "encrypted_document", id="encrypted"),
            pytest.param(a_scanned_pdf(), "r.pdf", 422, "scanned_document", id="scanned"),
            pytest.param(learning_together()[:3000], "r.docx", 422, "damaged_document",
                         id="cut short"),
            pytest.param(b"%PDF-1.4" + b"0" * (MAX_UPLOAD_MB * 1024 * 1024), "r.pdf", 413,
                         "too_large", id="too large"),
        ],
    )  # fmt: skip
    def test_with_a_code_and_what_to_do(
        self, client_for: Client, content: bytes, filename: str, status: int, code: str
    ) -> None:
        answer = post(client_for("committee", "fife"), content, filename)
        assert answer["status"] == status, answer
        assert str(answer["type"]).endswith(code)
        assert len(str(answer["detail"])) > 40

    def test_for_a_committee_that_does_not_exist_naming_the_nearest(
        self, client_for: Client
    ) -> None:
        answer = post(client_for("steward"), a_pdf(), committee="aberdeen")
        assert answer["status"] == 422
        assert "aberdeen-city" in str(answer["detail"])

    def test_for_a_date_in_the_future(self, client_for: Client) -> None:
        answer = post(client_for("committee", "fife"), a_pdf(), completed="2091-01")
        assert answer["status"] == 422
        assert "future" in str(answer["detail"])

    def test_for_a_field_that_is_not_known(self, client_for: Client) -> None:
        answer = post(client_for("committee", "fife"), a_pdf(), methodolgy="hybrid")
        assert answer["status"] == 422
        assert "methodolgy" in str(answer["detail"])

    def test_when_it_is_here_already_naming_the_review(self, client_for: Client) -> None:
        committee = client_for("committee", "fife")
        content = a_pdf("The very same bytes are sent a second time by mistake. " * 9)
        first = post(committee, content)
        again = post(committee, content)
        assert (first["status"], again["status"]) == (202, 409)
        assert str(first["reference"]) in str(again["detail"])

    def test_without_naming_the_review_of_another_committee(self, client_for: Client) -> None:
        content = a_pdf("A file that two committees hold, sent by each of them in turn. " * 9)
        first = post(client_for("committee", "fife"), content)
        again = post(client_for("committee", "moray"), content, committee="moray")
        assert again["status"] == 409
        assert str(first["reference"]) not in str(again)

    def test_for_a_committee_that_is_not_ones_own(self, client_for: Client) -> None:
        answer = post(client_for("committee", "fife"), a_pdf("Own " * 90), committee="moray")
        assert answer["status"] == 403


class TestTheSameKeyTwice:
    def upload(self, client: TestClient, content: bytes, key: str) -> tuple[int, str]:
        answer = client.post(
            "/v1/reviews",
            headers={"Idempotency-Key": key},
            data={"metadata": json.dumps({"committee": "fife"})},
            files={"document": ("r.pdf", content)},
        )
        return answer.status_code, str(answer.json().get("reference"))

    def test_gives_the_review_of_the_first_time(self, client_for: Client) -> None:
        content = a_pdf("Sent again because the answer was lost on the way back to us. " * 9)
        committee = client_for("committee", "fife")
        first = self.upload(committee, content, "k-1")
        assert first[0] == 202
        assert self.upload(committee, content, "k-1") == first

    def test_is_refused_for_another_document(self, client_for: Client) -> None:
        committee = client_for("committee", "fife")
        self.upload(committee, a_pdf("The first of two documents under one key. " * 9), "k-2")
        other = a_pdf("The second of two documents under one key, quite another. " * 9)
        assert self.upload(committee, other, "k-2")[0] == 409


class TestWhatWasAcknowledged:
    def test_is_on_disk_and_in_the_table(
        self, client_for: Client, storage: object, session: object
    ) -> None:
        from hashlib import sha256

        from sqlalchemy import text
        from sqlalchemy.orm import Session

        from app.kit.storage import Storage

        content = a_pdf("Kept before the answer was sent, row and bytes alike, always. " * 9)
        assert post(client_for("committee", "fife"), content)["status"] == 202
        assert isinstance(storage, Storage)
        assert isinstance(session, Session)
        address = sha256(content).hexdigest()
        assert storage.read(address) == content
        found = session.scalar(
            text("SELECT count(*) FROM documents WHERE sha256 = :a"), {"a": address}
        )
        assert found == 1
