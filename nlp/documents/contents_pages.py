"""Tables of contents, so that their entries are not taken for the headings they name."""

from __future__ import annotations

import re

from nlp.documents.assembly import Draft
from nlp.documents.model import READER_VISIBLE, Kind

NOTE = "contents"
TITLE = re.compile(r"^\W*(?:\d+\.?\s*)?(?:table of contents|contents(?: page)?)\W*$", re.IGNORECASE)
LEADER = re.compile(r"(?:(?:\s?[.·_]){4,}|…{2,}|(?:\s…){2,})\s*(?:\d{1,4}|[ivxlc]{1,6})?\s*$")
_ENDS_IN_PAGE = re.compile(r"\S[\s.…]+(?:\d{1,3}|[ivxl]{1,5})$")
_MAX_ENTRY = 200
_PATIENCE = 2
"""Entries may wrap: so many lines without a page number do not end the list."""


def is_entry(text: str, *, under_title: bool) -> bool:
    """True for a line of a contents page; ``under_title`` when it stands below "Contents"."""
    if len(text) > _MAX_ENTRY:
        return False
    return bool(LEADER.search(text)) or (under_title and bool(_ENDS_IN_PAGE.search(text)))


def contents_lines(texts: list[str]) -> set[int]:
    """Positions, in ``texts``, of contents entries and of the lines they wrap from."""
    found: set[int] = set()
    waiting: list[int] = []
    under_title = False
    for place, text in enumerate(texts):
        if TITLE.match(text):
            under_title, waiting = True, []
        elif is_entry(text, under_title=under_title):
            found.update(waiting, {place})
            waiting = []
        elif under_title:
            waiting.append(place)
            if len(waiting) > _PATIENCE or len(text) > _MAX_ENTRY:
                under_title, waiting = False, []
    return found


def mark_contents(drafts: list[Draft]) -> None:
    """Give entries the note "contents" and take their standing as headings (in place)."""
    visible = [draft for draft in drafts if draft.where in READER_VISIBLE and draft.cell is None]
    for place in contents_lines([draft.text.strip() for draft in visible]):
        draft = visible[place]
        if not draft.note:
            draft.note = NOTE
    for draft in visible:
        if draft.note == NOTE:
            draft.kind, draft.level, draft.lead = Kind.PARAGRAPH, 0, ""
