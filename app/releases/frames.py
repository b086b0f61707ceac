"""What there is to release at each tier, before it is protected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select, text, true
from sqlalchemy.orm import Session

from app.releases.content import NOT_RECORDED, PASSAGE, Column
from app.research.models import Tier
from app.reviews.counting import STANDING_TAGS
from app.reviews.models import Finding, FindingState, Review

YEAR, COMMITTEE, TYPE, METHOD, KIND = (
    "completed_year",
    "committee",
    "review_type",
    "methodology",
    "kind",
)
OUTCOME, CATEGORY, THEMES = "outcome", "category", "themes"
OF_REVIEW = (YEAR, COMMITTEE, TYPE, METHOD)
FAMILY, REVIEW = "family", "review"

COLUMNS = (
    Column(
        name=YEAR,
        title="Year of completion",
        description="Year, or years from and to, in which the review was completed",
    ),
    Column(
        name=COMMITTEE,
        title="Committee",
        description="Child protection committee, by its short name",
    ),
    Column(name=TYPE, title="Type of review", description="Kind of review", scheme="review_type"),
    Column(
        name=METHOD,
        title="Methodology",
        description="How the review was carried out",
        scheme="methodology",
    ),
    Column(name=KIND, title="Kind of finding", description="weakness or good_practice"),
    Column(
        name=OUTCOME,
        title="Outcome",
        description="What became of the child",
        scheme="outcome",
    ),
    Column(
        name=CATEGORY,
        title="Systems category",
        description="The category of the finding in the typology",
        scheme="typology",
    ),
    Column(
        name=THEMES,
        title="Themes",
        description="Themes of the finding, in the order of their keys",
        scheme="theme",
        many=True,
    ),
    Column(
        name=PASSAGE,
        title="Passage",
        description="The finding in the words of the published report",
    ),
)
"""Every column that a release may have, in its order."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Rows with one label each (the id of what they describe), and what each column is.

    Beside the columns named here, ``rows`` has FAMILY and REVIEW, which are never released.
    """

    rows: pd.DataFrame
    quasi: tuple[str, ...]
    sensitive: tuple[str, ...]
    words: tuple[str, ...]
    left_out: tuple[str, ...]


def frame_of(session: Session, tier: Tier) -> Frame:
    """Reviews, coded findings, or findings with their words.

    Metadata and words are of published reviews alone; coded findings are of every accepted
    one, and confirmed by a person. Words in which an identifier may be left stay out.
    """
    if tier is Tier.PUBLISHED_METADATA:
        rows = _table(_of_review(each) | _outcome(each) for each in _reviews(session))
        return Frame(rows, OF_REVIEW, (OUTCOME,), (), ())
    with_words = tier is Tier.ANONYMISED_PASSAGES
    findings = _findings(session, with_words=with_words)
    rows = _table(findings)
    if not with_words or rows.empty:
        return Frame(rows, (*OF_REVIEW, KIND), (CATEGORY, THEMES), (), ())
    safe = rows[PASSAGE].map(_is_anonymous).astype(bool)
    unsafe = int((~safe).sum())
    told = (f"{unsafe} passages that may still hold an identifier",) if unsafe else ()
    return Frame(rows[safe], (*OF_REVIEW, KIND), (CATEGORY, THEMES), (PASSAGE,), told)


def _table(records: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    rows = list(records)
    frame = pd.DataFrame(rows)
    return frame.set_index("label") if rows else frame


def _reviews(session: Session) -> Iterable[Review]:
    return session.scalars(
        select(Review)
        .where(Review.published == true(), Review.publication_form != "none")
        .order_by(Review.id)
    )


def _of_review(review: Review) -> dict[str, str]:
    return {
        "label": str(review.id),
        REVIEW: str(review.id),
        FAMILY: str(review.family_key or review.id),
        YEAR: str(review.completed_year or NOT_RECORDED),
        COMMITTEE: review.committee_slug,
        TYPE: review.type,
        METHOD: review.methodology,
    }


def _outcome(review: Review) -> dict[str, str]:
    return {OUTCOME: review.outcome or NOT_RECORDED}


def _findings(session: Session, *, with_words: bool) -> Iterable[dict[str, str]]:
    query = (
        select(Finding, Review)
        .join(Review, Review.id == Finding.review_id)
        .where(Finding.counted == true(), Finding.state == FindingState.CONFIRMED)
        .order_by(Finding.id)
    )
    if with_words:
        query = query.where(Review.published == true(), Review.publication_form != "none")
    tags = _standing_tags(session)
    for finding, review in session.execute(query):
        said = tags.get(str(finding.id), {})
        yield {
            **_of_review(review),
            "label": str(finding.id),
            KIND: finding.polarity,
            CATEGORY: next(iter(said.get("typology", ())), NOT_RECORDED),
            THEMES: ";".join(sorted(said.get("theme", ()))) or NOT_RECORDED,
            **({PASSAGE: _words(finding)} if with_words else {}),
        }


def _standing_tags(session: Session) -> Mapping[str, Mapping[str, list[str]]]:
    """Finding → scheme → keys, by the tags of the highest authority."""
    found: dict[str, dict[str, list[str]]] = {}
    rows = session.execute(text(STANDING_TAGS.format(which="f.counted")))
    for finding, scheme, key, _confirmed, rank in rows:
        if scheme != "typology" or rank == 1:
            found.setdefault(str(finding), {}).setdefault(scheme, []).append(key)
    return found


def _words(finding: Finding) -> str:
    return "\n\n".join(each.strip() for each in (finding.statement, finding.detail) if each.strip())


def _is_anonymous(words: str) -> bool:
    from nlp.identifiers import scan_text  # noqa: PLC0415 - slow to load

    return not scan_text(words)
