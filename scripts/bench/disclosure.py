"""Attack random releases with the solver and count the hidden cells it recovers.

Run: python scripts/bench/disclosure.py [--tables 1000] [--pairs 500] [--profile release]
Prints one JSON line a series; exits 1 if anything was recovered or narrowed too far.
"""

import argparse
import json
import sys
import time

from analytics.disclosure.profiles import PROFILES, Profile
from analytics.disclosure.trials import run_trial


def series(name: str, profile: Profile, *, count: int, requests: int) -> dict[str, object]:
    """Totals over `count` trials of `requests` requests each; seeds 0 to count - 1."""
    began = time.perf_counter()
    trials = [run_trial(seed, profile, requests=requests) for seed in range(count)]
    return {
        "series": name,
        "profile": profile.name,
        "trials": count,
        "released": sum(trial.released for trial in trials),
        "refused": sum(trial.refused for trial in trials),
        "targets": sum(trial.targets for trial in trials),
        "recovered": sum(trial.recovered for trial in trials),
        "narrow": sum(trial.narrow for trial in trials),
        "seconds": round(time.perf_counter() - began, 1),
    }


def main() -> int:
    """Run both series and say so by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--profile", choices=sorted(PROFILES), default="release")
    given = parser.parse_args()
    profile = PROFILES[given.profile]
    results = [
        series("random tables", profile, count=given.tables, requests=1),
        series("overlapping pairs", profile, count=given.pairs, requests=2),
    ]
    for result in results:
        print(json.dumps(result))
    return int(any(result["recovered"] or result["narrow"] for result in results))


if __name__ == "__main__":
    sys.exit(main())
