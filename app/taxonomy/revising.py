"""Write the next version of a vocabulary, and publish it with a second pair of eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from app.audit import service as audit
from app.kit.actors import Actor
from app.taxonomy.errors import (
    ConceptRefused,
    DraftIsOpen,
    NoDraft,
    NothingRevised,
    OwnDraft,
    UnknownConcept,
)
from app.taxonomy.models import Concept, SchemeVersion
from app.taxonomy.schemas import ConceptSent, Difference, NewConceptSent, RetirementSent
from app.taxonomy.service import get_scheme

CODING = ("typology", "theme", "depth")
"""What findings are coded with: the vocabularies whose retired keys are coded anew."""
READ = ("label", "definition", "scope_note", "alternative_labels", "examples", "broader_key")
"""What a concept says, as far as a version may change it."""


def find_draft(session: Session, scheme: str) -> SchemeVersion | None:
    """The draft of a vocabulary with its concepts, if somebody is revising it."""
    return session.scalar(
        select(SchemeVersion)
        .where(SchemeVersion.scheme == scheme, SchemeVersion.draft)
        .options(selectinload(SchemeVersion.concepts))
    )


def get_draft(session: Session, scheme: str) -> SchemeVersion:
    """As `find_draft`. Raises SchemeNotFound or NoDraft."""
    draft = find_draft(session, scheme)
    if draft is None:
        get_scheme(session, scheme)
        raise NoDraft(scheme)
    return draft


def begin_draft(
    session: Session, scheme: str, reason: str, *, by: Actor, at: datetime
) -> SchemeVersion:
    """A draft that says what the current version says. Raises SchemeNotFound or DraftIsOpen."""
    current = get_scheme(session, scheme)
    open_one = find_draft(session, scheme)
    if open_one is not None:
        raise DraftIsOpen(scheme, open_one.drafted_by_name)
    highest = max(
        session.scalars(select(SchemeVersion.version).where(SchemeVersion.scheme == scheme))
    )
    draft = SchemeVersion(
        scheme=scheme,
        version=highest + 1,
        title=current.title,
        description=current.description,
        issued=at.date(),
        current=False,
        draft=True,
        reason=reason,
        drafted_by=by.id,
        drafted_by_name=by.name,
        concepts=[_copy(each) for each in current.concepts],
    )
    session.add(draft)
    audit.record(session, "taxonomy.drafted", draft, by=by, at=at, scheme=scheme)
    return draft


def change_concept(session: Session, scheme: str, key: str, sent: ConceptSent) -> Concept:
    """Let a concept of the draft read otherwise. Raises NoDraft, UnknownConcept, ConceptRefused."""
    draft = get_draft(session, scheme)
    concept = concept_of(draft, key)
    _write(draft, concept, sent)
    session.flush()
    return concept


def add_concept(session: Session, scheme: str, sent: NewConceptSent) -> Concept:
    """A new concept at the end of the draft. Raises NoDraft or ConceptRefused."""
    draft = get_draft(session, scheme)
    if any(each.key == sent.key for each in draft.concepts):
        raise ConceptRefused("key", f"The vocabulary has a concept “{sent.key}” already.")
    last = max((each.position for each in draft.concepts), default=-1)
    concept = Concept(scheme=scheme, key=sent.key, position=last + 1, retired=False)
    _write(draft, concept, sent)
    draft.concepts.append(concept)
    session.flush()
    return concept


def retire_concept(session: Session, scheme: str, key: str, sent: RetirementSent) -> Concept:
    """Give a concept to nothing any more. Raises NoDraft, UnknownConcept or ConceptRefused.

    With ``replaced_by``, what is coded with it is coded anew once the draft is published;
    both codings are kept.
    """
    draft = get_draft(session, scheme)
    concept = concept_of(draft, key)
    under = [each.label for each in draft.concepts if each.broader_key == key and not each.retired]
    if under:
        raise ConceptRefused("key", f"Move or retire what stands under it first: {under[0]}.")
    if any(each.replaced_by_key == key for each in draft.concepts):
        raise ConceptRefused("key", "It takes the place of another concept.")
    if sent.replaced_by is not None:
        _require_successor(draft, concept, sent.replaced_by)
    concept.retired, concept.replaced_by_key = True, sent.replaced_by
    session.flush()
    return concept


def restore_concept(session: Session, scheme: str, key: str) -> Concept:
    """Take a retirement back. Raises NoDraft or UnknownConcept."""
    concept = concept_of(get_draft(session, scheme), key)
    concept.retired, concept.replaced_by_key = False, None
    session.flush()
    return concept


def discard_draft(session: Session, scheme: str, *, by: Actor, at: datetime) -> None:
    """Forget the draft. Raises SchemeNotFound or NoDraft."""
    draft = get_draft(session, scheme)
    audit.record(session, "taxonomy.discarded", draft, by=by, at=at, scheme=scheme)
    session.delete(draft)
    session.flush()


def publish_draft(session: Session, scheme: str, *, by: Actor, at: datetime) -> SchemeVersion:
    """Make the draft the current version.

    The version before it stays as it was: findings are coded against it. Raises NoDraft,
    OwnDraft where the drafter publishes, NothingRevised where nothing would change.
    """
    draft = get_draft(session, scheme)
    if draft.drafted_by == by.id:
        raise OwnDraft
    changes = differences(get_scheme(session, scheme), draft)
    if not changes:
        raise NothingRevised(scheme)
    session.execute(
        update(SchemeVersion)
        .where(SchemeVersion.scheme == scheme, SchemeVersion.current)
        .values(current=False)
    )
    draft.draft, draft.current, draft.issued = False, True, at.date()
    draft.published_by, draft.published_by_name = by.id, by.name
    session.flush()
    audit.record(
        session,
        "taxonomy.published",
        draft,
        by=by,
        at=at,
        scheme=scheme,
        version=draft.version,
        changes=len(changes),
    )
    return draft


def differences(old: SchemeVersion | None, new: SchemeVersion) -> list[Difference]:
    """What ``new`` says otherwise than ``old``, in the order of ``new``."""
    before: Mapping[str, Concept] = {each.key: each for each in old.concepts} if old else {}
    found = (_difference(before.get(each.key), each) for each in new.concepts)
    return [each for each in found if each is not None]


def history(versions: Sequence[SchemeVersion]) -> list[tuple[SchemeVersion, list[Difference]]]:
    """Versions, newest first, each with what it changed; the first changed nothing."""
    older = [*versions[1:], None]
    return [
        (new, differences(old, new) if old is not None else [])
        for new, old in zip(versions, older, strict=True)
    ]


def _difference(old: Concept | None, new: Concept) -> Difference | None:
    if old is None:
        return Difference(key=new.key, label=new.label, kind="added")
    if new.retired and not old.retired:
        return Difference(
            key=new.key, label=new.label, kind="retired", replaced_by=new.replaced_by_key
        )
    if old.retired and not new.retired:
        return Difference(key=new.key, label=new.label, kind="restored")
    fields = [name for name in READ if getattr(old, name) != getattr(new, name)]
    if new.replaced_by_key != old.replaced_by_key:
        fields.append("replaced_by")
    if not fields:
        return None
    return Difference(
        key=new.key,
        label=new.label,
        kind="changed",
        fields=[name.removesuffix("_key") for name in fields],
    )


def _copy(concept: Concept) -> Concept:
    return Concept(
        scheme=concept.scheme,
        key=concept.key,
        position=concept.position,
        retired=concept.retired,
        replaced_by_key=concept.replaced_by_key,
        **{name: getattr(concept, name) for name in READ},
    )


def _write(draft: SchemeVersion, concept: Concept, sent: ConceptSent) -> None:
    if sent.broader is not None:
        _require_heading(draft, concept, sent.broader)
    taken = [
        each
        for each in draft.concepts
        if each.key != concept.key
        and not each.retired
        and each.label.casefold() == sent.label.casefold()
    ]
    if taken:
        raise ConceptRefused("label", f"Another concept is called “{taken[0].label}”.")
    concept.label, concept.definition = sent.label, sent.definition
    concept.scope_note, concept.broader_key = sent.scope_note, sent.broader
    concept.alternative_labels, concept.examples = sent.alternative_labels, sent.examples


def _require_heading(draft: SchemeVersion, concept: Concept, broader: str) -> None:
    heading = concept_of(draft, broader, field="broader")
    if heading.broader_key is not None or heading.key == concept.key or heading.retired:
        raise ConceptRefused("broader", f"“{heading.label}” is not a broader heading.")
    if any(each.broader_key == concept.key for each in draft.concepts):
        raise ConceptRefused("broader", "A heading cannot stand under another.")


def _require_successor(draft: SchemeVersion, concept: Concept, key: str) -> None:
    if draft.scheme not in CODING:
        detail = "Only what findings are coded with is coded anew. Retire it without a successor."
        raise ConceptRefused("replaced_by", detail)
    successor = concept_of(draft, key, field="replaced_by")
    headings = {each.broader_key for each in draft.concepts}
    if successor.retired or successor.key == concept.key or successor.key in headings:
        raise ConceptRefused("replaced_by", f"Nothing can be coded with “{successor.label}”.")


def concept_of(draft: SchemeVersion, key: str, *, field: str = "key") -> Concept:
    """A concept of the draft. Raises UnknownConcept."""
    for concept in draft.concepts:
        if concept.key == key:
            return concept
    raise UnknownConcept(draft.scheme, key, nearest=[], field=field)
