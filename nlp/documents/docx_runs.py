"""The runs of one paragraph: what is read, what was changed, what is hidden.

Words that Word splits over runs are joined. Each channel (shown, inserted, deleted,
hidden, field code) is joined by itself, so a name that was half deleted is still whole
in the channel that held it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from nlp.documents.docx_styles import Style, Styles, half_points
from nlp.documents.model import Where
from nlp.documents.ooxml import Relationship, attribute, child, relation_id, switch
from nlp.documents.safe_xml import Element, local

_WHITE = frozenset({"ffffff", "fefefe", "fdfdfd", "white"})
_TINY = 2.0
"""Points. Nobody reads print of two points or less."""
_QUIET_BOOKMARKS = ("_GoBack", "_Toc", "_Ref", "_Hlk", "_ftn", "OLE_LINK")
_BOXES = frozenset({"drawing", "pict", "object"})
_SKIPPED = frozenset(
    {"pPr", "rPr", "sdtEndPr", "instrText", "delInstrText", "Fallback", "tbl", "p"}
)

_T = TypeVar("_T")

FIELD_CODE = "field code"
_CODE_WORD = re.compile(r'"[^"]*"|\S+')
_PLAIN_WORD = re.compile(
    r"(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|REF|NOTEREF|TOC|TOA|INDEX|SEQ|DATE|TIME|SAVEDATE|"
    r"CREATEDATE|PRINTDATE|FILENAME|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|HYPERLINK|LISTNUM|"
    r"MERGEFORMAT|CHARFORMAT|\\\S+|\d+|\"?_(Toc|Ref|Hlk)\w+\"?|\"[-\d,;dMyHhmsap :/.@]*\")$",
    re.IGNORECASE,
)
INSERTED = "inserted by tracked change"
DELETED = "deleted by tracked change"


@dataclass(slots=True)
class Hidden:
    """Text beside the paragraph's own, with the place it was found in."""

    where: Where
    note: str
    text: str


@dataclass(slots=True)
class Piece:
    """A stretch of shown text in one weight."""

    text: str
    bold: bool


@dataclass(slots=True)
class Runs:
    """A paragraph taken apart. ``boxes`` are drawings, for whoever reads text boxes."""

    pieces: list[Piece] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    blocks: list[Element] = field(default_factory=list)
    """Paragraphs or tables that stand inside the paragraph's own element."""

    def text(self) -> str:
        """All shown text."""
        return "".join(piece.text for piece in self.pieces)

    def lead(self) -> str:
        """The bold beginning, empty when all or nothing is bold."""
        lead, rest = "", ""
        for piece in self.pieces:
            in_lead = not rest and (piece.bold or not piece.text.strip())
            if in_lead:
                lead += piece.text
            else:
                rest += piece.text
        return lead.strip() if rest.strip() else ""

    def is_bold(self) -> bool:
        """True when every visible character is bold."""
        solid = [piece for piece in self.pieces if piece.text.strip()]
        return bool(solid) and all(piece.bold for piece in solid)

    def add_hidden(self, where: Where, note: str, text: str, *, joins: bool = False) -> None:
        """Keep text of a hiding place; ``joins`` appends to the last of the same kind."""
        if not text:
            return
        if joins and (same := next((h for h in self.hidden if h.note == note), None)):
            same.text += text
        else:
            self.hidden.append(Hidden(where, note, text))


@dataclass(frozen=True, slots=True)
class _Context:
    inserted: bool = False
    deleted: bool = False


