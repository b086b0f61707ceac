"""Who may do what: the one table, and which reviews a person may see at all.

The table answers "may someone in this role do this kind of thing". Which object they may do it
to is a second question, answered by ``Visibility`` for reading and by four eyes in the life of
the review for deciding. Administrators and auditors see no case content: none of their
permissions opens a review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.kit.actors import Actor


class Role(StrEnum):
    """What a person is to the repository. A person may hold several."""

    COMMITTEE = "committee"
    PRACTITIONER = "practitioner"
    ANALYST = "analyst"
    STEWARD = "steward"
    RESEARCHER = "researcher"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One kind of act. The values are also the scopes that a token may be limited to."""

    REVIEW_CREATE = "review.create"
    REVIEW_IMPORT = "review.import"
    REVIEW_READ_OWN = "review.read_own"
    REVIEW_READ_ALL = "review.read_all"
    REVIEW_READ_ACCEPTED = "review.read_accepted"
    REVIEW_READ_PUBLISHED = "review.read_published"
    REVIEW_SUBMIT = "review.submit"
    CLEARANCE_DECIDE = "clearance.decide"
    CLEARANCE_SIGN_OFF = "clearance.sign_off"
    FINDING_EDIT = "finding.edit"
    TAG_DECIDE = "tag.decide"
    REVIEW_CONFIRM = "review.confirm"
    REVIEW_ACCEPT = "review.accept"
    REVIEW_PUBLISH = "review.publish"
    REVIEW_RETURN = "review.return"
    REVIEW_HOLD = "review.hold"
    REVIEW_WITHDRAW = "review.withdraw"
    RESPONSE_WRITE = "response.write"
    EVALUATION_WRITE = "evaluation.write"
    COMMENT = "comment"
    COMMENT_MODERATE = "comment.moderate"
    SEARCH = "search"
    ANALYSE = "analyse"
    ANALYSE_EXACT = "analyse.exact"
    REPORT_NATIONAL = "report.national"
    TAXONOMY_READ = "taxonomy.read"
    TAXONOMY_EDIT = "taxonomy.edit"
    MODEL_READ = "model.read"
    MODEL_MANAGE = "model.manage"
    AUDIT_READ = "audit.read"
    PEOPLE_MANAGE = "people.manage"
    OPERATIONS = "operations"
    RESEARCH_READ = "research.read"
    RESEARCH_APPLY = "research.apply"
    RESEARCH_REVIEW = "research.review"
    RELEASE_READ = "release.read"
    RELEASE_APPROVE = "release.approve"


_P = Permission

_LEARNING = frozenset(
    {_P.REVIEW_READ_PUBLISHED, _P.SEARCH, _P.ANALYSE, _P.TAXONOMY_READ, _P.MODEL_READ, _P.COMMENT}
)
"""What everybody may do who learns from published reviews."""

GRANTED: Mapping[Role, frozenset[Permission]] = {
    Role.COMMITTEE: _LEARNING
    | {
        _P.REVIEW_CREATE,
        _P.REVIEW_READ_OWN,
        _P.REVIEW_SUBMIT,
        _P.CLEARANCE_DECIDE,
        _P.FINDING_EDIT,
        _P.TAG_DECIDE,
        _P.REVIEW_CONFIRM,
        _P.REVIEW_HOLD,
        _P.RESPONSE_WRITE,
    },
    Role.PRACTITIONER: _LEARNING,
    Role.ANALYST: _LEARNING | {_P.REVIEW_READ_ACCEPTED, _P.ANALYSE_EXACT, _P.REPORT_NATIONAL},
    Role.STEWARD: _LEARNING
    | {
        _P.REVIEW_CREATE,
        _P.REVIEW_SUBMIT,
        _P.REVIEW_IMPORT,
        _P.REVIEW_READ_ALL,
        _P.CLEARANCE_DECIDE,
        _P.CLEARANCE_SIGN_OFF,
        _P.FINDING_EDIT,
        _P.TAG_DECIDE,
        _P.REVIEW_CONFIRM,
        _P.REVIEW_ACCEPT,
        _P.REVIEW_PUBLISH,
        _P.REVIEW_RETURN,
        _P.REVIEW_HOLD,
        _P.REVIEW_WITHDRAW,
        _P.EVALUATION_WRITE,
        _P.COMMENT_MODERATE,
        _P.ANALYSE_EXACT,
        _P.REPORT_NATIONAL,
        _P.TAXONOMY_EDIT,
        _P.RESEARCH_READ,
        _P.RESEARCH_REVIEW,
        _P.RELEASE_READ,
        _P.RELEASE_APPROVE,
    },
    Role.RESEARCHER: frozenset(
        {_P.RESEARCH_READ, _P.RESEARCH_APPLY, _P.RELEASE_READ, _P.TAXONOMY_READ}
    ),
    Role.AUDITOR: frozenset({_P.AUDIT_READ}),
    Role.ADMINISTRATOR: frozenset(
        {_P.PEOPLE_MANAGE, _P.OPERATIONS, _P.MODEL_READ, _P.MODEL_MANAGE, _P.TAXONOMY_READ}
    ),
}

CASE_CONTENT = frozenset(
    {
        _P.REVIEW_READ_OWN,
        _P.REVIEW_READ_ALL,
        _P.REVIEW_READ_ACCEPTED,
        _P.REVIEW_READ_PUBLISHED,
        _P.CLEARANCE_DECIDE,
        _P.CLEARANCE_SIGN_OFF,
        _P.FINDING_EDIT,
        _P.TAG_DECIDE,
        _P.SEARCH,
        _P.COMMENT,
        _P.COMMENT_MODERATE,
    }
)
"""Permissions that show words or facts of single cases."""

STRONG_ROLES = frozenset({Role.ANALYST, Role.STEWARD, Role.ADMINISTRATOR})
"""Roles that a person holds only in a session with a second factor."""


def permissions_of(actor: Actor) -> frozenset[Permission]:
    """Everything that ``actor`` may do: the roles' grants, cut down to the token's scopes."""
    granted: set[Permission] = set()
    for role, permissions in GRANTED.items():
        if role.value in actor.roles:
            granted |= permissions
    if actor.scopes is not None:
        granted &= {each for each in granted if each.value in actor.scopes}
    return frozenset(granted)


def is_allowed(actor: Actor, permission: Permission) -> bool:
    """Whether ``actor`` may do this kind of thing at all."""
    return permission in permissions_of(actor)


@dataclass(frozen=True, slots=True)
class Visibility:
    """Which reviews someone may see: the union of what the four fields open."""

    everything: bool = False
    accepted: bool = False
    published: bool = False
    committees: frozenset[str] = field(default_factory=frozenset)

    def shows(self, *, committee_slug: str, counted: bool, published: bool) -> bool:
        """Whether a review of this committee and standing may be seen.

        ``counted`` means accepted or published; a review on hold is neither, so it stays
        with its committee and the stewards.
        """
        return (
            self.everything
            or (self.accepted and counted)
            or (self.published and published)
            or committee_slug in self.committees
        )

    @property
    def nothing(self) -> bool:
        """Whether no review at all may be seen."""
        return not (self.everything or self.accepted or self.published or self.committees)


def visibility_of(actor: Actor) -> Visibility:
    """The reviews that ``actor`` may see, from the permission table and their committees."""
    held = permissions_of(actor)
    return Visibility(
        everything=Permission.REVIEW_READ_ALL in held,
        accepted=Permission.REVIEW_READ_ACCEPTED in held,
        published=Permission.REVIEW_READ_PUBLISHED in held,
        committees=actor.committees if Permission.REVIEW_READ_OWN in held else frozenset(),
    )
