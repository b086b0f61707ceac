"""From a review to the bytes of its file."""

from collections.abc import Callable

from app.demonstration.layouts import full_reports, initial_reviews, plain_reports
from app.demonstration.layouts.blocks import Sheet
from app.demonstration.layouts.docx_file import write_docx
from app.demonstration.layouts.odt_file import write_odt
from app.demonstration.layouts.pdf_file import write_pdf
from app.demonstration.layouts.report import Report
from app.demonstration.layouts.structured import structured_json
from app.demonstration.layouts.text_file import write_text

LAYOUTS: dict[str, Callable[[Report], Sheet]] = {
    "learning_together": full_reports.learning_together,
    "numbered_overview": full_reports.numbered_overview,
    "practice_review_tables": plain_reports.practice_review_tables,
    "learning_review": plain_reports.learning_review,
    "findings_table": plain_reports.findings_table,
    "two_column": plain_reports.two_column,
    "run_in_headings": plain_reports.run_in_headings,
    "bullets": plain_reports.bullets,
    "icr_form": initial_reviews.icr_form,
    "icr_minute": initial_reviews.icr_minute,
    "icr_letter": initial_reviews.icr_letter,
}
WRITERS: dict[str, Callable[[Sheet], bytes]] = {
    "pdf": write_pdf,
    "docx": write_docx,
    "odt": write_odt,
    "txt": write_text,
}


def render(report: Report) -> bytes:
    """The report in its planned layout and format; the same report gives the same bytes."""
    if report.plan.layout == "structured_json":
        return structured_json(report)
    return WRITERS[report.plan.format](LAYOUTS[report.plan.layout](report))
