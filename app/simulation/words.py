"""Sentences for benchmarks, assembled from word lists; nothing in them was ever reported."""

from __future__ import annotations

from random import Random

MARK = "Benchmark text:"
"""Begins every simulated statement, so that none is taken for a finding."""

_WHO = (
    "social workers",
    "health visitors",
    "the core group",
    "teachers",
    "midwives",
    "police officers",
    "the team manager",
    "housing staff",
    "the duty team",
    "practitioners in adult services",
    "the lead professional",
    "family support workers",
)
_DID = (
    "rarely returned to",
    "did not record",
    "relied on old information about",
    "found no time for",
    "were not sure who held",
    "treated as settled",
    "seldom questioned",
    "shared early and fully",
    "kept in view",
    "explained away",
    "saw only in parts",
    "waited for others to raise",
)
_WHEN = (
    "when the family moved",
    "while the case was being transferred",
    "after the first referral was closed",
    "before the birth",
    "once the order had ended",
    "during a long absence",
    "at the turn of the year",
    "whenever the parents cancelled",
    "in the weeks after discharge",
    "as the plan came to its review",
)
_WHY = (
    "because the form did not ask for it",
    "because caseloads left little room to think",
    "as two systems could not be searched together",
    "since everybody believed that somebody else had done so",
    "because earlier advice was taken as a decision",
    "as meetings followed the agenda of the week",
    "because a calm household was read as a safe one",
    "since guidance left the threshold open",
)


def make_statement(rng: Random, subject: str) -> str:
    """One marked sentence about ``subject`` (a theme's label)."""
    return (
        f"{MARK} {rng.choice(_WHO)} {rng.choice(_DID)} {subject.lower()} "
        f"{rng.choice(_WHEN)}, {rng.choice(_WHY)}."
    )


def make_detail(rng: Random) -> str:
    """Two to five sentences in support, about as long as a short paragraph of a report."""
    return " ".join(
        f"{rng.choice(_WHO).capitalize()} {rng.choice(_DID)} what {rng.choice(_WHO)} knew "
        f"{rng.choice(_WHEN)}, {rng.choice(_WHY)}."
        for _ in range(rng.randint(2, 5))
    )
