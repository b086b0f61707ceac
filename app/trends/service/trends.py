"""Counts by one or two dimensions, with shares, intervals and tests of change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from analytics.disclosure.profiles import INSPECTORATE, PRACTITIONER
from app.committees.service import get_committee
from app.identity.permissions import Permission, is_allowed
from app.kit.actors import Actor
from app.kit.answers import Answers
from app.reviews.basis import basis_of, searched
from app.reviews.counting import data_version
from app.reviews.effective import sees_all_counted
from app.taxonomy.service import require_keys
from app.trends.protection import Figure, hidden_cells
from app.trends.questions import CIRCUMSTANCES, COLUMNS, CONCEPTS, FACTORS, TrendQuestion
from app.trends.repository import Cell, Counts
from app.trends.schemas import TrendRow, Trends
from app.trends.service.adjusting import Adjustments, read_adjustments
from app.trends.service.changes import Tested, describe_changes

DEFINITIONS = {
    "reviews": "Distinct accepted reviews. They never add up across themes, typology or depth.",
    "concepts": (
        "A finding has the concepts of the tags of the highest authority: stated in the "
        "report, then decided by a person, then the model. Typology is the primary category."
    ),
    "denominator": (
        "With a theme, typology or depth: all reviews (or findings) of the cell, whatever they "
        "found. Otherwise those in which the circumstance is recorded, yes or no."
    ),
    "interval": (
        "95%: Wilson for shares, exact Poisson for numbers without a denominator. Findings of "
        "one review are alike, so an interval of findings is somewhat too narrow; tests of "
        "change are made on reviews."
    ),
    "adjusted": (
        "Where asked for: the share had the tagger made no errors. People's codes are taken as "
        "right; the tagger's part is corrected by how often it was right and wrong on findings "
        "it never saw (Rogan and Gladen; interval of Lang and Reiczigel, joined with people's "
        "part as Zou and Donner do), so its own error is in the interval."
    ),
    "year": "Year of completion, unless incident_year or submitted_year is asked for.",
}

_answers: Answers[Trends] = Answers()


def find_trends(session: Session, asked: TrendQuestion, *, by: Actor) -> Trends:
    """The answer to ``asked`` for ``by``, kept until the data changes.

    Analysts and stewards get exact numbers over all accepted reviews; everybody else numbers
    over published reviews, small ones hidden. Raises UnknownConcept or UnknownCommittee.
    """
    _require_known(session, asked)
    circle = (sees_all_counted(by), is_allowed(by, Permission.ANALYSE_EXACT))
    return _answers.get(
        session, data_version(session), (asked, circle), lambda: _answer(session, asked, by)
    )


def _answer(session: Session, asked: TrendQuestion, by: Actor) -> Trends:
    counts = Counts(session, asked, published_only=not sees_all_counted(by))
    cells, bases = _with_noughts(asked, counts)
    known = [cell for cell in cells if None not in cell.key]
    known.sort(key=lambda cell: tuple(_order(part) for part in cell.key))
    years = _whole_years(asked, known)
    profile = INSPECTORATE if is_allowed(by, Permission.ANALYSE_EXACT) else PRACTITIONER
    hidden = hidden_cells([_figure(asked, cell, bases) for cell in known], profile)
    corrected = (
        read_adjustments(session, asked, published_only=counts.published_only)
        if asked.adjusted
        else None
    )
    rows = [
        _hidden_row(asked, cell) if gone else _row(asked, cell, bases, corrected)
        for cell, gone in zip(known, hidden, strict=True)
    ]
    reviews, committees = searched(session, by=by)
    return Trends(
        rows=rows,
        tests=describe_changes(
            session,
            asked,
            [
                *(
                    _tested(asked, cell, bases, years)
                    for cell, gone in zip(known, hidden, strict=True)
                    if not gone
                ),
                *_noughts(asked, known, years),
            ],
        ),
        not_recorded=sum(cell.reviews for cell in cells if None in cell.key),
        release=profile.label,
        basis=basis_of(
            session,
            by=by,
            filters=asked.named(),
            definitions=DEFINITIONS,
            reviews=reviews,
            committees=committees,
        ),
    )


Bases = Mapping[tuple[Any, ...], Cell] | None


def _with_noughts(asked: TrendQuestion, counts: Counts) -> tuple[list[Cell], Bases]:
    """Cells, with a recorded nought where reviews were read and none had the concept."""
    cells = counts.numerators()
    if asked.concepts:
        bases = {cell.key: cell for cell in counts.bases()}
        present = {cell.key for cell in cells}
        # “Year” may split and narrow at once: theme=supervision, by=theme.
        free = [name for name in asked.by if name in CONCEPTS]
        combinations = {tuple(_of(asked, cell.key, free)) for cell in cells} or (
            {()} if not free else set()
        )
        for base in bases:
            for combination in combinations:
                key = _joined(asked, base, combination)
                if key not in present:
                    cells.append(Cell(key, 0, 0, 0, 0))
        return cells, bases
    name = next((each for each in asked.by if each in CIRCUMSTANCES or each in FACTORS), None)
    if name is None:
        return cells, None
    rest = tuple(each for each in asked.by if each != name)
    recorded = counts.recorded(name, rest)
    if name in FACTORS:
        order = [(*rest, name).index(each) for each in asked.by]
        said = {tuple(cell.key[place] for place in order): cell for cell in recorded}
        present = {cell.key for cell in cells}
        cells += [Cell(key, 0, 0, 0, 0) for key in said if key not in present]
        return cells, said
    return cells, {cell.key: cell for cell in recorded}


def _of(asked: TrendQuestion, key: Sequence[Any], names: Sequence[str]) -> list[Any]:
    return [part for part, name in zip(key, asked.by, strict=True) if name in names]


def _joined(asked: TrendQuestion, base: Sequence[Any], concepts: Sequence[Any]) -> tuple[Any, ...]:
    splits, keys = iter(base), iter(concepts)
    return tuple(next(keys) if name in CONCEPTS else next(splits) for name in asked.by)


def _base(asked: TrendQuestion, cell: Cell, bases: Bases) -> Cell | None:
    if bases is None:
        return None
    if asked.concepts:
        return bases.get(tuple(_of(asked, cell.key, asked.split)))
    if any(name in FACTORS for name in asked.by):
        return bases.get(cell.key)
    rest = [name for name in asked.by if name not in CIRCUMSTANCES]
    return bases.get(tuple(_of(asked, cell.key, rest)))


def _figure(asked: TrendQuestion, cell: Cell, bases: Bases) -> Figure:
    base = _base(asked, cell, bases)
    line = tuple(_of(asked, cell.key, asked.by[:1])) if len(asked.by) == 2 else ()
    return Figure(line, cell.reviews, cell.families, base.reviews if base else None)


def _whole_years(asked: TrendQuestion, cells: Sequence[Cell]) -> Mapping[Any, int]:
    """All reviews of each year, where a review stands in exactly one cell of its year.

    A type, methodology or committee is tested as a share of the year's reviews: its number
    alone would rise and fall with all the others.
    """
    partition = asked.year is not None and any(name in COLUMNS for name in asked.by)
    if not partition or asked.concepts or asked.measure != "reviews":
        return {}
    totals: Counter[Any] = Counter()
    for cell in cells:
        totals[_year_of(asked, cell)] += cell.reviews
    return totals


def _noughts(
    asked: TrendQuestion, cells: Sequence[Cell], years: Mapping[Any, int]
) -> Iterator[Tested]:
    """A type that no review of a year has is a nought of that year, not a missing number."""
    if not years:
        return
    other = next(name for name in asked.by if name != asked.year)
    keys = [dict(zip(asked.by, cell.key, strict=True)) for cell in cells]
    present = {(key[other], key[str(asked.year)]) for key in keys}
    for value in sorted({value for value, _ in present}):
        for year, reviews in years.items():
            if (value, year) not in present:
                yield Tested({other: value, str(asked.year): year}, 0, reviews)


def _year_of(asked: TrendQuestion, cell: Cell) -> object:
    return dict(zip(asked.by, cell.key, strict=True)).get(asked.year or "")


def _tested(asked: TrendQuestion, cell: Cell, bases: Bases, years: Mapping[Any, int]) -> Tested:
    base = _base(asked, cell, bases)
    key = dict(zip(asked.by, cell.key, strict=True))
    trials = base.reviews if base else years.get(_year_of(asked, cell))
    return Tested(key, cell.reviews, trials)


def _row(asked: TrendQuestion, cell: Cell, bases: Bases, corrected: Adjustments | None) -> TrendRow:
    from analytics.rates import rate, share  # noqa: PLC0415 - slow to load

    base = _base(asked, cell, bases)
    number = cell.reviews if asked.measure == "reviews" else cell.findings
    known = {
        "key": dict(zip(asked.by, cell.key, strict=True)),
        "reviews": cell.reviews,
        "committees": cell.committees,
        "findings": cell.findings,
        "adjusted": corrected.of(cell.key) if corrected else None,
    }
    if base is None:
        counted = rate(number, 1)
        return TrendRow(
            **known,
            denominator=None,
            share=None,
            low=counted.low,
            high=counted.high,
            note=counted.note,
        )
    part = share(number, base.reviews if asked.measure == "reviews" else base.findings)
    return TrendRow(
        **known,
        denominator=part.denominator,
        share=part.share,
        low=part.low,
        high=part.high,
        note=part.note,
    )


def _hidden_row(asked: TrendQuestion, cell: Cell) -> TrendRow:
    blank = dict.fromkeys(
        ("reviews", "committees", "findings", "denominator", "share", "low", "high")
    )
    return TrendRow(
        **blank,
        key=dict(zip(asked.by, cell.key, strict=True)),
        note="Hidden: it rests on too few reviews.",
        hidden=True,
    )


def _order(part: object) -> tuple[int, int, str]:
    return (0, part, "") if isinstance(part, int) else (1, 0, str(part))


def _require_known(session: Session, asked: TrendQuestion) -> None:
    for scheme, key, field in (
        ("theme", asked.theme, "theme"),
        ("typology", asked.typology, "typology"),
        ("depth", asked.depth, "depth"),
        ("review_type", asked.review_type, "type"),
        ("methodology", asked.methodology, "methodology"),
    ):
        if key is not None:
            require_keys(session, scheme, [key], field=field)
    if asked.committee is not None:
        get_committee(session, asked.committee)
