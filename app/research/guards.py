"""Who may call what of research projects."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor

Applicant = Annotated[Actor, Depends(may(Permission.RESEARCH_APPLY))]
Reviewer = Annotated[Actor, Depends(may(Permission.RESEARCH_REVIEW))]
ProjectReader = Annotated[Actor, Depends(may(Permission.RESEARCH_READ))]
