"""Rows that the measures are worked out from, for one question and one circle of readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, exists, func, or_, select, text, true
from sqlalchemy.orm import Session, aliased

from app.measures.questions import MeasureQuestion
from app.recurrence.models import IssueMember
from app.reviews.counting import STANDING_TAGS
from app.reviews.models import (
    Circumstances,
    Decision,
    Factor,
    Finding,
    FindingState,
    Involvement,
    KeyDate,
    Proceeding,
    Recommendation,
    Response,
    ResponseAction,
    Review,
    ReviewConcept,
    Reviewer,
    ReviewLink,
)

Rows = Sequence[Any]
EXACT_ENOUGH = ("day", "month")
"""Precisions from which a duration in days can be told."""

FAMILY = func.coalesce(Review.family_key, Review.id)
INITIAL = "initial_case_review"
FIVE = ("manifestation", "underlying", "prevalence", "spread", "implications")
_STANDING = STANDING_TAGS.format(which="f.counted")


class Records:
    """Every query starts from the reviews that count and pass the question's filters."""

    def __init__(self, session: Session, asked: MeasureQuestion, *, published_only: bool) -> None:
        self._session = session
        self._chosen = _chosen(asked, published_only=published_only)

    def reviews(self) -> Rows:
        """``review, family, committee, type, methodology, year`` of each review."""
        return self._rows(
            select(
                Review.id,
                FAMILY,
                Review.committee_slug,
                Review.type,
                Review.methodology,
                Review.completed_year,
            )
        )

    def decisions(self) -> Rows:
        """``review, family, committee, outcome`` of initial reviews; None: none on record."""
        return self._rows(
            select(Review.id, FAMILY, Review.committee_slug, Decision.outcome)
            .outerjoin(Decision, Decision.review_id == Review.id)
            .where(Review.type == INITIAL)
        )

    def themes_of_decided(self) -> Rows:
        """``review, family, theme, outcome`` of initial reviews with a decision on record."""
        return self._rows(
            select(Review.id, FAMILY, ReviewConcept.key, Decision.outcome)
            .join(Decision, Decision.review_id == Review.id)
            .join(
                ReviewConcept,
                and_(ReviewConcept.review_id == Review.id, ReviewConcept.scheme == "theme"),
            )
            .where(Review.type == INITIAL)
        )

    def without_initial(self) -> int:
        """How many fuller reviews are linked to no initial review of the repository."""
        linked = exists(
            select(ReviewLink.id).where(
                or_(ReviewLink.from_id == Review.id, ReviewLink.to_id == Review.id)
            )
        )
        return len(self._rows(select(Review.id).where(Review.type != INITIAL, ~linked)))

    def dates(self) -> Rows:
        """``review, kind, on`` of every date known to the month or better."""
        return self._rows(
            select(Review.id, KeyDate.kind, KeyDate.on)
            .join(KeyDate, KeyDate.review_id == Review.id)
            .where(KeyDate.precision.in_(EXACT_ENOUGH))
        )

    def proceedings(self) -> Rows:
        """``review, present`` of every parallel proceeding that is said to be or not to be."""
        return self._rows(
            select(Review.id, Proceeding.present).join(
                Proceeding, Proceeding.review_id == Review.id
            )
        )

    def findings(self) -> Rows:
        """``review, family, methodology, level, depth`` and whether each of FIVE is answered."""
        standing = (
            text(_STANDING)
            .columns(
                column("finding_id"),
                column("scheme"),
                column("key"),
                column("confirmed"),
                column("rank"),
            )
            .cte("standing")
        )
        answered = [getattr(Finding, name) != "" for name in FIVE]
        return self._rows(
            select(Review.id, FAMILY, Review.methodology, Finding.level, standing.c.key, *answered)
            .join(Finding, Finding.review_id == Review.id)
            .outerjoin(
                standing,
                and_(standing.c.finding_id == Finding.id, standing.c.scheme == "depth"),
            )
            .where(Finding.counted == true())
        )

    def recommendations(self) -> Rows:
        """``review, family, kind, year`` of every recommendation that nobody has struck out."""
        return self._rows(
            select(Review.id, FAMILY, Recommendation.kind, Review.completed_year)
            .join(Recommendation, Recommendation.review_id == Review.id)
            .where(Recommendation.state != FindingState.REJECTED)
        )

    def involvement(self) -> Rows:
        """``review, party, took_part`` where the report says."""
        return self._rows(
            select(Review.id, Involvement.party, Involvement.took_part).join(
                Involvement, Involvement.review_id == Review.id
            )
        )

    def reviewers(self) -> Rows:
        """``review, external, accredited`` of every reviewer; None: not recorded."""
        return self._rows(
            select(Review.id, Reviewer.external, Reviewer.accredited).join(
                Reviewer, Reviewer.review_id == Review.id
            )
        )

    def circumstances(self) -> Rows:
        """``review`` and its circumstances (None where the review has no row of them)."""
        return self._rows(
            select(Review.id, Circumstances).outerjoin(
                Circumstances, Circumstances.review_id == Review.id
            )
        )

    def factors(self) -> Rows:
        """``review, scheme, key, present`` of every factor said to be present or absent."""
        return self._rows(
            select(Review.id, Factor.scheme, Factor.key, Factor.present).join(
                Factor, Factor.review_id == Review.id
            )
        )

    def themes(self) -> Rows:
        """``review, family, year, theme`` of every theme found in a review."""
        return self._rows(
            select(Review.id, FAMILY, Review.completed_year, ReviewConcept.key).join(
                ReviewConcept,
                and_(ReviewConcept.review_id == Review.id, ReviewConcept.scheme == "theme"),
            )
        )

    def read(self) -> Rows:
        """``review, family, year`` of every review that has findings: themes could be found."""
        return self._rows(
            select(Review.id, FAMILY, Review.completed_year).join(
                ReviewConcept,
                and_(
                    ReviewConcept.review_id == Review.id,
                    ReviewConcept.scheme == "*",
                    ReviewConcept.findings > 0,
                ),
            )
        )

    def actions(self) -> Rows:
        """``review, family, committee, year, set_on, due, done, recurred_on`` of every action.

        ``recurred_on`` is when the first review that states the finding's issue again, after
        the action was done, was completed.
        """
        own, other = aliased(IssueMember), aliased(IssueMember)
        again, review_again = aliased(Finding), aliased(Review)
        recurred = (
            select(func.min(review_again.completed_on))
            .select_from(own)
            .join(other, other.issue_id == own.issue_id)
            .join(again, again.id == other.finding_id)
            .join(review_again, review_again.id == again.review_id)
            .where(
                own.finding_id == Response.finding_id,
                other.finding_id != own.finding_id,
                again.counted == true(),
                review_again.completed_on > ResponseAction.done_on,
            )
            .correlate(Response, ResponseAction)
            .scalar_subquery()
        )
        answered = (
            select(Response.id.label("response"), Finding.review_id.label("review"))
            .join(Finding, Finding.id == Response.finding_id)
            .union_all(
                select(Response.id, Recommendation.review_id).join(
                    Recommendation, Recommendation.id == Response.recommendation_id
                )
            )
            .subquery("answered")
        )
        return self._rows(
            select(
                Review.id,
                FAMILY,
                Review.committee_slug,
                Review.completed_year,
                func.coalesce(Review.completed_on, func.date(Response.recorded_at)),
                ResponseAction.due,
                ResponseAction.done_on,
                recurred,
            )
            .join(answered, answered.c.review == Review.id)
            .join(Response, Response.id == answered.c.response)
            .join(ResponseAction, ResponseAction.response_id == Response.id)
        )

    def _rows(self, statement: Select[*tuple[Any, ...]]) -> Rows:
        return self._session.execute(statement.where(*self._chosen).order_by(Review.id)).all()


def _chosen(asked: MeasureQuestion, *, published_only: bool) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Review.counted == true()]
    if published_only:
        conditions += [Review.published.is_(True), Review.publication_form != "none"]
    for value, condition in (
        (asked.committee, Review.committee_slug == asked.committee),
        (asked.review_type, Review.type == asked.review_type),
        (asked.methodology, Review.methodology == asked.methodology),
    ):
        if value is not None:
            conditions.append(condition)
    if asked.from_year is not None:
        conditions.append(Review.completed_year >= asked.from_year)
    if asked.to_year is not None:
        conditions.append(Review.completed_year <= asked.to_year)
    return conditions
