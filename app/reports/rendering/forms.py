"""Which forms a report is printed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.reports.content import Report

Form = Literal["html", "pdf", "docx"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole file."""

    content: bytes
    media_type: str


def render(report: Report, form: Form) -> Printed:
    """The report as a file of this form."""
    make, media_type = FORMS[form]
    return Printed(make(report), media_type)


def _html(report: Report) -> bytes:
    from app.reports.rendering.html import to_html  # noqa: PLC0415

    return to_html(report)


def _pdf(report: Report) -> bytes:
    from app.reports.rendering.pdf import to_pdf  # noqa: PLC0415 - slow to load

    return to_pdf(report)


def _docx(report: Report) -> bytes:
    from app.reports.rendering.docx_file import to_docx  # noqa: PLC0415 - slow to load

    return to_docx(report)


FORMS: dict[Form, tuple[Callable[[Report], bytes], str]] = {
    "html": (_html, "text/html; charset=utf-8"),
    "pdf": (_pdf, "application/pdf"),
    "docx": (
        _docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}
"""Form → what makes it, and its media type."""
