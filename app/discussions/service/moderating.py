"""Read what waits, and decide."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.discussions.errors import OwnPost, PostNotFound
from app.discussions.models import Post
from app.discussions.repository import Discussions
from app.discussions.schemas import HeldPost, HeldPosts, JudgementSent
from app.discussions.service.leaks import suspects_of
from app.discussions.service.posting import read_post
from app.kit.actors import Actor


def list_held(session: Session, *, by: Actor) -> HeldPosts:
    """Posts that wait for a moderator, oldest first, with what is suspected and reported."""
    discussions = Discussions(session, by)
    held = discussions.held()
    said: dict[UUID, list[str]] = defaultdict(list)
    for report in discussions.reports([post.id for post, _ in held]):
        said[report.post_id].append(report.reason)
    return HeldPosts(
        items=[
            HeldPost(
                post=read_post(post, reference, by=by),
                claim=post.claim,
                reports=said[post.id],
                suspects=suspects_of(post.body),
            )
            for post, reference in held
        ]
    )


def count_held(session: Session, *, by: Actor) -> int:
    """How many posts wait for a moderator."""
    return Discussions(session, by).count_held()


def judge_post(
    session: Session, post_id: UUID, sent: JudgementSent, *, by: Actor, at: datetime
) -> Post:
    """Show a held post or erase any post. Raises PostNotFound, OwnPost or AlreadyJudged."""
    found = Discussions(session, by).find(post_id)
    if found is None:
        raise PostNotFound
    post, review = found
    if post.author_id == by.id:
        raise OwnPost
    if sent.decision == "show":
        post.approve(by=by.id, at=at, reason=sent.reason)
    else:
        post.remove(by=by.id, at=at, reason=sent.reason)
    audit.record(
        session,
        "post.judged",
        post,
        by=by,
        at=at,
        reference=review.reference,
        decision=sent.decision,
    )
    return post
