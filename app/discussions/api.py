"""Discussions over HTTP."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from app.discussions.guards import Moderator, Speaker
from app.discussions.schemas import (
    HeldPosts,
    JudgementSent,
    PostRead,
    Posts,
    PostSent,
    ReportSent,
)
from app.discussions.service import moderating, posting
from app.kit.clock import utc_now
from app.kit.http import Tx

router = APIRouter(prefix="/v1", tags=["discussions"])


@router.get("/reviews/{reference}/posts", response_model=Posts)
def posts(tx: Tx, speaker: Speaker, reference: str) -> Posts:
    """What is said of a published review, oldest first."""
    return posting.list_posts(tx, reference, by=speaker)


@router.post("/reviews/{reference}/posts", status_code=201, response_model=PostRead)
def write(tx: Tx, speaker: Speaker, reference: str, sent: PostSent) -> PostRead:
    """Say something. What may tell who a family is is refused, or held with a ``claim``."""
    post = posting.write_post(tx, reference, sent, by=speaker, at=utc_now())
    return posting.read_post(post, reference, by=speaker)


@router.delete("/posts/{post_id}", status_code=204)
def withdraw(tx: Tx, speaker: Speaker, post_id: UUID) -> None:
    """Take your own post back."""
    posting.withdraw_post(tx, post_id, by=speaker, at=utc_now())


@router.post("/posts/{post_id}/reports", status_code=204)
def report(tx: Tx, speaker: Speaker, post_id: UUID, sent: ReportSent) -> None:
    """Have a moderator look at a post. Nobody reads it meanwhile."""
    posting.report_post(tx, post_id, sent.reason, by=speaker, at=utc_now())


@router.get("/posts/held", response_model=HeldPosts)
def held(tx: Tx, moderator: Moderator) -> HeldPosts:
    """Posts that wait for a moderator, oldest first."""
    return moderating.list_held(tx, by=moderator)


@router.post("/posts/{post_id}/judgement", status_code=204)
def judge(tx: Tx, moderator: Moderator, post_id: UUID, sent: JudgementSent) -> None:
    """Show a held post, or erase a post."""
    moderating.judge_post(tx, post_id, sent, by=moderator, at=utc_now())
