"""The plan in words, as an author reads it."""

from app.demonstration.plan import PlannedFinding, PlannedReview, load_issues


def _finding_line(finding: PlannedFinding) -> str:
    line = (
        f"    {finding.number}. {finding.typology} | {', '.join(finding.themes)} | {finding.depth}"
    )
    if finding.polarity == "good_practice":
        line += " | GOOD PRACTICE"
    if finding.issue:
        issue = load_issues()[finding.issue]
        line += f"\n       ISSUE {issue.id}, angle: {finding.angle}\n       = {issue.issue.strip()}"
    return line


def describe(planned: PlannedReview) -> str:
    """A row of the plan as its author reads it."""
    case, dates = planned.circumstances, planned.dates
    lines = [
        f"{planned.key} {planned.committee} | {planned.type} | {planned.methodology or '-'} | "
        f"{planned.layout} | decision: {planned.decision}"
        + (f" | leads_to {planned.leads_to}" if planned.leads_to else "")
        + (f" | led_from {planned.led_from}" if planned.led_from else ""),
        f"  incident {dates.incident:%b %Y}, notified {dates.notification:%b %Y}, decided "
        f"{dates.decision:%b %Y}, completed {dates.completed:%b %Y}; parallel: "
        f"{planned.parallel_proceedings}; reviewers: "
        + (
            f"{planned.reviewers.number} ({planned.reviewers.external} external)"
            if planned.reviewers
            else "-"
        ),
        f"  {case.outcome}, {case.age_band}, {case.sex}, children {case.children}, harm "
        f"{case.harm}, grade {case.grade_of_concern}; registered {case.registered} (before: "
        f"{case.previously_registered}), looked after {case.looked_after}, economic "
        f"{case.economic_circumstances}, disability {case.disability}; "
        + ", ".join(f"{factor} {value}" for factor, value in case.family_factors.items()),
        *(_finding_line(finding) for finding in planned.findings),
    ]
    if planned.five_questions:
        lines.append("    five_questions: yes, and issues for the committee")
    lines += [
        f"    rec {each.number}. {each.kind}{' SMART' if each.smart else ' (not smart)'}"
        for each in planned.recommendations
    ]
    lines += [
        f"    response to {each.to} {each.number}: {each.answer}, {each.status}, due {each.due}, "
        f"done {each.done}"
        for each in planned.responses
    ]
    return "\n".join(lines)
