from uuid import UUID

import pytest

from app.identity.permissions import (
    CASE_CONTENT,
    GRANTED,
    STRONG_ROLES,
    Permission,
    Role,
    Visibility,
    is_allowed,
    permissions_of,
    visibility_of,
)
from app.kit.actors import SYSTEM, Actor

P, R = Permission, Role

# Written out a second time, by act, so that a slip in the table shows as a difference.
HOLDERS: dict[Permission, set[Role]] = {
    P.REVIEW_CREATE: {R.COMMITTEE, R.STEWARD},
    P.REVIEW_IMPORT: {R.STEWARD},
    P.REVIEW_READ_OWN: {R.COMMITTEE},
    P.REVIEW_READ_ALL: {R.STEWARD},
    P.REVIEW_READ_ACCEPTED: {R.ANALYST},
    P.REVIEW_READ_PUBLISHED: {R.COMMITTEE, R.PRACTITIONER, R.ANALYST, R.STEWARD},
    P.REVIEW_SUBMIT: {R.COMMITTEE, R.STEWARD},
    P.CLEARANCE_DECIDE: {R.COMMITTEE, R.STEWARD},
    P.CLEARANCE_SIGN_OFF: {R.STEWARD},
    P.FINDING_EDIT: {R.COMMITTEE, R.STEWARD},
    P.TAG_DECIDE: {R.COMMITTEE, R.STEWARD},
    P.REVIEW_CONFIRM: {R.COMMITTEE, R.STEWARD},
    P.REVIEW_ACCEPT: {R.STEWARD},
    P.REVIEW_PUBLISH: {R.STEWARD},
    P.REVIEW_RETURN: {R.STEWARD},
    P.REVIEW_HOLD: {R.COMMITTEE, R.STEWARD},
    P.REVIEW_WITHDRAW: {R.STEWARD},
    P.RESPONSE_WRITE: {R.COMMITTEE},
    P.EVALUATION_WRITE: {R.STEWARD},
    P.COMMENT_MODERATE: {R.STEWARD},
    P.COMMENT: {R.COMMITTEE, R.PRACTITIONER, R.ANALYST, R.STEWARD},
    P.SEARCH: {R.COMMITTEE, R.PRACTITIONER, R.ANALYST, R.STEWARD},
    P.ANALYSE: {R.COMMITTEE, R.PRACTITIONER, R.ANALYST, R.STEWARD},
    P.ANALYSE_EXACT: {R.ANALYST, R.STEWARD},
    P.REPORT_NATIONAL: {R.ANALYST, R.STEWARD},
    P.TAXONOMY_READ: set(R) - {R.AUDITOR},
    P.TAXONOMY_EDIT: {R.STEWARD},
    P.MODEL_READ: {R.COMMITTEE, R.PRACTITIONER, R.ANALYST, R.STEWARD, R.ADMINISTRATOR},
    P.MODEL_MANAGE: {R.ADMINISTRATOR},
    P.AUDIT_READ: {R.AUDITOR},
    P.PEOPLE_MANAGE: {R.ADMINISTRATOR},
    P.OPERATIONS: {R.ADMINISTRATOR},
    P.RESEARCH_READ: {R.RESEARCHER, R.STEWARD},
    P.RESEARCH_APPLY: {R.RESEARCHER},
    P.RESEARCH_REVIEW: {R.STEWARD},
    P.RELEASE_READ: {R.RESEARCHER, R.STEWARD},
    P.RELEASE_APPROVE: {R.STEWARD},
}


def somebody(
    *roles: str, committees: frozenset[str] = frozenset(), scopes: set[str] | None = None
) -> Actor:
    limit = None if scopes is None else frozenset(scopes)
    return Actor(UUID(int=5), "Ewan Baird", frozenset(roles), committees, limit)


class TestTable:
    def test_every_permission_and_every_role_is_decided(self) -> None:
        assert set(HOLDERS) == set(Permission)
        assert set(GRANTED) == set(Role)

    @pytest.mark.parametrize("permission", Permission)
    @pytest.mark.parametrize("role", Role)
    def test_role_by_permission(self, role: Role, permission: Permission) -> None:
        expected = role in HOLDERS[permission]
        assert is_allowed(somebody(role), permission) is expected

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.RESEARCHER])
    def test_no_case_content_for(self, role: Role) -> None:
        assert GRANTED[role].isdisjoint(CASE_CONTENT)
        assert visibility_of(somebody(role)).nothing

    def test_nobody_holds_anything_without_a_role(self) -> None:
        assert permissions_of(somebody()) == frozenset()
        assert permissions_of(somebody("Steward", "stewards", "admin")) == frozenset()

    def test_the_pipeline_holds_nothing_at_the_edges(self) -> None:
        assert permissions_of(SYSTEM) == frozenset()

    def test_roles_add_up(self) -> None:
        both = permissions_of(somebody("auditor", "practitioner"))
        assert both == GRANTED[Role.AUDITOR] | GRANTED[Role.PRACTITIONER]

    def test_whoever_decides_about_others_needs_a_second_factor(self) -> None:
        deciding = {P.REVIEW_ACCEPT, P.REVIEW_PUBLISH, P.PEOPLE_MANAGE, P.ANALYSE_EXACT}
        for role, granted in GRANTED.items():
            assert granted.isdisjoint(deciding) or role in STRONG_ROLES


class TestScopes:
    def test_a_scope_cuts_down(self) -> None:
        actor = somebody("analyst", scopes={"search"})
        assert permissions_of(actor) == {P.SEARCH}

    def test_a_scope_adds_nothing(self) -> None:
        actor = somebody("practitioner", scopes={"review.publish", "audit.read"})
        assert permissions_of(actor) == frozenset()

    def test_no_scopes_at_all_is_nothing(self) -> None:
        assert permissions_of(somebody("steward", scopes=set())) == frozenset()


class TestVisibility:
    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize(
        ("standing", "counted", "published", "seen_by"),
        [
            ("draft", False, False, {R.STEWARD}),
            ("accepted", True, False, {R.STEWARD, R.ANALYST}),
            ("published", True, True, {R.STEWARD, R.ANALYST, R.PRACTITIONER, R.COMMITTEE}),
            ("on hold", False, False, {R.STEWARD}),
        ],
    )
    def test_of_another_committees_review(
        self, role: Role, standing: str, counted: bool, published: bool, seen_by: set[Role]
    ) -> None:
        seen = visibility_of(somebody(role, committees=frozenset({"fife"}))).shows(
            committee_slug="moray", counted=counted, published=published
        )
        assert seen is (role in seen_by)

    @pytest.mark.parametrize(("counted", "published"), [(False, False), (True, True)])
    def test_a_committee_sees_its_own_in_every_state(self, counted: bool, published: bool) -> None:
        sight = visibility_of(somebody("committee", committees=frozenset({"fife", "angus"})))
        assert sight.shows(committee_slug="angus", counted=counted, published=published)

    def test_a_committee_without_the_role_opens_nothing(self) -> None:
        assert visibility_of(somebody("auditor", committees=frozenset({"fife"}))) == Visibility()

    def test_a_token_scoped_to_the_published_sees_no_work_in_progress(self) -> None:
        actor = somebody(
            "committee", committees=frozenset({"fife"}), scopes={"review.read_published"}
        )
        assert visibility_of(actor) == Visibility(published=True)