class RunReader:
    """Reads paragraphs of one part; holds the field state that crosses them."""

    def __init__(self, styles: Styles, links: dict[str, Relationship]) -> None:
        self._styles = styles
        self._links = links
        self._on_colour = False
        self._in_code: list[bool] = []
        """One entry an open field: True while its code, not its result, is being read."""

    def read(self, paragraph: Element, *, on_colour: bool = False) -> Runs:
        """Take one ``w:p`` apart. ``on_colour``: it stands on shading, so white is seen."""
        runs = Runs()
        self._on_colour = on_colour or child(paragraph, "pPr", "shd") is not None
        style = attribute(child(paragraph, "pPr", "pStyle"), "val") or self._styles.default
        for element in paragraph:
            self._take(element, runs, _Context(), style)
        # A field code never spans paragraphs in practice; a broken one must not hide the rest.
        self._in_code = [False] * len(self._in_code)
        return runs

    def _take(self, element: Element, runs: Runs, context: _Context, style: str | None) -> None:
        name = local(element)
        if name == "r":
            self._run(element, runs, context, style)
        elif name in ("p", "tbl"):
            runs.blocks.append(element)
        elif name in ("ins", "moveTo", "del", "moveFrom"):
            gone = name in ("del", "moveFrom")
            changed = _Context(context.inserted or not gone, context.deleted or gone)
            self._take_all(element, runs, changed, style)
        elif name == "AlternateContent":
            self._take_all(preferred(element), runs, context, style)
        elif name == "bookmarkStart":
            bookmark = attribute(element, "name") or ""
            if not bookmark.startswith(_QUIET_BOOKMARKS):
                runs.add_hidden(Where.HIDDEN, "bookmark name", bookmark)
        elif name == "t" and not element.tag.startswith("{http://schemas.openxmlformats.org/word"):
            runs.pieces.append(Piece(element.text or "", bold=False))  # mathematics
        elif name not in _SKIPPED and name:
            self._container(name, element, runs)
            self._take_all(element, runs, context, style)

    def _take_all(
        self, elements: Element, runs: Runs, context: _Context, style: str | None
    ) -> None:
        for element in elements:
            self._take(element, runs, context, style)

    def _container(self, name: str, element: Element, runs: Runs) -> None:
        if name == "hyperlink":
            link = self._links.get(relation_id(element) or "")
            if link is not None and link.external:
                runs.add_hidden(Where.HIDDEN, "link target", link.target)
            runs.add_hidden(Where.HIDDEN, "link tooltip", attribute(element, "tooltip") or "")
        elif name == "fldSimple":
            runs.add_hidden(Where.HIDDEN, FIELD_CODE, attribute(element, "instr") or "")
        elif name in ("sdtPr", "smartTagPr", "customXmlPr"):
            for note, text in control_properties(element):
                runs.add_hidden(Where.HIDDEN, note, text)

    def _run(self, run: Element, runs: Runs, context: _Context, style: str | None) -> None:
        properties = child(run, "rPr")
        note = self._hidden_note(properties, style)
        bold = self._effective_bold(properties, style)
        for element in run:
            name = local(element)
            if name in _BOXES:
                runs.boxes.append(element)
            elif name == "AlternateContent":
                runs.boxes += [e for e in preferred(element).iter() if local(e) in _BOXES]
            elif name == "fldChar":
                self._field(element, runs)
            elif name in ("instrText", "delInstrText"):
                runs.add_hidden(Where.HIDDEN, FIELD_CODE, element.text or "", joins=True)
            else:
                self._route(_run_text(name, element), bold, note, runs, context)

    def _route(self, text: str, bold: bool, note: str, runs: Runs, context: _Context) -> None:
        if not text:
            return
        if self._in_code and self._in_code[-1]:
            runs.add_hidden(Where.HIDDEN, FIELD_CODE, text, joins=True)
        elif context.deleted:
            runs.add_hidden(Where.TRACKED_CHANGE, DELETED, text, joins=True)
        elif note:
            runs.add_hidden(Where.HIDDEN, note, text, joins=True)
        else:
            runs.pieces.append(Piece(text, bold))
            if context.inserted:
                runs.add_hidden(Where.TRACKED_CHANGE, INSERTED, text, joins=True)

    def _field(self, element: Element, runs: Runs) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._in_code.append(True)
            for data in _form_field_texts(element):
                runs.add_hidden(Where.HIDDEN, "form field", data)
        elif kind == "separate" and self._in_code:
            self._in_code[-1] = False
        elif kind == "end" and self._in_code:
            self._in_code.pop()

    def _hidden_note(self, properties: Element | None, style: str | None) -> str:
        chain = self._chain(properties, style)
        if _first(switch(properties, "vanish"), (s.hidden for s in chain)):
            return "hidden text"
        colour = _first(attribute(child(properties, "color"), "val"), (s.colour for s in chain))
        own_shade = (
            child(properties, "shd") is not None or child(properties, "highlight") is not None
        )
        if colour and colour.lower() in _WHITE and not (own_shade or self._on_colour):
            return "white text"
        size = _first(half_points(properties), (s.size for s in chain))
        return "tiny text" if size is not None and size <= _TINY else ""

    def _effective_bold(self, properties: Element | None, style: str | None) -> bool:
        chain = self._chain(properties, style)
        return bool(_first(switch(properties, "b"), (s.bold for s in chain)))

    def _chain(self, properties: Element | None, style: str | None) -> list[Style]:
        character = attribute(child(properties, "rStyle"), "val")
        own = self._styles.chain(character)[:-1] if character else []
        return [*own, *self._styles.chain(style)]


def _first(own: _T | None, inherited: Iterator[_T | None]) -> _T | None:
    return own if own is not None else next((v for v in inherited if v is not None), None)


_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}


def _run_text(name: str, element: Element) -> str:
    if name in ("t", "delText"):
        return element.text or ""
    if name == "sym":
        return _symbol(attribute(element, "char"))
    if name in ("ruby",):
        return "".join(item.text or "" for item in element.iter() if local(item) == "t")
    return _BREAKS.get(name, "")


def _symbol(code: str | None) -> str:
    try:
        return chr(int(code, 16)) if code else ""
    except (ValueError, OverflowError):
        return ""


def says_something(code: str) -> bool:
    """False for a field code of keywords, switches and Word's own bookmarks only."""
    return not all(_PLAIN_WORD.match(word) for word in _CODE_WORD.findall(code))


def preferred(alternatives: Element) -> Element:
    """One of the versions of ``mc:AlternateContent``: they say the same thing twice."""
    choice = child(alternatives, "Choice")
    if choice is not None and len(choice):
        return choice
    fallback = child(alternatives, "Fallback")
    return fallback if fallback is not None else ()


def _form_field_texts(element: Element) -> Iterator[str]:
    """Help, default and choices of an old-style form field."""
    for item in element.iter():
        if local(item) in ("helpText", "statusText", "default", "listEntry", "name"):
            value = attribute(item, "val") or ""
            if not value.isdigit():
                yield value


def control_properties(properties: Element) -> Iterator[tuple[str, str]]:
    """Title, tag, choices and attributes of a content control or smart tag."""
    for item in properties.iter():
        name = local(item)
        if name in ("alias", "tag"):
            yield "content control", attribute(item, "val") or ""
        elif name == "listItem":
            yield "content control", attribute(item, "displayText") or ""
        elif name == "date":
            yield "content control", attribute(item, "fullDate") or ""
        elif name == "attr":
            yield "smart tag", attribute(item, "val") or ""
