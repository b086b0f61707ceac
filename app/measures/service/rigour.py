"""Method and rigour: depth, the five questions, recommendations, reviewers and who took part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import MeasureQuestion
from app.measures.repository import FIVE
from app.measures.schemas import Figure, KindOverTime, Rigour
from app.measures.service.answering import Asking, Counted, answer
from app.reviews.wording import read_wording

if TYPE_CHECKING:
    import pandas as pd

NARROW = ("procedure_guidance", "training")
PARTIES = ("family", "child", "staff")
DEFINITIONS = {
    "depth": "Findings of each depth of learning, of the findings whose depth is coded.",
    "five_questions": "Findings in which the report answers each of the five questions.",
    "level": "Findings said to be of the system rather than of the case, where either is said.",
    "recommendations": (
        "Of all recommendations whose kind is known. “Procedures and training” are the kinds "
        "procedure_guidance and training together."
    ),
    "reviewers": (
        "Reviews with at least one external (accredited) reviewer, of those that say of any "
        "reviewer whether they were."
    ),
    "involvement": "Reviews in which the party took part, of those that say whether it did.",
    "interval": (
        "95%. Findings and recommendations of one review are alike: their intervals allow for it "
        "(Rao–Scott); those of reviews are Wilson intervals."
    ),
}


def find_rigour(session: Session, asked: MeasureQuestion, *, by: Actor) -> Rigour:
    """How reviews were carried out and how deep they went.

    Raises UnknownConcept or UnknownCommittee.
    """
    return answer(session, "rigour", asked, by, _work_out)


def _work_out(asking: Asking) -> Rigour:
    import pandas as pd  # noqa: PLC0415 - slow to load

    from analytics.rigour import recommendations  # noqa: PLC0415 - slow to load

    reviews = asking.records.reviews()
    family = {str(row[0]): row[1] for row in reviews}
    findings = pd.DataFrame(
        [(str(row[0]), *row[1:]) for row in asking.records.findings()],
        columns=["review", "family", "methodology", "level", "depth", *FIVE],
    )
    advice = pd.DataFrame(
        [(str(row[0]), *row[1:]) for row in asking.records.recommendations()],
        columns=["review", "family", "kind", "year"],
    )
    told = recommendations(list(family), advice, narrow=NARROW)
    figures = asking.figures(
        [
            *_depths(findings),
            *_questions(findings),
            *_levels(findings),
            *_kinds(advice),
            *_of_reviews(asking, family),
        ]
    )
    changes = _over_time(asking, advice) if asking.profile.exact else []
    small = asking.is_small(len(reviews), len(set(family.values())))
    return Rigour(
        sentence=_sentence(figures),
        notes=[each.sentence for each in changes if each.significant],
        release=asking.profile.label,
        basis=asking.basis(DEFINITIONS, reviews),
        figures=figures,
        recommendations_per_review=None if small else told.mean,
        median_recommendations=None if small else told.median,
        most_recommendations=told.most if asking.profile.exact else None,
        kinds_over_time=changes,
    )


def _clustered(
    rows: pd.DataFrame, holds: pd.Series[bool], part: str, matter: str, **key: str
) -> Counted:
    from analytics.clusters import clustered_share  # noqa: PLC0415 - slow to load

    with_it = rows[holds]
    return Counted(
        part,
        matter,
        clustered_share(rows.assign(holds=holds), "holds"),
        int(with_it["review"].nunique()),
        int(with_it["family"].nunique()),
        int(rows["review"].nunique()),
        key,
    )


def _depths(findings: pd.DataFrame) -> Iterator[Counted]:
    from analytics.rigour import DEPTHS  # noqa: PLC0415 - slow to load

    coded = findings.dropna(subset=["depth"])
    for level in DEPTHS:
        yield _clustered(coded, coded["depth"] == level, "depth", level)
    for methodology, rows in coded.groupby("methodology"):
        for level in DEPTHS:
            yield _clustered(
                rows, rows["depth"] == level, "depth", level, methodology=str(methodology)
            )


def _questions(findings: pd.DataFrame) -> Iterator[Counted]:
    for name in FIVE:
        yield _clustered(findings, findings[name].astype(bool), "five_questions", name)
    every = findings[list(FIVE)].astype(bool).all(axis=1)
    yield _clustered(findings, every, "five_questions", "all_five")


def _levels(findings: pd.DataFrame) -> Iterator[Counted]:
    said = findings.dropna(subset=["level"])
    yield _clustered(said, said["level"] == "systems", "level", "systems")


def _kinds(advice: pd.DataFrame) -> Iterator[Counted]:
    known = advice.dropna(subset=["kind"])
    narrow = known["kind"].isin(NARROW)
    yield _clustered(known, narrow, "recommendations", "procedures_and_training")
    for kind in sorted(known["kind"].unique()):
        yield _clustered(known, known["kind"] == kind, "recommendations", str(kind))


def _over_time(asking: Asking, advice: pd.DataFrame) -> list[KindOverTime]:
    """Each kind's share of the reviews that recommend anything, tested over the years."""
    import pandas as pd  # noqa: PLC0415 - slow to load

    from analytics.change import correct_family, share_change  # noqa: PLC0415 - slow to load
    from analytics.sentences import describe_change  # noqa: PLC0415

    known = advice.dropna(subset=["kind", "year"])
    if known.empty:
        return []
    trials = known.groupby("year")["review"].nunique()
    tested = {}
    for kind, rows in known.groupby("kind"):
        events = rows.groupby("year")["review"].nunique().reindex(trials.index, fill_value=0)
        frame = pd.DataFrame({"year": trials.index, "events": events, "trials": trials})
        tested[str(kind)] = share_change(frame.reset_index(drop=True))
    say = read_wording(asking.session)
    return [
        KindOverTime(
            kind=kind,
            sentence=describe_change(
                change,
                "the share of reviews that recommend "
                f"“{say.term('recommendation_kind', kind).lower()}”",
            ),
            effect=change.effect,
            p_value=change.p_value,
            adjusted_p=change.adjusted_p,
            significant=change.significant,
            warnings=list(change.warnings),
        )
        for kind, change in correct_family(tested).items()
    ]


