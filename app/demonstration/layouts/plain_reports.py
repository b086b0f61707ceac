"""Shorter layouts: templates in tables, practice points, columns, run-ins and bullets."""

from collections.abc import Iterator

from app.demonstration.layouts.blocks import (
    Block,
    Heading,
    Page,
    Sheet,
    Style,
    Table,
    Text,
)
from app.demonstration.layouts.furniture import (
    chronology,
    circumstances,
    distribution,
    glossary,
    label,
    lay_out,
    masthead,
    narrative,
    opening,
    particulars,
    recommendations,
    terms,
    work_done_well,
)
from app.demonstration.layouts.report import Report, month


def practice_review_tables(report: Report) -> Sheet:
    """A practice-review template: every part a table, as Welsh boards ask for it."""
    page = Page(running_head="Child Practice Review Report")
    return lay_out(report, page, _practice_review_tables(report))


def _practice_review_tables(report: Report) -> Iterator[Block]:
    yield Text("Child Practice Review Report", Style.TITLE)
    yield Text(report.committee, Style.SUBTITLE)
    yield Text(report.text.title, Style.SUBTITLE)
    yield particulars(report)
    brief = f"{report.text.circumstances}\n{report.text.method}"
    yield _boxed("Brief outline of circumstances resulting in the review", brief)
    for section in report.text.sections:
        yield _boxed(section.heading, "\n".join(section.paragraphs))
    if report.text.good_practice:
        yield _boxed("Acknowledgement of practitioners' work", "\n".join(report.text.good_practice))
    rows = [("Findings", "Practice and organisational learning")]
    for planned, written in report.findings():
        rows.append((label(planned), f"{written.statement}\n{written.detail}"))
    yield Table(tuple(rows), (0.2, 0.8), header=True, labels=True)
    if report.text.recommendations:
        recs = [
            (f"Recommendation {each.number}", f"{each.addressee}: {each.text}")
            for each in report.text.recommendations
        ]
        heads = ("Recommendations", "Improving systems and practice")
        yield Table((heads, *recs), (0.2, 0.8), header=True, labels=True)
    yield from glossary(report)


def _boxed(heading: str, words: str) -> Table:
    return Table(((heading,), (words,)), (1.0,), header=True)


def learning_review(report: Report) -> Sheet:
    """A Learning Review: a short narrative and practice points."""
    page = Page(running_head=f"{report.type_label} – {report.text.subject}")
    return lay_out(report, page, _learning_review(report))


def _learning_review(report: Report) -> Iterator[Block]:
    yield from masthead(report)
    yield particulars(report)
    yield Heading("Background")
    yield opening(report)
    yield Heading("How we carried out the review")
    yield Text(report.text.method or "")
    yield from terms(report, "Key lines of enquiry")
    yield from narrative(report)
    yield from work_done_well(report, "Our thanks to practitioners")
    yield Heading("Practice learning points")
    for planned, written in report.findings():
        yield Heading(label(planned, "Practice point"), 2, listed=False)
        yield Text(written.statement, bold=True)
        yield Text(written.detail)
    yield from recommendations(report, "Strategic recommendations")
    yield from glossary(report)


def findings_table(report: Report) -> Sheet:
    """A landscape report whose findings stand in the columns of a table."""
    page = Page(landscape=True, running_head=report.text.title)
    return lay_out(report, page, _findings_table(report))


def _findings_table(report: Report) -> Iterator[Block]:
    yield from masthead(report)
    yield Heading("Summary of the case")
    yield opening(report)
    yield particulars(report)
    yield Heading("Method")
    yield Text(report.text.method or "")
    yield from terms(report)
    yield from narrative(report)
    yield from work_done_well(report)
    yield Heading("Findings")
    rows = [("No.", "Finding", "Discussion", "Category")]
    for planned, written in report.findings():
        number = str(planned.number)
        rows.append((number, written.statement, written.detail, report.category(planned)))
    yield Table(tuple(rows), (0.06, 0.36, 0.42, 0.16), header=True)
    if report.text.recommendations:
        yield Heading("Recommendations")
        recs = [
            (str(each.number), each.text, each.addressee) for each in report.text.recommendations
        ]
        yield Table((("No.", "Recommendation", "For"), *recs), (0.06, 0.7, 0.24), header=True)
    yield from glossary(report)
    yield from chronology(report)
    yield from distribution()


def two_column(report: Report) -> Sheet:
    """A report set in two columns under a running head."""
    head = f"{report.committee}    {report.type_label}, {month(report.plan.dates.completed)}"
    page = Page(columns=2, running_head=head, serif=True)
    return lay_out(report, page, _two_column(report))


def _two_column(report: Report) -> Iterator[Block]:
    yield from masthead(report)
    yield Heading("Introduction")
    yield opening(report)
    yield Heading("About this review")
    yield Text(report.text.method or "")
    yield particulars(report)
    yield from terms(report)
    yield from narrative(report)
    yield from work_done_well(report)
    yield Heading("Findings")
    for planned, written in report.findings():
        yield Heading(label(planned), 2, listed=False)
        yield Text(written.statement, bold=True)
        yield Text(written.detail)
    yield from recommendations(report)
    yield from glossary(report)


def run_in_headings(report: Report) -> Sheet:
    """A plain report whose findings open with a bold run-in."""
    return lay_out(report, Page(running_head=report.committee), _run_in_headings(report))


def _run_in_headings(report: Report) -> Iterator[Block]:
    yield from masthead(report)
    yield particulars(report)
    yield Text(report.text.circumstances, lead="Background.")
    yield Text(report.text.method or "", lead="How the review was done.")
    yield from terms(report)
    yield from narrative(report)
    yield from work_done_well(report)
    yield Heading("Findings")
    for planned, written in report.findings():
        yield Text(written.statement, lead=f"{label(planned)}.")
        yield Text(written.detail)
    yield from recommendations(report)
    yield from glossary(report)
    yield from distribution()


def bullets(report: Report) -> Sheet:
    """A report without numbers: findings and recommendations are bullets."""
    return lay_out(report, Page(running_head=report.text.title), _bullets(report))


def _bullets(report: Report) -> Iterator[Block]:
    yield from masthead(report)
    yield particulars(report)
    yield Heading("What happened")
    yield opening(report)
    yield Heading("How the review was carried out")
    yield Text(report.text.method or "")
    yield from narrative(report)
    yield from work_done_well(report)
    yield Heading("Findings")
    for _, written in report.findings():
        yield Text(written.statement, Style.BULLET)
        yield Text(written.detail, indent=True)
    if report.text.recommendations:
        yield Heading("Recommendations")
    for each in report.text.recommendations:
        yield Text(f"{each.addressee}: {each.text}", Style.BULLET)
    yield Heading("Case particulars")
    yield circumstances(report)
    yield from glossary(report)
