"""Who may call what of a discussion."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor

Speaker = Annotated[Actor, Depends(may(Permission.COMMENT))]
Moderator = Annotated[Actor, Depends(may(Permission.COMMENT_MODERATE))]
