"""A review as a committee's own system exports it: JSON."""

import json

from app.demonstration.layouts.report import Report, month
from app.demonstration.manuscripts import WrittenFinding
from app.demonstration.plan import PlannedFinding


def structured_json(report: Report) -> bytes:
    """The review under the keys that `reviews read` writes, UTF-8, two spaces of indent."""
    plan, text = report.plan, report.text
    review: dict[str, object] = {
        "title": text.title,
        "committee": report.committee,
        "type": plan.type,
        "methodology": plan.methodology,
        "dates": {
            name: month(day)
            for name, day in (
                ("incident", plan.dates.incident),
                ("notification", plan.dates.notification),
                ("decision", plan.dates.decision),
                ("completed", plan.dates.completed),
            )
        },
    }
    if text.decision:
        review["decision"] = {
            "outcome": plan.decision,
            "criteria": text.decision.criteria,
            "rationale": text.decision.rationale,
        }
    body: dict[str, object] = {"review": review, "circumstances": text.circumstances}
    if text.method:
        body["method"] = text.method
    if text.sections:
        body["narrative"] = [section.model_dump() for section in text.sections]
    body["findings"] = [_finding(report, *pair) for pair in report.findings()]
    if text.recommendations:
        body["recommendations"] = [each.model_dump() for each in text.recommendations]
    return json.dumps(body, ensure_ascii=False, indent=2).encode()


def _finding(
    report: Report, planned: PlannedFinding, written: WrittenFinding
) -> dict[str, str | int]:
    return {
        "number": planned.number,
        "statement": written.statement,
        "detail": written.detail,
        "category": report.category(planned),
        "polarity": planned.polarity,
    }
