"""What every operation of the interface needs: a permission, an object, and a body to be heard.

Written down by hand, beside the handlers and not from them: whoever adds an operation says here
who may call it, or the sweep fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from app.identity.permissions import Permission

Kind = Literal["review", "person", "own", "number", "none"]
"""What an operation is about: a case, an account, something of one's own, or nothing single."""

WORDS = "Nobody in the team had somebody to think with."


@dataclass(frozen=True, slots=True)
class Operation:
    """``needs`` is the permission; None asks only that somebody is signed in.

    ``about`` says what the path names. ``body`` is a request that is complete, so that nobody is
    refused for its form. ``at_browser`` calls answer no token at all. ``may_miss`` calls ask for a
    thing that need not be there yet; ``four_eyes`` calls refuse who took an earlier step.
    """

    needs: Permission | None
    about: Kind = "none"
    body: Mapping[str, Any] | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    multipart: bool = False
    at_browser: bool = False
    may_miss: bool = False
    four_eyes: bool = False


may = Permission
READ = may.REVIEW_READ_PUBLISHED
REVIEW = "/v1/reviews/{reference}"
ANSWER = {"decision": "accepted", "how_known": "A count of the cases in which it was done."}
DRAFT = "/v1/taxonomies/{scheme}/draft"
CONCEPT = {"label": "Transport", "definition": "How children get to where they go."}
PROJECT = "/v1/research/projects/{reference}"
APPLICATION = {"title": "What supervision changes"}
QUESTION = {"name": "Supervision", "address": "/trends?theme=supervision"}

