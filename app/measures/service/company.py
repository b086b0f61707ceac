"""Company: themes, harms and family factors that are found together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import CompanyQuestion
from app.measures.schemas import Company, Pair
from app.measures.service.answering import Asking, answer
from app.reviews.wording import read_wording

if TYPE_CHECKING:
    import pandas as pd

    from analytics.cooccurrence import Pair as Found

SCHEMES = ("harm_type", "family_factor")
DEFINITIONS = {
    "lift": (
        "Reviews with both over the number that would have both were the two unrelated: 2 means "
        "twice as many. 95% interval by the delta method, exact where no review has both."
    ),
    "related": (
        "Fisher's exact test, two-sided, corrected over all pairs (Benjamini–Hochberg, 5% false "
        "discoveries)."
    ),
    "reviews": (
        "Reviews with findings, in which any theme could have been found; with a harm or family "
        "factor, those that also say yes or no of it. “Not recorded” is never “no”."
    ),
}


def find_company(session: Session, asked: CompanyQuestion, *, by: Actor) -> Company:
    """Every pair of concepts, the surest first, with how far from chance it is.

    Concepts in fewer than ``min_reviews`` reviews are passed over. Raises UnknownConcept or
    UnknownCommittee.
    """
    return answer(session, "cooccurrence", asked, by, lambda asking: _work_out(asking, asked))


def _work_out(asking: Asking, asked: CompanyQuestion) -> Company:
    from analytics.cooccurrence import cooccurrences  # noqa: PLC0415 - slow to load

    read = asking.records.read()
    presence = _presence(asking, asked)
    least = max(asked.min_reviews, asking.profile.min_reviews)
    pairs = [
        _pair(asking, each) for each in cooccurrences(presence, min_reviews=least) if len(presence)
    ]
    behind = {row[0] for row in read}
    return Company(
        sentence=_sentence(asking, pairs),
        notes=[],
        release=asking.profile.label,
        basis=asking.basis(
            DEFINITIONS, [row for row in asking.records.reviews() if row[0] in behind]
        ),
        pairs=pairs,
    )


def _presence(asking: Asking, asked: CompanyQuestion) -> pd.DataFrame:
    """A row a review with findings, a column a concept; missing where it is not recorded."""
    import pandas as pd  # noqa: PLC0415 - slow to load

    reviews = [row[0] for row in asking.records.read()]
    found = asking.records.themes()
    themes = sorted({row[3] for row in found})
    holders = {theme: {row[0] for row in found if row[3] == theme} for theme in themes}
    columns: dict[str, list[bool | None]] = {
        f"theme:{theme}": [review in holders[theme] for review in reviews] for theme in themes
    }
    if asked.factors:
        said = {
            (scheme, key, review): present
            for review, scheme, key, present in asking.records.factors()
            if scheme in SCHEMES
        }
        for scheme, key in sorted({(scheme, key) for scheme, key, _ in said}):
            columns[f"{scheme}:{key}"] = [said.get((scheme, key, review)) for review in reviews]
    return pd.DataFrame(columns, index=reviews, dtype="object")


def _pair(asking: Asking, found: Found) -> Pair:
    # The other three cells of the table of four could be as small as the one in the middle.
    cells = (
        found.both,
        found.left_reviews - found.both,
        found.right_reviews - found.both,
        found.reviews - found.left_reviews - found.right_reviews + found.both,
    )
    if any(asking.is_small(cell, cell) for cell in cells):
        return Pair(
            left=found.left,
            right=found.right,
            both=None,
            left_reviews=None,
            right_reviews=None,
            reviews=None,
            expected=None,
            lift=None,
            low=None,
            high=None,
            adjusted_p=None,
            related=False,
            hidden=True,
        )
    return Pair(
        left=found.left,
        right=found.right,
        both=found.both,
        left_reviews=found.left_reviews,
        right_reviews=found.right_reviews,
        reviews=found.reviews,
        expected=found.expected,
        lift=found.lift,
        low=found.low,
        high=found.high,
        adjusted_p=found.adjusted_p,
        related=found.related,
    )


def _sentence(asking: Asking, pairs: Sequence[Pair]) -> str:
    related = [each for each in pairs if each.related and each.lift is not None]
    if not related:
        return "No two are found together more, or less, often than chance could bring about."
    first = related[0]
    say = read_wording(asking.session)
    named = [say.term(*name.split(":", 1)) for name in (first.left, first.right)]
    more = f"; {len(related) - 1} other pairs depart from chance" if len(related) > 1 else ""
    return (
        f"Surest is {named[0]} with {named[1]}: {first.both} reviews hold both, {first.lift:.1f} "
        f"times what chance would bring{more}. Company is not cause."
    )
