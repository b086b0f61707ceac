"""What people decide about tags, and models as the register shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, Field

from app.reviews.schemas import Sent
from app.tagging.models import ModelState, ModelVersion


class KindDecision(Sent):
    """What kind of change a recommendation asks for, and whether it is SMART."""

    kind: str
    smart: bool | None = None


class TagDecision(Sent):
    """The category, themes or depth of a finding, as a person decides them.

    What is left out stays as it is. ``second`` may be given with ``typology`` only.
    """

    typology: str | None = None
    second: str | None = None
    themes: list[str] | None = Field(None, max_length=5)
    depth: str | None = None


class Figure(BaseModel):
    """A score with its 95% interval and the findings that it rests on."""

    value: float
    low: float
    high: float
    n: int

    @classmethod
    def of(cls, value: float, interval: Mapping[str, Any]) -> Self:
        """The score with a stored bootstrap interval."""
        return cls(value=value, low=interval["low"], high=interval["high"], n=interval["n"])


class Figures(BaseModel):
    """What was measured of a model on one set of findings; None was not measurable there.

    ``category`` and ``depth`` are macro-F1, ``themes`` micro-F1, ``same_issue`` how often a
    finding of the same issue is among the first five. ``answered`` is the share of findings on
    which the model does not abstain, ``answered_right`` how often it is right there.
    """

    category: Figure | None = None
    themes: Figure | None = None
    depth: Figure | None = None
    same_issue: Figure | None = None
    answered: float | None = None
    answered_right: float | None = None
    calibration_error: float | None = None
    findings: int = 0

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> Self:
        """From the report that ``nlp.evaluation.report`` makes."""

        def figure(part: str, score: str) -> Figure | None:
            if part not in report:
                return None
            return Figure.of(report[part][score], report[part][f"{score}_interval"])

        abstention = report.get("abstention", {})
        return cls(
            category=figure("typology", "macro_f1"),
            themes=figure("themes", "micro_f1"),
            depth=figure("depth", "macro_f1"),
            same_issue=figure("issue", "hit_at_5"),
            answered=abstention.get("answered"),
            answered_right=abstention.get("right"),
            calibration_error=report.get("calibration_error"),
            findings=report.get("n", 0),
        )


Set = Literal["frozen", "decisions"]
Scheme = Literal["category", "themes", "depth"]


class Compared(BaseModel):
    """One score of a model and of the one it was compared with, on the same findings.

    No worse: it lost no more than ``tolerated``, and the interval of the difference does not
    reach further than ``margin`` below nought. With too few findings (not ``enough``) the
    numbers decide nothing.
    """

    set: Set
    scheme: Scheme
    current: float
    candidate: float
    difference: Figure
    tolerated: float
    margin: float
    enough: bool
    no_worse: bool


class Recoding(BaseModel):
    """How far the model in use has coded anew what earlier models had coded.

    ``findings`` are all whose tags in force are a model's, ``done`` and ``left`` their parts;
    ``vectors_left`` wait for their place among the others.
    """

    findings: int
    done: int
    left: int
    vectors_left: int
    finished: bool


class Change(BaseModel):
    """So many findings would go from one category, or from being left to a person, to another."""

    before: str
    after: str
    findings: int


class Forecast(BaseModel):
    """What re-coding by ``version`` would change.

    ``changed`` is findings with another category, other themes or another depth; ``moves`` the
    categories alone, the commonest first.
    """

    version: str
    findings: int
    changed: int
    category: int
    themes: int
    depth: int
    moves: list[Change]


class ModelRead(BaseModel):
    """A model of the register. ``recoding`` is there for the one in use."""

    version: str
    state: ModelState
    bytes: int
    frozen: Figures
    decisions: Figures | None
    against: str | None
    judged_at: datetime | None
    no_worse: bool | None
    compared: list[Compared]
    base: str | None
    decisions_learned: int
    decisions_held_out: int
    data_version: int | None
    registered_at: datetime
    promoted_at: datetime | None
    promoted_by: str | None
    recoding: Recoding | None = None

    @classmethod
    def of(cls, model: ModelVersion, recoding: Recoding | None = None) -> Self:
        """As the register has it."""
        decisions, trained, compared = (
            model.figures.get("decisions"),
            model.trained_on,
            model.comparison,
        )
        return cls(
            version=model.version,
            state=model.state,
            bytes=sum(each["bytes"] for each in model.files.values()),
            frozen=Figures.of(model.figures.get("frozen", {})),
            decisions=None if decisions is None else Figures.of(decisions),
            against=compared.get("against"),
            judged_at=compared.get("judged_at"),
            no_worse=compared.get("no_worse"),
            compared=list(_compared(compared)),
            base=trained.get("base"),
            decisions_learned=trained.get("decisions", 0),
            decisions_held_out=trained.get("held_out", 0),
            data_version=trained.get("data_version"),
            registered_at=model.registered_at,
            promoted_at=model.promoted_at,
            promoted_by=model.promoted_by_name,
            recoding=recoding,
        )

    def sentences(self) -> Iterator[str]:
        """The comparison in words, a line a score."""
        for each in self.compared:
            where = "frozen set" if each.set == "frozen" else "recent decisions"
            verdict = "no worse" if each.no_worse else "worse"
            yield (
                f"{each.scheme} on the {where} ({each.difference.n}): {each.current:.3f} "
                f"to {each.candidate:.3f}, difference {each.difference.low:+.3f} to "
                f"{each.difference.high:+.3f}: {verdict if each.enough else 'too few to say'}"
            )
        if self.compared and not any(each.set == "decisions" for each in self.compared):
            yield "Nobody has decided on held-out reviews: only the frozen set has judged."


class Models(BaseModel):
    """The register, the newest model first."""

    items: list[ModelRead]


def _compared(comparison: Mapping[str, Any]) -> Iterator[Compared]:
    for name in ("frozen", "decisions"):
        for scheme, found in comparison.get(name, {}).items():
            yield Compared.model_validate({"set": name, "scheme": scheme, **found})
