"""The story of an ODT part in order: headings, paragraphs, lists, tables, frames."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from nlp.documents.assembly import Draft, Reading
from nlp.documents.model import Cell, Kind, Where
from nlp.documents.odt_inline import InlineReader, OdtRuns
from nlp.documents.odt_styles import OdtStyles, label_of, named
from nlp.documents.safe_xml import Element, all_text, local

_CONTAINERS = frozenset(
    {"section", "index-body", "index-title", "page-sequence", "text-box", "deletion"}
)
_INDEXES = frozenset(
    {"table-of-content", "alphabetical-index", "illustration-index", "table-index"}
)
_MAX_BOLD_HEADING = 110
_MAX_REPEAT = 50
_SENTENCE_END = re.compile(r"[.;,]\W*$")
_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the story stands, and the list it is in."""

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
class OdtStory:
    """Reads the block-level content of one part."""

    styles: OdtStyles
    reading: Reading
    insertions: frozenset[str] = frozenset()
    styled_level: int = 0
    tables: int = 0
    _inline: InlineReader = field(init=False)
    _list_counts: dict[str, list[int]] = field(default_factory=dict)
    _outline: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._inline = InlineReader(self.styles, self.insertions)

    def read(self, container: Element, spot: Spot) -> None:
        """Add everything in ``container`` to the reading."""
        if spot.depth > _DEPTH:
            self.reading.warn("Some deeply nested content was not read.")
            return
        for element in container:
            self._take(element, spot)

    def _take(self, element: Element, spot: Spot) -> None:
        name = local(element)
        inner = replace(spot, depth=spot.depth + 1)
        if name in ("p", "h"):
            self._paragraph(element, spot, "")
        elif name == "list":
            self._list(element, inner, named(element, "style-name"), [])
        elif name == "table":
            self._table(element, inner)
        elif name in _INDEXES:
            self.read(element, replace(inner, note=inner.note or "contents"))
        elif name in _CONTAINERS:
            note = "hidden section" if named(element, "display") == "none" else ""
            where = Where.HIDDEN if note else spot.where
            self.read(element, replace(inner, where=where, note=note or inner.note))
        elif name in ("frame", "custom-shape", "rect", "g"):
            self._frame(element, inner)
        elif name in ("change-start", "change-end"):
            self._inline.mark(element)

    def _paragraph(self, element: Element, spot: Spot, label: str) -> None:
        runs = self._inline.read(element, on_colour=spot.on_colour)
        draft = self._draft(element, runs, spot, label)
        if draft.text.strip():
            self.reading.drafts.append(draft)
        for hidden in runs.hidden:
            self.reading.hide(hidden.text, hidden.where, hidden.note)
        inner = replace(spot, depth=spot.depth + 1)
        for frame in runs.frames:
            self._frame(frame, inner)
        for note in runs.notes:
            kind = named(note, "note-class") or "footnote"
            self.read_note(note, replace(inner, where=Where.FOOTNOTE, note=kind, cell=None))
        for comment in runs.comments:
            self._comment(comment, inner)
        self.read(runs.blocks, inner)

    def _draft(self, element: Element, runs: OdtRuns, spot: Spot, label: str) -> Draft:
        level = self._level(element) if spot.in_body and not spot.cell else 0
        draft = Draft(
            runs.text(),
            where=spot.where,
            label=label,
            bold=runs.is_bold(),
            cell=spot.cell,
            note=spot.note,
        )
        if spot.where is Where.TABLE:
            draft.kind = Kind.CELL
        elif spot.note == "contents":
            draft.kind = Kind.PARAGRAPH
        elif level:
            draft.kind, draft.level = Kind.HEADING, level
            self.styled_level = level
            draft.label = label or self._outline_label(level, named(element, "style-name"))
        elif spot.in_body and not spot.note and self._is_bold_heading(draft):
            draft.kind, draft.level = Kind.HEADING, self.styled_level + 1
        elif label:
            draft.kind = Kind.LIST_ITEM
        if draft.kind is not Kind.HEADING:
            draft.lead = runs.lead()
        return draft

    def _level(self, element: Element) -> int:
        own = named(element, "outline-level")
        if local(element) == "h":
            return int(own) if own and own.isdigit() else 1
        return self.styles.level(named(element, "style-name"))

    def _outline_label(self, level: int, style: str | None) -> str:
        """Chapter numbering, when the document's outline style prints it."""
        if any(entry.list_style == "" for entry in self.styles.chain(style)):
            return ""
        self._outline = (self._outline + [0] * level)[:level]
        self._outline[-1] += 1
        return label_of(self.styles.outline, [max(count, 1) for count in self._outline])

    def _is_bold_heading(self, draft: Draft) -> bool:
        text = draft.text.strip()
        bullet = bool(draft.label) and not any(c.isalnum() for c in draft.label)
        fits = len(text) <= _MAX_BOLD_HEADING and any(c.isalpha() for c in text)
        return draft.bold and fits and not bullet and not _SENTENCE_END.search(text)

    def _list(self, element: Element, spot: Spot, style: str | None, counts: list[int]) -> None:
        style = named(element, "style-name") or style
        key = f"{style}/{len(counts)}"
        start = self._list_start(style, len(counts) + 1)
        goes_on = named(element, "continue-numbering") == "true" or named(element, "continue-list")
        count = self._list_counts.get(key, [start])[0] if goes_on else start
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            given = named(item, "start-value")
            count = int(given) if given and given.isdigit() else count
            label = (
                ""
                if local(item) == "list-header"
                else self.styles.list_label(style, [*counts, count])
            )
            self._item(item, spot, style, [*counts, count], label)
            count += local(item) == "list-item"
        self._list_counts[key] = [count]

    def _item(
        self, item: Element, spot: Spot, style: str | None, counts: list[int], label: str
    ) -> None:
        if spot.depth > _DEPTH:
            return
        for element in item:
            if local(element) == "list":
                self._list(element, replace(spot, depth=spot.depth + 1), style, counts)
            elif local(element) in ("p", "h"):
                self._paragraph(element, spot, label)
                label = ""
            else:
                self._take(element, spot)

    def _list_start(self, style: str | None, level: int) -> int:
        entry = self.styles.lists.get(style or "", {}).get(level)
        return entry.start if entry else 1

    def _table(self, table: Element, spot: Spot) -> None:
        number = self.tables
        self.tables += 1
        row_number = 0
        for row, header in _rows(table, header=False):
            column = 0
            for cell in row:
                if local(cell) not in ("table-cell", "covered-table-cell"):
                    continue
                place = Cell(number, row_number, column, header) if spot.in_body else None
                where = Where.TABLE if spot.in_body else spot.where
                shaded = spot.on_colour or bool(_shaded(self.styles, cell))
                self.read(
                    cell,
                    replace(spot, where=where, cell=place, on_colour=shaded, depth=spot.depth + 1),
                )
                repeat = named(cell, "number-columns-repeated") or "1"
                column += min(int(repeat) if repeat.isdigit() else 1, _MAX_REPEAT)
            row_number += 1

    def _frame(self, frame: Element, spot: Spot) -> None:
        for item in frame.iter():
            name = local(item)
            if name in ("title", "desc"):
                self.reading.hide(all_text(item), Where.HIDDEN, "alternative text")
        boxes = [item for item in frame.iter() if local(item) == "text-box"]
        inner = replace(spot, note=spot.note or "text box", depth=spot.depth + 1)
        for box in boxes or [frame]:
            if not any(local(a) == "text-box" for a in box.iterancestors()) or not boxes:
                self.read(box, inner)

    def read_note(self, note: Element, spot: Spot) -> None:
        """The body of a footnote or endnote, without its mark."""
        for body in note:
            if local(body) == "note-body":
                self.read(body, spot)

    def _comment(self, comment: Element, spot: Spot) -> None:
        for item in comment:
            if local(item) in ("creator", "creator-initials", "sender-initials"):
                self.reading.hide(all_text(item), Where.PROPERTIES, "comment author")
        self.read(comment, replace(spot, where=Where.COMMENT, note="comment", cell=None))


def _rows(table: Element, *, header: bool) -> list[tuple[Element, bool]]:
    rows: list[tuple[Element, bool]] = []
    for element in table:
        name = local(element)
        if name == "table-row":
            rows.append((element, header))
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            rows += _rows(element, header=header or name == "table-header-rows")
    return rows


def _shaded(styles: OdtStyles, cell: Element) -> bool:
    return any(style.shaded for style in styles.chain(named(cell, "style-name")))
