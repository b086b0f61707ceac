"""The head of every page: what there is to go to, for whom."""

from __future__ import annotations

from app.identity.permissions import GRANTED, Permission
from app.portal.navigation import Destination


def holders_of(permission: Permission) -> frozenset[str]:
    """The roles that may do this, so that nobody is led to a page that refuses them."""
    return frozenset(role.value for role, granted in GRANTED.items() if permission in granted)


DESTINATIONS = (
    Destination("Home", "/home"),
    Destination("Reviews", "/reviews", holders_of(Permission.REVIEW_READ_PUBLISHED)),
    Destination("Search", "/search", holders_of(Permission.SEARCH)),
    Destination("Recurrence", "/recurrences", holders_of(Permission.ANALYSE)),
    Destination("Trends", "/trends", holders_of(Permission.ANALYSE)),
    Destination("Measures", "/measures", holders_of(Permission.ANALYSE)),
    Destination("Following", "/following", holders_of(Permission.ANALYSE)),
    Destination("Report", "/reports", holders_of(Permission.REPORT_NATIONAL)),
    Destination("Vocabularies", "/vocabularies", holders_of(Permission.TAXONOMY_READ)),
    Destination("Models", "/models", frozenset({"steward", "administrator"})),
    Destination("People", "/people", holders_of(Permission.PEOPLE_MANAGE)),
    Destination("Audit", "/audit", holders_of(Permission.AUDIT_READ)),
)
