"""Write the corpus to a folder: the files, and the manifest that `reviews import` reads."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.demonstration.layouts.rendering import render
from app.demonstration.layouts.report import Report
from app.demonstration.manuscripts import load_manuscripts
from app.demonstration.plan import PlannedReview, load_plan

MANIFEST = "manifest.csv"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where the corpus was written: the CSV, and each review's file by its key."""

    path: Path
    files: dict[str, Path]


def build_corpus(folder: Path, *, progress: Callable[[int, int], None] | None = None) -> Manifest:
    """Render every written review into `folder` and list the files in `manifest.csv`.

    The same corpus gives the same bytes each time. `progress` hears how many of how many files
    are done. Rows stand in order of completion, as an archive would be sent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reports = sorted(load_reports(), key=lambda report: report.plan.dates.completed)
    files: dict[str, Path] = {}
    for done, report in enumerate(reports, 1):
        path = folder / filename(report.plan)
        path.write_bytes(render(report))
        files[report.plan.key] = path
        if progress:
            progress(done, len(reports))
    manifest = folder / MANIFEST
    _write_manifest(manifest, reports)
    return Manifest(manifest, files)


def load_reports() -> Iterator[Report]:
    """Every planned review that has been written, in row order."""
    texts = load_manuscripts()
    for key, planned in load_plan().items():
        if key in texts:
            yield Report.of(planned, texts[key])


def filename(planned: PlannedReview) -> str:
    """The name of a review's file: `2009-02-renfrewshire-significant-case-review-r010.pdf`."""
    kind = planned.type.replace("_", "-")
    completed = planned.dates.completed
    return f"{completed:%Y-%m}-{planned.committee}-{kind}-{planned.key}.{planned.format}"


def manifest_row(report: Report) -> dict[str, str]:
    """One row of the manifest: what `reviews import` needs, then everything else that is known.

    Empty means that the review has no such thing; facts of the case that nobody wrote down say
    `not_recorded`. Dates are ISO 8601.
    """
    plan, case = report.plan, report.plan.circumstances
    plans = load_plan()
    dates = {name: day.isoformat() if day else "" for name, day in plan.dates}
    reviewers = plan.reviewers
    return {
        "file": filename(plan),
        "committee": plan.committee,
        "type": plan.type,
        "methodology": plan.methodology or "",
        "completed": dates.pop("completed"),
        "title": report.text.title,
        "key": plan.key,
        "decision": plan.decision,
        **{f"date_{name}": day for name, day in dates.items()},
        "led_from": filename(plans[plan.led_from]) if plan.led_from else "",
        "leads_to": filename(plans[plan.leads_to]) if plan.leads_to else "",
        "reviewers": str(reviewers.number) if reviewers else "",
        "reviewers_external": str(reviewers.external) if reviewers else "",
        "reviewers_accredited": str(reviewers.accredited) if reviewers else "",
        "parallel_proceedings": plan.parallel_proceedings,
        "outcome": case.outcome,
        "age_band": case.age_band,
        "children": str(case.children),
        "sex": case.sex,
        "harm_types": case.harm,
        "grade": case.grade_of_concern,
        "registered_now": case.registered,
        "registered_previously": case.previously_registered,
        "looked_after": case.looked_after,
        "economic_recorded": case.economic_circumstances,
        "disability": case.disability,
        "ethnicity_recorded": case.ethnicity_recorded,
        **case.family_factors,
    }


def _write_manifest(path: Path, reports: list[Report]) -> None:
    rows = [manifest_row(report) for report in reports]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
