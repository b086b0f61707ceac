"""Research projects in every state, through the services that lead there."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from itertools import count
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy.orm import Session

from app.identity.accounts import add_person, get_person, grant_role
from app.identity.permissions import Role
from app.kit.actors import SYSTEM, Actor
from app.kit.storage import Storage
from app.research.models import DecisionKind, Project, ProjectState, Tier
from app.research.schemas import ApplicationSent, DecisionSent, PersonSent
from app.research.service.agreeing import accept_agreement, current_agreement
from app.research.service.applications import begin_project, submit_application
from app.research.service.deciding import decide_on_project
from app.research.service.documents import Letter, send_ethics_document

AT = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
ORCIDS = ("0000-0002-1825-0097", "0000-0001-2345-6789", "0000-0002-1694-233X")
_numbers = count(1)


def somebody(session: Session, role: str = "researcher", *, name: str = "") -> Actor:
    """A person with an account and this role."""
    number = next(_numbers)
    address = f"{role}.{number}@university.example"
    person = add_person(session, email=address, name=name or f"{role} {number}", by=SYSTEM, at=AT)
    session.flush()
    grant_role(session, person, Role(role), by=SYSTEM, at=AT)
    return Actor(person.id, person.name, frozenset({role}))


def named(session: Session, actor: Actor, *, orcid: str | None = ORCIDS[0]) -> PersonSent:
    """An actor as an application names them."""
    email = get_person(session, actor.id).email
    return PersonSent(name=actor.name, organisation="University", email=email, orcid=orcid)


def an_application(session: Session, *people: Actor, **fields: Any) -> ApplicationSent:
    """A complete application of these people, the first being its applicant."""
    told: dict[str, Any] = {
        "title": "What supervision changes",
        "lay_summary": "We ask whether better supervision keeps children safer.",
        "purpose": "Which findings on supervision come back, and after which responses?",
        "funder": "A council for research",
        "ethics_body": "Ethics committee of a school",
        "ethics_reference": "EC/2026/14",
        "tier": Tier.CODED_FINDINGS,
        "duration_months": 12,
        "data_use": ["DUO_0000021", "DUO_0000027"],
        "people": [named(session, each) for each in people],
    }
    return ApplicationSent(**told | fields)


def a_pdf(words: str = "The committee approves this research.") -> bytes:
    """A letter of one page."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(60, 780, words)
    canvas.save()
    return out.getvalue()


def letter(content: bytes | None = None, *, filename: str = "letter.pdf") -> Letter:
    """A letter of approval, or what is sent as one."""
    return Letter(io.BytesIO(a_pdf() if content is None else content), filename)


def a_project(
    session: Session,
    storage: Storage,
    *people: Actor,
    state: ProjectState = ProjectState.DRAFT,
    stewards: tuple[Actor, ...] = (),
    at: datetime = AT,
    **fields: Any,
) -> Project:
    """A project of these people that came as far as ``state``: draft to in force."""
    applicant = people[0]
    sent = an_application(session, *people, **fields)
    project = begin_project(session, sent, by=applicant, at=at)
    send_ethics_document(session, storage, project.reference, letter(), by=applicant, at=at)
    if state is ProjectState.DRAFT:
        return project
    submit_application(session, project.reference, by=applicant, at=at)
    if state is ProjectState.SUBMITTED:
        return project
    deciders = stewards or (somebody(session, "steward"), somebody(session, "steward"))
    for steward in deciders:
        decide(session, project, by=steward, at=at)
    if state is ProjectState.APPROVED:
        return project
    version = current_agreement().version
    return accept_agreement(session, project.reference, version, by=applicant, at=at)


def decide(
    session: Session,
    project: Project,
    kind: str = "approve",
    *,
    by: Actor,
    at: datetime = AT,
    edition: int | None = None,
) -> Project:
    """A steward's decision on the present edition."""
    sent = DecisionSent(
        decision=DecisionKind(kind), edition=edition or project.edition, reason="It is sound"
    )
    return decide_on_project(session, project.reference, sent, by=by, at=at)
