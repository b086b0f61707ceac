"""Reading the register of models, and what people have decided, for learning and judging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.reviews.models import Finding, Tag, TagSource
from app.tagging.errors import ModelNotFound
from app.tagging.models import ModelState, ModelVersion

HELD_OUT_OF: Final = 5
"""One review in so many is kept for comparing models and never learned from."""


@dataclass(slots=True)
class Coded:
    """A finding and what people, or the report itself, say of it; None is not settled."""

    finding: Finding
    at: datetime
    category: str | None = None
    second: str | None = None
    themes: tuple[str, ...] | None = None
    depth: str | None = None


class Register:
    """The models that this installation knows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Sequence[ModelVersion]:
        """Every model, the newest first."""
        return self._session.scalars(
            select(ModelVersion).order_by(ModelVersion.registered_at.desc(), ModelVersion.version)
        ).all()

    def find(self, version: str) -> ModelVersion | None:
        """The model of that version, if the register has it."""
        return self._session.scalars(
            select(ModelVersion).where(ModelVersion.version == version)
        ).one_or_none()

    def get(self, version: str) -> ModelVersion:
        """The model of that version. Raises ModelNotFound."""
        found = self.find(version)
        if found is None:
            raise ModelNotFound(version)
        return found

    def current(self) -> ModelVersion | None:
        """The model in use; None before the first was registered."""
        return self._session.scalars(
            select(ModelVersion).where(ModelVersion.state == ModelState.CURRENT)
        ).one_or_none()

    def lock(self) -> ModelVersion | None:
        """The model in use, locked, so that two promotions come one after the other."""
        return self._session.scalars(
            select(ModelVersion).where(ModelVersion.state == ModelState.CURRENT).with_for_update()
        ).one_or_none()

    def last_used(self) -> ModelVersion | None:
        """The retired model that was put to use last."""
        return self._session.scalars(
            select(ModelVersion)
            .where(ModelVersion.state == ModelState.RETIRED)
            .order_by(ModelVersion.promoted_at.desc())
            .limit(1)
        ).one_or_none()


def is_held_out(review_id: UUID) -> bool:
    """Whether decisions on this review are kept for comparing models.

    By the review's id alone: a review never changes sides, so that no model that is compared
    has learned from what it is compared on. Whole reviews, because findings of one review
    share their author and often their words.
    """
    return sha256(review_id.bytes).digest()[0] % HELD_OUT_OF == 0


def coded_findings(session: Session) -> list[Coded]:
    """Findings that count and on which people have chosen, the latest choice first.

    Only reviews that were cleared and accepted: a model keeps words that it has read. What
    was adopted with a whole review as the model proposed it is left out, since a model that
    learns from its own word learns nothing. The report outranks a person's word.
    """
    rows = session.execute(
        select(Finding, Tag)
        .join(Tag, Tag.finding_id == Finding.id)
        .where(
            Finding.counted,
            Tag.source != TagSource.MODEL,
            Tag.withdrawn_at.is_(None),
            Tag.scheme.in_(("typology", "theme", "depth")),
            ~Tag.evidence.has_key("adopted_from"),
        )
        .order_by(Tag.finding_id, Tag.scheme, Tag.source.desc(), Tag.rank, Tag.id)
    )
    found: dict[UUID, Coded] = {}
    standing: dict[tuple[UUID, str], TagSource] = {}
    for finding, tag in rows:
        # "stated" comes before "human" in this order.
        if standing.setdefault((finding.id, tag.scheme), tag.source) == tag.source:
            _take(found.setdefault(finding.id, Coded(finding, tag.at)), tag)
    return sorted(found.values(), key=lambda each: (each.at, each.finding.id), reverse=True)


def _take(coded: Coded, tag: Tag) -> None:
    coded.at = max(coded.at, tag.at)
    if tag.scheme == "theme":
        coded.themes = (*(coded.themes or ()), tag.key)
    elif tag.scheme == "depth":
        coded.depth = coded.depth or tag.key
    elif coded.category is None:
        coded.category = tag.key
    elif coded.second is None:
        coded.second = tag.key
