"""How long reviews take, with unfinished reviews kept as censored, never dropped.

Durations are in days. A frame holds one row a review: `days` (>= 0) and `finished` (bool);
an unfinished review has been under way for `days` at the date of counting.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.rates import normal_quantile

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Step:
    """The curve just after `days`: share still unfinished, with its interval."""

    days: float
    at_risk: int
    finished: int
    censored: int
    unfinished: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Survival:
    """Kaplan-Meier curve. `median` is None when fewer than half are known to have finished."""

    reviews: int
    finished: int
    censored: int
    steps: tuple[Step, ...]
    median: float | None
    median_low: float | None
    median_high: float | None
    level: float
    interval: str
    notes: tuple[str, ...]


def kaplan_meier(
    frame: pd.DataFrame, *, level: float = 0.95, interval: str = "log_log"
) -> Survival:
    """Share of reviews unfinished after each time at which one finished or was censored.

    `interval` is "log_log" (stays within 0 and 1; the default) or "greenwood" (plain). The
    median's interval inverts the same pointwise interval.
    Source: Kaplan EL, Meier P (1958), J Am Stat Assoc 53:457-481; Greenwood M (1926);
    Kalbfleisch JD, Prentice RL (2002), ch. 1 (log-log); Brookmeyer R, Crowley J (1982),
    Biometrics 38:29-41 (median).
    """
    if interval not in ("log_log", "greenwood"):
        raise ValueError(f"unknown interval {interval!r}")
    days, finished = _columns(frame)
    steps = _steps(days, finished, normal_quantile(level), interval)
    median = _first(steps, lambda step: step.unfinished)
    return Survival(
        reviews=len(days),
        finished=int(finished.sum()),
        censored=int((~finished).sum()),
        steps=steps,
        median=median,
        median_low=_first(steps, lambda step: step.low),
        median_high=_first(steps, lambda step: step.high),
        level=level,
        interval=interval,
        notes=_notes(len(days), int(finished.sum()), median),
    )


def unfinished_at(curve: Survival, days: float) -> tuple[float, float, float] | None:
    """Share unfinished `days` after the start with its bounds; None beyond the last review.

    Use with a target in days: the share of reviews that take longer than it.
    """
    if not curve.steps or days > curve.steps[-1].days:
        return None
    passed = [step for step in curve.steps if step.days <= days]
    if not passed:
        return 1.0, 1.0, 1.0
    return passed[-1].unfinished, passed[-1].low, passed[-1].high


def _columns(frame: pd.DataFrame) -> tuple[Floats, npt.NDArray[np.bool_]]:
    known = frame.dropna(subset=["days", "finished"])
    days = known["days"].to_numpy(dtype=np.float64)
    if (days < 0).any():
        raise ValueError("a duration cannot be negative")
    return days, known["finished"].to_numpy(dtype=np.bool_)


def _steps(
    days: Floats, finished: npt.NDArray[np.bool_], z: float, interval: str
) -> tuple[Step, ...]:
    times, when = np.unique(days, return_inverse=True)
    size = len(times)
    ended = np.bincount(when[finished], minlength=size)
    left = np.bincount(when[~finished], minlength=size)
    at_risk = (ended + left)[::-1].cumsum()[::-1]
    steps: list[Step] = []
    survival, greenwood = 1.0, 0.0
    for i in range(size):
        risk, out = int(at_risk[i]), int(ended[i])
        survival *= 1 - out / risk
        if out < risk:
            greenwood += out / (risk * (risk - out))
        low, high = _bounds(survival, greenwood, z, interval)
        steps.append(Step(float(times[i]), risk, out, int(left[i]), survival, low, high))
    return tuple(steps)


def _bounds(survival: float, greenwood: float, z: float, interval: str) -> tuple[float, float]:
    """Pointwise interval; at 0 and 1 both transformations break down and the point stands."""
    if survival <= 0 or greenwood == 0:
        return survival, survival
    if interval == "greenwood":
        half = z * survival * math.sqrt(greenwood)
        return max(0.0, survival - half), min(1.0, survival + half)
    spread = math.exp(z * math.sqrt(greenwood) / -math.log(survival))
    return survival**spread, survival ** (1 / spread)


def _first(steps: tuple[Step, ...], of: Callable[[Step], float]) -> float | None:
    # The tolerance keeps a survival of exactly one half, reached by products, from slipping by.
    return next((step.days for step in steps if of(step) <= 0.5 + 1e-12), None)


def _notes(reviews: int, finished: int, median: float | None) -> tuple[str, ...]:
    notes = []
    if reviews < 20:
        notes.append(f"Small numbers: only {reviews} reviews.")
    if median is None and reviews:
        notes.append(f"{finished} of {reviews} reviews have finished: no median can be given yet.")
    return tuple(notes)
