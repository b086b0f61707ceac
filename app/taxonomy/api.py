"""Vocabularies over HTTP, as JSON, Turtle or JSON-LD; their revision for stewards."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from app.identity.dependencies import current_actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.taxonomy import revising, service
from app.taxonomy.guards import EDITORS, Editor
from app.taxonomy.models import SchemeVersion
from app.taxonomy.schemas import (
    ConceptRead,
    ConceptSent,
    Difference,
    DraftRead,
    DraftSent,
    NewConceptSent,
    RetirementSent,
    SchemeRead,
    SchemeWhole,
    VersionRead,
)
from app.taxonomy.skos import Format, to_skos

router = APIRouter(
    dependencies=[Depends(current_actor)], prefix="/v1/taxonomies", tags=["taxonomies"]
)

FORMS: dict[str, Format] = {"text/turtle": "turtle", "application/ld+json": "json-ld"}


@router.get("")
def every(tx: Tx) -> dict[str, list[SchemeRead]]:
    """The current version of each vocabulary."""
    return {"items": [SchemeRead.model_validate(each) for each in service.list_schemes(tx)]}


@router.get(
    "/{scheme}",
    response_model=SchemeWhole,
    responses={200: {"content": {"text/turtle": {}, "application/ld+json": {}}}},
)
def one(
    tx: Tx,
    scheme: str,
    version: int | None = None,
    accept: Annotated[str, Header()] = "application/json",
) -> SchemeWhole | Response:
    """One vocabulary, in the form that ``Accept`` asks for."""
    found = service.get_scheme(tx, scheme, version=version)
    for media_type, form in FORMS.items():
        if media_type in accept:
            return Response(to_skos(found, form=form), media_type=media_type)
    return SchemeWhole.model_validate(found)


@router.get("/{scheme}/versions")
def versions(tx: Tx, scheme: str) -> dict[str, list[VersionRead]]:
    """Every version, newest first, with what it changed and why."""
    service.get_scheme(tx, scheme)
    told = revising.history(service.list_versions(tx, scheme))
    return {"items": [_told(each, changes) for each, changes in told]}


@router.get("/{scheme}/draft", dependencies=EDITORS)
def draft(tx: Tx, scheme: str) -> DraftRead:
    """The version that is being written."""
    return _draft(tx, revising.get_draft(tx, scheme))


@router.post("/{scheme}/draft", status_code=201)
def begin(tx: Tx, editor: Editor, scheme: str, sent: DraftSent) -> DraftRead:
    """Begin a revision: a draft that says what the current version says."""
    begun = revising.begin_draft(tx, scheme, sent.reason, by=editor, at=utc_now())
    return _draft(tx, begun)


@router.delete("/{scheme}/draft", status_code=204)
def discard(tx: Tx, editor: Editor, scheme: str) -> None:
    """Forget the draft."""
    revising.discard_draft(tx, scheme, by=editor, at=utc_now())


@router.post("/{scheme}/draft/concepts", status_code=201, dependencies=EDITORS)
def add(tx: Tx, scheme: str, sent: NewConceptSent) -> ConceptRead:
    """Add a concept to the draft."""
    return ConceptRead.model_validate(revising.add_concept(tx, scheme, sent))


@router.put("/{scheme}/draft/concepts/{key}", dependencies=EDITORS)
def change(tx: Tx, scheme: str, key: str, sent: ConceptSent) -> ConceptRead:
    """Let a concept of the draft read otherwise."""
    return ConceptRead.model_validate(revising.change_concept(tx, scheme, key, sent))


@router.post("/{scheme}/draft/concepts/{key}/retirement", dependencies=EDITORS)
def retire(tx: Tx, scheme: str, key: str, sent: RetirementSent) -> ConceptRead:
    """Give a concept to nothing any more, from the next version on."""
    return ConceptRead.model_validate(revising.retire_concept(tx, scheme, key, sent))


@router.delete("/{scheme}/draft/concepts/{key}/retirement", dependencies=EDITORS)
def restore(tx: Tx, scheme: str, key: str) -> ConceptRead:
    """Take a retirement back."""
    return ConceptRead.model_validate(revising.restore_concept(tx, scheme, key))


@router.post("/{scheme}/draft/publication")
def publish(tx: Tx, editor: Editor, scheme: str) -> SchemeWhole:
    """Make the draft the current version. Who drafted it cannot."""
    published = revising.publish_draft(tx, scheme, by=editor, at=utc_now())
    return SchemeWhole.model_validate(published)


def _told(version: SchemeVersion, changes: list[Difference]) -> VersionRead:
    return VersionRead(
        **SchemeRead.model_validate(version).model_dump(),
        reason=version.reason,
        drafted_by_name=version.drafted_by_name,
        published_by_name=version.published_by_name,
        differences=changes,
    )


def _draft(tx: Tx, found: SchemeVersion) -> DraftRead:
    return DraftRead(
        **SchemeRead.model_validate(found).model_dump(),
        concepts=[ConceptRead.model_validate(each) for each in found.concepts],
        reason=found.reason,
        drafted_by_name=found.drafted_by_name,
        differences=revising.differences(service.get_scheme(tx, found.scheme), found),
    )
