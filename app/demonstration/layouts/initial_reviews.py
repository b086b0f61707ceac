"""Layouts of initial case reviews: the notification form, the minute and the decision letter."""

from collections.abc import Iterator

from app.demonstration.layouts.blocks import Block, Heading, Page, Sheet, Style, Table, Text
from app.demonstration.layouts.furniture import MARKINGS, circumstances
from app.demonstration.layouts.report import Report, month
from app.demonstration.manuscripts import Decision

DECISION_NAMES = ("Decision", "Decision of the ICR group", "Outcome of initial case review")


def _decision(report: Report) -> Decision:
    if report.text.decision is None:
        message = f"{report.plan.key} is an initial case review without a decision"
        raise ValueError(message)
    return report.text.decision


def icr_form(report: Report) -> Sheet:
    """The notification form, a field to a row, with the learning and the decision in it."""
    page = Page(running_head=MARKINGS[report.habit])
    return Sheet(report.text.title, report.committee, page, tuple(_icr_form(report)))


def _icr_form(report: Report) -> Iterator[Block]:
    plan, text, decision = report.plan, report.text, _decision(report)
    yield Text("Initial Case Review: Notification and Decision", Style.TITLE)
    yield Text(text.title, Style.SUBTITLE)
    yield Heading("Part 1: Notification")
    rows = (
        ("Committee", report.committee),
        ("Child", text.subject),
        ("Type of review", report.type_label),
        ("Date of incident", month(plan.dates.incident)),
        ("Date of notification", month(plan.dates.notification)),
        ("Brief details of the case", text.circumstances),
    )
    yield Table(rows, (0.3, 0.7), labels=True)
    yield from (Text(note, Style.SMALL, lead="Guidance note:") for note in text.footnotes)
    yield Heading("Part 2: Circumstances")
    yield circumstances(report)
    yield Heading("Part 3: Decision and rationale")
    fields = [
        ("Criteria considered", decision.criteria),
        (DECISION_NAMES[report.habit], report.decision_label),
        ("Date of decision", month(plan.dates.decision)),
        ("Rationale for decision", decision.rationale),
    ]
    if decision.actions:
        fields.append(("Steps already in hand", "\n".join(decision.actions)))
    yield Table(tuple(fields), (0.3, 0.7), labels=True)
    yield Heading("Part 4: Learning")
    yield from _form_learning(report)
    if text.recommendations:
        recs = [
            (f"Recommendation {each.number}", f"{each.addressee}: {each.text}")
            for each in text.recommendations
        ]
        yield Table((("Recommendations", ""), *recs), (0.3, 0.7), header=True, labels=True)


def _form_learning(report: Report) -> Iterator[Block]:
    if report.habit == 1:
        rows = [
            (str(finding.number), finding.statement, finding.detail)
            for finding in report.text.findings
        ]
        yield Table((("No.", "Learning point", "Comment"), *rows), (0.08, 0.5, 0.42), header=True)
        return
    points = [
        (f"Learning point {finding.number}", f"{finding.statement}\n{finding.detail}")
        for finding in report.text.findings
    ]
    yield Table(tuple(points), (0.3, 0.7), labels=True)


def icr_minute(report: Report) -> Sheet:
    """The minute of the meeting that decided, in numbered items."""
    page = Page(running_head="", numbered=True, serif=True)
    return Sheet(report.text.title, report.committee, page, tuple(_icr_minute(report)))


def _icr_minute(report: Report) -> Iterator[Block]:
    plan, text, decision = report.plan, report.text, _decision(report)
    yield Text(report.committee, Style.SUBTITLE)
    yield Text(text.title, Style.TITLE)
    yield Text(f"Minute of the initial case review group, {month(plan.dates.decision)}")
    yield Heading("1. Present")
    yield Text("Chair of the group; representatives of police, health, education and social work.")
    yield Heading("2. Circumstances")
    yield Text(text.circumstances, note=next(iter(text.footnotes), ""))
    yield Text(
        f"The incident was in {month(plan.dates.incident)} and was notified to the Committee in "
        f"{month(plan.dates.notification)}."
    )
    yield Heading("3. Criteria")
    yield Text(decision.criteria)
    yield Heading("4. Decision")
    yield Text(f"{report.decision_label}.", lead=f"{DECISION_NAMES[report.habit]}:")
    yield Heading("5. Rationale")
    yield Text(decision.rationale)
    yield Heading("6. Learning points")
    for finding in text.findings:
        yield Text(finding.statement, number=f"6.{finding.number}")
        yield Text(finding.detail, indent=True)
    item = 7
    if text.recommendations:
        yield Heading(f"{item}. Recommendations")
        for each in text.recommendations:
            yield Text(f"{each.addressee}: {each.text}", number=f"{item}.{each.number}")
        item += 1
    if decision.actions:
        yield Heading(f"{item}. Steps already in hand")
        for position, action in enumerate(decision.actions, 1):
            yield Text(action, number=f"{item}.{position}")


def icr_letter(report: Report) -> Sheet:
    """The letter that tells partners what was decided and why."""
    page = Page(running_head="", numbered=False, serif=True)
    return Sheet(report.text.title, report.committee, page, tuple(_icr_letter(report)))


def _icr_letter(report: Report) -> Iterator[Block]:
    plan, text, decision = report.plan, report.text, _decision(report)
    yield Text(report.committee, Style.SUBTITLE)
    yield Text(month(plan.dates.decision))
    yield Text("To: members of the Child Protection Committee")
    yield Text("Dear colleague")
    yield Text(text.title, bold=True)
    yield Text(text.circumstances, note=next(iter(text.footnotes), ""))
    yield Heading("Decision", 2)
    yield Text(f"{report.decision_label}.", lead="Decision:")
    yield Text(decision.criteria, lead="Criteria:")
    yield Heading("Reasons for the decision", 2)
    yield Text(decision.rationale)
    yield Heading("Learning", 2)
    for finding in text.findings:
        yield Text(finding.statement, lead=f"Learning point {finding.number}:")
        yield Text(finding.detail)
    if text.recommendations:
        yield Heading("Recommendations", 2)
        for each in text.recommendations:
            lead = f"Recommendation {each.number}:"
            yield Text(f"{each.addressee}: {each.text}", lead=lead)
    if decision.actions:
        yield Heading("Steps already in hand", 2)
        yield from (Text(action, Style.BULLET) for action in decision.actions)
    yield Text("Yours sincerely")
    yield Text("Chair, Initial Case Review Group")
