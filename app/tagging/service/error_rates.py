"""How often the tagger is right and wrong, for shares that are corrected by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.tagging.repository import Register
from nlp.evaluation.measured import MeasuredErrors, counts_of, shipped_errors

if TYPE_CHECKING:
    from analytics.misclassification import ClassifierError


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """The errors of one model in one scheme: ``errors`` by key, where they were measured."""

    model: str
    errors: Mapping[str, ClassifierError]


def errors_in_use(session: Session) -> MeasuredErrors:
    """What the model in use got right and wrong on the frozen set."""
    model = Register(session).current()
    if model is None:
        return shipped_errors()
    frozen = model.figures["frozen"]
    return MeasuredErrors(
        model.version, shipped_errors().measured_on, counts_of(frozen["confusion"])
    )


def error_rates(scheme: str, measured: MeasuredErrors | None = None) -> ErrorRates:
    """What a model was measured to get right and wrong; the shipped one unless told.

    A key that no finding of the evaluation carries, or every one does, has no error rates.
    """
    from analytics.misclassification import ClassifierError  # noqa: PLC0415 - slow to load

    measured = measured or shipped_errors()
    return ErrorRates(
        measured.model,
        {
            key: ClassifierError(
                true_positives=counts.hits,
                false_negatives=counts.missed,
                true_negatives=counts.left_alone,
                false_positives=counts.false_alarms,
                source=f"tagger {measured.model} on {measured.measured_on}",
            )
            for key, counts in measured.confusion.get(scheme, {}).items()
            if counts.hits + counts.missed and counts.left_alone + counts.false_alarms
        },
    )
