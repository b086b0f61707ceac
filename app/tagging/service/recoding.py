"""Re-coding: what an earlier model said of findings gives way to what the model in use says.

What is left to do is read from the tags and vectors themselves, so the work can stop anywhere
and go on, and doing it twice changes nothing. Tags of reports and people are never touched;
the earlier model's are withdrawn, not deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ColumnElement, distinct, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.audit import service as audit
from app.identity.row_security import looking_everywhere
from app.kit.actors import Actor
from app.kit.outbox import defer
from app.reviews.counting import recount
from app.reviews.models import Finding, Tag, TagSource
from app.tagging.errors import NotInUse
from app.tagging.models import FindingVector, ModelState, ModelVersion
from app.tagging.schemas import Change, Forecast, Recoding
from app.tagging.service.current import current_version
from app.tagging.service.placing import place_findings, text_of
from app.tagging.service.suggesting import suggest_tags
from app.tagging.shelf import opened

if TYPE_CHECKING:
    from nlp.tagging import Tagging

TASK: Final = "tagging:recode"
BATCH: Final = 50
"""Reviews that one job re-codes."""
READ_AT_ONCE: Final = 500
UNSURE: Final = "left to a person"


def begin_recoding(
    session: Session, version: str, *, after: str | None = None, recoded: int = 0
) -> int:
    """Queue the re-coding by ``version``, which must be in use when the job comes to run.

    Call it in the transaction that puts the model to use. A job that has
    done ``recoded`` findings goes on with the reviews ``after`` one. Returns the job's number.
    """
    return defer(
        session,
        TASK,
        lock=TASK,
        priority=-10,
        version=version,
        after=after,
        recoded=recoded,
    )


def ask_for_recoding(session: Session, model: ModelVersion, *, by: Actor, at: datetime) -> Recoding:
    """Queue the re-coding anew, for when it was interrupted. Returns what there is to do.

    Raises NotInUse.
    """
    if model.state is not ModelState.CURRENT:
        raise NotInUse(model.version)
    todo = measure_recoding(session, model.version)
    begin_recoding(session, model.version)
    audit.record(session, "model.recoding_asked", model, by=by, at=at, findings=todo.left)
    return todo


def measure_recoding(session: Session, version: str) -> Recoding:
    """How far the re-coding by ``version`` is, over the whole repository.

    Numbers alone: they are the same for whoever asks, whatever reviews that person may see.
    """
    session.flush()
    with looking_everywhere(session):
        findings, left = session.execute(
            select(
                func.count(distinct(Tag.finding_id)),
                func.count(distinct(Tag.finding_id)).filter(Tag.model_version != version),
            ).where(_in_force_from_a_model())
        ).one()
        vectors = session.scalar(
            select(func.count()).select_from(FindingVector).where(FindingVector.encoder != version)
        )
    return Recoding(
        findings=findings,
        done=findings - left,
        left=left,
        vectors_left=vectors or 0,
        finished=not (left or vectors),
    )


def reviews_left(session: Session, version: str, *, after: UUID | None = None) -> Sequence[UUID]:
    """The next reviews, in the order of their ids, in which something is left for ``version``."""
    waiting = (
        select(Finding.review_id)
        .where(or_(_coded_by_another(version), _placed_by_another(version)))
        .distinct()
        .order_by(Finding.review_id)
        .limit(BATCH)
    )
    if after is not None:
        waiting = waiting.where(Finding.review_id > after)
    return session.scalars(waiting).all()


def recode_review(session: Session, review_id: UUID, *, at: datetime) -> int:
    """Let the model in use code and place what an earlier one did in this review.

    The counts follow in the same transaction. One review a transaction: counts of two reviews
    may share rows of the cube, and whoever decides meanwhile must not wait in a circle.
    Returns how many findings were coded anew. Raises ModelFilesMissing.
    """
    version = current_version(session)
    coded = _locked(session, review_id, _coded_by_another(version))
    if coded:
        suggest_tags(session, coded, at=at)
    placed = _locked(session, review_id, _placed_by_another(version))
    if placed:
        place_findings(session, placed)
    if coded:
        recount(session, review_id)
    return len(coded)


def forecast_recoding(session: Session, version: str) -> Forecast:
    """What would change if ``version`` were to code what other models have coded.

    Reads and judges every such finding: a minute for some ten thousand. Raises
    ModelFilesMissing.
    """
    machine, moves, differ = opened(session, version), Counter[tuple[str, str]](), Counter[str]()
    ids = session.scalars(
        select(Finding.id).where(_coded_by_another(version)).order_by(Finding.id)
    ).all()
    for start in range(0, len(ids), READ_AT_ONCE):
        some = ids[start : start + READ_AT_ONCE]
        findings = session.scalars(select(Finding).where(Finding.id.in_(some))).all()
        before = _said(session, findings)
        judged = machine.tag([text_of(each) for each in findings])
        for finding, found in zip(findings, judged, strict=True):
            was, now = before[finding.id], _would_say(found)
            other = [scheme for scheme in was if was[scheme] != now[scheme]]
            differ.update([*other, *(["any"] if other else [])])
            if "typology" in other:
                moves[min(was["typology"]), min(now["typology"])] += 1
        session.expunge_all()
    return Forecast(
        version=version,
        findings=len(ids),
        changed=differ["any"],
        category=differ["typology"],
        themes=differ["theme"],
        depth=differ["depth"],
        moves=_commonest(moves),
    )


def _commonest(moves: Counter[tuple[str, str]]) -> list[Change]:
    ordered = sorted(moves.items(), key=lambda each: (-each[1], each[0]))
    return [
        Change(before=before, after=after, findings=number) for (before, after), number in ordered
    ]


def _would_say(judged: Tagging) -> dict[str, set[str]]:
    return {
        "typology": {UNSURE if judged.abstained else judged.typology[0].key},
        "theme": {each.key for each in judged.themes},
        "depth": {judged.depth.key},
    }


def _said(session: Session, findings: Sequence[Finding]) -> dict[UUID, dict[str, set[str]]]:
    """Finding → scheme → what models say that is in force; for the category the first alone."""
    said: dict[UUID, dict[str, set[str]]] = {each.id: {} for each in findings}
    unsure = {each.id for each in findings if each.needs_person}
    rows = session.execute(
        select(Tag.finding_id, Tag.scheme, Tag.key).where(
            Tag.finding_id.in_(said),
            _in_force_from_a_model(),
            or_(Tag.scheme != "typology", Tag.rank == 1),
        )
    )
    for finding, scheme, key in rows:
        left = scheme == "typology" and finding in unsure
        said[finding].setdefault(scheme, set()).add(UNSURE if left else key)
    return said


def _locked(session: Session, review_id: UUID, which: ColumnElement[bool]) -> Sequence[Finding]:
    waiting = (
        select(Finding)
        .where(Finding.review_id == review_id, which)
        .order_by(Finding.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(waiting).all()


def _in_force_from_a_model() -> ColumnElement[bool]:
    outranking = aliased(Tag)
    return (
        (Tag.source == TagSource.MODEL)
        & Tag.withdrawn_at.is_(None)
        & ~exists().where(
            outranking.finding_id == Tag.finding_id,
            outranking.scheme == Tag.scheme,
            outranking.source != TagSource.MODEL,
            outranking.withdrawn_at.is_(None),
        )
    )


def _coded_by_another(version: str) -> ColumnElement[bool]:
    return Finding.id.in_(
        select(Tag.finding_id).where(_in_force_from_a_model(), Tag.model_version != version)
    )


def _placed_by_another(version: str) -> ColumnElement[bool]:
    return Finding.id.in_(select(FindingVector.finding_id).where(FindingVector.encoder != version))
