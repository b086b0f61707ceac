"""Documents made of a few paragraphs, read as the service reads them."""

from __future__ import annotations

import json

from nlp.documents import Document, read_document


def document_of(*paragraphs: str) -> Document:
    """A plain-text document with these paragraphs."""
    return read_document("\n\n".join(paragraphs).encode(), filename="note.txt")


def json_document(value: object) -> Document:
    """A JSON document with this content."""
    return read_document(json.dumps(value).encode(), filename="review.json")
