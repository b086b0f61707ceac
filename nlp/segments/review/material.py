"""What the readers of facts work from: labelled fields and sentences, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nlp.documents.model import Block, Document, Kind, Where
from nlp.segments.grids import Grid, runs
from nlp.segments.lines import clean
from nlp.segments.model import Proposal, Span, Value

_LABELLED = re.compile(r"^(?P<label>[A-Z][^:\n.?]{1,70}):\s+(?P<value>\S.*)$", re.DOTALL)
_SENTENCE = re.compile(r"\S.*?(?:[.?!](?=[\s”’\"')]|$)[”’\"')]*|$)", re.DOTALL)
_HEADING_NUMBER = re.compile(r"^\s*(?:part\s+)?\d{0,2}(?:\.\d+)*[.:)\s–-]*", re.IGNORECASE)
_MAX_LABEL_WORDS = 16
_HEADED_BLOCKS = 6
_TITLE_BLOCKS = 8
_ACCOUNT_SENTENCES = 40


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what stands against it. ``label`` is in lower case, ``span`` the value."""

    label: str
    span: Span
    source: str
    """``table``, ``line``, ``heading`` or ``key``: how firmly the two belong together."""


class Material:
    """A document as the readers of facts see it. Cheap to build; its views are made on demand."""

    def __init__(self, document: Document, findings_from: int | None = None) -> None:
        self.document = document
        self.findings_from = findings_from
        self.blocks = tuple(b for b in document.body() if b.where is not Where.FOOTNOTE)

    @cached_property
    def opening(self) -> tuple[Block, ...]:
        """The first blocks, where a report names itself; tables and long prose left out."""
        short = (b for b in self.blocks[:20] if b.cell is None and len(b.text.split()) <= 30)
        return tuple(short)[:_TITLE_BLOCKS]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Labelled values, from forms first, then from lines, then from headings over text."""
        found = [*self._table_fields(), *self._line_fields(), *self._headed_fields()]
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of running text and of cells, with offsets."""
        return tuple(span for block in self.blocks for span in sentences_of(block))

    @cached_property
    def account(self) -> tuple[Span, ...]:
        """The sentences that tell what happened: the first ones, up to the first finding.

        Findings and later chapters speak of other children too.
        """
        limit = self.findings_from
        told = (s for s in self.sentences if limit is None or s.end <= limit)
        return tuple(told)[:_ACCOUNT_SENTENCES]

    def fields_like(self, pattern: re.Pattern[str]) -> Iterator[Field]:
        """Fields whose label matches."""
        return (field for field in self.fields if pattern.search(field.label))

    def _table_fields(self) -> Iterator[Field]:
        for part in runs(self.blocks):
            if isinstance(part, Grid):
                for row in part.rows:
                    yield from _row_fields(row)

    def _line_fields(self) -> Iterator[Field]:
        for block in self.blocks:
            if self._is_json and block.kind is not Kind.HEADING and block.section:
                yield Field(_key_path(block.section), _span(block), "key")
                continue
            text = block.text
            match = _LABELLED.match(text)
            if match and len(match["label"].split()) <= 8:
                start = block.start + match.start("value")
                value = Span(clean(match["value"]), start, block.end, block.page)
                yield Field(_plain(match["label"]), value, "line")
            elif block.lead and text.startswith(block.lead) and len(block.lead.split()) <= 8:
                rest = text[len(block.lead) :].lstrip(" .:–—-\n")
                if rest:
                    value = Span(clean(rest), block.end - len(rest), block.end, block.page)
                    yield Field(_plain(block.lead), value, "line")

    def _headed_fields(self) -> Iterator[Field]:
        if self._is_json:
            return
        for index, block in enumerate(self.blocks):
            heading = block.kind is Kind.HEADING or (block.bold and len(block.text.split()) <= 10)
            if not heading or block.cell is not None or len(block.text.split()) > 12:
                continue
            body = []
            for after in self.blocks[index + 1 : index + 1 + _HEADED_BLOCKS]:
                if after.kind is Kind.HEADING or after.cell is not None:
                    break
                body.append(after)
            if body:
                text = " ".join(clean(b.text) for b in body)
                span = Span(text, body[0].start, body[-1].end, body[0].page)
                yield Field(_plain(block.text), span, "heading")

    @property
    def _is_json(self) -> bool:
        return self.document.media_type == "application/json"


def _row_fields(row: dict[int, tuple[Block, ...]]) -> Iterator[Field]:
    """Pairs of label and value along a row: two cells, or four that make two pairs."""
    cells = [row[column] for column in sorted(row)]
    if len(cells) not in {2, 4}:
        return
    for label, value in zip(cells[::2], cells[1::2], strict=True):
        name = " ".join(block.text for block in label)
        if len(name.split()) <= _MAX_LABEL_WORDS:
            text = " ".join(clean(block.text) for block in value)
            span = Span(text, value[0].start, value[-1].end, value[0].page)
            yield Field(_plain(name), span, "table")


def sentences_of(block: Block) -> Iterator[Span]:
    """The sentences of one block. Abbreviations before a small letter do not end one."""
    begun: int | None = None
    for match in _SENTENCE.finditer(block.text):
        if begun is None:
            begun = match.start()
        after = block.text[match.end() :].lstrip()
        if after[:1].islower() and match.end() < len(block.text):
            continue
        text = block.text[begun : match.end()].strip()
        if text:
            yield Span(clean(text), block.start + begun, block.start + match.end(), block.page)
        begun = None


def _key_path(section: tuple[str, ...]) -> str:
    """The last two keys of a path ("decision rationale"); "review" only encloses and is dropped."""
    keys = [key for key in section if not key.isdigit() and key.lower() != "review"]
    return _plain(" ".join(keys[-2:]))


def _span(block: Block) -> Span:
    return Span(clean(block.text), block.start, block.end, block.page)


def _plain(label: str) -> str:
    label = _HEADING_NUMBER.sub("", label, count=1) or label
    return " ".join(label.lower().replace("_", " ").replace("’", "'").strip(" :?.").split())


def propose(
    name: str, value: Value, span: Span, *, basis: str, precision: str | None = None
) -> Proposal:
    """A proposal that quotes the passage it was read from."""
    return Proposal(name, value, span.start, span.end, span.page, span.text, precision, basis)


def block_span(block: Block) -> Span:
    """A whole block as a passage."""
    return _span(block)
