"""How good the shipped tagger is, as measured when it was made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

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
    stored = _stored()
    return MeasuredErrors(stored["model"], stored["measured_on"], counts_of(stored["confusion"]))


def shipped_figures() -> dict[str, Any]:
    """What `nlp.evaluation.report.evaluate` said of the shipped model, its counts included."""
    stored = _stored()
    return {**stored["figures"], "confusion": stored["confusion"]}


def counts_of(
    confusion: Mapping[str, Mapping[str, Mapping[str, int]]],
) -> dict[str, dict[str, Confusion]]:
    """Counts as they were measured, from their JSON."""
    return {
        scheme: {key: Confusion(**counts) for key, counts in keys.items()}
        for scheme, keys in confusion.items()
    }


@cache
def _stored() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(
        files("nlp.evaluation").joinpath("measured.json").read_text("utf-8")
    )
    return read
