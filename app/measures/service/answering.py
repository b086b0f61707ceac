"""What every measure shares: whom it answers, what is kept, and what must stay hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from analytics.disclosure.profiles import INSPECTORATE, PRACTITIONER, Profile
from app.committees.service import get_committee
from app.identity.permissions import Permission, is_allowed
from app.kit.actors import Actor
from app.kit.answers import Answers
from app.measures.questions import MeasureQuestion
from app.measures.repository import Records
from app.measures.schemas import Figure, Measured
from app.reviews.basis import Basis, basis_of
from app.reviews.counting import data_version
from app.reviews.effective import sees_all_counted
from app.taxonomy.service import require_keys
from app.trends.protection import Figure as Cell
from app.trends.protection import hidden_cells

HIDDEN = "Hidden: it rests on too few reviews."
M = TypeVar("M", bound=Measured)

_answers: Answers[Any] = Answers()


class ShareLike(Protocol):
    """A share of ``analytics``: of reviews, or of findings that come in reviews."""

    @property
    def numerator(self) -> int: ...
    @property
    def denominator(self) -> int: ...
    @property
    def share(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def note(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """A share and the reviews and families behind its numerator and denominator."""

    part: str
    matter: str
    share: ShareLike
    reviews: int
    families: int
    of_reviews: int
    key: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """One question by one person: the records it may rest on and what may be shown."""

    session: Session
    asked: MeasureQuestion
    by: Actor
    records: Records
    profile: Profile

    def basis(self, definitions: Mapping[str, str], reviews: Sequence[Any]) -> Basis:
        """The basis of an answer that rests on ``reviews``, rows of ``Records.reviews``."""
        return basis_of(
            self.session,
            by=self.by,
            filters=self.asked.named(),
            definitions=definitions,
            reviews=len(reviews),
            committees=len({row[2] for row in reviews}),
        )

    def is_small(self, reviews: int, families: int) -> bool:
        """Whether a number that rests on so few must stay hidden from this reader."""
        return self.profile.is_small(reviews, families, 0.0)

    def figures(self, counted: Sequence[Counted]) -> list[Figure]:
        """Rows to show: small ones hidden, and with them what would give them away."""
        cells = [
            Cell((each.part, each.matter), each.reviews, each.families, each.of_reviews)
            for each in counted
        ]
        hidden = hidden_cells(cells, self.profile)
        return [
            _hidden(each) if gone else _shown(each)
            for each, gone in zip(counted, hidden, strict=True)
        ]


def answer(
    session: Session,
    measure: str,
    asked: MeasureQuestion,
    by: Actor,
    work_out: Callable[[Asking], M],
    *,
    keep: bool = True,
) -> M:
    """The measure for this reader, kept until what is counted changes.

    Without ``keep`` it is worked out each time: for what changes while the counts do not.
    Raises UnknownConcept or UnknownCommittee for filters that no vocabulary holds.
    """
    _require_known(session, asked)
    everything, exact = sees_all_counted(by), is_allowed(by, Permission.ANALYSE_EXACT)
    asking = Asking(
        session,
        asked,
        by,
        Records(session, asked, published_only=not everything),
        INSPECTORATE if exact else PRACTITIONER,
    )
    if not keep:
        return work_out(asking)
    found: M = _answers.get(
        session,
        data_version(session),
        (measure, asked, everything, exact),
        lambda: work_out(asking),
    )
    return found


def _shown(counted: Counted) -> Figure:
    of = counted.share
    return Figure(
        part=counted.part,
        matter=counted.matter,
        key=dict(counted.key),
        number=of.numerator,
        of=of.denominator,
        share=of.share,
        low=of.low,
        high=of.high,
        reviews=counted.reviews,
        note=of.note,
    )


def _hidden(counted: Counted) -> Figure:
    return Figure(
        part=counted.part,
        matter=counted.matter,
        key=dict(counted.key),
        number=None,
        of=None,
        share=None,
        low=None,
        high=None,
        reviews=None,
        note=HIDDEN,
        hidden=True,
    )


def _require_known(session: Session, asked: MeasureQuestion) -> None:
    for scheme, key, name in (
        ("review_type", asked.review_type, "type"),
        ("methodology", asked.methodology, "methodology"),
    ):
        if key is not None:
            require_keys(session, scheme, [key], field=name)
    if asked.committee is not None:
        get_committee(session, asked.committee)
