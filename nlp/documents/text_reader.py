"""Plain text: its encoding found, its paragraphs and headings recognised by their shape."""

from __future__ import annotations

import re

from nlp.documents.assembly import Draft, Reading
from nlp.documents.errors import UnsupportedType
from nlp.documents.labels import BULLET, NUMBER, SECTION_NUMBER, number_of
from nlp.documents.model import Kind
from nlp.documents.sniffing import Format

_MARKDOWN = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"^\s*(=+|-{3,}|~{3,})\s*$")
_MAX_HEADING = 90


def decode(data: bytes) -> str:
    """Text from UTF-8, UTF-16 (with or without a mark) or Windows-1252 bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    sample = data[:65536]
    if b"\x00" in sample:
        order = "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"
        return data.decode(order, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_text(data: bytes) -> Reading:
    """Read plain text. A blank line, a bullet or a number begins a new paragraph."""
    text = decode(data)
    if text.count("\ufffd") > 0.02 * len(text):
        raise UnsupportedType(
            "The text is in an encoding that is not known. Save it as UTF-8 and send it again."
        )
    reading = Reading(Format.TXT)
    for page, sheet in enumerate(text.split("\f"), start=1):
        number = page if "\f" in text else None
        reading.drafts += [_draft(group, number) for group in _groups(sheet.splitlines())]
    return reading


def _groups(lines: list[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    open_group = False
    for line in lines:
        if not line.strip():
            open_group = False
        elif _UNDERLINE.match(line) and open_group:
            if len(groups[-1]) == 1:
                groups[-1].append(line)
            open_group = False
        elif open_group and not _starts(line):
            groups[-1].append(line)
        else:
            groups.append([line])
            open_group = not _MARKDOWN.match(line)
    return groups


def _starts(line: str) -> bool:
    return any(p.match(line) for p in (BULLET, NUMBER, SECTION_NUMBER, _MARKDOWN))


def _draft(group: list[str], page: int | None) -> Draft:
    first = group[0]
    if marked := _MARKDOWN.match(first):
        return Draft(marked.group(2), kind=Kind.HEADING, level=len(marked.group(1)), page=page)
    if len(group) == 2 and (rule := _UNDERLINE.match(group[1])):
        level = 1 if rule.group(1).startswith("=") else 2
        return Draft(first, kind=Kind.HEADING, level=level, page=page)
    text = _joined(group)
    label = number_of(text, heading=True)
    if _looks_like_heading(text, numbered=bool(label)) and len(group) == 1:
        level = label.rstrip(".)").count(".") + 1 if label else 1
        return Draft(text, kind=Kind.HEADING, level=level, page=page)
    return Draft(text, page=page)


def _joined(group: list[str]) -> str:
    """Wrapped lines become one paragraph; short lines (an address, a form) stay lines."""
    wrapped = max(len(line) for line in group) > 55
    text = group[0].strip()
    for line in group[1:]:
        text += (" " if wrapped else "\n") + line.strip()
    return text


def _looks_like_heading(text: str, *, numbered: bool) -> bool:
    words = text.split()
    if len(text) > _MAX_HEADING or "\n" in text or re.search(r"[.;,:?!]$", text):
        return False
    if text.isupper() and any(len(word) > 2 for word in words):
        return True
    return numbered and len(words) <= 11
