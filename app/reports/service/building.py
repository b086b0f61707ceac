"""Work out the content of a report, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.errors import FieldError
from app.reports.content import Block, Bullets, Paragraph, Report, Section
from app.reports.errors import BadPeriod, UnsafeCaseStudy
from app.reports.schemas import CaseStudySent, SnapshotSent
from app.reports.service import chapters
from app.reports.service.chapters import Period
from app.reviews.counting import data_version
from app.reviews.models import Finding, Review
from app.reviews.wording import read_wording


def build_report(session: Session, sent: SnapshotSent, *, by: Actor, at: datetime) -> Report:
    """The report of a period as the data stand now.

    Raises BadPeriod when the period is empty or runs backwards, and UnsafeCaseStudy when a
    case study is not of a published review of the period or its words name somebody.
    """
    if sent.from_year > sent.to_year:
        detail = "The last year comes before the first."
        raise BadPeriod(detail, errors=[FieldError("to", detail, "order")])
    say = read_wording(session)
    period = Period(session, sent.from_year, sent.to_year, by, say)
    counted = period.trend("year")
    if not counted.rows:
        detail = f"No review completed from {sent.from_year} to {sent.to_year} is accepted."
        raise BadPeriod(detail, errors=[FieldError("from", detail, "empty")])
    sections = [
        _what_this_is(counted.basis.reviews, counted.basis.committees, sent),
        chapters.overview(period),
        chapters.findings(period),
        chapters.recurring(period),
        chapters.thresholds(period),
        chapters.timescales(period),
        chapters.practice(period),
        chapters.learning(period),
    ]
    if sent.case_studies:
        sections.append(_case_studies(session, sent, sent.case_studies))
    sections.append(_how(counted.basis.definitions))
    years = f"{sent.from_year}–{sent.to_year}"
    return Report(
        title=f"Child protection case reviews, {years}",
        subtitle="A national overview of what reviews found and what was done",
        frozen_on=at.date().isoformat(),
        data_version=data_version(session),
        sections=sections,
    )


def _what_this_is(reviews: int | None, committees: int | None, sent: SnapshotSent) -> Section:
    words = (
        f"This overview rests on reviews completed from {sent.from_year} to {sent.to_year} and "
        f"accepted into the repository, which holds {reviews} reviews with findings of "
        f"{committees} committees in all. It shows no number that rests on fewer than five "
        "reviews: such numbers are hidden, and others with them where they would give them away. "
        "No committee stands by itself. What is quoted comes from published reviews. An issue "
        "“came back” when it was found again after a committee recorded it resolved."
    )
    return Section(title="What this report is", blocks=[Paragraph(words=words)])


def _case_studies(session: Session, sent: SnapshotSent, picked: Sequence[CaseStudySent]) -> Section:
    blocks: list[Block] = []
    for place, each in enumerate(picked):
        review = session.scalars(
            select(Review).where(
                Review.reference == each.reference,
                Review.published == true(),
                Review.publication_form != "none",
                Review.completed_year.between(sent.from_year, sent.to_year),
            )
        ).one_or_none()
        where = f"case_studies.{place}"
        if review is None:
            detail = f"{each.reference} is not a published review of the period."
            raise UnsafeCaseStudy(detail, errors=[FieldError(where, detail, "unknown")])
        _require_anonymous(each.words, where)
        statements = session.scalars(
            select(Finding.statement)
            .where(Finding.review_id == review.id, Finding.published == true())
            .order_by(Finding.position)
        ).all()
        blocks.append(Paragraph(words=f"Case study {place + 1} ({each.reference})"))
        if each.words:
            blocks.append(Paragraph(words=each.words))
        if statements:
            blocks.append(Bullets(points=list(statements)))
    return Section(title="Case studies", blocks=blocks)


def _require_anonymous(words: str, where: str) -> None:
    from nlp.identifiers import scan_text  # noqa: PLC0415 - slow to load

    hits = scan_text(words)
    if hits:
        named = ", ".join(f"“{hit.text}”" for hit in hits[:5])
        detail = f"These words may identify somebody: {named}. Leave them out or make them general."
        raise UnsafeCaseStudy(detail, errors=[FieldError(where, detail, "identifier")])


def _how(definitions: dict[str, str]) -> Section:
    points = [
        f"{name.replace('_', ' ').capitalize()}: {words}" for name, words in definitions.items()
    ]
    return Section(title="How this was counted", blocks=[Bullets(points=points)])
