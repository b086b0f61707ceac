"""The chapters of the national report, each from an answer that the API gives as well.

Numbers rest on all accepted reviews and show no small cells; words come from published reviews.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.identity.permissions import Permission, Role
from app.kit.actors import Actor
from app.measures.questions import MeasureQuestion, SplitQuestion, TimescaleQuestion
from app.measures.schemas import Figure
from app.measures.service.actions import find_actions
from app.measures.service.completeness import find_completeness
from app.measures.service.rigour import find_rigour
from app.measures.service.thresholds import find_thresholds
from app.measures.service.timescales import find_timescales
from app.portal import charts
from app.portal.charts import Bar
from app.recurrence.service.recurrences import RecurrenceFilter, find_recurrences
from app.reports.content import Block, Bullets, Chart, Paragraph, Section, Table
from app.reviews.wording import Wording
from app.trends.questions import TrendQuestion
from app.trends.schemas import TrendRow, Trends
from app.trends.service.trends import find_trends

HIDDEN = "hidden"
MOST_ISSUES = 10
LEARNING_THEMES = 5


@dataclass(frozen=True, slots=True)
class Period:
    """What a chapter is written from."""

    session: Session
    first: int
    last: int
    by: Actor
    say: Wording

    @property
    def public(self) -> Actor:
        """A reader of all accepted reviews who may not see small numbers."""
        scopes = {Permission.ANALYSE.value, Permission.REVIEW_READ_ACCEPTED.value}
        return replace(self.by, roles=frozenset({Role.ANALYST}), scopes=frozenset(scopes))

    @property
    def published(self) -> Actor:
        """A reader of published reviews alone, for whatever shows their words."""
        scopes = {Permission.ANALYSE.value, Permission.REVIEW_READ_PUBLISHED.value}
        return replace(self.by, roles=frozenset({Role.ANALYST}), scopes=frozenset(scopes))

    def trend(self, by: str, measure: str = "reviews") -> Trends:
        """Counts of the period by one dimension."""
        asked = TrendQuestion(
            measure="findings" if measure == "findings" else "reviews",
            by=(by,),
            from_year=self.first,
            to_year=self.last,
        )
        return find_trends(self.session, asked, by=self.public)


def overview(period: Period) -> Section:
    """How many reviews, of which kinds, about which children."""
    blocks: list[Block] = []
    for by, caption in (
        ("review_type", "Reviews by type"),
        ("year", "Reviews by year of completion"),
        ("outcome", "What happened to the child"),
        ("age_band", "Age of the child"),
        ("harm", "Harm"),
        ("family_factor", "Family factors"),
    ):
        found = period.trend(by)
        if found.rows:
            blocks += _counted(found, by, caption, period.say)
    return Section(title="Reviews and children", blocks=blocks)


def findings(period: Period) -> Section:
    """What reviews found, by category, theme and depth."""
    blocks: list[Block] = []
    for by, caption in (
        ("typology", "Reviews with a finding in each category"),
        ("theme", "Reviews with a finding on each theme"),
        ("depth", "Reviews with a finding at each depth of learning"),
    ):
        found = period.trend(by)
        if found.rows:
            blocks += _counted(found, by, caption, period.say)
    return Section(title="What reviews found", blocks=blocks)


def recurring(period: Period) -> Section:
    """Issues that came back in more than one committee, in published words."""
    chosen = RecurrenceFilter(
        min_committees=2, min_reviews=2, from_year=period.first, to_year=period.last
    )
    groups = find_recurrences(period.session, chosen, by=period.published, limit=MOST_ISSUES).groups
    if not groups:
        words = "No issue came back in published reviews of more than one committee."
        return Section(title="What keeps coming back", blocks=[Paragraph(words=words)])
    rows = [
        [
            each.representative.statement,
            str(len(each.committees)),
            str(len(each.reviews)),
            f"{each.first}–{each.last}" if each.first != each.last else str(each.first or "–"),
            "Yes" if each.after_resolution else "No",
        ]
        for each in groups
    ]
    table = Table(
        caption="Issues found in more than one committee, widest first",
        heads=["Issue", "Committees", "Reviews", "Years", "Came back"],
        rows=rows,
        numbers=[1, 2],
    )
    return Section(title="What keeps coming back", blocks=[table])


def thresholds(period: Period) -> Section:
    """Decisions on initial reviews. Committees are not named in a public report."""
    found = find_thresholds(
        period.session,
        MeasureQuestion(from_year=period.first, to_year=period.last),
        by=period.public,
    )
    words = [Paragraph(words=found.sentence)]
    return Section(
        title="Thresholds", blocks=[*words, *(Paragraph(words=n, quiet=True) for n in found.notes)]
    )


def timescales(period: Period) -> Section:
    """How long reviews took, by methodology."""
    asked = TimescaleQuestion(from_year=period.first, to_year=period.last)
    found = find_timescales(period.session, asked, by=period.public)
    rows = [
        [
            period.say.term("methodology", each.group),
            HIDDEN if each.hidden else str(each.reviews),
            "–" if each.median_days is None else f"{each.median_days:.0f}",
        ]
        for each in found.groups
    ]
    blocks: list[Block] = [Paragraph(words=found.sentence)]
    if rows:
        blocks.append(
            Table(
                caption="Days from commission to completion",
                heads=["Methodology", "Reviews", "Median days"],
                rows=rows,
                numbers=[1, 2],
            )
        )
    return Section(title="Timescales", blocks=blocks)


def practice(period: Period) -> Section:
    """Method and rigour, completeness and actions."""
    asked = MeasureQuestion(from_year=period.first, to_year=period.last)
    split = SplitQuestion(from_year=period.first, to_year=period.last)
    rigour = find_rigour(period.session, asked, by=period.public)
    complete = find_completeness(period.session, split, by=period.public)
    actions = find_actions(period.session, split, by=period.public)
    kinds = [each for each in rigour.figures if each.part == "recommendations"]
    blocks: list[Block] = [
        Paragraph(words=rigour.sentence),
        Paragraph(words=complete.sentence),
        Paragraph(words=actions.sentence),
    ]
    if kinds:
        blocks.append(_shares("Recommendations by kind", "Kind", kinds, period.say))
    return Section(title="Method, records and actions", blocks=blocks)


def learning(period: Period) -> Section:
    """For the themes found most often, the issues that came back, as points to learn from."""
    themes = sorted(
        (row for row in period.trend("theme").rows if row.reviews is not None),
        key=lambda row: (-(row.reviews or 0), str(row.key["theme"])),
    )
    blocks: list[Block] = []
    for row in themes[:LEARNING_THEMES]:
        theme = str(row.key["theme"])
        chosen = RecurrenceFilter(theme=theme, from_year=period.first, to_year=period.last)
        groups = find_recurrences(period.session, chosen, by=period.published, limit=3).groups
        if groups:
            blocks.append(Paragraph(words=f"{period.say.term('theme', theme)}:"))
            blocks.append(Bullets(points=[each.representative.statement for each in groups]))
    if not blocks:
        blocks.append(Paragraph(words="No issue of the leading themes came back in the period."))
    return Section(title="Learning points by theme", blocks=blocks)


def _counted(found: Trends, by: str, caption: str, say: Wording) -> list[Block]:
    scheme = {"harm": "harm_type"}.get(by, by)

    def name(row: TrendRow) -> str:
        return str(row.key[by]) if by == "year" else say.term(scheme, row.key[by])

    rows = list(found.rows)
    if by not in {"year", "age_band"}:
        rows.sort(key=lambda row: (row.hidden, -(row.reviews or 0), name(row)))
    shares = any(row.share is not None for row in rows)
    bars = [
        Bar(
            name(row),
            None if row.hidden else (row.share if shares else row.reviews),
            says="hidden" if row.hidden else f"{row.reviews} reviews",
        )
        for row in rows
    ]
    table = Table(
        caption=caption,
        heads=[caption.removeprefix("Reviews ").capitalize(), "Reviews", "Of", "Share"],
        rows=[
            [name(row), HIDDEN, "–", "–"]
            if row.hidden
            else [
                name(row),
                f"{row.reviews:,}",
                "–" if row.denominator is None else f"{row.denominator:,}",
                "–" if row.share is None else f"{row.share:.0%}",
            ]
            for row in rows
        ],
        numbers=[1, 2, 3],
    )
    draw = charts.columns if by == "year" else charts.rows
    chart = Chart(
        caption=caption,
        svg=str(draw(bars, title=caption, percent=shares)),
        says="; ".join(f"{bar.label}: {bar.says}" for bar in bars),
    )
    return [chart, table]


def _shares(caption: str, head: str, figures: Sequence[Figure], say: Wording) -> Table:
    names = {"procedures_and_training": "Procedures and training together"}
    return Table(
        caption=caption,
        heads=[head, "Number", "Of", "Share"],
        rows=[
            [
                names.get(each.matter) or say.term("recommendation_kind", each.matter),
                HIDDEN if each.hidden else f"{each.number:,}",
                "–" if each.of is None else f"{each.of:,}",
                "–" if each.share is None else f"{each.share:.0%}",
            ]
            for each in figures
        ],
        numbers=[1, 2, 3],
    )
