"""Write and read posts, take one's own back, and report another's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.discussions.errors import PostNamesSomebody, PostNotFound, ReviewNotOpen
from app.discussions.models import Post, PostState
from app.discussions.repository import Discussions
from app.discussions.schemas import PostRead, Posts, PostSent
from app.discussions.service.leaks import suspects_of, told
from app.kit.actors import Actor
from app.reviews.models import Review
from app.reviews.repository import Reviews


def write_post(
    session: Session, reference: str, sent: PostSent, *, by: Actor, at: datetime
) -> Post:
    """Say something about a published review.

    What looks like a person, a place, a number or a date is refused with its words; with a
    claim that it names nobody, the post is held for a moderator. Everything else is shown at
    once. Raises ReviewNotFound, ReviewNotOpen or PostNamesSomebody.
    """
    review = _open_review(session, reference, by)
    suspects = suspects_of(sent.body)
    if suspects and not sent.claim:
        raise PostNamesSomebody(told(sent.body, suspects))
    post = Post(
        review_id=review.id,
        author_id=by.id,
        author_name=by.name,
        body=sent.body,
        claim=sent.claim if suspects else "",
        state=PostState.HELD if suspects else PostState.SHOWN,
        written_at=at,
    )
    session.add(post)
    session.flush()
    audit.record(
        session, "post.written", post, by=by, at=at, reference=reference, state=post.state.value
    )
    return post


def list_posts(session: Session, reference: str, *, by: Actor) -> Posts:
    """What is said of a published review, oldest first. Raises ReviewNotFound or ReviewNotOpen.

    Posts that wait or were removed are listed to their author alone.
    """
    review = _open_review(session, reference, by)
    posts = Discussions(session, by).of_review(review.id)
    return Posts(items=[read_post(post, reference, by=by) for post in posts])


def withdraw_post(session: Session, post_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take one's own post back; its words are erased. Raises PostNotFound or AlreadyJudged."""
    found = Discussions(session, by).find(post_id)
    if found is None or found[0].author_id != by.id:
        raise PostNotFound
    post, review = found
    post.remove(by=by.id, at=at, reason="Withdrawn by its author")
    audit.record(session, "post.withdrawn", post, by=by, at=at, reference=review.reference)


def report_post(session: Session, post_id: UUID, reason: str, *, by: Actor, at: datetime) -> None:
    """Have a moderator look at a post; nobody reads it meanwhile. Raises PostNotFound."""
    discussions = Discussions(session, by)
    found = discussions.find(post_id)
    if found is None or found[0].state is not PostState.SHOWN:
        raise PostNotFound
    post, review = found
    discussions.add_report(post.id, reason)
    post.hold()
    audit.record(session, "post.reported", post, by=by, at=at, reference=review.reference)


def read_post(post: Post, reference: str, *, by: Actor) -> PostRead:
    """The post as ``by`` sees it."""
    return PostRead(
        id=post.id,
        reference=reference,
        author=post.author_name,
        body=post.body,
        state=post.state,
        written_at=post.written_at,
        own=post.author_id == by.id,
    )


def _open_review(session: Session, reference: str, by: Actor) -> Review:
    review = Reviews(session, by).get(reference)
    if not review.published or review.publication_form == "none":
        raise ReviewNotOpen
    return review
