"""Themes that keep company and themes that emerge, in words and pictures."""

from __future__ import annotations

from markupsafe import Markup

from app.measures.pages.views import Choice, Table, View, number, span
from app.measures.schemas import (
    Company,
    Emerging,
)
from app.portal import charts
from app.portal.charts import Bar
from app.reviews.wording import Wording


def cooccurrence(found: Company, *, factors: bool, say: Wording) -> View:
    """Pairs, those beyond chance first."""
    shown = [each for each in found.pairs if not each.hidden]
    shown = sorted(shown, key=lambda each: (not each.related, each.adjusted_p or 0.0))[:60]
    rows = [
        [
            f"{_concept(each.left, say)} with {_concept(each.right, say)}",
            number(each.both),
            number(each.expected, 1),
            number(each.lift, 1),
            span(each.low, each.high, 1),
            "Beyond chance" if each.related else "",
        ]
        for each in shown
    ]
    related = [each for each in shown if each.related][:12]
    bars = [
        Bar(
            f"{_concept(each.left, say)} with {_concept(each.right, say)}",
            each.lift,
            each.low,
            each.high,
            f"{each.lift:.1f} times" if each.lift is not None else "",
        )
        for each in related
    ]
    return View(
        "cooccurrence",
        "What is found together",
        "Themes, harms and family factors that keep company more, or less, than chance brings",
        found,
        [
            Table(
                "Pairs, those beyond chance first (60 at most; the download holds all)",
                ("Pair", "Reviews with both", "Expected", "Lift", "95% interval", "Test"),
                rows,
                frozenset({1, 2, 3, 4}),
            )
        ],
        charts.rows(bars, title="Pairs beyond chance, by lift") if bars else Markup(""),
        "How many times more reviews hold both than would by chance; whiskers are 95% intervals.",
        (
            Choice(
                "factors",
                "Look at",
                [("", "Themes"), ("true", "Themes, harms and family factors")],
                "true" if factors else "",
            ),
        ),
        empty=not shown,
    )


def emerging(found: Emerging, say: Wording) -> View:
    """Themes, the surest first."""
    rows = [
        [
            say.term("theme", each.theme),
            number(each.reviews),
            str(each.since or "–"),
            number(each.observed),
            number(each.expected, 1),
            number(each.relative_rate, 1),
            "Emerging" if each.emerging else each.note or "",
        ]
        for each in found.themes
    ]
    bars = [
        Bar(
            say.term("theme", each.theme),
            each.observed / each.expected,
            says=f"{each.observed} reviews where {each.expected:.1f} were expected",
        )
        for each in found.themes[:10]
        if each.observed is not None and each.expected
    ]
    return View(
        "emerging",
        "Emerging themes",
        "Themes found lately in more reviews than chance explains",
        found,
        [
            Table(
                "Themes with their most surprising recent years",
                ("Theme", "Reviews", "Since", "Found", "Expected", "Times as often", "Verdict"),
                rows,
                frozenset(range(1, 6)),
            )
        ],
        charts.rows(bars, title="Found lately, over what was expected") if bars else Markup(""),
        "Reviews with the theme in its most surprising recent years over the number expected; 1 is "
        "no change.",
        empty=not found.themes,
    )


def _concept(name: str, say: Wording) -> str:
    scheme, _, key = name.partition(":")
    return say.term(scheme, key)
