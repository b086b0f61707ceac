"""Who may call what of research projects."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from app.identity.dependencies import may
from app.identity.errors import MayNot
from app.identity.permissions import Permission, is_allowed
from app.kit.actors import Actor

Applicant = Annotated[Actor, Depends(may(Permission.RESEARCH_APPLY))]
Reviewer = Annotated[Actor, Depends(may(Permission.RESEARCH_REVIEW))]
ProjectReader = Annotated[Actor, Depends(may(Permission.RESEARCH_READ))]


def require_may_end(actor: Actor, *, own: bool) -> None:
    """Applicants end their own projects, stewards those of others. Raises MayNot.

    A token must hold the scope of the act, not only that of reading.
    """
    needed = Permission.RESEARCH_APPLY if own else Permission.RESEARCH_REVIEW
    if not is_allowed(actor, needed):
        raise MayNot
