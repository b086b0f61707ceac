"""Ask every corrected family of tests of pure noise, and count the false alarms.

Run: python scripts/bench/calibration.py [--families 1000]
Prints one JSON line a method; exits 1 if any raises an alarm in more families than a true rate
of 5% would give (one-sided binomial test at 1%). Where the tests are exact, as in the scan, the
true rate is 5% itself, so half of all runs must land a little above it.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import stats

from analytics.change import correct_family, rate_change, share_change
from analytics.cooccurrence import cooccurrences
from analytics.emerging import emerging_themes
from analytics.funnel import proceed_funnel
from analytics.logrank import compare_times

YEARS = np.arange(2010, 2022)


def shares(rng: np.random.Generator) -> bool:
    """Six themes over twelve years of sixteen reviews, none of them changing."""
    family = {}
    for theme in range(6):
        events = rng.binomial(16, 0.1 + 0.1 * theme, size=12)
        frame = pd.DataFrame({"year": YEARS, "events": events, "trials": 16})
        family[str(theme)] = share_change(frame)
    return any(change.significant for change in correct_family(family).values())


def rates(rng: np.random.Generator) -> bool:
    """Six rates over twelve years, none of them changing."""
    family = {}
    for theme in range(6):
        events = rng.poisson(4 + 3 * theme, size=12)
        frame = pd.DataFrame({"year": YEARS, "events": events, "exposure": 16.0})
        family[str(theme)] = rate_change(frame)
    return any(change.significant for change in correct_family(family).values())


def funnel(rng: np.random.Generator) -> bool:
    """Twelve committees with one threshold."""
    decisions = rng.integers(3, 25, size=12)
    names = [f"committee-{i}" for i in range(12)]
    proceeded = rng.binomial(decisions, 0.35)
    frame = pd.DataFrame({"committee": names, "proceeded": proceeded, "decisions": decisions})
    return any(point.outlier for point in proceed_funnel(frame).points)


def times(rng: np.random.Generator) -> bool:
    """Four methods that take equally long, twenty reviews each."""
    taken, counted = rng.exponential(400, 80), rng.uniform(100, 1500, 80)
    frame = pd.DataFrame(
        {
            "method": [f"m{i % 4}" for i in range(80)],
            "days": np.minimum(taken, counted).round(),
            "finished": taken <= counted,
        }
    )
    return any(group.slower or group.faster for group in compare_times(frame, "method").groups)


def pairs(rng: np.random.Generator) -> bool:
    """Six unrelated themes in 120 reviews."""
    frame = pd.DataFrame(rng.random((120, 6)) < 0.35, columns=list("abcdef"))
    return any(pair.related for pair in cooccurrences(frame))


def emerging(rng: np.random.Generator) -> bool:
    """Six themes over twelve years, none of them rising."""
    parts = [
        pd.DataFrame(
            {"theme": f"t{i}", "period": YEARS, "events": rng.poisson(2 + i, 12), "exposure": 20.0}
        )
        for i in range(6)
    ]
    return any(result.emerging for result in emerging_themes(pd.concat(parts), runs=999))


METHODS: dict[str, Callable[[np.random.Generator], bool]] = {
    "trend of shares": shares,
    "trend of rates": rates,
    "funnel": funnel,
    "durations by method": times,
    "co-occurrence": pairs,
    "emerging themes": emerging,
}


def main() -> int:
    """Run every method and say by the exit code whether all keep within 5%."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, default=1000)
    families = parser.parse_args().families
    failed = False
    for name, alarm in METHODS.items():
        began, rng = time.perf_counter(), np.random.default_rng(2024)
        alarms = sum(alarm(rng) for _ in range(families))
        failed |= float(stats.binom.sf(alarms - 1, families, 0.05)) < 0.01
        seconds = round(time.perf_counter() - began, 1)
        row = {"method": name, "families": families, "rate": alarms / families, "seconds": seconds}
        print(json.dumps(row), flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
