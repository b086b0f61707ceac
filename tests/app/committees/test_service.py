from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.committees.errors import UnknownCommittee
from app.committees.service import (
    get_committee,
    list_committees,
    load_committees,
    todays_areas,
)


class TestCommitteesOverTime:
    @pytest.mark.parametrize(
        ("day", "north_east", "moray"),
        [(date(2012, 6, 1), True, False), (date(2013, 6, 1), True, True),
         (date(2014, 6, 1), False, True)],
    )  # fmt: skip
    def test_the_north_east_became_three_in_2013(
        self, session: Session, day: date, north_east: bool, moray: bool
    ) -> None:
        then = {each.slug for each in list_committees(session, on=day)}
        assert ("north-east-of-scotland" in then, "moray" in then) == (north_east, moray)

    def test_thirty_stand_today(self, session: Session) -> None:
        assert len(list_committees(session, on=date(2026, 1, 1))) == 30

    def test_an_ended_committee_leads_to_todays(self, session: Session) -> None:
        assert todays_areas(session) == {
            "north-east-of-scotland": ("aberdeen-city", "aberdeenshire", "moray")
        }

    def test_two_are_joint(self, session: Session) -> None:
        joint = {each.slug for each in list_committees(session, on=date(2026, 1, 1)) if each.joint}
        assert joint == {"clackmannanshire-and-stirling", "east-lothian-and-midlothian"}


class TestLookingUp:
    def test_an_unknown_key_names_the_nearest(self, session: Session) -> None:
        with pytest.raises(UnknownCommittee, match="aberdeen-city"):
            get_committee(session, "aberdeen-citi")

    def test_loading_again_changes_nothing(self, session: Session) -> None:
        before = [(each.slug, each.name) for each in list_committees(session)]
        load_committees(session)
        assert [(each.slug, each.name) for each in list_committees(session)] == before
