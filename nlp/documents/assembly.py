"""Drafts of blocks, as the readers find them, into a :class:`Document` with offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from nlp.documents.cleaning import clean
from nlp.documents.errors import DocumentTooLarge
from nlp.documents.labels import NUMBER, bullet_of, number_of
from nlp.documents.limits import Limits
from nlp.documents.model import READER_VISIBLE, SEPARATOR, Block, Cell, Document, Kind, Where

_HEADING_BREAK = re.compile(r"\s*\n\s*")


@dataclass(slots=True)
class Draft:
    """A block before its place in the running text is known."""

    text: str
    where: Where = Where.BODY
    kind: Kind = Kind.PARAGRAPH
    page: int | None = None
    level: int = 0
    label: str = ""
    lead: str = ""
    bold: bool = False
    cell: Cell | None = None
    note: str = ""


@dataclass(slots=True)
class Reading:
    """What one reader found in one file, still open for additions."""

    media_type: str
    drafts: list[Draft] = field(default_factory=list)
    pages: int | None = None
    image_pages: set[int] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    attached: list[tuple[str, bytes]] = field(default_factory=list)
    """Files inside the file, by name, still to be read."""

    def hide(self, text: str, where: Where, note: str, page: int | None = None) -> None:
        """Add text from a place the reader of the page does not see."""
        if text.strip():
            self.drafts.append(Draft(text, where=where, note=note, page=page))

    def property(self, name: str, value: str) -> None:
        """Add a document property, both as a mapping entry and as a block to scan."""
        value = clean(value)
        if value:
            self.properties.setdefault(name, value)
            self.hide(value, Where.PROPERTIES, name)

    def warn(self, sentence: str) -> None:
        """Tell the uploader something once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def assemble(reading: Reading, limits: Limits) -> Document:
    """Clean the drafts, place them and join them.

    What a reader of the page sees comes first, in reading order; all other places
    follow in the order they were found, so a finding never has a footer in its middle.
    """
    if len(reading.drafts) > limits.blocks:
        raise DocumentTooLarge(
            f"The document has more than {limits.blocks:,} paragraphs. "
            "Send it in parts, or ask for the limit to be raised."
        )
    blocks = list(_with_sections(_cleaned(reading.drafts)))
    visible = [block for block in blocks if block.where in READER_VISIBLE]
    elsewhere = [block for block in blocks if block.where not in READER_VISIBLE]
    text, placed = _place(visible + _without_repeats(elsewhere))
    return Document(
        media_type=reading.media_type,
        text=text,
        blocks=placed,
        pages=reading.pages,
        image_pages=tuple(sorted(reading.image_pages)),
        warnings=tuple(reading.warnings),
        properties=dict(reading.properties),
    )


def _cleaned(drafts: Iterable[Draft]) -> Iterable[Draft]:
    for draft in drafts:
        text = clean(draft.text)
        if draft.kind is Kind.HEADING:
            text = _HEADING_BREAK.sub(" ", text)
        if not text:
            continue
        label, lead = clean(draft.label), clean(draft.lead)
        kind = draft.kind
        if not label and draft.where in READER_VISIBLE:
            label, text, kind = _typed_label(text, kind, fixed=bool(draft.note))
            lead = bullet_of(lead)[1] if kind is not draft.kind else lead
        lead = lead if text.startswith(lead) and lead != text else ""
        yield replace(draft, text=text, label=label, lead=lead, kind=kind)


def _typed_label(text: str, kind: Kind, *, fixed: bool) -> tuple[str, str, Kind]:
    """A typed bullet makes a list item and goes; a typed number is named and stays."""
    bullet, rest = bullet_of(text)
    if bullet and kind is Kind.PARAGRAPH:
        return bullet, rest, Kind.LIST_ITEM
    number = number_of(text, heading=kind is Kind.HEADING)
    if number and kind is Kind.PARAGRAPH and not fixed and NUMBER.match(text):
        kind = Kind.LIST_ITEM
    return number, text, kind


def _with_sections(drafts: Iterable[Draft]) -> Iterable[Block]:
    path: list[tuple[int, str]] = []
    for draft in drafts:
        is_heading = draft.kind is Kind.HEADING and draft.where in READER_VISIBLE
        if is_heading:
            path = [entry for entry in path if entry[0] < draft.level]
        yield _block(draft, tuple(title for _, title in path))
        if is_heading:
            path.append((draft.level, draft.text))


def _block(draft: Draft, section: tuple[str, ...]) -> Block:
    return Block(
        text=draft.text,
        where=draft.where,
        kind=draft.kind,
        start=0,
        end=0,
        page=draft.page,
        level=draft.level,
        section=section,
        label=draft.label,
        lead=draft.lead,
        bold=draft.bold,
        cell=draft.cell,
        note=draft.note,
    )


def _without_repeats(blocks: Iterable[Block]) -> list[Block]:
    """A running head is said once: same text, same place, same kind of hiding."""
    seen: dict[tuple[str, Where, str], Block] = {}
    for block in blocks:
        seen.setdefault((block.text, block.where, block.note), block)
    return list(seen.values())


def _place(blocks: Iterable[Block]) -> tuple[str, tuple[Block, ...]]:
    placed: list[Block] = []
    parts: list[str] = []
    position = 0
    for block in blocks:
        end = position + len(block.text)
        placed.append(replace(block, start=position, end=end))
        parts.append(block.text)
        position = end + len(SEPARATOR)
    return SEPARATOR.join(parts), tuple(placed)
