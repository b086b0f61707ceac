"""Completeness: which fields reviews record, economic circumstances first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import SplitQuestion
from app.measures.schemas import Completeness, Figure
from app.measures.service.answering import Asking, Counted, answer
from app.reviews.models.circumstances import Recorded

FIRST = "economic_recorded"
CODED = ("age_band", "children", "sex", "legal_status")
SAID = (
    FIRST,
    "registered_now",
    "registered_previously",
    "disability",
    "ethnicity_recorded",
)
SCHEMES = ("harm_type", "family_factor", "economic_circumstance")
DATES = ("incident", "notification", "decision", "commission", "completed")
DEFINITIONS = {
    "recorded": (
        "The field holds an answer. “No” is an answer; “not recorded” and an empty field are not."
    ),
    "harm_type": "Any harm said to be present or absent; so with the other lists of factors.",
    "economic_recorded": "Whether the report says anything of the family's means.",
    "economic_circumstance": "Which circumstances, of the reviews that say anything of them.",
    "dates": "Any precision counts.",
    "interval": "95%, Wilson, of the reviews.",
}


def find_completeness(session: Session, asked: SplitQuestion, *, by: Actor) -> Completeness:
    """How often each field is recorded, for all or by committee or year.

    Raises UnknownConcept or UnknownCommittee.
    """
    return answer(session, "completeness", asked, by, lambda asking: _work_out(asking, asked))


def _work_out(asking: Asking, asked: SplitQuestion) -> Completeness:
    import pandas as pd  # noqa: PLC0415 - slow to load

    from analytics.completeness import completeness  # noqa: PLC0415 - slow to load

    reviews = asking.records.reviews()
    families = {str(row[0]): row[1] for row in reviews}
    values = _values(asking, reviews)
    split = {str(row[0]): {"committee": row[2], "year": row[5]}.get(asked.by) for row in reviews}
    frame = pd.DataFrame(
        [(review, name, value, split[review]) for review, name, value in values],
        columns=["review", "field", "value", "split"],
    )
    by = [] if asked.by == "none" else ["split"]
    recorded: dict[tuple[str, object], set[str]] = defaultdict(set)
    for review, name, value in values:
        if value not in {None, "not_applicable"}:
            recorded[name, split[review] if by else None].add(review)
    counted = []
    for each in completeness(frame, by, first=(FIRST,)):
        key = each.key[0] if by else None
        with_it = recorded[each.field, key]
        counted.append(
            Counted(
                "recorded",
                each.field,
                each.recorded,
                len(with_it),
                len({families[review] for review in with_it}),
                each.recorded.denominator,
                {asked.by: key} if by else {},
            )
        )
    figures = asking.figures(counted)
    return Completeness(
        sentence=_sentence(figures),
        notes=[],
        release=asking.profile.label,
        basis=asking.basis(DEFINITIONS, reviews),
        figures=figures,
    )


def _values(asking: Asking, reviews: Sequence[Any]) -> list[tuple[str, str, object]]:
    """``review, field, value`` of every review and field; None where it is not recorded."""
    said: dict[tuple[str, str], object] = {}
    for review, row in asking.records.circumstances():
        if row is not None:
            for name in (*CODED, *SAID):
                value = getattr(row, name)
                said[str(review), name] = None if value in _empty(name) else value
            if row.economic_recorded != Recorded.YES:
                said[str(review), "economic_circumstance"] = "not_applicable"
    for review, scheme, _key, _present in asking.records.factors():
        said[str(review), scheme] = "yes"
    for review, kind, on in asking.records.dates():
        said[str(review), f"date_{kind}"] = on
    for review, party, _took_part in asking.records.involvement():
        said[str(review), f"involvement_{party}"] = "yes"
    return [
        (review, name, said.get((review, name)))
        for review in (str(row[0]) for row in reviews)
        for name in _fields()
    ]


def _empty(name: str) -> tuple[Recorded, ...]:
    # “Recorded: no” is no answer to the matter itself.
    if name.endswith("_recorded"):
        return (Recorded.NO, Recorded.NOT_RECORDED)
    return (Recorded.NOT_RECORDED,)


def _fields() -> tuple[str, ...]:
    return (
        *SAID,
        *CODED,
        *SCHEMES,
        *(f"date_{kind}" for kind in DATES),
        *(f"involvement_{party}" for party in ("family", "child", "staff")),
    )


def _sentence(figures: Sequence[Figure]) -> str:
    whole: Mapping[str, Figure] = {
        each.matter: each for each in figures if not each.key and each.share is not None
    }
    first = whole.get(FIRST)
    if first is None or first.share is None:
        return "Each line shows how often a field is recorded; empty fields are not “no”."
    least = min(whole.values(), key=lambda each: each.share or 0.0)
    words = (
        f"{first.share:.0%} of {first.of} reviews say anything of the family's economic "
        "circumstances."
    )
    if least.matter != FIRST and least.share is not None:
        words += f" Least often recorded is “{least.matter.replace('_', ' ')}” ({least.share:.0%})."
    return words
