from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from app.clearance.models import ResidualIdentifier
from app.clearance.service.decisions import list_identifiers
from app.clearance.service.workbench import mark_passages, mark_words, open_workbench
from app.kit.actors import SYSTEM, Actor
from app.kit.errors import Invalid
from tests.app.test_life_of_a_review import send
from tests.factories.records import AT
from tests.factories.reports import CLEAN, learning_together


def a_span(start: int, end: int, text: str = "x") -> ResidualIdentifier:
    return ResidualIdentifier(id=uuid4(), type="PERSON", text=text, start=start, end=end, score=0.9)


def a_passage(text: str, start: int = 0) -> dict[str, Any]:
    return {
        "kind": "paragraph",
        "where": "body",
        "page": 1,
        "start": start,
        "end": start + len(text),
        "text": text,
    }


def cut(text: str, *spans: ResidualIdentifier, start: int = 0) -> list[tuple[str, bool]]:
    (passage,) = mark_passages([a_passage(text, start)], spans)
    return [(piece.text, piece.span is not None) for piece in passage.pieces]


class TestMarkedPassages:
    TEXT = "Mrs Gray rang Mr Hall."

    @pytest.mark.parametrize(
        ("spans", "pieces"),
        [
            ([], [("Mrs Gray rang Mr Hall.", False)]),
            (
                [(0, 8), (14, 21)],
                [("Mrs Gray", True), (" rang ", False), ("Mr Hall", True), (".", False)],
            ),
            ([(0, 8), (4, 13)], [("Mrs Gray", True), (" rang Mr Hall.", False)]),
            ([(14, 22)], [("Mrs Gray rang ", False), ("Mr Hall.", True)]),
            ([(30, 35)], [("Mrs Gray rang Mr Hall.", False)]),
            ([(-3, -3)], [("Mrs Gray rang Mr Hall.", False)]),
        ],
    )
    def test_are_cut_where_spans_begin_and_end(
        self, spans: list[tuple[int, int]], pieces: list[tuple[str, bool]]
    ) -> None:
        assert cut(self.TEXT, *(a_span(*each) for each in spans)) == pieces

    def test_offsets_count_in_the_whole_document(self) -> None:
        assert cut("Mrs Gray rang.", a_span(104, 108), start=100) == [
            ("Mrs ", False),
            ("Gray", True),
            (" rang.", False),
        ]


class TestWordsMarkedByHand:
    @pytest.fixture
    def reference(self, client_for: Callable[..., TestClient], run_jobs: Callable[[], None]) -> str:
        words = "The blue caravan was seen. Later the blue caravan had gone."
        content = learning_together(title=f"Review {uuid4()}", paragraphs=(CLEAN, words))
        reference = send(client_for("committee", "fife"), content)["reference"]
        run_jobs()
        return str(reference)

    def test_are_marked_wherever_they_stand_and_only_once(
        self, sessions: sessionmaker[Session], reference: str
    ) -> None:
        steward = Actor(uuid4(), "A steward", frozenset({"steward"}))
        with sessions() as session:
            marked = mark_words(session, reference, "blue caravan", "PLACE", by=steward, at=AT)
            again = mark_words(session, reference, "blue caravan", "PLACE", by=steward, at=AT)
            spans = list_identifiers(session, reference, by=steward)
            bench = open_workbench(session, reference, by=steward)
        assert (marked, again) == (2, 0)
        assert [span.text for span in spans if span.rule == "person"] == ["blue caravan"] * 2
        assert bench.alike(next(span for span in spans if span.rule == "person")) == 2

    @pytest.mark.parametrize("words", ["green caravan", "blue carav", ""])
    def test_words_that_do_not_stand_there_are_refused(
        self, sessions: sessionmaker[Session], reference: str, words: str
    ) -> None:
        with sessions() as session, pytest.raises(Invalid, match="exactly as they stand"):
            mark_words(session, reference, words, "PLACE", by=SYSTEM, at=AT)
