"""Layouts of full reports: significant case reviews and the reviews that stand beside them."""

from collections.abc import Iterator
from itertools import count, groupby

from app.demonstration.layouts.blocks import (
    Block,
    Contents,
    Heading,
    Page,
    PageBreak,
    Sheet,
    Style,
    Text,
)
from app.demonstration.layouts.furniture import (
    chronology,
    cover,
    distribution,
    glossary,
    label,
    lay_out,
    masthead,
    narrative,
    opening,
    particulars,
    terms,
    work_done_well,
)
from app.demonstration.layouts.report import Report
from app.demonstration.manuscripts import WrittenFinding
from app.demonstration.plan import PlannedFinding

QUESTION_HEADINGS = {
    "manifestation": "How did the issue manifest in this case?",
    "underlying": "What makes it an underlying issue rather than one particular to this case?",
    "prevalence": "How prevalent is the issue?",
    "spread": "How widespread is the pattern?",
    "implications": "What are the implications for the reliability of the system?",
}


def learning_together(report: Report) -> Sheet:
    """Findings under the headings of the typology, then one by one with their questions."""
    page = Page(running_head=f"{report.committee} – Learning Together")
    return lay_out(report, page, _learning_together(report))


def _learning_together(report: Report) -> Iterator[Block]:
    yield from masthead(report)
    yield Heading("Why this case was chosen")
    yield opening(report)
    yield Heading("Methodology")
    yield Text(report.text.method or "")
    yield particulars(report)
    yield from terms(report, "Research questions")
    yield from narrative(report)
    yield from work_done_well(report)
    yield Heading("The findings are:")
    for category, group in groupby(report.findings(), lambda pair: report.category(pair[0])):
        yield Heading(category, 2, listed=False)
        for planned, written in group:
            yield Text(written.statement, number=f"{planned.number}.")
    yield PageBreak()
    for planned, written in report.findings():
        yield from _systems_finding(planned, written)
    yield from glossary(report)


def _systems_finding(planned: PlannedFinding, written: WrittenFinding) -> Iterator[Block]:
    yield Heading(f"Finding {planned.number}: {written.statement}", 2, listed=False)
    if written.detail:
        yield Text(written.detail)
    if written.questions:
        for question, answer in written.questions.model_dump().items():
            yield Heading(QUESTION_HEADINGS[question], 3, listed=False)
            yield Text(answer)
    yield Text("ISSUES FOR THE CPC TO CONSIDER", bold=True)
    yield from (Text(issue, Style.BULLET) for issue in written.issues)


def numbered_overview(report: Report) -> Sheet:
    """An overview report: cover, contents page, numbered sections and paragraphs."""
    page = Page(running_head=report.text.title, serif=report.habit == 1)
    return lay_out(report, page, _numbered_overview(report))


def _numbered_overview(report: Report) -> Iterator[Block]:
    yield from cover(report)
    yield Contents()
    yield PageBreak()
    section = count(1)
    yield from _numbered(next(section), "Introduction", [opening(report)])
    yield particulars(report)
    asked = [Text(term) for term in report.text.reference_terms]
    method = [Text(report.text.method or ""), *asked]
    yield from _numbered(next(section), "The review process and terms of reference", method)
    notes = list(report.text.footnotes[1:])
    for each in report.text.sections:
        texts = [Text(p, note=notes.pop(0) if notes else "") for p in each.paragraphs]
        yield from _numbered(next(section), each.heading, texts)
    if report.text.good_practice:
        praised = [Text(sentence) for sentence in report.text.good_practice]
        yield from _numbered(next(section), "Work that was done well", praised)
    yield from _numbered_findings(report, next(section))
    if report.text.recommendations:
        number = next(section)
        yield Heading(f"{number} Recommendations")
        for position, asked_for in enumerate(report.text.recommendations, 1):
            words = f"{asked_for.addressee}: {asked_for.text}"
            lead = f"Recommendation {asked_for.number}:"
            yield Text(words, lead=lead, number=f"{number}.{position}")
    yield PageBreak()
    yield from glossary(report, "Appendix A: Glossary")
    yield from chronology(report, "Appendix B: Chronology of the review")
    yield from distribution("Appendix C: Distribution list")


def _numbered(number: int, heading: str, texts: list[Text]) -> Iterator[Block]:
    yield Heading(f"{number} {heading}")
    for position, text in enumerate(texts, 1):
        yield Text(text.text, number=f"{number}.{position}", note=text.note)


def _numbered_findings(report: Report, number: int) -> Iterator[Block]:
    """Findings in one of three habits: a heading over the statement, in it, or a run-in."""
    yield Heading(f"{number} Findings")
    paragraph = count(1)
    for planned, written in report.findings():
        if report.habit == 0:
            yield Heading(label(planned), 2, listed=False)
            yield Text(written.statement, bold=True, number=f"{number}.{next(paragraph)}")
        elif report.habit == 1:
            yield Heading(f"{label(planned)}: {written.statement}", 2, listed=False)
        else:
            lead = f"{label(planned)}:"
            yield Text(written.statement, lead=lead, number=f"{number}.{next(paragraph)}")
        yield Text(written.detail, number=f"{number}.{next(paragraph)}")
