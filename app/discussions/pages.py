"""Discussions at a browser: a page beside the learning of a review, and the moderators' queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from markupsafe import Markup, escape
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.discussions.guards import Moderator, Speaker
from app.discussions.schemas import HeldPost, JudgementSent, PostSent, ReportSent
from app.discussions.service import moderating, posting
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.http import Tx
from app.kit.problems import Problem
from app.portal.forms import checked
from app.portal.rendering import attempt, go_to, page
from app.reviews.service.viewing import view_review

router = APIRouter(include_in_schema=False)

Words = Annotated[str, Form(max_length=5_000)]
NAMES = {"body": "Your post", "claim": "Why it names nobody", "reason": "The reason"}
DONE = {
    "shown": "Your post is on the page",
    "held": "A moderator will read your post before anybody else does",
    "withdrawn": "Your post is erased",
    "reported": "Thank you. Nobody reads the post until a moderator has",
    "show": "The post is shown",
    "remove": "The post is erased",
}
Done = Annotated[str, Query(max_length=20)]


@router.get("/learning/{reference}/discussion")
def show(request: Request, tx: Tx, speaker: Speaker, reference: str, done: Done = "") -> Response:
    """What is said of a review, and the form to say something."""
    return _page(request, tx, speaker, reference, notice=DONE.get(done))


@router.post("/learning/{reference}/discussion")
def write(
    request: Request, tx: Tx, speaker: Speaker, reference: str, body: Words = "", claim: Words = ""
) -> Response:
    """Say something; what may tell who a family is comes back to its author to be mended."""
    state = ""

    def act() -> None:
        nonlocal state
        sent = checked(PostSent, {"body": body.strip(), "claim": claim.strip()}, names=NAMES)
        post = posting.write_post(tx, reference, sent, by=speaker, at=utc_now())
        state = post.state.value

    refused = attempt(tx, act)
    if refused is not None:
        sent = {"body": body, "claim": claim}
        return _page(request, tx, speaker, reference, refused=refused, sent=sent)
    return go_to(f"/learning/{reference}/discussion", done=state)


@router.post("/learning/{reference}/discussion/{post_id}/withdrawal")
def withdraw(tx: Tx, speaker: Speaker, reference: str, post_id: UUID) -> Response:
    """Take one's own post back."""
    posting.withdraw_post(tx, post_id, by=speaker, at=utc_now())
    return go_to(f"/learning/{reference}/discussion", done="withdrawn")


@router.post("/learning/{reference}/discussion/{post_id}/report")
def report(
    request: Request, tx: Tx, speaker: Speaker, reference: str, post_id: UUID, reason: Words = ""
) -> Response:
    """Report a post to the moderators."""

    def act() -> None:
        sent = checked(ReportSent, {"reason": reason.strip()}, names=NAMES)
        posting.report_post(tx, post_id, sent.reason, by=speaker, at=utc_now())

    refused = attempt(tx, act)
    if refused is not None:
        return _page(request, tx, speaker, reference, refused=refused)
    return go_to(f"/learning/{reference}/discussion", done="reported")


@router.get("/moderation")
def queue(request: Request, tx: Tx, moderator: Moderator, done: Done = "") -> Response:
    """Posts that wait for a moderator."""
    return _queue(request, tx, moderator, notice=DONE.get(done))


@router.post("/moderation/{post_id}")
def judge(
    request: Request,
    tx: Tx,
    moderator: Moderator,
    post_id: UUID,
    decision: Annotated[str, Form(max_length=10)] = "",
    reason: Words = "",
) -> Response:
    """Show or erase a post."""

    def act() -> None:
        sent = {"decision": decision, "reason": reason.strip()}
        checked_sent = checked(JudgementSent, sent, names=NAMES)
        moderating.judge_post(tx, post_id, checked_sent, by=moderator, at=utc_now())

    refused = attempt(tx, act)
    if refused is not None:
        return _queue(request, tx, moderator, refused=refused)
    return go_to("/moderation", done=decision)


def marked(held: HeldPost) -> Markup:
    """The body of a held post with what is suspected marked."""
    body, parts, last = held.post.body, [], 0
    for each in sorted(held.suspects, key=lambda suspect: suspect.start):
        if each.start < last:
            continue
        parts += [escape(body[last : each.start]), Markup("<mark>"), body[each.start : each.end]]
        parts.append(Markup("</mark>"))
        last = each.end
    return Markup("").join([*parts, body[last:]])


def _page(
    request: Request,
    tx: Session,
    speaker: Actor,
    reference: str,
    *,
    notice: str | None = None,
    refused: Problem | None = None,
    sent: Mapping[str, str] | None = None,
) -> Response:
    named = refused is not None and any(
        each.code == "post_names_somebody" for each in refused.errors
    )
    context = {
        "review": view_review(tx, reference, by=speaker),
        "posts": posting.list_posts(tx, reference, by=speaker).items,
        "notice": notice,
        "sent": sent or {},
        "claims": named or bool(sent and sent.get("claim")),
    }
    return page(request, "discussions/discussion.html", context, refused=refused)


def _queue(
    request: Request,
    tx: Session,
    moderator: Actor,
    *,
    notice: str | None = None,
    refused: Problem | None = None,
) -> Response:
    held = moderating.list_held(tx, by=moderator).items
    context = {"held": [(each, marked(each)) for each in held], "notice": notice}
    return page(request, "discussions/moderation.html", context, refused=refused)
