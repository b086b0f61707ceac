"""Why a file could not be read, in words for the person who sent it.

Each error's ``str`` is a complete sentence that says what to do next; ``code`` is a
stable key for the API.
"""

from __future__ import annotations


class UnreadableDocument(Exception):
    """The file cannot be turned into text. ``str(error)`` says what to do."""

    code = "unreadable_document"


class EmptyFile(UnreadableDocument):
    """The file has no bytes, or no text at all."""

    code = "empty_file"


class UnsupportedType(UnreadableDocument):
    """The content is none of PDF, DOCX, ODT, TXT and JSON, or contradicts the name's ending."""

    code = "unsupported_type"


class EncryptedDocument(UnreadableDocument):
    """The file is protected by a password."""

    code = "encrypted_document"


class DamagedDocument(UnreadableDocument):
    """The file is cut short or its structure is broken."""

    code = "damaged_document"


class ScannedDocument(UnreadableDocument):
    """The pages are pictures without a text layer."""

    code = "scanned_document"


class DocumentTooLarge(UnreadableDocument):
    """More bytes, pages or unpacked content than the limits allow."""

    code = "document_too_large"
