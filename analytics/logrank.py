"""Whether groups of reviews take different times: the log-rank test."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from analytics.durations import Survival, kaplan_meier
from analytics.multiplicity import holm

Floats = npt.NDArray[np.float64]

FEWEST_FINISHED = 5


@dataclass(frozen=True, slots=True)
class GroupTimes:
    """One group's curve, and its test against all other reviews together (Holm-corrected).

    `expected` is how many of its reviews would have finished by now had it kept pace with the
    rest; fewer than that observed means slower. p-values are None with too few finished.
    """

    group: str
    curve: Survival
    expected: float
    p_value: float | None
    adjusted_p: float | None
    slower: bool
    faster: bool


@dataclass(frozen=True, slots=True)
class TimesComparison:
    """All groups, with the test that any differ. None where nothing can be compared."""

    groups: tuple[GroupTimes, ...]
    statistic: float | None
    freedom: int
    p_value: float | None
    notes: tuple[str, ...]


def compare_times(frame: pd.DataFrame, by: str, *, level: float = 0.95) -> TimesComparison:
    """Log-rank test across the groups of column `by`, then each group against the rest.

    Columns: `days`, `finished` and `by`; a review whose group is not recorded takes no part.
    A group that differs is set aside, the surest first, before the others are compared among
    themselves: one slow group would make all the rest look fast.
    Source: Mantel N (1966), Cancer Chemother Rep 50:163-170; Peto R, Peto J (1972), J R Stat
    Soc A 135:185-207; each-against-rest p-values corrected by Holm (1979) and never below the
    p of the overall test: with small groups the single tests alone raise too many alarms.
    """
    known = frame.dropna(subset=[by, "days", "finished"])
    names = sorted(str(name) for name in known[by].unique())
    statistic, freedom, p_value = log_rank(known, known[by].astype(str), names)
    results: dict[str, GroupTimes] = {}
    left = known
    while len(results) < len(names):
        compared = _each_against_rest(left, by, level)
        surest = min(compared, key=lambda each: (each.adjusted_p is None, each.adjusted_p or 0.0))
        # Of two, each is the other's rest: one verdict for both.
        if len(compared) <= 2 or not (surest.slower or surest.faster):
            results |= {each.group: each for each in compared}
            break
        results[surest.group] = surest
        left = left[left[by].astype(str) != surest.group]
    left_out = len(frame) - len(known)
    notes = (f"{left_out} reviews without a recorded {by} or duration left out.",)
    groups = tuple(results[name] for name in names)
    return TimesComparison(groups, statistic, freedom, p_value, notes if left_out else ())


def _each_against_rest(frame: pd.DataFrame, by: str, level: float) -> list[GroupTimes]:
    groups = frame[by].astype(str)
    names = sorted(groups.unique())
    _, _, p_value = log_rank(frame, groups, names)
    parts = [_against_rest(frame, groups == name) for name in names]
    corrected = _corrected([p for _, p in parts], p_value)
    return [
        _group(name, frame[groups == name], expected, p, adjusted, level)
        for name, (expected, p), adjusted in zip(names, parts, corrected, strict=True)
    ]


def log_rank(
    frame: pd.DataFrame, groups: "pd.Series[str]", names: list[str]
) -> tuple[float | None, int, float | None]:
    """Chi-square, its degrees of freedom and p for the groups in `names`; None if untestable."""
    observed, expected, covariance = _moments(frame, groups, names)
    freedom = len(names) - 1
    if freedom < 1 or not covariance.any():
        return None, max(freedom, 0), None
    difference = (observed - expected)[:freedom]
    inverse = np.linalg.pinv(covariance[:freedom, :freedom])
    chi2 = float(difference @ inverse @ difference)
    return chi2, freedom, float(stats.chi2.sf(chi2, freedom))


def _moments(
    frame: pd.DataFrame, groups: "pd.Series[str]", names: list[str]
) -> tuple[Floats, Floats, Floats]:
    """Observed and expected finishes by group, and their hypergeometric covariance."""
    finished = frame["finished"].to_numpy(dtype=np.bool_)
    times, when = np.unique(frame["days"].to_numpy(dtype=np.float64), return_inverse=True)
    group = pd.Categorical(groups, categories=names).codes.astype(np.int64)
    shape = (len(names), len(times))
    left, ended_by_group = np.zeros(shape), np.zeros(shape)
    np.add.at(left, (group, when), 1.0)
    np.add.at(ended_by_group, (group[finished], when[finished]), 1.0)
    at_risk = left[:, ::-1].cumsum(axis=1)[:, ::-1]
    total, ended = at_risk.sum(axis=0), ended_by_group.sum(axis=0)
    share = at_risk / total
    scale = np.where(total > 1, ended * (total - ended) / np.maximum(total - 1, 1), 0.0)
    covariance = np.diag(share @ scale) - (share * scale) @ share.T
    return ended_by_group.sum(axis=1), share @ ended, covariance


def _corrected(p_values: list[float | None], overall: float | None) -> tuple[float | None, ...]:
    # Of two groups, each against the rest is one and the same test: nothing to correct.
    adjusted = tuple(p_values) if len(p_values) <= 2 else holm(p_values)
    return tuple(None if p is None else max(p, overall or 0.0) for p in adjusted)


def _against_rest(frame: pd.DataFrame, own: "pd.Series[bool]") -> tuple[float, float | None]:
    sides = own.map({True: "own", False: "rest"})
    _, expected, _ = _moments(frame, sides, ["own", "rest"])
    ended = frame["finished"].astype(bool)
    if min(int(ended[own].sum()), int(ended[~own].sum())) < FEWEST_FINISHED:
        return float(expected[0]), None
    _, _, p_value = log_rank(frame, sides, ["own", "rest"])
    return float(expected[0]), p_value


def _group(
    name: str,
    rows: pd.DataFrame,
    expected: float,
    p_value: float | None,
    adjusted: float | None,
    level: float,
) -> GroupTimes:
    curve = kaplan_meier(rows, level=level)
    differs = adjusted is not None and adjusted < 1 - level
    return GroupTimes(
        group=name,
        curve=curve,
        expected=expected,
        p_value=p_value,
        adjusted_p=adjusted,
        slower=differs and curve.finished < expected,
        faster=differs and curve.finished > expected,
    )
