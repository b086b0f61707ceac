"""A review as JSON: every string becomes a block under the path of its keys.

A structured submission has the shape that ``reviews read`` prints, so what one installation
wrote another can read. All keys are optional, unknown ones are read as text:

    {"review": {"type": "learning_review", "methodology": "learning_together",
                "committee": "fife", "dates": {"completed": "2023-05-12"}},
     "findings": [{"number": 1, "statement": "...", "category": "tools",
                   "questions": {"manifestation": "...", "underlying": "...",
                                 "prevalence": "...", "spread": "...", "implications": "..."},
                   "issues": ["..."]}],
     "recommendations": [{"number": 1, "text": "...", "addressee": "..."}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from nlp.documents.assembly import Draft, Reading
from nlp.documents.errors import DamagedDocument
from nlp.documents.model import Kind
from nlp.documents.sniffing import Format
from nlp.documents.text_reader import decode

_MAX_DEPTH = 24


def read_json(data: bytes) -> Reading:
    """Read a JSON review.

    The shape of the output of ``reviews read`` is understood by the segmenter; any other
    shape is read as well. A key becomes a heading, so a block's ``section`` is the path of
    keys with list positions from 1 (``("findings", "2", "statement")``); a string becomes a
    paragraph, a string in a list a list item. Raises DamagedDocument, naming line and
    column, when the text is not JSON.
    """
    text = decode(data)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise DamagedDocument(
            f"The JSON is broken at line {error.lineno}, column {error.colno}. "
            "Mend it or export it again."
        ) from error
    except RecursionError as error:
        raise DamagedDocument("The JSON is nested too deeply. Export it again.") from error
    reading = Reading(Format.JSON)
    reading.drafts += _walk(value, depth=0)
    return reading


def _walk(value: object, depth: int) -> Iterator[Draft]:
    if depth > _MAX_DEPTH:
        raise DamagedDocument("The JSON is nested too deeply. Export it again.")
    if isinstance(value, dict):
        for key, item in value.items():
            yield Draft(key, kind=Kind.HEADING, level=depth + 1, note="key")
            yield from _walk(item, depth + 1)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            if isinstance(item, (dict, list)):
                yield Draft(str(number), kind=Kind.HEADING, level=depth + 1, note="key")
                yield from _walk(item, depth + 1)
            else:
                yield from _leaf(item, Kind.LIST_ITEM)
    else:
        yield from _leaf(value, Kind.PARAGRAPH)


def _leaf(value: object, kind: Kind) -> Iterator[Draft]:
    if value is None:
        return
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    for part in text.split("\n\n"):
        yield Draft(part, kind=kind)
