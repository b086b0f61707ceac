"""Files to text: every place where words can stand, in reading order, with offsets."""

from nlp.documents.errors import (
    DamagedDocument,
    DocumentTooLarge,
    EmptyFile,
    EncryptedDocument,
    ScannedDocument,
    UnreadableDocument,
    UnsupportedType,
)
from nlp.documents.limits import DEFAULT_LIMITS, Limits
from nlp.documents.model import READER_VISIBLE, SEPARATOR, Block, Cell, Document, Kind, Where
from nlp.documents.reading import read_document

__all__ = [
    "DEFAULT_LIMITS",
    "READER_VISIBLE",
    "SEPARATOR",
    "Block",
    "Cell",
    "DamagedDocument",
    "Document",
    "DocumentTooLarge",
    "EmptyFile",
    "EncryptedDocument",
    "Kind",
    "Limits",
    "ScannedDocument",
    "UnreadableDocument",
    "UnsupportedType",
    "Where",
    "read_document",
]
