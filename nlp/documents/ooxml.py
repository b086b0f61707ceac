"""Names and small questions of Office Open XML (ECMA-376), shared by the DOCX modules."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.documents.archives import Archive
from nlp.documents.safe_xml import Element, local

_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_FALSE = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another, or out of the file."""

    kind: str
    target: str
    external: bool


def attribute(element: Element | None, name: str) -> str | None:
    """The ``w:name`` attribute, in the transitional or the strict namespace."""
    if element is None:
        return None
    for key in (f"{{{W}}}{name}", f"{{{_STRICT_W}}}{name}", name):
        value = element.get(key)
        if value is not None:
            return str(value)
    return None


def relation_id(element: Element, name: str = "id") -> str | None:
    """The ``r:id`` (or ``r:embed``, ``r:link``) attribute."""
    for namespace in _R:
        value = element.get(f"{{{namespace}}}{name}")
        if value is not None:
            return str(value)
    return None


def child(element: Element | None, *names: str) -> Element | None:
    """The first descendant along a path of local names."""
    for name in names:
        if element is None:
            return None
        element = next((item for item in element if local(item) == name), None)
    return element


def children(element: Element, name: str) -> Iterator[Element]:
    """Direct children with a local name."""
    return (item for item in element if local(item) == name)


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Elements below ``element`` with one of the local names, in document order."""
    wanted = frozenset(names)
    return (item for item in element.iter() if local(item) in wanted)


def switch(properties: Element | None, name: str) -> bool | None:
    """An on/off property: True, False, or None where it is not stated."""
    element = child(properties, name)
    if element is None:
        return None
    return (attribute(element, "val") or "true").lower() not in _FALSE


def relationships(archive: Archive, part: str) -> dict[str, Relationship]:
    """The relationships of a part by id; targets are names of members of the archive."""
    folder, name = posixpath.split(part)
    root = archive.xml_or_none(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Relationship] = {}
    for item in root if root is not None else ():
        if not isinstance(item.tag, str) or item.get("Id") is None:
            continue
        target, external = item.get("Target", ""), item.get("TargetMode") == "External"
        if not external:
            joined = target if target.startswith("/") else posixpath.join("/", folder, target)
            target = posixpath.normpath(joined).lstrip("/")
        found[item.get("Id")] = Relationship(
            item.get("Type", "").rpartition("/")[2], target, external
        )
    return found
