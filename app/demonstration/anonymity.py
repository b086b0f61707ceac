"""Anything in a manuscript that could name a person, a place or a day."""

import re
from collections.abc import Iterator

from app.demonstration.manuscripts import Manuscript
from app.demonstration.plan import FOLDER

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
GIVEN_NAMES = (FOLDER / "given-names.txt").read_text(encoding="utf-8").split()
FORBIDDEN: dict[str, str] = {
    "an exact date": rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\b|\b{MONTH} \d{{1,2}}(?!\d)",
    "a date in figures": r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    "a titled name": r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sheriff|Sgt|PC|DC|DI) [A-Z][a-z]+",
    "a given name": rf"\b(?:{'|'.join(GIVEN_NAMES)})\b",
    "a postcode": r"\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b",
    "a telephone number or long number": r"\b\d(?:[ -]?\d){5,}\b",
    "an address on the web": r"https?://|www\.|\S+@\S+",
    "a named place or body": r"\b[A-Z][a-z]+ (?:High School|Academy|Primary School|Primary|"
    r"Nursery|Infirmary|Street|Road|Avenue|Terrace|Drive|Crescent|Surgery|Medical Practice)\b",
    "markup": r"\*\*|^#|\n",
}
# Words that a pattern above would take for a name though the subject is a thing or an agency.
HARMLESS = re.compile(r"\b(?:The|A|Early|Local|Her|His|Their) (?:Nursery|Primary)\b|Prof(?= )")


def anonymity_faults(text: Manuscript) -> Iterator[str]:
    """Anything that could name a person, a place or a day."""
    for piece in (*text.report_texts(), *text.response_texts(), text.subject):
        for what, pattern in FORBIDDEN.items():
            for hit in re.finditer(pattern, HARMLESS.sub("", piece)):
                yield f"{what}: {hit.group()!r} in {piece[:60]!r}…"
