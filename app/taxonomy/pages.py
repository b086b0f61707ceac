"""Vocabularies at a browser: read by everybody, revised by stewards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.identity.dependencies import current_actor
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.forms import checked
from app.portal.rendering import attempt, go_to, page
from app.taxonomy import revising
from app.taxonomy.guards import EDITORS, Editor, Reader
from app.taxonomy.models import Concept, SchemeVersion
from app.taxonomy.schemas import ConceptSent, DraftSent, NewConceptSent, RetirementSent
from app.taxonomy.service import get_scheme, list_schemes, list_versions

router = APIRouter(include_in_schema=False, prefix="/vocabularies")

Words = Annotated[str, Form(max_length=5_000)]
Done = Annotated[str, Query(max_length=20)]
NAMES = {
    "reason": "Why you revise it",
    "key": "The key",
    "label": "The label",
    "definition": "The definition",
    "scope_note": "The note for coders",
    "alternative_labels": "Other words for it",
    "examples": "Examples",
    "broader": "The broader heading",
    "replaced_by": "What takes its place",
}
DONE = {
    "begun": "You are revising this vocabulary. Nothing changes for others until it is published",
    "added": "The concept is added to the draft",
    "changed": "The change is kept in the draft",
    "retired": "The concept is retired in the draft",
    "restored": "The retirement is taken back",
    "discarded": "The draft is discarded",
    "published": "This version is now in use",
}
FEATURED = ("typology", "theme", "depth", "recommendation_kind")
"""The vocabularies that findings and recommendations are coded with stand first."""


def _concept_form(
    key: Words = "",
    label: Words = "",
    definition: Words = "",
    scope_note: Words = "",
    alternative_labels: Words = "",
    examples: Words = "",
    broader: Words = "",
) -> dict[str, Any]:
    """The form's fields; other words for it and examples are a line each."""
    return {
        "key": key.strip(),
        "label": label.strip(),
        "definition": definition.strip(),
        "scope_note": scope_note.strip(),
        "alternative_labels": _lines(alternative_labels),
        "examples": _lines(examples),
        "broader": broader,
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


ConceptForm = Annotated[dict[str, Any], Depends(_concept_form)]


@router.get("", dependencies=[Depends(current_actor)])
def every(request: Request, tx: Tx) -> Response:
    """Every vocabulary and what it is for."""
    schemes = {each.scheme: each for each in list_schemes(tx)}
    first = [schemes.pop(name) for name in FEATURED if name in schemes]
    known = {"coding": first, "describing": list(schemes.values())}
    return page(request, "taxonomy/vocabularies.html", known)


@router.get("/{scheme}")
def one(
    request: Request,
    tx: Tx,
    reader: Reader,
    scheme: str,
    version: Annotated[int | None, Query(ge=1)] = None,
    done: Done = "",
) -> Response:
    """One vocabulary with its concepts, and what each version of it changed."""
    return _scheme_page(request, tx, reader, scheme, version=version, notice=DONE.get(done))


@router.post("/{scheme}/draft")
def begin(request: Request, tx: Tx, editor: Editor, scheme: str, reason: Words = "") -> Response:
    """Begin a revision."""

    def act() -> None:
        sent = checked(DraftSent, {"reason": reason.strip()}, names=NAMES)
        revising.begin_draft(tx, scheme, sent.reason, by=editor, at=utc_now())

    refused = attempt(tx, act)
    if refused is not None:
        return _scheme_page(request, tx, editor, scheme, refused=refused, sent={"reason": reason})
    return go_to(f"/vocabularies/{scheme}/draft", done="begun")


@router.get("/{scheme}/draft")
def draft(request: Request, tx: Tx, editor: Editor, scheme: str, done: Done = "") -> Response:
    """The version that is being written, and what it changes so far."""
    return _draft_page(request, tx, editor, scheme, notice=DONE.get(done))


@router.post("/{scheme}/draft/discarding")
def discard(tx: Tx, editor: Editor, scheme: str) -> Response:
    """Forget the draft."""
    revising.discard_draft(tx, scheme, by=editor, at=utc_now())
    return go_to(f"/vocabularies/{scheme}", done="discarded")


@router.post("/{scheme}/draft/publication")
def publish(request: Request, tx: Tx, editor: Editor, scheme: str) -> Response:
    """Make the draft the current version."""
    refused = attempt(tx, lambda: revising.publish_draft(tx, scheme, by=editor, at=utc_now()))
    if refused is not None:
        return _draft_page(request, tx, editor, scheme, refused=refused)
    return go_to(f"/vocabularies/{scheme}", done="published")


@router.get("/{scheme}/draft/new", dependencies=EDITORS)
def new(request: Request, tx: Tx, scheme: str) -> Response:
    """The form for a concept that the vocabulary did not have."""
    return _concept_page(request, revising.get_draft(tx, scheme), None)


@router.post("/{scheme}/draft/new", dependencies=EDITORS)
def add(request: Request, tx: Tx, scheme: str, sent: ConceptForm) -> Response:
    """Add a concept to the draft."""
    refused = attempt(
        tx, lambda: revising.add_concept(tx, scheme, checked(NewConceptSent, sent, names=NAMES))
    )
    if refused is not None:
        return _concept_page(request, revising.get_draft(tx, scheme), None, refused, sent)
    return go_to(f"/vocabularies/{scheme}/draft", done="added")


@router.get("/{scheme}/draft/{concept_key}", dependencies=EDITORS)
def concept(request: Request, tx: Tx, scheme: str, concept_key: str) -> Response:
    """The form for one concept of the draft."""
    found = revising.get_draft(tx, scheme)
    return _concept_page(request, found, revising.concept_of(found, concept_key))


@router.post("/{scheme}/draft/{concept_key}", dependencies=EDITORS)
def change(request: Request, tx: Tx, scheme: str, concept_key: str, sent: ConceptForm) -> Response:
    """Let a concept of the draft read otherwise."""
    told = {name: value for name, value in sent.items() if name != "key"}
    refused = attempt(
        tx,
        lambda: revising.change_concept(
            tx, scheme, concept_key, checked(ConceptSent, told, names=NAMES)
        ),
    )
    if refused is not None:
        found = revising.get_draft(tx, scheme)
        return _concept_page(request, found, revising.concept_of(found, concept_key), refused, sent)
    return go_to(f"/vocabularies/{scheme}/draft", done="changed")


@router.post("/{scheme}/draft/{concept_key}/retirement", dependencies=EDITORS)
def retire(
    request: Request, tx: Tx, scheme: str, concept_key: str, replaced_by: Words = ""
) -> Response:
    """Give a concept to nothing any more."""

    def act() -> None:
        sent = checked(RetirementSent, {"replaced_by": replaced_by}, names=NAMES)
        revising.retire_concept(tx, scheme, concept_key, sent)

    refused = attempt(tx, act)
    if refused is not None:
        found = revising.get_draft(tx, scheme)
        return _concept_page(request, found, revising.concept_of(found, concept_key), refused)
    return go_to(f"/vocabularies/{scheme}/draft", done="retired")


@router.post("/{scheme}/draft/{concept_key}/restoring", dependencies=EDITORS)
def restore(tx: Tx, scheme: str, concept_key: str) -> Response:
    """Take a retirement back."""
    revising.restore_concept(tx, scheme, concept_key)
    return go_to(f"/vocabularies/{scheme}/draft", done="restored")


def _grouped(concepts: Sequence[Concept]) -> list[tuple[Concept | None, list[Concept]]]:
    """Concepts under their broader heading; those under none, and not headings, come first."""
    headings = {each.broader_key for each in concepts if each.broader_key}
    loose = [each for each in concepts if each.broader_key is None and each.key not in headings]
    under = [
        (each, [one for one in concepts if one.broader_key == each.key])
        for each in concepts
        if each.key in headings
    ]
    return [(None, loose), *under] if loose else [*under]


def _scheme_page(
    request: Request,
    tx: Session,
    reader: Actor,
    scheme: str,
    *,
    version: int | None = None,
    refused: Problem | None = None,
    sent: Mapping[str, Any] | None = None,
    notice: str | None = None,
) -> Response:
    found = get_scheme(tx, scheme, version=version)
    known = {
        "vocabulary": found,
        "groups": _grouped(found.concepts),
        "labels": {each.key: each.label for each in found.concepts},
        "history": revising.history(list_versions(tx, scheme)),
        "editor": reader.has("steward"),
        "draft": revising.find_draft(tx, scheme) if reader.has("steward") else None,
        "sent": sent or {},
        "notice": notice,
    }
    return page(request, "taxonomy/vocabulary.html", known, refused=refused)


def _draft_page(
    request: Request,
    tx: Session,
    editor: Actor,
    scheme: str,
    *,
    refused: Problem | None = None,
    notice: str | None = None,
) -> Response:
    found = revising.get_draft(tx, scheme)
    known = {
        "vocabulary": found,
        "groups": _grouped(found.concepts),
        "labels": {each.key: each.label for each in found.concepts},
        "differences": revising.differences(get_scheme(tx, scheme), found),
        "own": found.drafted_by == editor.id,
        "notice": notice,
    }
    return page(request, "taxonomy/draft.html", known, refused=refused)


def _concept_page(
    request: Request,
    draft: SchemeVersion,
    concept: Concept | None,
    refused: Problem | None = None,
    sent: Mapping[str, Any] | None = None,
) -> Response:
    kept = sent or (_filled(concept) if concept is not None else {})
    headings = {each.broader_key for each in draft.concepts if each.broader_key}
    known = {
        "vocabulary": draft,
        "concept": concept,
        "headings": [(each.key, each.label) for each in draft.concepts if each.key in headings],
        "successors": [
            (each.key, each.label)
            for each in draft.concepts
            if draft.scheme in revising.CODING
            and not each.retired
            and each is not concept
            and each.key not in headings
        ],
        "is_heading": concept is not None and concept.key in headings,
        "sent": {
            **kept,
            "alternative_labels": "\n".join(kept.get("alternative_labels", ())),
            "examples": "\n".join(kept.get("examples", ())),
        },
    }
    return page(request, "taxonomy/concept.html", known, refused=refused)


def _filled(concept: Concept) -> dict[str, Any]:
    kept = {name: getattr(concept, name) for name in revising.READ if name != "broader_key"}
    return {**kept, "broader": concept.broader_key}
