"""What a read document looks like to everything downstream.

A :class:`Document` is a list of :class:`Block` in reading order plus the running
text that joins them. Every judgement the product makes (a finding, an identifier, a
quotation) points back to ``Document.text`` by character offsets, so the invariant
``document.text[block.start:block.end] == block.text`` holds for every block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SEPARATOR = "\n"
"""Stands between two blocks in ``Document.text``."""


class Where(StrEnum):
    """The part of a file that a piece of text was found in."""

    BODY = "body"
    TABLE = "table"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    TRACKED_CHANGE = "tracked_change"
    PROPERTIES = "properties"
    HIDDEN = "hidden"


READER_VISIBLE = frozenset({Where.BODY, Where.TABLE, Where.FOOTNOTE})
"""Places that carry the argument of a report: findings are looked for only here."""


class Kind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a table a block stands. All counts start at 0; ``table`` counts per document."""

    table: int
    row: int
    column: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table cell.

    ``level`` is 1 for the highest heading, 0 for anything that is not one. ``section``
    is the path of headings above the block, outermost first. ``label`` is the number
    or bullet in front of the text ("3.2", "a)", "•"). A number is missing from ``text``
    only where the file stores it apart (automatic numbering); a bullet always is.
    Entries of a contents page carry the note "contents". ``lead`` is the bold
    run-in at the start of the text, empty when there is none. ``page`` counts from 1
    and is None where the format has no pages.
    """

    text: str
    where: Where
    kind: Kind
    start: int
    end: int
    page: int | None = None
    level: int = 0
    section: tuple[str, ...] = ()
    label: str = ""
    lead: str = ""
    bold: bool = False
    cell: Cell | None = None
    note: str = ""
    """Which hiding place, in a person's words ("text box", "deleted by tracked change")."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text. ``pages`` is None where the format has no fixed pages.

    ``warnings`` are sentences for the uploader (a page that is only an image, a part
    that could not be read). ``image_pages`` lists pages that show pictures without text,
    which a person must look at.
    """

    media_type: str
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    image_pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> tuple[Block, ...]:
        """The blocks a reader sees as the report itself."""
        return tuple(block for block in self.blocks if block.where in READER_VISIBLE)