OPERATIONS: Mapping[str, Operation] = {
    "GET /metrics": Operation(may.OPERATIONS),
    "GET /v1/session": Operation(None),
    "GET /v1/tokens": Operation(None),
    "POST /v1/tokens": Operation(None, body={"name": "a token"}, at_browser=True),
    "DELETE /v1/tokens/{token_id}": Operation(None, "own"),
    "GET /v1/people": Operation(may.PEOPLE_MANAGE),
    "POST /v1/people": Operation(
        may.PEOPLE_MANAGE, body={"email": "somebody.new@example.org", "name": "Somebody New"}
    ),
    "GET /v1/people/{person_id}": Operation(may.PEOPLE_MANAGE, "person"),
    "DELETE /v1/people/{person_id}/access": Operation(may.PEOPLE_MANAGE, "person"),
    "GET /v1/people/{person_id}/roles": Operation(may.PEOPLE_MANAGE, "person"),
    "POST /v1/people/{person_id}/roles": Operation(
        may.PEOPLE_MANAGE, "person", {"role": "practitioner"}
    ),
    "DELETE /v1/people/{person_id}/roles/{role}": Operation(
        may.PEOPLE_MANAGE, "person", may_miss=True
    ),
    "PUT /v1/people/{person_id}/closure": Operation(may.PEOPLE_MANAGE, "person"),
    "DELETE /v1/people/{person_id}/closure": Operation(may.PEOPLE_MANAGE, "person"),
    "DELETE /v1/people/{person_id}/second-factor": Operation(may.PEOPLE_MANAGE, "person"),
    "GET /v1/audit": Operation(may.AUDIT_READ),
    "POST /v1/reviews": Operation(may.REVIEW_CREATE, multipart=True),
    "GET /v1/reviews": Operation(READ),
    f"GET {REVIEW}": Operation(READ, "review"),
    f"PUT {REVIEW}": Operation(
        may.REVIEW_CREATE, "review", {"committee": "fife", "type": "learning_review"}
    ),
    f"POST {REVIEW}/submission": Operation(may.REVIEW_SUBMIT, "review"),
    f"POST {REVIEW}/versions": Operation(may.REVIEW_CREATE, "review", multipart=True),
    f"GET {REVIEW}/events": Operation(READ, "review"),
    f"GET {REVIEW}/passages": Operation(READ, "review"),
    f"GET {REVIEW}/findings": Operation(READ, "review"),
    f"POST {REVIEW}/findings": Operation(may.FINDING_EDIT, "review", {"statement": WORDS}),
    "PATCH /v1/findings/{finding_id}": Operation(
        may.FINDING_EDIT, "review", {"state": "confirmed"}
    ),
    f"GET {REVIEW}/recommendations": Operation(READ, "review"),
    f"POST {REVIEW}/proposals/{{proposal_id}}/decision": Operation(
        may.FINDING_EDIT, "review", {"accept": True}
    ),
    f"POST {REVIEW}/acceptance": Operation(may.REVIEW_ACCEPT, "review", four_eyes=True),
    f"POST {REVIEW}/publication": Operation(may.REVIEW_PUBLISH, "review", {}),
    f"POST {REVIEW}/return": Operation(may.REVIEW_RETURN, "review", {"observations": WORDS}),
    f"POST {REVIEW}/hold": Operation(
        may.REVIEW_HOLD, "review", {"reason": "Criminal proceedings", "until": "2030-01-01"}
    ),
    f"DELETE {REVIEW}/hold": Operation(may.REVIEW_HOLD, "review"),
    f"POST {REVIEW}/release": Operation(may.REVIEW_HOLD, "review"),
    f"POST {REVIEW}/evaluations": Operation(may.EVALUATION_WRITE, "review", {"judgements": {}}),
    "PUT /v1/findings/{finding_id}/response": Operation(may.RESPONSE_WRITE, "review", ANSWER),
    "GET /v1/findings/{finding_id}/response": Operation(None, "review", may_miss=True),
    "PUT /v1/recommendations/{recommendation_id}/response": Operation(
        may.RESPONSE_WRITE, "review", ANSWER
    ),
    f"GET {REVIEW}/identifiers": Operation(may.CLEARANCE_DECIDE, "review"),
    f"POST {REVIEW}/identifiers": Operation(
        may.CLEARANCE_DECIDE, "review", {"type": "PERSON", "start": 0, "end": 3}
    ),
    f"POST {REVIEW}/identifiers/{{identifier_id}}/decision": Operation(
        may.CLEARANCE_DECIDE, "review", {"action": "remove"}
    ),
    f"POST {REVIEW}/clearance": Operation(may.CLEARANCE_DECIDE, "review", {}, four_eyes=True),
    "POST /v1/findings/{finding_id}/tags": Operation(
        may.TAG_DECIDE, "review", {"themes": ["supervision"]}
    ),
    "POST /v1/recommendations/{recommendation_id}/kind": Operation(
        may.TAG_DECIDE, "review", {"kind": "training"}
    ),
    f"POST {REVIEW}/confirmation": Operation(may.REVIEW_CONFIRM, "review"),
    "GET /v1/models": Operation(may.MODEL_READ),
    "GET /v1/models/{version}": Operation(may.MODEL_READ, "own"),
    "GET /v1/recurrences": Operation(may.ANALYSE),
    "POST /v1/recurrences/verdicts": Operation(
        may.ANALYSE_EXACT,
        body={"first": str(UUID(int=5)), "second": str(UUID(int=6)), "same": True},
        may_miss=True,
    ),
    "POST /v1/precedents": Operation(may.SEARCH, body={"text": WORDS}),
    "GET /v1/findings": Operation(may.SEARCH, query={"q": "supervision"}),
    "GET /v1/trends": Operation(may.ANALYSE),
    "GET /v1/thresholds": Operation(may.ANALYSE),
    "GET /v1/timescales": Operation(may.ANALYSE),
    "GET /v1/rigour": Operation(may.ANALYSE),
    "GET /v1/completeness": Operation(may.ANALYSE),
    "GET /v1/actions": Operation(may.ANALYSE),
    "GET /v1/cooccurrence": Operation(may.ANALYSE),
    "GET /v1/emerging": Operation(may.ANALYSE),
    "GET /v1/queries": Operation(may.ANALYSE),
    "POST /v1/queries": Operation(may.ANALYSE, body=QUESTION),
    "DELETE /v1/queries/{query_id}": Operation(may.ANALYSE, "own"),
    "GET /v1/subscriptions": Operation(may.ANALYSE),
    "POST /v1/subscriptions": Operation(may.ANALYSE, body={"theme": "neglect"}),
    "DELETE /v1/subscriptions/{subscription_id}": Operation(may.ANALYSE, "own"),
    "GET /v1/digest": Operation(may.ANALYSE),
    f"GET {REVIEW}/posts": Operation(may.COMMENT, "review"),
    f"POST {REVIEW}/posts": Operation(
        may.COMMENT, "review", {"body": "We read letters aloud now."}
    ),
    "DELETE /v1/posts/{post_id}": Operation(may.COMMENT, "own"),
    "POST /v1/posts/{post_id}/reports": Operation(may.COMMENT, "own", {"reason": "It names her."}),
    "GET /v1/posts/held": Operation(may.COMMENT_MODERATE),
    "POST /v1/posts/{post_id}/judgement": Operation(
        may.COMMENT_MODERATE, "own", {"decision": "show", "reason": "It names nobody."}
    ),
    "GET /v1/reports/national": Operation(may.REPORT_NATIONAL, query={"from": 2014, "to": 2018}),
    "GET /v1/reports/snapshots": Operation(may.REPORT_NATIONAL),
    "POST /v1/reports/snapshots": Operation(may.REPORT_NATIONAL, body={"from": 2014, "to": 2018}),
    "GET /v1/reports/snapshots/{snapshot_id}": Operation(may.REPORT_NATIONAL, "own"),
    "GET /v1/research/projects": Operation(may.RESEARCH_READ),
    "POST /v1/research/projects": Operation(may.RESEARCH_APPLY, body=APPLICATION),
    f"GET {PROJECT}": Operation(may.RESEARCH_READ, "own"),
    f"PUT {PROJECT}": Operation(may.RESEARCH_APPLY, "own", APPLICATION),
    f"POST {PROJECT}/submit": Operation(may.RESEARCH_APPLY, "own"),
    f"GET {PROJECT}/ethics-document": Operation(may.RESEARCH_READ, "own"),
    f"PUT {PROJECT}/ethics-document": Operation(may.RESEARCH_APPLY, "own", multipart=True),
    f"POST {PROJECT}/decisions": Operation(
        may.RESEARCH_REVIEW, "own", {"decision": "approve", "edition": 1, "reason": WORDS}
    ),
    f"GET {PROJECT}/agreement": Operation(may.RESEARCH_READ, "own"),
    f"POST {PROJECT}/agreement": Operation(may.RESEARCH_APPLY, "own", {"version": 1}),
    f"POST {PROJECT}/end": Operation(may.RESEARCH_READ, "own", {"reason": WORDS}),
    "GET /v1/research/agreements/{version}": Operation(may.RESEARCH_READ, "number"),
    "GET /v1/taxonomies": Operation(None),
    "GET /v1/taxonomies/{scheme}": Operation(None),
    "GET /v1/taxonomies/{scheme}/versions": Operation(None),
    f"GET {DRAFT}": Operation(may.TAXONOMY_EDIT, may_miss=True),
    f"POST {DRAFT}": Operation(may.TAXONOMY_EDIT, body={"reason": "Committees write of it."}),
    f"POST {DRAFT}/concepts": Operation(may.TAXONOMY_EDIT, body={"key": "transport", **CONCEPT}),
    f"PUT {DRAFT}/concepts/{{key}}": Operation(may.TAXONOMY_EDIT, body=CONCEPT, may_miss=True),
    f"POST {DRAFT}/concepts/{{key}}/retirement": Operation(
        may.TAXONOMY_EDIT, body={}, may_miss=True
    ),
    f"DELETE {DRAFT}/concepts/{{key}}/retirement": Operation(may.TAXONOMY_EDIT, may_miss=True),
    f"POST {DRAFT}/publication": Operation(may.TAXONOMY_EDIT, four_eyes=True),
    f"DELETE {DRAFT}": Operation(may.TAXONOMY_EDIT),
    "GET /v1/committees": Operation(None),
    # Last, since it takes away what the others look at.
    f"POST {REVIEW}/withdrawal": Operation(
        may.REVIEW_WITHDRAW, "review", {"reason": "A name was found in it."}
    ),
}
