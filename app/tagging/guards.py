"""Who may look at models and decide on tags."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor

Decider = Annotated[Actor, Depends(may(Permission.TAG_DECIDE))]
Confirmer = Annotated[Actor, Depends(may(Permission.REVIEW_CONFIRM))]
ModelReader = Annotated[Actor, Depends(may(Permission.MODEL_READ))]
