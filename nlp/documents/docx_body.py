"""The story of a DOCX part in order: paragraphs, lists, tables, text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from nlp.documents.assembly import Draft, Reading
from nlp.documents.docx_numbering import Numbering
from nlp.documents.docx_runs import (
    FIELD_CODE,
    RunReader,
    Runs,
    control_properties,
    preferred,
    says_something,
)
from nlp.documents.docx_styles import Styles, numbering_of, whole_number
from nlp.documents.model import Cell, Kind, Where
from nlp.documents.ooxml import Relationship, attribute, child, children, descendants, switch
from nlp.documents.safe_xml import Element, local

_MAX_BOLD_HEADING = 110
_SENTENCE_END = re.compile(r"[.;,]\W*$")
_PLAIN_NAME = re.compile(
    r"^$|^(p|picture|image|graphic|text ?box|shape|group|rectangle|rounded|oval|line|straight|"
    r"arrow|connector|freeform|diagram|chart|object|table|drawing|canvas|ink|logo|frame)\b.*$",
    re.IGNORECASE,
)
_NO_NUMBERING = "0"
_DEPTH = 40


@dataclass(slots=True)
class Shared:
    """What all parts of one document share."""

    styles: Styles
    numbering: Numbering
    reading: Reading
    tables: int = 0
    styled_level: int = 0
    """Level of the last heading that has a style; a merely bold line stands one below it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the story stands: which part, which cell, which text box."""

    where: Where = Where.BODY
    note: str = ""
    cell: Cell | None = None
    on_colour: bool = False
    depth: int = 0

    @property
    def in_body(self) -> bool:
        """True where headings and cells count as the report's own."""
        return self.where in (Where.BODY, Where.TABLE)


