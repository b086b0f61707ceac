from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.kit.errors import Invalid
from app.recurrence.schemas import Recurrences
from app.recurrence.service.grouping import place_into_issues
from app.recurrence.service.recurrences import RecurrenceFilter, find_recurrences
from tests.factories.repository import Said, add_counted_review, direction, themed

ANALYST = Actor(uuid4(), "An analyst", frozenset({"analyst"}))
PRACTITIONER = Actor(uuid4(), "A practitioner", frozenset({"practitioner"}))
FIFE = Actor(uuid4(), "A lead officer", frozenset({"committee"}), frozenset({"fife"}))

SUPERVISION = themed("supervision")
A, B = direction(1.0), direction(0.0, 1.0)


def ask(session: Session, *, by: Actor = ANALYST, **fields: object) -> Recurrences:
    place_into_issues(session)
    return find_recurrences(session, RecurrenceFilter(**fields), by=by, limit=50)  # type: ignore[arg-type]


def supervised(vector: object = A, **fields: object) -> Said:
    return Said(vector=vector, tags=SUPERVISION, **fields)  # type: ignore[arg-type]


class TestAnIssueInTwoCommittees:
    @pytest.fixture
    def found(self, session: Session) -> Recurrences:
        add_counted_review(session, supervised(), committee="fife", year=2012)
        add_counted_review(session, supervised(), committee="moray", year=2016)
        add_counted_review(session, supervised(B), committee="angus", year=2013)
        return ask(session, theme="supervision")

    def test_is_one_group_with_its_committees_and_years(self, found: Recurrences) -> None:
        (group,) = found.groups
        assert group.committees == ["fife", "moray"]
        assert (group.first, group.last, group.years) == (2012, 2016, [2012, 2016])
        assert [(gap.after, gap.before, gap.years) for gap in group.gaps] == [(2012, 2016, 3)]
        assert {each.id for each in group.findings} >= {group.representative.id}

    def test_every_member_has_its_provenance(self, found: Recurrences) -> None:
        for member in found.groups[0].findings:
            assert member.reference.startswith("T-")
            assert (member.number, member.page) == ("1", 1)
            assert member.statement

    def test_the_basis_says_what_stands_behind_it(self, found: Recurrences) -> None:
        assert (found.basis.reviews, found.basis.committees) == (2, 2)
        assert found.basis.filters["theme"] == "supervision"
        assert "issue" in found.basis.definitions


class TestTheme:
    def test_one_of_three_findings_does_not_make_it(self, session: Session) -> None:
        add_counted_review(session, supervised(), committee="fife")
        add_counted_review(session, Said(vector=A), committee="moray")
        add_counted_review(session, Said(vector=A), committee="angus")
        assert ask(session, theme="supervision").groups == []
        assert len(ask(session).groups) == 1

    def test_two_of_four_do_and_two_of_five_do_not(self, session: Session) -> None:
        for committee in ("fife", "moray"):
            add_counted_review(session, supervised(), committee=committee)
        for committee in ("angus", "falkirk"):
            add_counted_review(session, Said(vector=A), committee=committee)
        assert len(ask(session, theme="supervision").groups) == 1
        add_counted_review(session, Said(vector=A), committee="highland")
        assert ask(session, theme="supervision").groups == []

    def test_a_persons_tag_silences_the_models(self, session: Session) -> None:
        tags = (("theme", "supervision", "model"), ("theme", "training", "human"))
        for committee in ("fife", "moray"):
            add_counted_review(session, Said(vector=A, tags=tags), committee=committee)
        assert ask(session, theme="supervision").groups == []
        assert len(ask(session, theme="training").groups) == 1

    def test_an_unknown_one_is_refused_with_the_nearest(self, session: Session) -> None:
        with pytest.raises(Invalid, match="supervision"):
            ask(session, theme="supervison")


