"""Invented reports as real files."""

from __future__ import annotations

from io import BytesIO

from docx import Document

FINDINGS = (
    (
        "Management systems",
        (
            "Team meetings settle who will cover which visit and leave no time for anybody to say "
            "what worries them about a family."
        ),
    ),
    (
        "Tools",
        (
            "The transfer form has one line for risk, so what a worker has learned over two years "
            "arrives in the next team as a single word."
        ),
    ),
)
CLEAN = "The review concerns Child A, who was seen by several services over three years."


def learning_together(
    *,
    title: str = "Learning Together review: Child A",
    findings: tuple[tuple[str, str], ...] = FINDINGS,
    paragraphs: tuple[str, ...] = (CLEAN,),
) -> bytes:
    """A Learning Together report in DOCX: category headings over numbered findings."""
    report = Document()
    report.add_heading(title, 0)
    for words in paragraphs:
        report.add_paragraph(words)
    report.add_heading("Findings", 1)
    for number, (category, statement) in enumerate(findings, start=1):
        report.add_heading(category, 2)
        report.add_paragraph(f"{number}. {statement}")
    out = BytesIO()
    report.save(out)
    return out.getvalue()
