"""ODT to blocks: the text in order, then every other part that can hold words."""

from __future__ import annotations

import re

from nlp.documents.archives import DAMAGED, Archive
from nlp.documents.assembly import Reading
from nlp.documents.docx_runs import DELETED
from nlp.documents.errors import DamagedDocument, EncryptedDocument
from nlp.documents.limits import Limits
from nlp.documents.model import Where
from nlp.documents.odt_body import OdtStory, Spot
from nlp.documents.odt_styles import named, read_odt_styles
from nlp.documents.safe_xml import Element, all_text, local
from nlp.documents.sniffing import Format

_HEADERS = {"header": Where.HEADER, "footer": Where.FOOTER}
_MAIN = frozenset({"content.xml", "styles.xml", "meta.xml", "settings.xml", "manifest.rdf"})
_DULL = frozenset({
    "generator", "editing-cycles", "editing-duration", "document-statistic", "creation-date",
    "date", "print-date", "template", "auto-reload", "language",
})  # fmt: skip


def read_odt(data: bytes, limits: Limits) -> Reading:
    """Read an ODT. Raises UnreadableDocument subclasses only."""
    archive = Archive(data, limits)
    _refuse_encrypted(archive)
    content = archive.xml("content.xml")
    style_part = archive.xml_or_none("styles.xml")
    body = next((item for item in content.iter() if local(item) == "text" and len(item)), None)
    if body is None:
        raise DamagedDocument(DAMAGED)
    reading = Reading(Format.ODT)
    styles = read_odt_styles(style_part, content)
    story = OdtStory(styles, reading, _insertions(body))
    story.read(body, Spot())
    _deletions(body, story)
    _fields(body, reading)
    if style_part is not None:
        _masters(style_part, story)
    _metadata(archive, reading)
    _objects(archive, reading)
    return reading


def _refuse_encrypted(archive: Archive) -> None:
    manifest = archive.xml_or_none("META-INF/manifest.xml")
    entries = manifest.iter() if manifest is not None else ()
    if any(local(item) == "encryption-data" for item in entries):
        raise EncryptedDocument(
            "The document is protected by a password. Save a copy without one and send that."
        )


def _insertions(body: Element) -> frozenset[str]:
    return frozenset(
        named(region, "id") or ""
        for region in body.iter()
        if local(region) == "changed-region" and any(local(item) == "insertion" for item in region)
    )


def _deletions(body: Element, story: OdtStory) -> None:
    """Deleted text, and the people and remarks that tracked changes carry."""
    for change in body.iter():
        if local(change) == "deletion":
            story.read(change, Spot(where=Where.TRACKED_CHANGE, note=DELETED))
        elif local(change) == "change-info":
            for item in change:
                if local(item) == "creator":
                    story.reading.hide(
                        all_text(item), Where.PROPERTIES, "author of a tracked change"
                    )
                elif local(item) == "p":
                    story.reading.hide(all_text(item), Where.COMMENT, "remark on a tracked change")


def _fields(body: Element, reading: Reading) -> None:
    """Declared variables and user fields, shown or not."""
    for item in body.iter():
        if local(item) in ("user-field-decl", "variable-decl", "dde-connection-decl"):
            for name in ("name", "string-value", "formula"):
                reading.hide(named(item, name) or "", Where.HIDDEN, "user field")
        elif local(item) in ("database-display", "placeholder"):
            reading.hide(named(item, "column-name") or "", Where.HIDDEN, "field code")


def _masters(root: Element, story: OdtStory) -> None:
    for master in root.iter():
        if local(master) != "master-page":
            continue
        for part in master:
            where = _HEADERS.get(local(part).split("-")[0])
            if where is not None:
                story.read(part, Spot(where=where, note=where.value))


def _metadata(archive: Archive, reading: Reading) -> None:
    root = archive.xml_or_none("meta.xml")
    for item in root.iter() if root is not None else ():
        name, value = local(item), (item.text or "").strip() if local(item) else ""
        if not value:
            continue
        if name in _DULL:
            reading.properties.setdefault(name, value)
        else:
            reading.property(named(item, "name") or name, value)


def _objects(archive: Archive, reading: Reading) -> None:
    """Charts, formulas and sheets set into the text, pictures, and other files."""
    for name in archive.names():
        if name.startswith(("Pictures/", "Thumbnails/", "Media/", "Objects/")):
            reading.attached.append((name, archive.read(name)))
            continue
        if name in _MAIN or name.startswith("META-INF/") or not name.endswith(".xml"):
            continue
        if (
            re.search(r"(^|/)(settings|styles|layout-cache)\.xml$", name)
            or "Configurations2" in name
        ):
            continue
        for item in archive.xml(name).iter():
            if local(item):
                reading.hide((item.text or "").strip(), Where.HIDDEN, "embedded object")
