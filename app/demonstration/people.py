"""The invented people of a demonstration, one or two a role."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.identity.accounts import DEMONSTRATION_DOMAIN, add_person, find_person, grant_role
from app.identity.errors import PersonNotFound
from app.identity.permissions import Role
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now

PEOPLE: tuple[tuple[str, str, Role, str | None], ...] = (
    ("lead.officer", "Una Strachan", Role.COMMITTEE, "aberdeenshire"),
    ("lead.officer.glasgow", "Tariq Mehmood", Role.COMMITTEE, "glasgow-city"),
    ("practitioner", "Mhairi Lockhart", Role.PRACTITIONER, None),
    ("analyst", "Rowan Petrie", Role.ANALYST, None),
    ("steward", "Innes Calder", Role.STEWARD, None),
    ("second.steward", "Oluchi Adeyemi", Role.STEWARD, None),
    ("researcher", "Katarzyna Wolska", Role.RESEARCHER, None),
    ("auditor", "Gillian Frew", Role.AUDITOR, None),
    ("administrator", "Euan Tulloch", Role.ADMINISTRATOR, None),
)
ANALYST = f"analyst{DEMONSTRATION_DOMAIN}"
STEWARD = f"steward{DEMONSTRATION_DOMAIN}"


def add_people(session: Session) -> list[tuple[str, str]]:
    """Open the demonstration's accounts; returns address and role of each. Idempotent."""
    added = []
    for local, name, role, committee in PEOPLE:
        email = f"{local}{DEMONSTRATION_DOMAIN}"
        try:
            person = find_person(session, email)
        except PersonNotFound:
            person = add_person(session, email=email, name=name, by=SYSTEM, at=utc_now())
            session.flush()
            grant_role(session, person, role, by=SYSTEM, at=utc_now(), committee=committee)
        added.append((email, f"{role}" + (f" ({committee})" if committee else "")))
    return added
