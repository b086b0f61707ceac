"""What an application needs before it is read, and what makes two of them the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import orjson

from app.kit.errors import FieldError
from app.research.models import Project
from app.research.schemas import ApplicationSent

_NEEDED = {
    "title": "Enter a title",
    "lay_summary": "Enter a summary for everybody",
    "purpose": "Enter the research questions and methods",
    "funder": "Enter the funder, or “none”",
    "ethics_body": "Enter who approved the research ethically",
    "ethics_reference": "Enter the reference of the ethics approval",
    "tier": "Select the data that you ask for",
    "duration_months": "Enter for how many months",
    "data_use": "Select at least one code of data use",
}


def application_of(project: Project) -> ApplicationSent:
    """The application as it stands."""
    return ApplicationSent.model_validate(project)


def fingerprint_of(project: Project) -> str:
    """SHA-256 of everything that stewards decide on: the application and its ethics document."""
    content = application_of(project).model_dump(mode="json")
    content["ethics_sha256"] = project.ethics_sha256
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def missing_from(
    sent: ApplicationSent, *, has_document: bool, address: str | None
) -> list[FieldError]:
    """What is missing, field by field, in the order of the form; ``address`` is the applicant's."""
    return [
        FieldError(pointer, detail, "missing")
        for pointer, detail in _missing(sent, has_document, address)
    ]


def _missing(
    sent: ApplicationSent, has_document: bool, address: str | None
) -> Iterator[tuple[str, str]]:
    for name, detail in _NEEDED.items():
        if not getattr(sent, name):
            yield name, detail
    if not has_document:
        yield "ethics_document", "Select the ethics document"
    for place, person in enumerate(sent.people):
        if not person.organisation:
            yield f"people.{place}.organisation", f"Enter the organisation of {person.name}"
        if not person.email:
            yield f"people.{place}.email", f"Enter the e-mail address of {person.name}"
        if person.email and person.email == address and not person.orcid:
            yield f"people.{place}.orcid", "Enter your own ORCID iD"
    if address is None or address not in {person.email for person in sent.people}:
        yield (
            "people.0.email",
            "Name yourself among the people, with the address that you sign in with",
        )
