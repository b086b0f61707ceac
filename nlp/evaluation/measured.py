"""How often the shipped tagger was right and wrong, as measured when it was made."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.evaluation.tagging import Confusion


@dataclass(frozen=True, slots=True)
class MeasuredErrors:
    """Scheme → key → counts, with the model and the findings on which they were measured.

    Typology counts only the findings on which the tagger did not abstain.
    """

    model: str
    measured_on: str
    confusion: dict[str, dict[str, Confusion]]


@cache
def shipped_errors() -> MeasuredErrors:
    """The counts that ``scripts/train`` stored beside the model card."""
    stored = json.loads(files("nlp.evaluation").joinpath("measured.json").read_text("utf-8"))
    return MeasuredErrors(
        stored["model"],
        stored["measured_on"],
        {
            scheme: {key: Confusion(**counts) for key, counts in keys.items()}
            for scheme, keys in stored["confusion"].items()
        },
    )
