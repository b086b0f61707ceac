"""XML from strangers: no entities, no network, no document type."""

from __future__ import annotations

from typing import Any

from lxml import etree

from nlp.documents.errors import DamagedDocument

Element = Any
"""An lxml element; lxml publishes no types that hold under strict checking."""


def parse_xml(data: bytes, *, part: str) -> Element:
    """The root element of ``data``.

    Raises DamagedDocument when the XML is broken or declares a document type: office
    files never do, and entity bombs need one.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise DamagedDocument(
            f"The part “{part}” of the file is damaged. Open the file in the program that "
            "made it, save it again and send the new copy."
        ) from error
    if root is None or _declares_type(root):
        raise DamagedDocument(
            f"The part “{part}” of the file declares XML entities, which no ordinary "
            "document does. Open it in a word processor and save it again."
        )
    return root


def _declares_type(root: Element) -> bool:
    return bool(root.getroottree().docinfo.doctype)


def local(element: Element) -> str:
    """The element's name without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def all_text(element: Element) -> str:
    """Every character of text below ``element``, parts separated by spaces."""
    return " ".join(piece.strip() for piece in element.itertext() if piece.strip())
