"""Who may call what of a review: one name a kind of act, for the calls and the pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from app.identity.dependencies import may
from app.identity.permissions import Permission
from app.kit.actors import Actor

Acceptor = Annotated[Actor, Depends(may(Permission.REVIEW_ACCEPT))]
Publisher = Annotated[Actor, Depends(may(Permission.REVIEW_PUBLISH))]
Returner = Annotated[Actor, Depends(may(Permission.REVIEW_RETURN))]
Holder = Annotated[Actor, Depends(may(Permission.REVIEW_HOLD))]
Withdrawer = Annotated[Actor, Depends(may(Permission.REVIEW_WITHDRAW))]
Editor = Annotated[Actor, Depends(may(Permission.FINDING_EDIT))]
Responder = Annotated[Actor, Depends(may(Permission.RESPONSE_WRITE))]
Evaluator = Annotated[Actor, Depends(may(Permission.EVALUATION_WRITE))]
Creator = Annotated[Actor, Depends(may(Permission.REVIEW_CREATE))]
Reader = Annotated[Actor, Depends(may(Permission.REVIEW_READ_PUBLISHED))]
Submitter = Annotated[Actor, Depends(may(Permission.REVIEW_SUBMIT))]
