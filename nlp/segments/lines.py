"""A document as logical lines: paragraphs with their marks, headings and run-ins taken apart.

Blocks of a file are not yet what a reader sees as one statement: a paragraph may run over a
page, a running head may stand between its halves, a heading may be run into its text. This
module settles that once, so that the layouts can think in whole statements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.documents.model import Block, Document, Kind
from nlp.segments.headings import Zone, is_topic, question_of, zone_of
from nlp.segments.marks import Mark, read_label, read_mark
from nlp.segments.model import Span
from nlp.segments.typology import match_category, stated_category

PSEUDO_LEVEL = 7
"""Level of a heading known by its looks only (bold, capitals, a known wording)."""
RUN_IN_LEVEL = 8
"""Level of a heading at the start of a paragraph ("Learning identified: …")."""
FIELD_LEVEL = 6
"""Level of a label in the left-hand column of a form."""

_FURNITURE = re.compile(
    r"^(?:page\s+)?\d{1,3}(?:\s+(?:of|/)\s+\d{1,3})?$|^[-–—]\s*\d{1,3}\s*[-–—]$", re.IGNORECASE
)
_SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_NOTE_MARK = re.compile(rf"[{_SUPERSCRIPTS}]+|(?<=[a-z]{{3}})(?:[.,;:”’]?)\[\d{{1,2}}\]")
_GLUED_NOTE = re.compile(r"(?<=[a-z]{3}[.,;])\d{1,2}(?=\s|$)|(?<=[a-z]{4})\d{1,2}(?=[\s.,;]|$)")
_RUN_IN = re.compile(
    r"^(?P<label>[^:?.\n]{3,110})(?P<close>:|\?|\s[–—-])\s+(?P<rest>\S.*)$", re.DOTALL
)
_FULL_LINE = 40
"""Characters: the least a line of a narrow column holds when it breaks for want of room."""
_MAX_HEADING = 130
"""Words: a finding of full length may be set as a heading, a chapter may not."""
_CAPITALS = re.compile(r"^[^a-z]*[A-Z][^a-z]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One statement or heading. ``text`` is clean and without its mark.

    ``level`` is 0 for running text. ``start`` and ``end`` are offsets of ``text`` in the
    document. ``lead`` is the bold run-in, ``table`` whether it stood in a table.
    """

    text: str
    start: int
    end: int
    page: int | None = None
    level: int = 0
    mark: Mark | None = None
    lead: str = ""
    table: bool = False
    listed: bool = False
    bold: bool = False

    @property
    def span(self) -> Span:
        """The line as a passage."""
        return Span(self.text, self.start, self.end, self.page)

    @property
    def words(self) -> int:
        """How many words the text has."""
        return len(self.text.split())


def clean(text: str) -> str:
    """Text on one line, without footnote marks and soft hyphens."""
    text = text.replace("\u00ad", "").replace("\u200b", "")
    text = _GLUED_NOTE.sub("", _NOTE_MARK.sub("", text))
    return " ".join(text.split())


