"""Hits point back into the document they were found in."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.documents.model import Block, Document, Kind, Where
from nlp.identifiers import IdentifierType, scan, scan_text


def document(*parts: tuple[str, Where, int | None]) -> Document:
    blocks, start = [], 0
    for text, where, page in parts:
        end = start + len(text)
        blocks.append(Block(text, where, Kind.PARAGRAPH, start, end, page))
        start = end + 1
    return Document("text/plain", "\n".join(b.text for b in blocks), tuple(blocks))


class TestScan:
    @pytest.mark.parametrize("where", list(Where))
    def test_says_where_and_on_which_page(self, where: Where) -> None:
        found = scan(document(("Nothing here.", Where.BODY, 1), ("Kirsty Macleod", where, 2)))

        assert [(h.text, h.where, h.page) for h in found] == [("Kirsty Macleod", where, 2)]

    def test_offsets_are_into_the_document_text(self) -> None:
        made = document(
            ("Sìne NicLeòid, b. 14/3/2014,", Where.BODY, 1), ("CHI 0101161234", Where.FOOTNOTE, 3)
        )

        for hit in scan(made):
            assert made.text[hit.start : hit.end] == hit.text

    def test_types_are_those_of_the_public_interface(self) -> None:
        found = scan_text("Kirsty Macleod, CHI 0101161234")

        assert [h.type for h in found] == [IdentifierType.PERSON, IdentifierType.CHI]

    def test_date_at_the_foot_of_each_page_is_the_reports_own(self) -> None:
        assert scan(document(("14 March 2018", Where.FOOTER, 1))) == []

    def test_document_without_text_has_no_hits(self) -> None:
        assert scan(Document("text/plain", "", ())) == []
        assert scan_text("") == []

    @settings(deadline=None, max_examples=60)
    @given(st.text(max_size=200))
    def test_any_text_is_scanned_without_overlap(self, text: str) -> None:
        hits = scan_text(text)

        assert all(text[h.start : h.end] == h.text and h.text for h in hits)
        assert all(a.end <= b.start for a, b in pairwise(hits))

    def test_twenty_pages_take_less_than_a_second(self) -> None:
        page = (
            "Kirsty Macleod moved to Lochmaddy on 14 March 2016. The health visitor saw the "
            "children at home and recorded that the flat was warm, that there was food, and that "
            "the eldest was watchful. Supervision was regular and about tasks. "
        ) * 10
        scan_text(page)

        started = time.thread_time()
        scan_text(page * 20)

        assert time.thread_time() - started < 1.0
