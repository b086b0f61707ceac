"""Read a manifest: one line a file, columns as ``docs/import.md`` lists them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.archives.errors import ManifestRefused
from app.kit.errors import FieldError
from app.reviews.schemas import DATE_KINDS, Metadata

REQUIRED = ("file", "committee")
ANSWERS = (
    "registered_now",
    "registered_previously",
    "disability",
    "ethnicity_recorded",
    "economic_recorded",
)
CODED = ("outcome", "age_band", "sex", "legal_status")
FAMILY_FACTORS = {
    "substance_misuse": "substance_misuse",
    "alcohol": "alcohol",
    "domestic_abuse": "domestic_abuse",
    "parental_mental_health": "parental_mental_ill_health",
    "parental_mental_ill_health": "parental_mental_ill_health",
    "learning_disability": "learning_disability",
    "criminality": "criminality",
    "transience": "transience",
}
PROCEEDINGS = {
    "fai": "fatal_accident_inquiry",
    "sudi": "sudden_infant_death_review",
    "domestic_homicide": "domestic_homicide_review",
}
SEXES = {"mixed": "both", "boy": "male", "girl": "female"}
NOT_RECORDED = "not_recorded"
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the archive with what is known of it."""

    number: int
    path: Path
    metadata: Metadata
    leads_to: str
    """The name of the file of the review that this one led to; empty when it led to none."""


def read_manifest(path: Path) -> list[Line]:
    """All lines of the manifest; files are looked for beside it.

    Raises ManifestRefused, naming every line that is wrong, before anything is imported.
    """
    with path.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        missing = [each for each in REQUIRED if each not in (reader.fieldnames or ())]
        if missing:
            raise ManifestRefused(
                [FieldError("line 1", f"the column “{each}” is missing") for each in missing]
            )
        rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    lines, faults = [], []
    for number, row in enumerate(rows, start=2):
        file = path.parent / row["file"]
        if not row["file"] or not file.is_file():
            faults.append(FieldError(f"line {number}", f"there is no file “{row['file']}”"))
            continue
        try:
            metadata = Metadata.model_validate(metadata_of(row))
        except ValidationError as error:
            faults += [
                FieldError(f"line {number}", f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
                for fault in error.errors(include_url=False, include_input=False)
            ]
            continue
        lines.append(Line(number, file, metadata, row.get("leads_to", "")))
    if faults:
        raise ManifestRefused(faults)
    return lines


def metadata_of(row: Mapping[str, str]) -> dict[str, Any]:
    """What a line says about its review, in the shape of ``Metadata``. Empty means not said."""
    found: dict[str, Any] = {
        key: row[key]
        for key in ("committee", "title", "type", "methodology", "completed", "area", "grade")
        if row.get(key)
    }
    found["dates"] = {kind: row[f"date_{kind}"] for kind in DATE_KINDS if row.get(f"date_{kind}")}
    if row.get("decision"):
        found["decision"] = {"outcome": row["decision"]}
        if row.get("date_decision"):
            found["decision"]["decided_on"] = row["date_decision"]
    found["circumstances"] = dict(_circumstances(row))
    found["proceedings"] = dict(_proceedings(row.get("parallel_proceedings", "")))
    if row.get("reviewers"):
        found["reviewers"] = list(_reviewers(row))
    return found


def _circumstances(row: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for key in CODED:
        if row.get(key) and row[key] != NOT_RECORDED:
            yield key, SEXES.get(row[key], row[key]) if key == "sex" else row[key]
    if row.get("children"):
        yield "children", row["children"]
    for key in ANSWERS:
        if row.get(key):
            yield key, row[key]
    harms = [each.strip() for each in row.get("harm_types", "").split(SEPARATOR) if each.strip()]
    if harms:
        yield "harm_types", dict.fromkeys(harms, True)
    factors = {
        FAMILY_FACTORS[column]: row[column] == "yes"
        for column in FAMILY_FACTORS
        if row.get(column) in {"yes", "no"}
    }
    if factors:
        yield "family_factors", factors


def _proceedings(cell: str) -> Iterator[tuple[str, bool]]:
    for each in cell.split(SEPARATOR):
        key = each.strip()
        if key and key not in {"none", NOT_RECORDED}:
            yield PROCEEDINGS.get(key, key), True


def _reviewers(row: Mapping[str, str]) -> Iterator[dict[str, bool | None]]:
    number: Callable[[str], int | None] = lambda key: (  # noqa: E731 - a name for one look-up
        int(row[key]) if row.get(key, "").isdigit() else None
    )
    external, accredited = number("reviewers_external"), number("reviewers_accredited")
    for position in range(number("reviewers") or 0):
        yield {
            "external": None if external is None else position < external,
            "accredited": None if accredited is None else position < accredited,
        }