def running_heads(blocks: Sequence[Block]) -> frozenset[str]:
    """Short texts that stand on at least three pages and on half of them: page furniture."""
    pages = {block.page for block in blocks if block.page is not None}
    seen: Counter[str] = Counter()
    for key, _ in {(_head_key(block.text), block.page) for block in blocks if block.page}:
        if key and len(key.split()) <= 14:
            seen[key] += 1
    limit = max(3, (len(pages) + 1) // 2)
    return frozenset(key for key, count in seen.items() if count >= limit)


def _head_key(text: str) -> str:
    return " ".join(re.sub(r"\d+", "#", text.lower()).split())


def document_lines(
    document: Document, blocks: Sequence[Block], heads: frozenset[str]
) -> list[Line]:
    """The lines of some blocks of a document, page furniture left out.

    ``heads`` are the document's running heads, from :func:`running_heads`.
    """
    lines: list[Line] = []
    for block in blocks:
        if _FURNITURE.match(block.text.strip()) and block.cell is None:
            continue
        if _head_key(block.text) in heads and block.cell is None:
            continue
        for line in block_lines(block):
            if lines and _continues(lines[-1], line, document):
                lines[-1] = _join(lines[-1], line)
            else:
                lines.append(line)
    return [part for line in lines for part in _split_run_in(line)]


def block_lines(block: Block) -> Iterator[Line]:
    """The lines of one block: split where a new mark or heading starts inside it.

    In a table cell a line break after a full stop separates paragraphs as well.
    """
    offset = 0
    pieces: list[tuple[int, str]] = []
    for piece in block.text.split("\n"):
        parts = block.cell is not None and pieces and re.search(r"[.?!:]\s*$", pieces[-1][1])
        if pieces and not parts and not _starts_line(piece.strip()):
            begun, text = pieces[-1]
            pieces[-1] = (begun, f"{text}\n{piece}")
        else:
            pieces.append((offset, piece))
        offset += len(piece) + 1
    for number, (begun, text) in enumerate(pieces):
        if text.strip():
            yield _line(block, text, begun, first=number == 0)


def _starts_line(piece: str) -> bool:
    mark, _ = read_mark(piece)
    if mark is not None:
        return True
    label = piece.split(":", maxsplit=1)[0]
    return (zone_of(piece) or zone_of(label)) is not None and len(piece.split()) <= 12


def _line(block: Block, text: str, begun: int, *, first: bool) -> Line:
    stripped = text.lstrip()
    begun += len(text) - len(stripped)
    stripped = stripped.rstrip()
    mark, rest = read_mark(stripped)
    if first and block.label and not stripped.startswith(block.label):
        stored = read_label(block.label)
        # A label kept apart wins over a digit that opens the sentence, not over "Finding 3".
        if mark is None or mark.unit is None:
            mark, rest = stored, stripped
    start = block.start + begun + len(stripped) - len(rest)
    lead = block.lead if first else ""
    if mark is not None and lead:
        lead = read_mark(lead)[1] if mark.unit or lead[:1].isdigit() else lead
    return Line(
        text=clean(rest),
        start=start,
        end=block.start + begun + len(stripped),
        page=block.page,
        level=_level(block, stripped, rest),
        mark=mark,
        lead=clean(lead) if lead and rest.startswith(lead[:8]) else "",
        table=block.cell is not None,
        listed=block.kind is Kind.LIST_ITEM,
        bold=block.bold or block.kind is Kind.HEADING,
    )


def _level(block: Block, text: str, rest: str) -> int:
    if block.kind is Kind.HEADING:
        return max(block.level, 1) if len(text.split()) <= _MAX_HEADING else 0
    words = len(text.split())
    if words > 24 or not text or stated_category(text):
        return 0
    known = zone_of(rest) or match_category(rest) or zone_of(text)
    announces = re.search(r"[.;,]$", text) is None and not (text.endswith(":") and words > 5)
    if known is not None and announces and words <= 14 and text[0].isupper():
        return PSEUDO_LEVEL if block.kind is not Kind.LIST_ITEM or block.bold else 0
    question = question_of(rest)
    if question is not None and (block.bold or text.rstrip().endswith("?")) and words <= 20:
        return PSEUDO_LEVEL
    capitals = bool(_CAPITALS.match(text)) and words >= 2 and len(text) > 6
    # A bold sentence is a statement set in bold; a heading does not end in a full stop.
    bold = block.bold and not (text.endswith((".", ";")) and words > 4)
    return PSEUDO_LEVEL if (bold or capitals) and not block.cell else 0


def _continues(before: Line, line: Line, document: Document) -> bool:
    """Whether a line carries on the one before it, over a column, a page or a font's whim."""
    if document.media_type not in {"application/pdf", "text/plain"} or not line.text:
        return False
    if line.mark is not None or before.table != line.table:
        return False
    if (line.page or 0) - (before.page or 0) > 1 or re.search(r"[.?!:;][”’\"')\]]*$", before.text):
        return False
    if line.text[0].islower():
        return before.words > 3
    # A statement set in bold may break before a name; a known heading never continues one.
    known = zone_of(line.text) or match_category(line.text) or question_of(line.text)
    long = len(before.text) >= _FULL_LINE and not is_topic(before.text)
    return known is None and long and before.bold and line.bold


def _join(before: Line, line: Line) -> Line:
    text = before.text
    joined = text[:-1] + line.text if re.search(r"[a-z]-$", text) else f"{text} {line.text}"
    return replace(before, text=joined, end=line.end)


def _split_run_in(line: Line) -> Iterator[Line]:
    """A known heading run into its paragraph becomes a heading line and a text line."""
    if line.level or (line.mark is not None and line.mark.unit is not None):
        yield line
        return
    label, rest = _run_in(line)
    if not label:
        yield line
        return
    yield replace(
        line, text=label, end=line.start + len(label), level=RUN_IN_LEVEL, lead="", listed=False
    )
    if rest:
        mark, text = read_mark(rest)
        yield replace(line, text=text, start=line.end - len(text), mark=mark, lead="", listed=False)


def _run_in(line: Line) -> tuple[str, str]:
    candidates = []
    if line.lead and line.text.startswith(line.lead) and len(line.lead) < len(line.text):
        candidates.append((line.lead, line.text[len(line.lead) :].lstrip(" :.–—-")))
    match = _RUN_IN.match(line.text)
    if match:
        candidates.append((match["label"] + match["close"].strip(" –—-"), match["rest"]))
    for label, rest in candidates:
        bare = label.strip(" :.–—-")
        if stated_category(line.text):
            return "", ""
        dashed = match is not None and match["close"].strip() not in {":", "?"} and not line.lead
        if dashed and len(bare.split()) > 6:
            continue
        zone = zone_of(bare)
        known = zone is not None and (zone is not Zone.OTHER or len(bare.split()) <= 6)
        if len(bare.split()) <= 14 and (known or question_of(bare) or match_category(bare)):
            return bare if not label.rstrip().endswith("?") else label.strip(), rest
    return "", ""
