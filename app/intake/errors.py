"""What an upload is refused for, with what to do about it."""

from __future__ import annotations

from app.kit.errors import Conflict, FieldError, Invalid, TooLarge, Unsupported


class UnreadableUpload(Invalid):
    """The file cannot be turned into text; ``code`` says why."""

    title = "The document cannot be read"

    def __init__(self, detail: str, *, code: str) -> None:
        super().__init__(detail, errors=[FieldError("document", detail, code)])
        self.code = code


class WrongType(Unsupported):
    """Not a PDF, DOCX, ODT, TXT or JSON file, or not what its name says."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, errors=[FieldError("document", detail, self.code)])


class UploadTooLarge(TooLarge):
    """More bytes than the service takes."""

    def __init__(self, limit_mb: int) -> None:
        detail = (
            f"The file is larger than {limit_mb} MB. Compress its pictures or send it as DOCX; "
            "a report with text alone is rarely above 5 MB."
        )
        super().__init__(detail, errors=[FieldError("document", detail, self.code)])


class DuplicateUpload(Conflict):
    """The same bytes are here already."""

    code = "duplicate_document"
    title = "This document is already here"

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            f"This file was already uploaded as {reference}. Open that review; to replace its "
            f"document post the new file to /v1/reviews/{reference}/versions."
        )


class DuplicateElsewhere(Conflict):
    """The same bytes came from a committee whose reviews the uploader may not see."""

    code = "duplicate_document"
    title = "This document is already here"

    def __init__(self) -> None:
        super().__init__(
            "This very file was already uploaded for another committee. Check that you chose "
            "the right file; if both committees share the review, ask a steward to link it."
        )


class KeyReused(Conflict):
    """An idempotency key came back with other content."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used before for another upload; make a new key for each."
        )
