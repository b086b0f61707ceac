"""Rigour, completeness and actions in words and pictures."""

from __future__ import annotations

from markupsafe import Markup

from app.measures.pages.views import Table, View, number, percent
from app.measures.pages.words import (
    PARTS,
    RIGHT,
    SPLITS,
    bars_of,
    by_choice,
    matter,
    share_cells,
    split_of,
)
from app.measures.questions import SplitQuestion
from app.measures.schemas import (
    Actions,
    Completeness,
    Rigour,
)
from app.portal import charts
from app.portal.charts import Bar
from app.reviews.wording import Wording


def rigour(found: Rigour, say: Wording) -> View:
    """A table a part; the depth of learning as the chart."""
    tables = []
    for part, title in PARTS.items():
        figures = [each for each in found.figures if each.part == part and not each.key]
        rows = [[matter(each, say), *share_cells(each)] for each in figures]
        if rows:
            tables.append(
                Table(title, (title, "Number", "Of", "Share", "95% interval"), rows, RIGHT)
            )
    split = [each for each in found.figures if each.part == "depth" and each.key]
    if split:
        rows = [
            [
                say.term("methodology", each.key["methodology"]),
                matter(each, say),
                *share_cells(each),
            ]
            for each in split
        ]
        heads = ("Methodology", "Depth", "Number", "Of", "Share", "95% interval")
        tables.append(
            Table("Depth of learning by methodology", heads, rows, frozenset(range(2, 6)))
        )
    depth = [each for each in found.figures if each.part == "depth" and not each.key]
    return View(
        "rigour",
        "Method and rigour",
        "How deep reviews go, what they recommend, who carried them out and who took part",
        found,
        tables,
        bars_of(depth, say, "Findings by depth of learning"),
        "Shares of findings; whiskers are 95% intervals.",
        empty=not any(each.of for each in found.figures),
    )


def completeness(found: Completeness, asked: SplitQuestion, say: Wording) -> View:
    """Fields by how often they are recorded."""
    split = asked.by != "none"
    rows = [
        [
            matter(each, say),
            *([split_of(each.key, asked.by, say)] if split else []),
            *share_cells(each),
        ]
        for each in found.figures
    ]
    heads = ("Field", *([SPLITS[asked.by][5:].capitalize()] if split else []))
    table = Table(
        "How often each field is recorded",
        (*heads, "Recorded", "Of", "Share", "95% interval"),
        rows,
        frozenset(range(len(heads), len(heads) + 4)),
    )
    chart = Markup("")
    if not split:
        chart = bars_of(found.figures, say, "Share of reviews in which each field is recorded")
    return View(
        "completeness",
        "Completeness",
        "What reviews record, and what they leave out; “no” is an answer, an empty field is not",
        found,
        [table],
        chart,
        "Shares of reviews; whiskers are 95% intervals.",
        (by_choice(asked.by),),
        empty=not found.figures,
    )


def actions(found: Actions, asked: SplitQuestion, say: Wording) -> View:
    """What became of actions, for all and by committee or year."""
    rows = []
    for each in (found.whole, *found.rows):
        name = split_of(each.key, asked.by, say) if each.key else "All"
        rows.append(
            [
                name,
                number(each.actions),
                number(each.open),
                number(each.overdue),
                number(each.undated),
                number(each.resolved),
                number(each.recurred),
                percent(each.recurred_share),
                number(each.median_days),
            ]
        )
    heads = (
        "Committees" if asked.by == "committee" else "Years" if asked.by == "year" else "",
        "Actions",
        "Open",
        "Overdue",
        "No date",
        "Done",
        "Done, found again",
        "Found again, of done",
        "Median days",
    )
    whole = found.whole
    bars = [
        Bar(label, value, says=f"{value} actions")
        for label, value in (
            ("Open", whole.open),
            ("Overdue", whole.overdue),
            ("Outstanding, no date", whole.undated),
            ("Done", whole.resolved),
            ("Done, found again", whole.recurred),
        )
        if value is not None
    ]
    return View(
        "actions",
        "Actions",
        "What committees said they would do, and whether it held",
        found,
        [Table("Actions by what became of them", (heads[0] or "Which", *heads[1:]), rows, RIGHT)],
        charts.rows(bars, title="Actions by what became of them") if bars else Markup(""),
        "Numbers of actions on the day of counting.",
        (by_choice(asked.by),),
        empty=not whole.actions,
    )
