"""Words in embedded workbooks and slides: enough to search them for names."""

from __future__ import annotations

import re

from nlp.documents.archives import Archive
from nlp.documents.safe_xml import Element, local

_SHEET = re.compile(r"^xl/worksheets/.*\.xml$")
_WORDS = re.compile(
    r"^(xl/(sharedStrings|workbook|comments\d*|drawings/.*|threadedComments/.*|persons/.*)"
    r"|ppt/(slides|notesSlides|comments)/.*|docProps/(core|app|custom))(\.xml)?$"
)
_PARAGRAPHS = frozenset({"si", "is", "p", "comment", "text", "person"})


def is_office_archive(archive: Archive) -> bool:
    """True for a workbook or a presentation."""
    return any(name.startswith(("xl/", "ppt/")) for name in archive.names())


def office_texts(archive: Archive) -> list[str]:
    """Every text in the archive: strings, numbers as typed, sheet names, notes, properties."""
    texts: list[str] = []
    for name in archive.names():
        if _SHEET.match(name):
            texts += _cells(archive.xml(name))
        elif _WORDS.match(name):
            texts += _words(archive.xml(name))
    return texts


def _cells(root: Element) -> list[str]:
    """Values that stand in the sheet itself; shared strings are read from their own part."""
    return [
        "".join(item.itertext())
        for cell in root.iter()
        if local(cell) == "c" and cell.get("t") != "s"
        for item in cell
        if local(item) in ("v", "is")
    ]


def _words(root: Element) -> list[str]:
    texts: list[str] = []
    for item in root.iter():
        name = local(item)
        if name in _PARAGRAPHS:
            inner = [part.text or "" for part in item.iter() if local(part) == "t"]
            texts.append("".join(inner) or (item.text or ""))
            texts.append(item.get("displayName") or "")
        elif name == "sheet":
            texts.append(item.get("name") or "")
        elif not len(item):
            texts.append(item.text or "")
    return [text for text in dict.fromkeys(texts) if text.strip()]
