"""What in a post may tell who a family is."""

from __future__ import annotations

from typing import Final

from app.discussions.schemas import Suspect

WORDS: Final = {
    "PERSON": "a person's name",
    "DATE_OF_BIRTH": "a date of birth",
    "DATE_OF_DEATH": "a date of death",
    "EXACT_DATE": "an exact date",
    "PLACE": "a place",
    "SCHOOL": "a school",
    "ADDRESS": "an address",
    "GP_PRACTICE": "a practice",
    "PHONE": "a telephone number",
    "EMAIL": "an e-mail address",
    "POSTCODE": "a postcode",
    "SOCIAL_HANDLE": "a social media name",
    "VEHICLE_REG": "a vehicle's registration",
    "URL": "a web address",
}
"""How a type is said to its author; the numbers of files and people are “a number of a person”."""


def suspects_of(body: str) -> list[Suspect]:
    """Every span that the identifier engine marks, of all of its types."""
    from nlp.identifiers import scan_text  # noqa: PLC0415 - slow to load

    return [Suspect(type=str(hit.type), start=hit.start, end=hit.end) for hit in scan_text(body)]


def told(body: str, suspects: list[Suspect]) -> list[str]:
    """The spans in words, each once, for the author alone."""
    said = (
        f"“{body[each.start : each.end]}” looks like "
        f"{WORDS.get(each.type, 'a number of a person or a file')}"
        for each in suspects
    )
    return list(dict.fromkeys(said))
