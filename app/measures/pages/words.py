"""What the pages of measures say: names of parts and matters, and cells of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from app.measures.pages.views import Choice, interval, number, percent
from app.measures.questions import Split
from app.measures.schemas import Figure
from app.portal import charts
from app.portal.charts import Bar
from app.reviews.wording import Wording

RIGHT = frozenset(range(1, 12))
SPLITS = {"none": "All together", "committee": "Each committee", "year": "Each year"}
GROUPS = {
    "methodology": "Methodology",
    "type": "Type of review",
    "parallel_proceedings": "Parallel proceedings",
}
STAGES = {
    "notification": "From incident to notification",
    "decision": "From notification to decision",
    "commission": "From decision to commission",
    "carrying_out": "From commission to completion",
    "review": "From commission to the report to committee",
    "ratification": "From the report to ratification",
    "submission": "From ratification to submission",
    "publication": "From submission to publication",
}
PARTS = {
    "depth": "Depth of learning",
    "five_questions": "The five questions",
    "level": "Case or system",
    "recommendations": "Recommendations",
    "involvement": "Who took part",
    "reviewers": "Reviewers",
}
MATTERS = {
    "all_five": "All five",
    "procedures_and_training": "Procedures and training together",
    "systems": "Of the system, not of the case",
    "external": "At least one external reviewer",
    "accredited": "At least one accredited reviewer",
    "economic_recorded": "Economic circumstances",
    "ethnicity_recorded": "Ethnicity",
    "registered_now": "On the register at the time",
    "registered_previously": "On the register before",
    "harm_type": "Harm",
    "family_factor": "Family factors",
    "economic_circumstance": "Which economic circumstances",
    "children": "Number of children",
    "sex": "Sex of the child",
    "date_incident": "Date of the incident",
    "date_notification": "Date of notification",
    "date_decision": "Date of the decision",
    "date_commission": "Date of commission",
    "date_completed": "Date of completion",
    "involvement_family": "Whether the family took part",
    "involvement_child": "Whether the child took part",
    "involvement_staff": "Whether staff took part",
}


def share_cells(figure: Figure) -> list[str]:
    """The number, of how many, the share and its interval."""
    return [
        number(figure.number),
        number(figure.of),
        "Hidden" if figure.hidden else percent(figure.share),
        interval(figure.low, figure.high),
    ]


def matter(figure: Figure, say: Wording) -> str:
    """What a figure counts, in words."""
    if figure.part == "depth":
        return say.term("depth", figure.matter)
    if figure.part == "recommendations" and figure.matter not in MATTERS:
        return say.term("recommendation_kind", figure.matter)
    return MATTERS.get(figure.matter) or figure.matter.replace("_", " ").capitalize()


def split_of(key: Mapping[str, object], by: Split, say: Wording) -> str:
    """The committee or year of a row."""
    value = key.get(by)
    if value is None:
        return "Not recorded"
    return say.committee(str(value)) if by == "committee" else str(value)


def bars_of(figures: Sequence[Figure], say: Wording, title: str) -> Markup:
    """Shares as lying bars."""
    bars = [
        Bar(
            matter(each, say),
            each.share,
            each.low,
            each.high,
            "hidden" if each.share is None else f"{each.share:.0%}",
        )
        for each in figures
        if each.hidden or each.share is not None
    ]
    return charts.rows(bars, title=title, percent=True) if bars else Markup("")


def by_choice(value: Split) -> Choice:
    """The field that splits a measure."""
    return Choice("by", "For", list(SPLITS.items()), value)
