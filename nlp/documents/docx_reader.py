"""DOCX to blocks: the body in order, then every other part that can hold words."""

from __future__ import annotations

from nlp.documents.archives import DAMAGED, Archive
from nlp.documents.assembly import Reading
from nlp.documents.docx_body import Place, Shared, Story
from nlp.documents.docx_numbering import read_numbering
from nlp.documents.docx_parts import (
    embedded_files,
    read_authors,
    read_custom_xml,
    read_diagrams,
    read_properties,
    read_settings,
    read_stories,
)
from nlp.documents.docx_styles import read_styles
from nlp.documents.errors import DamagedDocument
from nlp.documents.limits import Limits
from nlp.documents.model import Where
from nlp.documents.ooxml import child, relationships
from nlp.documents.sniffing import Format

_MAIN_RELATION = "officeDocument"


def read_docx(data: bytes, limits: Limits) -> Reading:
    """Read a DOCX. Raises UnreadableDocument subclasses only."""
    archive = Archive(data, limits)
    part = _main_part(archive)
    root = archive.xml(part)
    body = child(root, "body")
    if body is None:
        raise DamagedDocument(DAMAGED)
    reading = Reading(Format.DOCX)
    styles = read_styles(archive.xml_or_none("word/styles.xml"))
    shared = Shared(styles, read_numbering(archive.xml_or_none("word/numbering.xml")), reading)
    links = relationships(archive, part)
    Story(shared, links).read(body, Place())
    for link in links.values():
        if link.external:
            reading.hide(link.target, Where.HIDDEN, "link target")
    read_authors(root, reading)
    read_stories(archive, shared)
    read_properties(archive, reading)
    read_settings(archive, reading)
    read_custom_xml(archive, reading)
    read_diagrams(archive, reading)
    reading.attached += embedded_files(archive)
    return reading


def _main_part(archive: Archive) -> str:
    for link in relationships(archive, "").values():
        if link.kind == _MAIN_RELATION and link.target in archive:
            return link.target
    if "word/document.xml" in archive:
        return "word/document.xml"
    raise DamagedDocument(DAMAGED)
