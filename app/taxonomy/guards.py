"""Who may read vocabularies, and who may revise them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from app.identity.dependencies import current_actor, may
from app.identity.permissions import Permission
from app.kit.actors import Actor

Reader = Annotated[Actor, Depends(current_actor)]
Editor = Annotated[Actor, Depends(may(Permission.TAXONOMY_EDIT))]
EDITORS = [Depends(may(Permission.TAXONOMY_EDIT))]
"""For calls that need not know which steward asks."""
