"""Emerging themes: found lately in more reviews than chance explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import MeasureQuestion
from app.measures.schemas import Emergence, Emerging
from app.measures.service.answering import HIDDEN, Asking, answer
from app.reviews.wording import read_wording

if TYPE_CHECKING:
    from analytics.emerging import Emergence as Found

DEFINITIONS = {
    "scan": (
        "Over the last years of completion, up to half of them, the run that holds most more "
        "reviews with the theme than its share of all reviews explains (Kulldorff's scan statistic "
        "in time, 9,999 simulations)."
    ),
    "emerging": "Corrected over all themes (Benjamini–Hochberg, 5% false discoveries).",
    "relative_rate": "The rate within the run over the rate before it.",
    "years": "Years of completion in which reviews with findings were read; others are missing.",
}


def find_emerging(session: Session, asked: MeasureQuestion, *, by: Actor) -> Emerging:
    """Every theme with its most surprising recent run of years, the surest first.

    Raises UnknownConcept or UnknownCommittee.
    """
    return answer(session, "emerging", asked, by, _work_out)


def _work_out(asking: Asking) -> Emerging:
    import pandas as pd  # noqa: PLC0415 - slow to load

    from analytics.emerging import emerging_themes  # noqa: PLC0415 - slow to load

    read = [row for row in asking.records.read() if row[2] is not None]
    exposure = Counter(row[2] for row in read)
    events: Counter[tuple[str, int]] = Counter()
    families: dict[str, set[object]] = {}
    for _review, family, year, theme in asking.records.themes():
        if year in exposure:
            events[theme, year] += 1
            families.setdefault(theme, set()).add(family)
    years = sorted(exposure)
    frame = pd.DataFrame(
        [
            (theme, year, events[theme, year], exposure[year])
            for theme in sorted(families)
            for year in years
        ],
        columns=["theme", "period", "events", "exposure"],
    )
    themes = [_theme(asking, each, len(families[each.theme])) for each in emerging_themes(frame)]
    behind = {row[0] for row in read}
    return Emerging(
        sentence=_sentence(asking, themes, years),
        notes=[],
        release=asking.profile.label,
        basis=asking.basis(
            DEFINITIONS, [row for row in asking.records.reviews() if row[0] in behind]
        ),
        themes=themes,
        years=years,
    )


def _theme(asking: Asking, found: Found, families: int) -> Emergence:
    within = found.observed or 0
    before = found.events - within
    if asking.is_small(found.events, families) or (
        found.observed is not None
        and min(within, before) < asking.profile.min_reviews
        and not asking.profile.exact
    ):
        return Emergence(
            theme=found.theme,
            reviews=None,
            since=None,
            observed=None,
            expected=None,
            relative_rate=None,
            adjusted_p=None,
            emerging=False,
            note=HIDDEN,
            hidden=True,
        )
    return Emergence(
        theme=found.theme,
        reviews=found.events,
        since=found.since,
        observed=found.observed,
        expected=found.expected,
        relative_rate=found.relative_rate,
        adjusted_p=found.adjusted_p,
        emerging=found.emerging,
        note=found.note,
    )


def _sentence(asking: Asking, themes: Sequence[Emergence], years: Sequence[int]) -> str:
    rising = [each for each in themes if each.emerging]
    if not years:
        return "No reviews with findings and a year of completion are here to look at."
    if not rising:
        return (
            f"No theme has lately been found more often than chance explains, among reviews "
            f"completed from {years[0]} to {years[-1]}."
        )
    say = read_wording(asking.session)
    named = "; ".join(
        f"{say.term('theme', each.theme)} since {each.since} ({each.observed} reviews where "
        f"{each.expected:.1f} were to be expected)"
        for each in rising
    )
    return f"Found lately more often than chance explains: {named}."
