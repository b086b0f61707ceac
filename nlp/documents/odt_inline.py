"""The words of one ODT paragraph, and what hides between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.documents.docx_runs import INSERTED, Piece, Runs
from nlp.documents.model import Where
from nlp.documents.odt_styles import OdtStyles, named
from nlp.documents.safe_xml import Element, all_text, local

_HIDDEN_FIELDS = {
    "hidden-text": "hidden text",
    "hidden-paragraph": "hidden text",
    "conditional-text": "conditional text",
}
_BOOKMARKS = frozenset({"bookmark", "bookmark-start", "reference-mark", "reference-mark-start"})
_SPACE_LIMIT = 1000


@dataclass(slots=True)
class OdtRuns(Runs):
    """A paragraph taken apart, with the frames, notes and comments inside it."""

    frames: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    comments: list[Element] = field(default_factory=list)


class InlineReader:
    """Reads paragraphs of one part; a tracked insertion can run over several."""

    def __init__(self, styles: OdtStyles, insertions: frozenset[str]) -> None:
        self._styles = styles
        self._insertions = insertions
        self._inserting: set[str] = set()

    def read(self, paragraph: Element, *, on_colour: bool = False) -> OdtRuns:
        """Take one ``text:p`` or ``text:h`` apart."""
        runs = OdtRuns()
        style = named(paragraph, "style-name")
        self._walk(paragraph, runs, [style] if style else [], on_colour)
        return runs

    def mark(self, element: Element) -> None:
        """Note where a tracked insertion begins or ends."""
        change = named(element, "change-id")
        if change is None or change not in self._insertions:
            return
        if local(element) == "change-start":
            self._inserting.add(change)
        else:
            self._inserting.discard(change)

    def _walk(self, element: Element, runs: OdtRuns, names: list[str], on_colour: bool) -> None:
        self._text(element.text, runs, names, on_colour)
        for child in element:
            self._take(child, runs, names, on_colour)
            self._text(child.tail, runs, names, on_colour)

    def _take(self, child: Element, runs: OdtRuns, names: list[str], on_colour: bool) -> None:
        name = local(child)
        if name in ("s", "tab", "line-break"):
            count = named(child, "c") or "1"
            space = " " * min(int(count) if count.isdigit() else 1, _SPACE_LIMIT)
            self._text("\n" if name == "line-break" else space, runs, names, on_colour)
        elif name == "note":
            runs.notes.append(child)
        elif name in ("annotation",):
            runs.comments.append(child)
        elif name in ("frame", "custom-shape", "rect", "g", "line", "control"):
            runs.frames.append(child)
        elif name in ("change-start", "change-end"):
            self.mark(child)
        elif name in _HIDDEN_FIELDS:
            self._hidden_field(name, child, runs)
        elif name in _BOOKMARKS:
            bookmark = named(child, "name") or ""
            if not bookmark.startswith("_"):
                runs.add_hidden(Where.HIDDEN, "bookmark name", bookmark)
        elif name in ("p", "h", "list", "table"):
            runs.blocks.append(child)
        elif name not in ("ruby-text", "annotation-end", "change"):
            self._container(name, child, runs, names, on_colour)

    def _container(
        self, name: str, child: Element, runs: OdtRuns, names: list[str], on_colour: bool
    ) -> None:
        if name == "a":
            runs.add_hidden(Where.HIDDEN, "link target", named(child, "href") or "")
        for key in ("description", "formula", "condition"):
            runs.add_hidden(Where.HIDDEN, "field code", named(child, key) or "")
        style = named(child, "style-name") if name in ("span", "a") else None
        self._walk(child, runs, [*names, style] if style else names, on_colour)

    def _hidden_field(self, name: str, child: Element, runs: OdtRuns) -> None:
        note = _HIDDEN_FIELDS[name]
        for key in ("string-value", "string-value-if-true", "string-value-if-false", "condition"):
            runs.add_hidden(Where.HIDDEN, note, named(child, key) or "")
        runs.add_hidden(Where.HIDDEN, note, all_text(child))

    def _text(self, text: str | None, runs: OdtRuns, names: list[str], on_colour: bool) -> None:
        if not text:
            return
        note = self._styles.hidden_note(names, on_colour=on_colour)
        if note:
            runs.add_hidden(Where.HIDDEN, note, text, joins=True)
            return
        runs.pieces.append(Piece(text, self._styles.is_bold(names)))
        if self._inserting:
            runs.add_hidden(Where.TRACKED_CHANGE, INSERTED, text, joins=True)