class TestMinima:
    def test_two_findings_of_one_review_do_not_recur(self, session: Session) -> None:
        add_counted_review(session, supervised(), supervised())
        assert ask(session, min_committees=1).groups == []

    def test_one_committee_is_enough_when_asked_for(self, session: Session) -> None:
        add_counted_review(session, supervised(), year=2011)
        add_counted_review(session, supervised(), year=2014)
        assert ask(session).groups == []
        assert len(ask(session, min_committees=1).groups) == 1

    def test_years_outside_the_period_do_not_count(self, session: Session) -> None:
        add_counted_review(session, supervised(), committee="fife", year=2011)
        add_counted_review(session, supervised(), committee="moray", year=2014)
        assert ask(session, from_year=2012).groups == []
        assert len(ask(session, from_year=2011, to_year=2014).groups) == 1


class TestOrder:
    def test_is_by_committees_then_findings_then_recency(self, session: Session) -> None:
        wide, deep, late, early = (direction(*np.eye(4)[at]) for at in range(4))
        for committee in ("fife", "moray", "angus"):
            add_counted_review(session, Said(vector=wide), committee=committee, year=2009)
        for committee in ("fife", "fife", "moray"):
            add_counted_review(session, Said(vector=deep), committee=committee, year=2009)
        for committee in ("fife", "moray"):
            add_counted_review(session, Said(vector=late), committee=committee, year=2019)
            add_counted_review(session, Said(vector=early), committee=committee, year=2008)
        groups = ask(session).groups
        assert [(len(x.committees), len(x.findings), x.last) for x in groups] == [
            (3, 3, 2009),
            (2, 3, 2009),
            (2, 2, 2019),
            (2, 2, 2008),
        ]

    def test_the_cursor_goes_through_all_once(self, session: Session) -> None:
        for at in range(5):
            for committee in ("fife", "moray"):
                add_counted_review(
                    session, Said(vector=direction(*np.eye(5)[at])), committee=committee
                )
        place_into_issues(session)
        seen: list[UUID] = []
        cursor: str | None = None
        for _ in range(3):
            page = find_recurrences(session, RecurrenceFilter(), by=ANALYST, limit=2, cursor=cursor)
            seen += [each.issue for each in page.groups]
            cursor = page.next
        assert cursor is None
        assert len(set(seen)) == len(seen) == 5


class TestComingBackAfterResolution:
    def found(self, session: Session, later: date, committee: str) -> Recurrences:
        add_counted_review(session, supervised(resolved_on=date(2014, 1, 31)), year=2012)
        add_counted_review(session, supervised(), committee=committee, completed_on=later)
        return ask(session, min_committees=1)

    def test_in_another_committee_later(self, session: Session) -> None:
        (group,) = self.found(session, date(2015, 3, 1), "moray").groups
        assert group.after_resolution
        assert not group.after_own_resolution
        assert group.returns[0].days == 394

    def test_in_its_own(self, session: Session) -> None:
        (group,) = self.found(session, date(2015, 3, 1), "fife").groups
        assert group.after_own_resolution

    def test_not_when_it_came_before_the_resolution(self, session: Session) -> None:
        (group,) = self.found(session, date(2013, 3, 1), "moray").groups
        assert not group.after_resolution


class TestRights:
    @pytest.fixture(autouse=True)
    def reviews(self, session: Session) -> None:
        add_counted_review(session, supervised(), committee="fife", published=False)
        add_counted_review(session, supervised(), committee="moray")
        add_counted_review(session, supervised(), committee="angus")

    def test_an_analyst_sees_what_is_accepted(self, session: Session) -> None:
        assert ask(session).groups[0].committees == ["angus", "fife", "moray"]

    @pytest.mark.parametrize("by", [PRACTITIONER, FIFE], ids=["practitioner", "own committee"])
    def test_others_see_what_is_published(self, session: Session, by: Actor) -> None:
        found = ask(session, by=by)
        assert found.groups[0].committees == ["angus", "moray"]
        assert found.groups[0].representative.committee != "fife"
        assert "Published" in found.basis.scope

    def test_an_answer_kept_for_an_analyst_is_not_given_to_others(self, session: Session) -> None:
        assert len(ask(session).groups[0].findings) == 3
        assert len(ask(session, by=PRACTITIONER).groups[0].findings) == 2