def _of_reviews(asking: Asking, family: Mapping[str, Any]) -> Iterator[Counted]:
    took_part: dict[str, dict[str, bool]] = {party: {} for party in PARTIES}
    for review, party, did in asking.records.involvement():
        took_part.setdefault(party, {})[str(review)] = did
    for party, said in took_part.items():
        yield _yes_no("involvement", party, said.items(), family)
    external: dict[str, list[bool | None]] = defaultdict(list)
    accredited: dict[str, list[bool | None]] = defaultdict(list)
    for review, is_external, is_accredited in asking.records.reviewers():
        external[str(review)].append(is_external)
        accredited[str(review)].append(is_accredited)
    for matter, said_of in (("external", external), ("accredited", accredited)):
        any_of = (
            (review, any(values))
            for review, values in said_of.items()
            if any(value is not None for value in values)
        )
        yield _yes_no("reviewers", matter, any_of, family)


def _yes_no(
    part: str, matter: str, said: Iterable[tuple[str, bool]], family: Mapping[str, Any]
) -> Counted:
    from analytics.rates import share  # noqa: PLC0415 - slow to load

    answers = dict(said)
    yes = [review for review, value in answers.items() if value]
    return Counted(
        part,
        matter,
        share(len(yes), len(answers)),
        len(yes),
        len({family[review] for review in yes}),
        len(answers),
    )


def _sentence(figures: Sequence[Figure]) -> str:
    found = {(each.part, each.matter): each for each in figures if not each.key}
    words = []
    deep = found.get(("depth", "underlying_reason"))
    if deep and deep.share is not None:
        words.append(f"{deep.share:.0%} of findings reach an underlying reason")
    narrow = found.get(("recommendations", "procedures_and_training"))
    if narrow and narrow.share is not None:
        words.append(f"{narrow.share:.0%} of recommendations ask for procedures or training")
    family = found.get(("involvement", "family"))
    if family and family.share is not None:
        words.append(
            f"families took part in {family.share:.0%} of the {family.of} reviews that say so"
        )
    if not words:
        return "Too little is on record to say anything of method and rigour."
    whole = "; ".join(words)
    return f"{whole[:1].upper()}{whole[1:]}."
