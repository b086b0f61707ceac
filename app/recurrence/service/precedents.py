"""Where has this arisen before, what did they do, and did it hold."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session, aliased

from app.kit.actors import Actor
from app.recurrence.models import IssueMember
from app.recurrence.repository import Issues
from app.recurrence.schemas import ActionTaken, PrecedentRead, Precedents
from app.reviews.basis import basis_of
from app.reviews.effective import countable_findings
from app.reviews.models import Finding, Response, ResponseAction, Review
from app.tagging.models import FindingVector
from app.tagging.service.current import encoder


def _definitions() -> dict[str, str]:
    return {
        "score": "Cosine between what was asked and the finding; 1 is the same words.",
        "same_issue": (
            f"Score of {_same_from()} or more: the similarity at which findings are grouped."
        ),
        "came_back": (
            "The issue was found again in a review completed after the committee recorded its "
            "response resolved."
        ),
    }


def _same_from() -> float:
    from nlp.similarity.groups import SAME_FROM  # noqa: PLC0415 - slow to load

    return SAME_FROM


def find_precedents(session: Session, words: str, *, by: Actor, limit: int) -> Precedents:
    """The findings nearest to ``words`` that ``by`` may see, with responses and outcomes.

    The words are not stored. Four queries and one short text through the encoder.
    """
    machine = encoder(session)
    asked = machine.encode([words])[0]
    distance = FindingVector.vector.cosine_distance(asked)
    searching = Issues(session)
    searching.prepare_search()
    nearest = session.execute(
        select(FindingVector.finding_id, distance.label("distance"))
        .join(Finding, Finding.id == FindingVector.finding_id)
        .where(countable_findings(by), FindingVector.encoder == machine.version)
        .order_by(literal_column("distance"))
        .limit(limit)
    ).all()
    searching.end_search()
    scores = {finding: 1 - float(far) for finding, far in nearest}
    items = _described(session, scores, by)
    return Precedents(
        items=items,
        basis=basis_of(
            session,
            by=by,
            filters={"limit": limit},
            definitions=_definitions(),
            reviews=len({each.reference for each in items}),
            committees=len({each.committee for each in items}),
        ),
    )


def _described(session: Session, scores: dict[UUID, float], by: Actor) -> list[PrecedentRead]:
    rows = session.execute(
        select(Finding, Review.reference, IssueMember.issue_id, Response)
        .join(Review, Review.id == Finding.review_id)
        .outerjoin(IssueMember, IssueMember.finding_id == Finding.id)
        .outerjoin(Response, Response.finding_id == Finding.id)
        .where(Finding.id.in_(scores))
    ).all()
    same_from = _same_from()
    back = _came_back(session, [finding.id for finding, *_ in rows], by)
    found = [
        PrecedentRead(
            id=finding.id,
            reference=reference,
            committee=finding.committee_slug,
            year=finding.completed_year,
            number=finding.number,
            page=finding.page,
            statement=finding.statement,
            score=round(scores[finding.id], 4),
            same_issue=scores[finding.id] >= same_from,
            issue=issue,
            response=response.decision if response else None,
            reason=response.reason if response else None,
            status=response.status if response else None,
            status_on=response.status_on if response else None,
            actions=[_action(each) for each in response.actions] if response else [],
            came_back=finding.id in back,
        )
        for finding, reference, issue, response in rows
    ]
    return sorted(found, key=lambda each: (-each.score, str(each.id)))


def _action(action: ResponseAction) -> ActionTaken:
    return ActionTaken(text=action.words, owner=action.owner, due=action.due, done=action.done_on)


def _came_back(session: Session, findings: Sequence[UUID], by: Actor) -> set[UUID]:
    """Findings recorded resolved whose issue is in a review completed later."""
    own, response, member = aliased(IssueMember), aliased(Response), aliased(IssueMember)
    rows = session.scalars(
        select(own.finding_id)
        .join(response, response.finding_id == own.finding_id)
        .join(member, member.issue_id == own.issue_id)
        .join(Finding, Finding.id == member.finding_id)
        .join(Review, Review.id == Finding.review_id)
        .where(
            own.finding_id.in_(findings),
            member.finding_id != own.finding_id,
            response.status == "resolved",
            Review.completed_on > response.status_on,
            countable_findings(by),
        )
    )
    return set(rows)
