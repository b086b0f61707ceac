"""The parts of a DOCX beside its body: headers, notes, comments, properties, custom XML."""

from __future__ import annotations

import re

from nlp.documents.archives import Archive
from nlp.documents.assembly import Reading
from nlp.documents.docx_body import Place, Shared, Story
from nlp.documents.model import Where
from nlp.documents.ooxml import attribute, relationships
from nlp.documents.safe_xml import Element, all_text, local

_STORIES = (
    (re.compile(r"^word/header\d*\.xml$"), Where.HEADER, "header"),
    (re.compile(r"^word/footer\d*\.xml$"), Where.FOOTER, "footer"),
    (re.compile(r"^word/footnotes\.xml$"), Where.FOOTNOTE, "footnote"),
    (re.compile(r"^word/endnotes\.xml$"), Where.FOOTNOTE, "endnote"),
    (re.compile(r"^word/comments\.xml$"), Where.COMMENT, "comment"),
    (re.compile(r"^word/glossary/document\.xml$"), Where.HIDDEN, "building block"),
)
_NOTE_ELEMENTS = frozenset({"footnote", "endnote", "comment"})
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_DULL = frozenset({
    "application", "appversion", "docsecurity", "pages", "words", "characters",
    "lines", "paragraphs", "characterswithspaces", "totaltime", "scalecrop", "linksuptodate",
    "shareddoc", "hyperlinkschanged", "created", "modified", "revision", "lastprinted",
    "headingpairs", "digsig", "language",
})  # fmt: skip
"""Properties that programs write about programs; dates of saving are kept in the mapping only."""

_DULL_VALUES = frozenset({"Normal", "Normal.dot", "Normal.dotm", "Normal.dotx", "Title"})


def read_stories(archive: Archive, shared: Shared) -> None:
    """Headers, footers, notes, comments and building blocks."""
    for name in archive.names():
        for pattern, where, note in _STORIES:
            if pattern.match(name):
                story = Story(shared, relationships(archive, name))
                _read_story(archive.xml(name), story, Place(where=where, note=note))
                _links(archive, name, shared.reading)


def _read_story(root: Element, story: Story, place: Place) -> None:
    if local(root) in ("hdr", "ftr"):
        story.read(root, place)
        return
    if local(root) == "document":
        for part in root.iter():
            if local(part) == "docPartBody":
                story.read(part, place)
        return
    for item in root:
        if local(item) not in _NOTE_ELEMENTS or attribute(item, "type") in _SEPARATORS:
            continue
        for name in ("author", "initials"):
            story.shared.reading.hide(
                attribute(item, name) or "", Where.PROPERTIES, f"comment {name}"
            )
        story.read(item, place)


def _links(archive: Archive, part: str, reading: Reading) -> None:
    """Outside targets of a part that no visible element may point to any more."""
    for link in relationships(archive, part).values():
        if link.external:
            reading.hide(link.target, Where.HIDDEN, "link target")


def read_authors(root: Element, reading: Reading) -> None:
    """Names that tracked changes carry."""
    for element in root.iter():
        if local(element) in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"):
            author = attribute(element, "author")
            if author:
                reading.hide(author, Where.PROPERTIES, "author of a tracked change")


def read_properties(archive: Archive, reading: Reading) -> None:
    """Core, extended and custom properties, and the names of people who commented."""
    for part in ("docProps/core.xml", "docProps/app.xml"):
        root = archive.xml_or_none(part)
        for element in root if root is not None else ():
            name, value = local(element), all_text(element)
            if not value:
                continue
            if name.lower() in _DULL or value in _DULL_VALUES:
                reading.properties.setdefault(name, value)
            else:
                reading.property(name, value)
    root = archive.xml_or_none("docProps/custom.xml")
    for element in root if root is not None else ():
        reading.property(element.get("name") or "custom property", all_text(element))
    people = archive.xml_or_none("word/people.xml")
    for element in people.iter() if people is not None else ():
        if local(element) == "person":
            reading.hide(attribute(element, "author") or "", Where.PROPERTIES, "comment author")


def read_settings(archive: Archive, reading: Reading) -> None:
    """Document variables and mail-merge sources, which settings keep."""
    root = archive.xml_or_none("word/settings.xml")
    for element in root.iter() if root is not None else ():
        if local(element) == "docVar":
            reading.property(
                attribute(element, "name") or "variable", attribute(element, "val") or ""
            )
        elif local(element) in ("query", "connectString"):
            reading.hide(attribute(element, "val") or "", Where.HIDDEN, "mail merge source")


def read_custom_xml(archive: Archive, reading: Reading) -> None:
    """Data parts: every text and attribute in them."""
    for name in archive.names():
        if not re.match(r"^customXml/item\d*\.xml$", name):
            continue
        for element in archive.xml(name).iter():
            if not isinstance(element.tag, str):
                continue
            reading.hide((element.text or "").strip(), Where.HIDDEN, "custom XML")
            reading.hide((element.tail or "").strip(), Where.HIDDEN, "custom XML")
            if local(element) == "Sources":
                continue  # names the citation style of an empty bibliography
            for key, value in element.attrib.items():
                if not value.startswith(("http", "{")) and not key.startswith("{http://www.w3"):
                    reading.hide(value, Where.HIDDEN, "custom XML")


def read_diagrams(archive: Archive, reading: Reading) -> None:
    """Words in charts and SmartArt, and what charts cache of their workbooks."""
    for name in archive.names():
        if re.match(r"^word/(charts/chart|diagrams/data|diagrams/drawing)\d*\.xml$", name):
            note = "chart" if "chart" in name else "diagram"
            for element in archive.xml(name).iter():
                if local(element) in ("t", "v", "f"):
                    reading.hide(element.text or "", Where.HIDDEN, note)


_FILES = re.compile(
    r"^(word/(embeddings|media|afchunk\w*)/.+|docProps/thumbnail\..+|word/afchunk.+)$"
)


def embedded_files(archive: Archive) -> list[tuple[str, bytes]]:
    """Embedded files, pictures and the thumbnail, by their names in the container."""
    return [(name, archive.read(name)) for name in archive.names() if _FILES.match(name)]
