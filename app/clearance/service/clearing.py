"""Sign a document off, and make the cleared text that everybody else will read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.clearance.errors import StillIdentifies, Unsettled
from app.clearance.models import Action, ResidualIdentifier, SignOff
from app.clearance.service.decisions import count_unsettled
from app.kit.actors import Actor
from app.kit.errors import Forbidden
from app.reviews.access import belongs_to, works_on
from app.reviews.errors import NotInState, SamePerson
from app.reviews.models import (
    CommitteeIssue,
    Decision,
    Document,
    DocumentState,
    Finding,
    Passage,
    Proposal,
    Recommendation,
    Review,
    State,
)
from app.reviews.repository import Reviews
from nlp.documents.model import READER_VISIBLE
from nlp.identifiers import DIRECT, scan_text

FINDING_TEXTS = (
    "statement", "detail", "manifestation", "underlying", "prevalence", "spread", "implications",
)  # fmt: skip
ALMOST_CERTAIN = 0.9


def sign_off(
    session: Session, reference: str, *, by: Actor, at: datetime, batch: bool = False
) -> Review:
    """Declare the document cleared.

    The committee's own signature says that its decisions are complete and leaves the
    review in clearance for a second person: a steward who neither submitted the review
    nor belongs to its committee nor decided on its spans. That signature makes the cleared
    text and moves the review on. ``batch`` is the import of an archive, where one steward
    answers for all of it, provided that nothing is left to decide. Raises NotInState,
    Unsettled, StillIdentifies, SamePerson or Forbidden.
    """
    review = Reviews(session, by).get_for_update(reference)
    if review.state is not State.CLEARANCE:
        raise NotInState(reference, state=review.state, wanted="signed off")
    if not works_on(by, review):
        raise Forbidden("Only the review's own committee and the stewards sign it off.")
    document = session.scalars(
        select(Document).where(
            Document.review_id == review.id, Document.state == DocumentState.CURRENT
        )
    ).one()
    unsettled = count_unsettled(session, document.id)
    if unsettled:
        raise Unsettled(unsettled)
    spans = _spans(session, document)
    second = batch or _is_second_person(review, spans, by)
    if not second and not belongs_to(by, review):
        raise SamePerson("Signing off")
    if not second and _signed_by(session, document, by):
        raise SamePerson("The second signature")
    session.add(
        SignOff(
            document_id=document.id,
            signed_by=by.id,
            signed_at=at,
            step="second" if second else "first",
        )
    )
    if second:
        apply_decisions(session, review, document, spans)
        review.pass_clearance()
    audit.record(
        session,
        "review.cleared" if second else "review.cleared_by_committee",
        review,
        by=by,
        at=at,
        spans=len(spans),
        batch=batch,
    )
    return review


def _signed_by(session: Session, document: Document, by: Actor) -> bool:
    earlier = session.scalar(
        select(SignOff.id).where(SignOff.document_id == document.id, SignOff.signed_by == by.id)
    )
    return earlier is not None


def _is_second_person(review: Review, spans: Sequence[ResidualIdentifier], by: Actor) -> bool:
    decided_by = {span.decided_by for span in spans}
    return (
        by.has("steward")
        and not belongs_to(by, review)
        and review.submitted_by != by.id
        and by.id not in decided_by
    )


def _spans(session: Session, document: Document) -> Sequence[ResidualIdentifier]:
    return session.scalars(
        select(ResidualIdentifier)
        .where(ResidualIdentifier.document_id == document.id)
        .order_by(ResidualIdentifier.start)
    ).all()


def apply_decisions(
    session: Session, review: Review, document: Document, spans: Sequence[ResidualIdentifier]
) -> None:
    """Write the cleared text of every passage, and clear findings and proposals likewise.

    Passages are cleared by offset; findings, whose words may have been joined over lines or
    corrected by a person, by the words themselves, wherever they stand. The result is
    scanned again: raises StillIdentifies when a direct identifier is left.
    """
    changed = [span for span in spans if span.action is not Action.NOT_AN_IDENTIFIER]
    passages = session.scalars(
        select(Passage).where(Passage.document_id == document.id).order_by(Passage.start)
    ).all()
    by_words = word_replacer(changed)
    for passage in passages:
        # What no reader of the report sees has no place in what is published.
        shown = passage.place in READER_VISIBLE
        passage.cleared = by_words(clear_by_offset(passage, changed)) if shown else ""
    cleared = _clear_records(session, review, by_words)
    allowed = {s.text.lower() for s in spans if s.action is Action.NOT_AN_IDENTIFIER}
    _refuse_leftovers([*(p.cleared or "" for p in passages), *cleared], allowed)


def clear_by_offset(passage: Passage, spans: Sequence[ResidualIdentifier]) -> str:
    """The passage's text with each span inside it replaced. Overlapping spans: the longer wins."""
    inside = [s for s in spans if s.start < passage.end and s.end > passage.start and s.start >= 0]
    pieces: list[str] = []
    done = passage.start
    for span in sorted(inside, key=lambda s: (s.start, -s.end)):
        if span.start < done:
            continue
        pieces.append(passage.text[done - passage.start : span.start - passage.start])
        pieces.append(span.replacement or "")
        done = min(span.end, passage.end)
    pieces.append(passage.text[done - passage.start :])
    return "".join(pieces)


def word_replacer(spans: Sequence[ResidualIdentifier]) -> Callable[[str], str]:
    """A function that puts each span's replacement wherever its words stand in a text."""
    chosen = {" ".join(s.text.split()): s.replacement or "" for s in spans if s.text.strip()}
    if not chosen:
        return lambda words: words
    longest_first = sorted(chosen, key=len, reverse=True)
    shapes = [r"\s+".join(re.escape(part) for part in each.split()) for each in longest_first]
    anywhere = re.compile("|".join(rf"(?<!\w){shape}(?!\w)" for shape in shapes))

    def replace(words: str) -> str:
        return anywhere.sub(lambda found: chosen[" ".join(found.group().split())], words)

    return replace


def _clear_records(session: Session, review: Review, by_words: Callable[[str], str]) -> list[str]:
    texts: list[str] = []
    for finding in session.scalars(select(Finding).where(Finding.review_id == review.id)):
        for field in FINDING_TEXTS:
            setattr(finding, field, by_words(getattr(finding, field)))
            texts.append(getattr(finding, field))
    issues = select(CommitteeIssue).join(Finding).where(Finding.review_id == review.id)
    for issue in session.scalars(issues):
        issue.question = by_words(issue.question)
        texts.append(issue.question)
    for each in session.scalars(
        select(Recommendation).where(Recommendation.review_id == review.id)
    ):
        each.words = by_words(each.words)
        texts.append(each.words)
    for proposal in session.scalars(select(Proposal).where(Proposal.review_id == review.id)):
        proposal.quote = by_words(proposal.quote)
        value = proposal.value.get("value")
        if isinstance(value, str):
            proposal.value = {**proposal.value, "value": by_words(value)}
    decision = session.get(Decision, review.id)
    if decision is not None:
        decision.rationale = by_words(decision.rationale)
        texts.append(decision.rationale)
    review.title = by_words(review.title)
    review.summary = by_words(review.summary)
    return [*texts, review.title, review.summary]


def _refuse_leftovers(texts: Sequence[str], allowed: set[str]) -> None:
    left = {
        hit.type.value
        for hit in scan_text("\n".join(texts))
        if hit.type in DIRECT and hit.score >= ALMOST_CERTAIN and hit.text.lower() not in allowed
    }
    if left:
        raise StillIdentifies(sorted(left))
