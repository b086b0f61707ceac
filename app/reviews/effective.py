"""Conditions on findings: what a reader's answers may rest on, and which tags are in force."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select, true
from sqlalchemy.orm import aliased

from app.identity.permissions import visibility_of
from app.kit.actors import Actor
from app.reviews.models import Finding, Tag, TagSource


def sees_all_counted(actor: Actor) -> bool:
    """Whether answers for ``actor`` rest on every accepted review, not on published ones alone."""
    seen = visibility_of(actor)
    return seen.everything or seen.accepted or actor.has("system")


def countable_findings(actor: Actor) -> ColumnElement[bool]:
    """The findings that answers for ``actor`` rest on: all that count, or the published ones.

    A committee's own work in progress never enters: an answer is about the national picture.
    """
    # As plain “counted”, which the partial indexes name; “IS true” would not match them.
    if sees_all_counted(actor):
        return Finding.counted == true()
    return and_(Finding.counted == true(), Finding.published == true())


def carries(scheme: str, key: str) -> ColumnElement[bool]:
    """Whether a finding has this concept by the tags of the highest authority.

    The same rule as ``counting.STANDING_TAGS``: stated outranks human, human the model; for
    the typology the primary category alone, and none of the model's where it abstained.
    """
    tag, higher = aliased(Tag), aliased(Tag)
    outranked = exists(
        select(higher.id).where(
            higher.finding_id == tag.finding_id,
            higher.scheme == scheme,
            higher.withdrawn_at.is_(None),
            or_(
                and_(higher.source == TagSource.STATED, tag.source != TagSource.STATED),
                and_(higher.source == TagSource.HUMAN, tag.source == TagSource.MODEL),
            ),
        )
    )
    conditions = [
        tag.finding_id == Finding.id,
        tag.scheme == scheme,
        tag.key == key,
        tag.withdrawn_at.is_(None),
        not_(outranked),
    ]
    if scheme == "typology":
        conditions.append(tag.rank == 1)
        conditions.append(or_(tag.source != TagSource.MODEL, Finding.needs_person.is_(False)))
    return exists(select(tag.id).where(*conditions).correlate(Finding))
