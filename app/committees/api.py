"""Committees over HTTP."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from app.committees import service
from app.identity.dependencies import current_actor
from app.kit.http import Tx

router = APIRouter(
    dependencies=[Depends(current_actor)], prefix="/v1/committees", tags=["committees"]
)


class AreaRead(BaseModel):
    """A council area."""

    model_config = ConfigDict(from_attributes=True)

    slug: str
    name: str


class CommitteeRead(BaseModel):
    """A committee with the areas it serves and the days between which it stood."""

    model_config = ConfigDict(from_attributes=True)

    slug: str
    name: str
    valid_from: date | None
    valid_to: date | None
    areas: list[AreaRead]


@router.get("")
def every(tx: Tx, on: date | None = None) -> dict[str, list[CommitteeRead]]:
    """All committees, past ones too; with ``on``, those that stood on that day."""
    found = service.list_committees(tx, on=on)
    return {"items": [CommitteeRead.model_validate(each) for each in found]}
