"""Method and rigour of reviews: depth of learning, five questions, recommendations, people."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.clusters import ClusteredShare, clustered_share
from analytics.rates import Share, share

DEPTHS = ("description", "remedial_action", "explanation", "underlying_reason")
QUESTIONS = ("manifestation", "underlying", "prevalence", "spread", "implications")
PROCEDURES_AND_TRAINING = ("procedure_or_guidance", "training")


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep the findings of one methodology go; `levels` in the order of DEPTHS."""

    methodology: str
    findings: int
    reviews: int
    levels: tuple[tuple[str, ClusteredShare], ...]


@dataclass(frozen=True, slots=True)
class FiveQuestions:
    """Share of findings that answer each of the five questions, and all five."""

    each: tuple[tuple[str, ClusteredShare], ...]
    all_five: ClusteredShare


@dataclass(frozen=True, slots=True)
class Recommendations:
    """Recommendations over reviews; a review may rightly have none (issues instead)."""

    reviews: int
    with_any: Share
    total: int
    mean: float | None
    median: float | None
    most: int
    kinds: tuple[tuple[str, ClusteredShare], ...]
    procedures_and_training: ClusteredShare


@dataclass(frozen=True, slots=True)
class Answers:
    """One yes-or-no matter over reviews; the share is of those that recorded it."""

    matter: str
    yes: int
    no: int
    not_recorded: int
    share: Share


def depth_by_methodology(findings: pd.DataFrame) -> tuple[Depth, ...]:
    """Columns: `review`, `methodology`, `depth` (one of DEPTHS, or missing), a row a finding.

    Findings without a methodology come under "not_stated". Sorted by methodology. Intervals
    allow for findings of one review being alike (`analytics.clusters`).
    """
    named = findings.assign(methodology=findings["methodology"].fillna("not_stated"))
    return tuple(_depth(str(name), rows) for name, rows in named.groupby("methodology"))


def five_questions(findings: pd.DataFrame) -> FiveQuestions:
    """Columns: `review` and one boolean column for each of QUESTIONS, a row a finding."""
    complete = findings.dropna(subset=list(QUESTIONS))
    together = complete.assign(all_five=complete[list(QUESTIONS)].astype(bool).all(axis=1))
    return FiveQuestions(
        each=tuple((name, clustered_share(findings, name)) for name in QUESTIONS),
        all_five=clustered_share(together, "all_five"),
    )


def recommendations(
    reviews: Sequence[str],
    rows: pd.DataFrame,
    *,
    narrow: Sequence[str] = PROCEDURES_AND_TRAINING,
) -> Recommendations:
    """Columns of `rows`: `review`, `kind`, a row a recommendation; `reviews` lists all counted.

    `reviews` holds those without any recommendation too, or the mean would be of the others
    alone. `narrow` names the kinds behind the "procedures and training" share. Raises
    ValueError if a recommendation belongs to none of the reviews.
    """
    known = pd.Index(reviews).unique()
    if not rows["review"].isin(known).all():
        raise ValueError("a recommendation belongs to a review that is not counted")
    counts = rows.groupby("review").size().reindex(known, fill_value=0)
    kinds = sorted({str(kind) for kind in rows["kind"].dropna()})
    return Recommendations(
        reviews=len(known),
        with_any=share(int((counts > 0).sum()), len(known)),
        total=len(rows),
        mean=float(counts.mean()) if len(known) else None,
        median=float(counts.median()) if len(known) else None,
        most=int(counts.max()) if len(known) else 0,
        kinds=tuple((kind, _among(rows, [kind])) for kind in kinds),
        procedures_and_training=_among(rows, narrow),
    )


def answers(reviews: pd.DataFrame, matters: Sequence[str]) -> tuple[Answers, ...]:
    """Yes, no and not recorded for each column of `matters`, one row a review.

    For reviewer independence and for family, child and staff involvement. Values True or
    "yes", False or "no", and missing or "not_recorded"; anything else raises ValueError.
    """
    return tuple(_answers(matter, reviews[matter]) for matter in matters)


def _depth(name: str, rows: pd.DataFrame) -> Depth:
    known = rows.dropna(subset=["depth"])
    unknown = set(known["depth"]) - set(DEPTHS)
    if unknown:
        raise ValueError(f"unknown depth {sorted(unknown)}")
    levels = tuple(
        (level, clustered_share(known.assign(at=known["depth"] == level), "at")) for level in DEPTHS
    )
    return Depth(name, len(known), int(known["review"].nunique()), levels)


def _among(rows: pd.DataFrame, kinds: Sequence[str]) -> ClusteredShare:
    known = rows.dropna(subset=["kind"])
    return clustered_share(known.assign(among=known["kind"].isin(list(kinds))), "among")


def _answers(matter: str, column: "pd.Series[str]") -> Answers:
    states = column.astype(object).where(column.notna(), "not_recorded")
    named = states.map(lambda value: {True: "yes", False: "no"}.get(value, value))
    unknown = set(named) - {"yes", "no", "not_recorded"}
    if unknown:
        raise ValueError(f"{matter} holds {sorted(map(str, unknown))}, not yes, no or not_recorded")
    yes, no, missing = (int((named == s).sum()) for s in ("yes", "no", "not_recorded"))
    return Answers(matter, yes, no, missing, share(yes, yes + no))