@dataclass(slots=True)
class Story:
    """Reads the block-level content of one part."""

    shared: Shared
    links: dict[str, Relationship] = field(default_factory=dict)
    _runs: RunReader = field(init=False)

    def __post_init__(self) -> None:
        self._runs = RunReader(self.shared.styles, self.links)

    def read(self, container: Element, place: Place) -> None:
        """Add everything in ``container`` to the reading."""
        if place.depth > _DEPTH:
            self.shared.reading.warn("Some deeply nested content was not read.")
            return
        for element in container:
            self._take(element, place)

    def _take(self, element: Element, place: Place) -> None:
        name = local(element)
        if name == "p":
            self._paragraph(element, place)
        elif name == "tbl":
            self._table(element, place)
        elif name in ("sdt", "customXml", "smartTag", "ins", "moveTo", "AlternateContent"):
            self._wrapper(name, element, place)
        elif name in ("del", "moveFrom"):
            self.read(element, replace(place, depth=place.depth + 1))

    def _wrapper(self, name: str, element: Element, place: Place) -> None:
        inner = replace(place, depth=place.depth + 1)
        if name == "AlternateContent":
            self.read(preferred(element), inner)
            return
        for properties in children(element, f"{name}Pr"):
            for note, text in control_properties(properties):
                self.shared.reading.hide(text, Where.HIDDEN, note)
        content = child(element, "sdtContent") if name == "sdt" else element
        self.read(content if content is not None else (), inner)

    def _paragraph(self, paragraph: Element, place: Place) -> None:
        runs = self._runs.read(paragraph, on_colour=place.on_colour)
        label = self._label(child(paragraph, "pPr"))
        draft = self._draft(paragraph, runs, label, place)
        if draft.text.strip():
            self.shared.reading.drafts.append(draft)
        for hidden in runs.hidden:
            if hidden.note != FIELD_CODE or says_something(hidden.text):
                self.shared.reading.hide(hidden.text, hidden.where, hidden.note)
        for box in runs.boxes:
            self._box(box, place)
        self.read(runs.blocks, replace(place, depth=place.depth + 1))

    def _draft(self, paragraph: Element, runs: Runs, label: str, place: Place) -> Draft:
        style = self._style(paragraph)
        text = runs.text()
        level = self._level(paragraph, style) if place.in_body and place.cell is None else 0
        draft = Draft(
            text,
            where=place.where,
            label=label,
            bold=runs.is_bold(),
            cell=place.cell,
            note=place.note,
        )
        if place.where is Where.TABLE:
            draft.kind = Kind.CELL
        elif level:
            draft.kind, draft.level = Kind.HEADING, level
            self.shared.styled_level = level
        elif self.shared.styles.is_contents(style):
            draft.note = "contents"
        elif place.in_body and not place.note and self._is_bold_heading(draft, label):
            draft.kind, draft.level = Kind.HEADING, self.shared.styled_level + 1
        elif label:
            draft.kind = Kind.LIST_ITEM
        if draft.kind is not Kind.HEADING:
            draft.lead = runs.lead()
        return draft

    def _is_bold_heading(self, draft: Draft, label: str) -> bool:
        text = draft.text.strip()
        bullet = bool(label) and not any(c.isalnum() for c in label)
        return (
            draft.bold
            and not bullet
            and len(text) <= _MAX_BOLD_HEADING
            and not _SENTENCE_END.search(text)
            and any(c.isalpha() for c in text)
        )

    def _style(self, paragraph: Element) -> str | None:
        return attribute(child(paragraph, "pPr", "pStyle"), "val") or self.shared.styles.default

    def _level(self, paragraph: Element, style: str | None) -> int:
        own = whole_number(attribute(child(paragraph, "pPr", "outlineLvl"), "val"))
        if own is not None:
            return own + 1 if 0 <= own < 9 else 0
        return self.shared.styles.level(style)

    def _label(self, properties: Element | None) -> str:
        style = attribute(child(properties, "pStyle"), "val") or self.shared.styles.default
        numbering = numbering_of(properties) or self.shared.styles.numbering(style)
        if numbering is None or numbering[0] == _NO_NUMBERING:
            return ""
        return self.shared.numbering.label(*numbering)

    def _box(self, box: Element, place: Place) -> None:
        for item in descendants(box, "docPr", "cNvPr"):
            for name in ("descr", "title"):
                self.shared.reading.hide(item.get(name) or "", Where.HIDDEN, "alternative text")
            # Word keeps the name of the file a picture came from.
            if not _PLAIN_NAME.match(item.get("name") or ""):
                self.shared.reading.hide(item.get("name") or "", Where.HIDDEN, "name of a picture")
        for item in descendants(box, "shape", "imagedata", "rect", "textpath"):
            for name in ("alt", "title", "string"):
                self.shared.reading.hide(item.get(name) or "", Where.HIDDEN, "alternative text")
        for content in outermost(box, "txbxContent"):
            self.read(content, replace(place, note=place.note or "text box", depth=place.depth + 1))
        for item in descendants(box, "t"):
            if item.tag.startswith("{http://schemas.openxmlformats.org/drawingml"):
                self.shared.reading.hide(item.text or "", Where.HIDDEN, "drawing")

    def _table(self, table: Element, place: Place) -> None:
        number = self.shared.tables
        self.shared.tables += 1
        styled = child(table, "tblPr", "tblStyle") is not None
        where = Where.TABLE if place.in_body else place.where
        for row_number, row in enumerate(_rows(table)):
            header = switch(child(row, "trPr"), "tblHeader") is True
            column = whole_number(attribute(child(row, "trPr", "gridBefore"), "val")) or 0
            for cell in _cells(row):
                shade = child(cell, "tcPr", "shd") is not None
                inner = replace(
                    place,
                    where=where,
                    cell=Cell(number, row_number, column, header) if place.in_body else None,
                    on_colour=shade or (styled and row_number == 0) or place.on_colour,
                    depth=place.depth + 1,
                )
                self.read(cell, inner)
                column += whole_number(attribute(child(cell, "tcPr", "gridSpan"), "val")) or 1


def _rows(table: Element) -> Iterator[Element]:
    """Rows in order, through content controls and tracked changes around them."""
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "del"):
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "del"):
            yield from _cells(element)


def outermost(element: Element, name: str) -> Iterator[Element]:
    """Nearest descendants of a name, taking one branch of each AlternateContent."""
    for item in element:
        if local(item) == name:
            yield item
        elif local(item) != "Fallback" or child(item.getparent(), "Choice") is None:
            yield from outermost(item, name)
