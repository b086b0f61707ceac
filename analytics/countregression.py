"""Regression of yearly counts on the year, with exposure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

Floats = npt.NDArray[np.float64]

# A lenient level on purpose: with a dozen years the test for overdispersion has little power,
# and an overlooked overdispersion turns noise into trends.
OVERDISPERSION_LEVEL = 0.20


@dataclass(frozen=True, slots=True)
class RateTrend:
    """Rate ratio per year with its interval and two-sided p; `dispersion` is Pearson's."""

    ratio: float
    low: float
    high: float
    p_value: float
    dispersion: float
    overdispersed: bool
    method: str


@dataclass(frozen=True, slots=True)
class _Fit:
    slope: float
    error: float
    chi2: float


def fit_rate_trend(
    years: Sequence[int], events: Sequence[int], exposure: Floats, *, level: float = 0.95
) -> RateTrend:
    """Poisson regression of counts on year with log exposure as offset.

    When Pearson's chi-square exceeds its degrees of freedom by more than chance
    (OVERDISPERSION_LEVEL), a negative binomial (NB2) takes its place, its dispersion chosen
    so that the Pearson statistic equals its degrees of freedom, with t quantiles because that
    dispersion is itself estimated from few years.
    Needs three years, and events in two of them or more (else the ratio has no finite value);
    raises ValueError otherwise. Source: McCullagh P, Nelder JA (1989), Generalized Linear
    Models, ch. 6; Breslow NE (1984), Appl Stat 33:38-44; Lawless JF (1987), Can J Stat
    15:209-225.
    """
    counts = np.asarray(events, dtype=np.float64)
    time = np.asarray(years, dtype=np.float64)
    if len(counts) < 3 or (counts > 0).sum() < 2:
        raise ValueError("a rate trend needs three years, and events in at least two")
    time = time - time.mean()
    freedom = len(counts) - 2
    fit = _fit(counts, time, exposure, 0.0)
    dispersion = fit.chi2 / freedom
    wide = float(stats.chi2.sf(fit.chi2, freedom)) < OVERDISPERSION_LEVEL
    if wide:
        fit = _fit(counts, time, exposure, _moment_dispersion(counts, time, exposure))
    distribution = stats.t(freedom) if wide else stats.norm()
    half = float(distribution.ppf((1 + level) / 2)) * fit.error
    return RateTrend(
        ratio=float(np.exp(fit.slope)),
        low=float(np.exp(fit.slope - half)),
        high=float(np.exp(fit.slope + half)),
        p_value=float(2 * distribution.sf(abs(fit.slope) / fit.error)),
        dispersion=dispersion,
        overdispersed=wide,
        method="negative binomial regression" if wide else "poisson regression",
    )


def _fit(counts: Floats, time: Floats, exposure: Floats, alpha: float) -> _Fit:
    """Iteratively reweighted least squares; variance mu + alpha mu², log link.

    Written out because a library fit costs milliseconds and a family of tests makes hundreds.
    """
    design = np.column_stack([np.ones_like(time), time])
    offset = np.log(exposure)
    beta = np.array([np.log(counts.sum() / exposure.sum()), 0.0])
    for _ in range(200):
        linear = design @ beta
        mu = np.exp(linear + offset)
        weight = mu / (1 + alpha * mu)
        information = design.T @ (weight[:, None] * design)
        step = np.linalg.solve(information, design.T @ (weight * (counts - mu) / mu))
        # Steep data overshoot on the first step; a bounded step still reaches the maximum.
        beta = beta + step * min(1.0, 2.0 / max(2.0, float(np.abs(design @ step).max())))
        if float(np.abs(step).max()) < 1e-11:
            break
    mu = np.exp(design @ beta + offset)
    weight = mu / (1 + alpha * mu)
    covariance = np.linalg.inv(design.T @ (weight[:, None] * design))
    chi2 = float(((counts - mu) ** 2 / (mu + alpha * mu**2)).sum())
    return _Fit(float(beta[1]), float(np.sqrt(covariance[1, 1])), chi2)


def _moment_dispersion(counts: Floats, time: Floats, exposure: Floats) -> float:
    """NB2 dispersion at which Pearson's chi-square equals its degrees of freedom."""

    def excess(alpha: float) -> float:
        return _fit(counts, time, exposure, alpha).chi2 - (len(counts) - 2)

    large = 1.0
    while excess(large) > 0 and large < 1e4:
        large *= 4
    if excess(1e-9) <= 0 or excess(large) > 0:
        return 0.0
    return float(optimize.brentq(excess, 1e-9, large, xtol=1e-9))
