"""Thresholds and timescales in words and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from markupsafe import Markup

from app.measures.pages.views import Choice, Table, View, interval, number, percent, span
from app.measures.pages.words import (
    GROUPS,
    RIGHT,
    STAGES,
    share_cells,
)
from app.measures.questions import Stage, TimescaleQuestion
from app.measures.schemas import (
    Thresholds,
    Timescales,
)
from app.portal import plots
from app.portal.plots import Dot, Line
from app.reviews.wording import Wording


def thresholds(found: Thresholds, say: Wording) -> View:
    """The funnel, committee by committee."""
    points = sorted(found.points, key=lambda each: say.committee(each.committee))
    rows = [
        [
            say.committee(each.committee),
            number(each.proceeded),
            number(each.decisions),
            percent(each.share),
            interval(each.low, each.high),
            each.note or ("Outside, beyond chance" if each.outlier else "Within chance"),
        ]
        for each in points
    ]
    themes = [
        [say.term("theme", each.matter), *share_cells(each)]
        for each in found.themes
        if not each.hidden
    ]
    tables = [
        Table(
            "Initial reviews that went on, by committee",
            ("Committee", "Went on", "Decisions", "Share", "95% interval", "Against the whole"),
            rows,
            frozenset({1, 2, 3, 4}),
        )
    ]
    if themes:
        heads = ("Theme", "Went on", "Decisions", "Share", "95% interval")
        tables.append(
            Table("Initial reviews that went on, by theme of a finding", heads, themes, RIGHT)
        )
    dots = [
        Dot(
            say.committee(each.committee),
            each.decisions,
            each.share,
            each.outlier,
            f"{each.proceeded} of {each.decisions}",
        )
        for each in points
        if each.decisions is not None and each.share is not None
    ]
    chart = _funnel(found, dots)
    return View(
        "thresholds",
        "Thresholds",
        "Which initial reviews go on to a fuller review, without ranking committees by chance",
        found,
        tables,
        chart,
        "Each dot is a committee; dashed lines are 95% limits and full ones 99.8% limits around "
        "the national share. A diamond lies further out than chance explains.",
        empty=found.target is None,
    )


def _funnel(found: Thresholds, dots: Sequence[Dot]) -> Markup:
    if found.target is None or not dots:
        return Markup("")
    limits = [
        Line(f"{level} {side}", [(each.decisions, getattr(each, name)) for each in found.curve])
        for level, side, name in (
            ("95%", "lower", "low_95"),
            ("95%", "upper", "high_95"),
            ("99.8%", "lower", "low_998"),
            ("99.8%", "upper", "high_998"),
        )
    ]
    return plots.funnel(
        dots,
        limits,
        found.target,
        title="Share of initial reviews that went on, by number of decisions",
        across="Decisions on record",
    )


def timescales(found: Timescales, asked: TimescaleQuestion, say: Wording) -> View:
    """Curves and medians, group by group."""
    named = {each.group: _group(each.group, asked.by, say) for each in found.groups}
    rows = []
    for each in (found.whole, *found.groups):
        verdict = "slower" if each.slower else "faster" if each.faster else ""
        cells = [
            named.get(each.group, "All"),
            number(each.reviews),
            number(each.unfinished),
            number(each.median_days),
            span(each.median_low, each.median_high),
        ]
        if found.target is not None:
            cells.append(percent(each.beyond_target))
        rows.append(
            [*cells, f"{verdict.capitalize()} than the rest" if verdict else each.note or ""]
        )
    beyond = [f"Longer than {found.target} days"] if found.target is not None else []
    heads = ("Group", "Reviews", "Unfinished", "Median days", "95% interval", *beyond, "Remark")
    # A dozen lines tell nothing: those that differ stand out, or all where they are few.
    quiet = len(found.groups) > 4
    lines = [
        Line(
            named.get(each.group, "All"),
            [(step.days, step.unfinished) for step in each.steps],
            quiet=quiet and not (each.slower or each.faster),
        )
        for each in (found.groups or [found.whole])
        if each.steps
    ]
    chart = Markup("")
    if lines:
        chart = plots.curves(
            lines,
            title=f"Share of reviews still unfinished. {STAGES[found.stage]}",
            across="Days since the stage began",
            says=[f"{row[0]}: median {row[3]} days" for row in rows],
        )
    choices = (
        Choice("stage", "Stage", [(key, STAGES[key]) for key in get_args(Stage)], asked.stage),
        Choice("by", "Compare by", list(GROUPS.items()), asked.by),
        Choice(
            "target",
            "Target",
            [("", "None"), *((str(days), f"{days} days") for days in (28, 90, 180, 365, 730))],
            str(asked.target or ""),
        ),
    )
    return View(
        "timescales",
        "Timescales",
        "How long each stage takes; unfinished reviews count as unfinished",
        found,
        [Table(STAGES[found.stage], heads, rows, frozenset(range(1, 5 + len(beyond))))],
        chart,
        "The share of reviews still unfinished after so many days. A line that stays high is slow.",
        choices,
        empty=found.whole.reviews == 0,
    )


def _group(key: str, by: str, say: Wording) -> str:
    if by == "parallel_proceedings":
        return {"yes": "Proceedings alongside", "no": "None alongside"}[key]
    return say.term("review_type" if by == "type" else by, key)
