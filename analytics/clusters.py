"""Shares of findings, which come in reviews and are more alike within one than between."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analytics.rates import normal_quantile, small_number_note, wilson_bounds


@dataclass(frozen=True, slots=True)
class ClusteredShare:
    """A share of findings whose interval allows for their coming in reviews.

    `design_effect` is how many times larger the variance is than that of unrelated findings.
    """

    numerator: int
    denominator: int
    reviews: int
    share: float | None
    low: float | None
    high: float | None
    design_effect: float | None
    level: float
    method: str
    note: str | None


def clustered_share(findings: pd.DataFrame, column: str, *, level: float = 0.95) -> ClusteredShare:
    """Share of findings with `column` true; missing values are not recorded and left out.

    Columns: `review` and the boolean `column`, one row a finding. Wilson interval on the
    effective number of findings (Rao JNK, Scott AJ 1992, Biometrics 48:577-585), the normal
    quantile widened to Student's with one less degree than reviews (Korn EL, Graubard BI
    1998, Survey Methodology 24:193-201). The design effect is never taken below one.
    """
    known = findings.dropna(subset=[column])
    by_review = known[column].astype(int).groupby(known["review"]).agg(["sum", "count"])
    hits, sizes = (by_review[name].to_numpy(dtype=np.float64) for name in ("sum", "count"))
    reviews, numerator, denominator = len(by_review), int(hits.sum()), int(sizes.sum())
    note = small_number_note(numerator, reviews)
    if denominator == 0 or reviews < 2:
        share = numerator / denominator if denominator else None
        return ClusteredShare(
            numerator, denominator, reviews, share, None, None, None, level, "none", note
        )
    p = numerator / denominator
    effect = 1.0
    if 0 < p < 1:
        residual = hits - p * sizes
        variance = reviews / (reviews - 1) * float((residual**2).sum()) / denominator**2
        effect = max(1.0, variance * denominator / (p * (1 - p)))
    widen = (float(stats.t(reviews - 1).ppf((1 + level) / 2)) / normal_quantile(level)) ** 2
    low, high = wilson_bounds(p, denominator / (effect * widen), level=level)
    return ClusteredShare(
        numerator,
        denominator,
        reviews,
        p,
        low,
        high,
        effect,
        level,
        "wilson, rao-scott",
        note,
    )
