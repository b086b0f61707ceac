"""The parts that reports have in common: covers, particulars, narratives, appendices."""

from collections.abc import Iterator, Sequence

from app.demonstration.layouts.blocks import (
    Block,
    Heading,
    Page,
    PageBreak,
    Sheet,
    Style,
    Table,
    Text,
)
from app.demonstration.layouts.report import PROCEEDING_LABELS, Report, month, spoken
from app.demonstration.plan import PlannedFinding

MARKINGS = ("OFFICIAL – SENSITIVE", "RESTRICTED", "CONFIDENTIAL WHEN COMPLETED")
RECIPIENTS = (
    "Members of the Chief Officers' Group",
    "Members of the Child Protection Committee",
    "Divisional Commander, Police",
    "Nurse Director, NHS Board",
    "Principal Reporter",
    "Care Inspectorate",
)


def cover(report: Report) -> Iterator[Block]:
    """A title page with its protective marking, title, committee and month."""
    yield Text(MARKINGS[report.habit], Style.CENTRE, bold=True)
    yield Text(report.committee, Style.SUBTITLE)
    yield Text(report.text.title, Style.TITLE)
    yield Text(report.type_label, Style.SUBTITLE)
    yield Text(month(report.plan.dates.completed), Style.CENTRE)
    yield PageBreak()


def masthead(report: Report) -> Iterator[Block]:
    """A title without a page of its own."""
    yield Text(report.text.title, Style.TITLE)
    yield Text(f"{report.committee} – {month(report.plan.dates.completed)}", Style.SUBTITLE)


def particulars(report: Report) -> Table:
    """The facts of the review: who, which kind, how and when."""
    plan, dates = report.plan, report.plan.dates
    rows = [
        ("Committee", report.committee),
        ("Type of review", report.type_label),
        ("Methodology", report.method_label),
        ("Date of incident", month(dates.incident)),
        ("Date of notification", month(dates.notification)),
        ("Date of decision to review", month(dates.decision)),
        ("Date commissioned", month(dates.commission)),
        ("Date report ratified", month(dates.completed)),
    ]
    if plan.reviewers:
        internal = plan.reviewers.number - plan.reviewers.external
        people = f"{plan.reviewers.external} external, {internal} internal"
        rows.append(("Reviewers", people))
    rows.append(("Parallel proceedings", PROCEEDING_LABELS[plan.parallel_proceedings]))
    return Table(tuple(rows), (0.36, 0.64), labels=True)


def chronology(report: Report, heading: str = "Chronology of the review") -> Iterator[Block]:
    """The steps of the review as a table of three columns, which holds no findings."""
    dates = report.plan.dates
    steps = (
        (dates.incident, "Incident that led to the review", "All agencies"),
        (dates.notification, "Notification to the Committee", "Notifying agency"),
        (dates.decision, "Decision to review", "Committee"),
        (dates.commission, "Review commissioned", "Committee"),
        (dates.completed, "Report considered and ratified", "Committee"),
        (dates.submitted, "Report submitted", "Lead Officer"),
    )
    yield Heading(heading)
    rows = [(month(day), step, body) for day, step, body in steps if day]
    yield Table((("Date", "Event", "Who"), *rows), (0.25, 0.5, 0.25), header=True)


def circumstances(report: Report) -> Table:
    """The coarse facts of the case, where nothing said is shown as not recorded."""
    case = report.plan.circumstances
    rows = [
        ("Outcome", spoken(case.outcome)),
        ("Number of children", str(case.children)),
        ("Sex", spoken(case.sex)),
        ("Type of harm", spoken(case.harm)),
        ("On the child protection register", spoken(case.registered)),
        ("Previously registered", spoken(case.previously_registered)),
        ("Looked after", spoken(case.looked_after)),
        ("Disability", spoken(case.disability)),
        *((spoken(factor), spoken(value)) for factor, value in case.family_factors.items()),
        ("Economic circumstances", spoken(case.economic_circumstances)),
    ]
    return Table(tuple(rows), (0.5, 0.5), labels=True)


def noted(paragraphs: Sequence[str], notes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs with the footnotes shared out, one each from the first paragraph on."""
    for index, paragraph in enumerate(paragraphs):
        yield paragraph, notes[index] if index < len(notes) else ""


def narrative(report: Report, *, level: int = 1) -> Iterator[Block]:
    """The sections of the report under their headings, unnumbered."""
    notes = list(report.text.footnotes[1:])
    for section in report.text.sections:
        yield Heading(section.heading, level)
        for paragraph in section.paragraphs:
            yield Text(paragraph, note=notes.pop(0) if notes else "")


def opening(report: Report) -> Text:
    """The circumstances, which carry the first footnote."""
    return Text(report.text.circumstances, note=next(iter(report.text.footnotes), ""))


def terms(report: Report, heading: str = "Terms of reference") -> Iterator[Block]:
    """What the review was asked, as bullets."""
    if report.text.reference_terms:
        yield Heading(heading)
        yield from (Text(term, Style.BULLET) for term in report.text.reference_terms)


def work_done_well(report: Report, heading: str = "Work that was done well") -> Iterator[Block]:
    """Acknowledgements of practice, which are not findings."""
    if report.text.good_practice:
        yield Heading(heading)
        yield Text(" ".join(report.text.good_practice))


def glossary(report: Report, heading: str = "Glossary") -> Iterator[Block]:
    """Terms and abbreviations as a table of two columns."""
    if report.text.glossary:
        yield Heading(heading)
        rows = (("Term", "Meaning"), *report.text.glossary)
        yield Table(rows, (0.2, 0.8), header=True)


def distribution(heading: str = "Distribution list") -> Iterator[Block]:
    """Who gets the report, by office."""
    yield Heading(heading)
    yield from (Text(recipient, Style.BULLET) for recipient in RECIPIENTS)


def lay_out(report: Report, page: Page, blocks: Iterator[Block]) -> Sheet:
    """The blocks on their page, under the report's own title."""
    return Sheet(report.text.title, report.committee, page, tuple(blocks))


def label(finding: PlannedFinding, word: str = "Finding") -> str:
    """What stands over a finding: `Finding 3`, and whether it tells of good practice."""
    good = " (good practice)" if finding.polarity == "good_practice" else ""
    return f"{word} {finding.number}{good}"


def recommendations(report: Report, heading: str = "Recommendations") -> Iterator[Block]:
    """Recommendations, each with its number as a run-in and its addressee first."""
    if report.text.recommendations:
        yield Heading(heading)
    for each in report.text.recommendations:
        yield Text(f"{each.addressee}: {each.text}", lead=f"Recommendation {each.number}.")
