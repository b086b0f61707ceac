"""Vocabularies over HTTP, as JSON, Turtle or JSON-LD."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response
from pydantic import BaseModel, ConfigDict, Field

from app.identity.dependencies import current_actor
from app.kit.http import Tx
from app.taxonomy import service
from app.taxonomy.skos import Format, to_skos

router = APIRouter(
    dependencies=[Depends(current_actor)], prefix="/v1/taxonomies", tags=["taxonomies"]
)

FORMS: dict[str, Format] = {"text/turtle": "turtle", "application/ld+json": "json-ld"}


class ConceptRead(BaseModel):
    """One term."""

    model_config = ConfigDict(from_attributes=True)

    key: str
    label: str
    alternative_labels: list[str]
    definition: str
    scope_note: str
    examples: list[str]
    broader: str | None = Field(validation_alias="broader_key")


class SchemeRead(BaseModel):
    """A vocabulary in one version; the list of all leaves the concepts out."""

    model_config = ConfigDict(from_attributes=True)

    scheme: str
    version: int
    title: str
    description: str
    issued: date


class SchemeWhole(SchemeRead):
    """A vocabulary with its concepts."""

    concepts: list[ConceptRead]


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
