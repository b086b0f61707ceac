"""Shares of findings, had the tagger made no errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.tagging.service.error_rates import ErrorRates, error_rates, errors_in_use
from app.trends.questions import CONCEPTS, TrendQuestion
from app.trends.repository import Coding, Codings
from app.trends.schemas import AdjustedRow

NOBODY = Coding(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What stands behind the adjusted share of every cell of a question."""

    asked: TrendQuestion
    carrying: Mapping[tuple[Any, ...], Coding]
    all: Mapping[tuple[Any, ...], Coding]
    rates: ErrorRates

    def of(self, key: Sequence[Any]) -> AdjustedRow:
        """The adjusted share of the cell with this key, in the order of the dimensions."""
        from analytics.misclassification import share_with_people  # noqa: PLC0415 - slow to load

        ((scheme, chosen),) = self.asked.concepts.items()
        named = dict(zip(self.asked.by, key, strict=True))
        concept = chosen if chosen is not None else str(named[scheme])
        rest = tuple(part for name, part in named.items() if name not in CONCEPTS)
        here, whole = self.carrying.get(tuple(key), NOBODY), self.all.get(rest, NOBODY)
        if whole.others:
            return _unknown(whole)
        found = share_with_people(
            (here.people, whole.people), (here.model, whole.model), self.rates.errors.get(concept)
        )
        return AdjustedRow(
            share=found.share,
            low=found.low,
            high=found.high,
            by_people=whole.people,
            by_model=whole.model,
            method=found.method,
            source=found.source,
            warning=found.warning,
        )


def read_adjustments(
    session: Session, asked: TrendQuestion, *, published_only: bool
) -> Adjustments:
    """Who coded the findings of every cell, and how often the tagger errs on the concept."""
    (scheme,) = asked.concepts
    rates = error_rates(scheme, errors_in_use(session))
    codings = Codings(session, asked, model=rates.model, published_only=published_only)
    return Adjustments(asked, codings.carrying(), codings.all(), rates)


def _unknown(whole: Coding) -> AdjustedRow:
    return AdjustedRow(
        share=None,
        low=None,
        high=None,
        by_people=whole.people,
        by_model=whole.model + whole.others,
        method="none",
        source="none",
        warning=(
            f"{whole.others} findings were tagged by a model whose errors were not measured: "
            "no estimate is possible."
        ),
    )
