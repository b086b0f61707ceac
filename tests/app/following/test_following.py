from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.following import service
from app.following.errors import NameTaken, NotAQuestion, NothingSaved
from app.following.schemas import QuerySent
from app.identity.accounts import add_person
from app.kit.actors import SYSTEM, Actor
from app.kit.errors import Invalid
from app.recurrence.service.grouping import place_into_issues
from app.reviews.models import Finding
from tests.factories.repository import Said, add_counted_review, direction, findings_of, themed

NOW = datetime(2020, 6, 1, 12, tzinfo=UTC)
ACCEPTED = datetime(2020, 1, 1, tzinfo=UTC)


Make = Callable[..., Actor]


@pytest.fixture
def person(session: Session) -> Make:
    def make(role: str = "analyst", *committees: str) -> Actor:
        made = add_person(
            session, email=f"{role}.{len(committees)}@example.org", name=role, by=SYSTEM, at=NOW
        )
        session.flush()
        return Actor(made.id, role, frozenset({role}), frozenset(committees))

    return make


def save(session: Session, by: Actor, name: str = "Mine", address: str = "/trends?by=year") -> UUID:
    return service.save_query(session, QuerySent(name=name, address=address), by=by, at=NOW).id


class TestSavedQuestions:
    def test_are_kept_by_name_for_their_owner_alone(self, session: Session, person: Make) -> None:
        one, other = person("analyst"), person("practitioner")
        save(session, one, "Years")
        save(session, one, "Areas", "/trends?by=committee")
        assert [each.name for each in service.list_queries(session, by=one).items] == [
            "Areas",
            "Years",
        ]
        assert service.list_queries(session, by=other).items == []

    def test_saving_the_same_twice_keeps_one(self, session: Session, person: Make) -> None:
        by = person()
        assert save(session, by) == save(session, by)

    def test_a_name_stands_for_one_question(self, session: Session, person: Make) -> None:
        by = person()
        save(session, by)
        with pytest.raises(NameTaken, match="Mine"):
            save(session, by, address="/trends?by=theme")

    @pytest.mark.parametrize(
        "address",
        [
            "https://elsewhere.example/trends",
            "//elsewhere.example/trends",
            "/\\elsewhere.example",
            "/sign-out",
            "javascript:alert(1)",
            "trends",
        ],
    )
    def test_only_addresses_of_this_service_that_answer(
        self, session: Session, person: Make, address: str
    ) -> None:
        with pytest.raises(NotAQuestion):
            save(session, person(), address=address)

    def test_are_deleted_by_their_owner_alone(self, session: Session, person: Make) -> None:
        one, other = person("analyst"), person("practitioner")
        saved = save(session, one)
        with pytest.raises(NothingSaved):
            service.forget_query(session, saved, by=other)
        service.forget_query(session, saved, by=one)
        assert service.list_queries(session, by=one).items == []


class TestTopics:
    def test_following_twice_is_following_once(self, session: Session, person: Make) -> None:
        by = person()
        first = service.subscribe(session, "supervision", by=by, at=NOW)
        again = service.subscribe(session, "supervision", by=by, at=NOW + timedelta(days=1))
        assert first.id == again.id
        service.unsubscribe(session, first.id, by=by)
        assert service.list_subscriptions(session, by=by).items == []

    def test_an_unknown_theme_is_refused(self, session: Session, person: Make) -> None:
        with pytest.raises(Invalid):
            service.subscribe(session, "weather", by=person(), at=NOW)


class TestDigest:
    def test_tells_what_came_under_a_topic_since_it_was_followed(
        self, session: Session, person: Make
    ) -> None:
        by = person()
        add_counted_review(session, Said("Old.", tags=themed("supervision")))
        service.subscribe(session, "supervision", by=by, at=ACCEPTED + timedelta(days=1))
        new = add_counted_review(
            session,
            Said("New.", tags=themed("supervision")),
            Said("Other.", tags=themed("neglect")),
            completed_on=date(2020, 3, 1),
        )
        new.accepted_at = ACCEPTED + timedelta(days=30)
        session.flush()
        found = service.read_digest(session, by=by).findings
        assert [each.statement for each in found] == ["New."]
        assert (found[0].theme, found[0].reference) == ("supervision", new.reference)

    def test_what_was_read_is_not_told_again(self, session: Session, person: Make) -> None:
        by = person()
        service.subscribe(session, "supervision", by=by, at=ACCEPTED - timedelta(days=1))
        add_counted_review(session, Said(tags=themed("supervision")))
        assert len(service.read_digest(session, by=by).findings) == 1
        service.mark_read(session, by=by, at=ACCEPTED)
        assert service.read_digest(session, by=by).findings == []

    def test_a_finding_under_two_topics_is_told_once(self, session: Session, person: Make) -> None:
        by = person()
        for theme in ("supervision", "training"):
            service.subscribe(session, theme, by=by, at=ACCEPTED - timedelta(days=1))
        add_counted_review(session, Said(tags=themed("supervision", "training")))
        assert len(service.read_digest(session, by=by).findings) == 1

    def test_practitioners_hear_of_what_is_published(self, session: Session, person: Make) -> None:
        by = person("practitioner")
        service.subscribe(session, "supervision", by=by, at=ACCEPTED)
        hidden = add_counted_review(session, Said(tags=themed("supervision")), published=False)
        shown = add_counted_review(session, Said("Shown.", tags=themed("supervision")))
        shown.published_at = hidden.published_at = ACCEPTED + timedelta(days=2)
        session.flush()
        found = service.read_digest(session, by=by).findings
        assert [each.statement for each in found] == ["Shown."]


def returned(
    session: Session, *, done: date = date(2016, 1, 1), published: bool = True
) -> tuple[UUID, UUID]:
    """Fife records an action done; Moray's later review states the issue again."""
    earlier = add_counted_review(
        session,
        Said(
            "Nobody had an hour.",
            vector=direction(1),
            actions=[{"words": "Reserve an hour.", "done_on": done}],
        ),
        committee="fife",
        completed_on=date(2015, 6, 1),
    )
    later = add_counted_review(
        session,
        Said("Still no hour.", vector=direction(1)),
        committee="moray",
        completed_on=date(2018, 6, 1),
        published=published,
    )
    place_into_issues(session)
    return findings_of(session, earlier)[0], findings_of(session, later)[0]


class TestAlerts:
    def test_what_comes_back_after_it_was_done_is_told_once(
        self, session: Session, person: Make
    ) -> None:
        earlier, later = returned(session)
        assert service.raise_new_alerts(session) == 1
        assert service.raise_new_alerts(session) == 0
        (alert,) = service.read_digest(session, by=person()).alerts
        assert (alert.finding, alert.earlier_finding) == (later, earlier)
        assert (alert.earlier_committee, alert.committee) == ("fife", "moray")
        assert alert.done_on == date(2016, 1, 1)
        assert alert.unread

    def test_what_came_before_it_was_done_is_no_return(self, session: Session) -> None:
        returned(session, done=date(2019, 1, 1))
        assert service.raise_new_alerts(session) == 0

    def test_an_action_left_open_is_not_done(self, session: Session) -> None:
        from app.reviews.models import Response, ResponseAction

        earlier, _ = returned(session)
        response = session.query(Response).filter_by(finding_id=earlier).one()
        response.actions.append(ResponseAction(position=2, words="Train everybody."))
        session.flush()
        assert service.raise_new_alerts(session) == 0

    def test_a_resolved_response_is_done(self, session: Session) -> None:
        first = Said(vector=direction(1), resolved_on=date(2016, 1, 1))
        add_counted_review(session, first, committee="fife", completed_on=date(2015, 6, 1))
        add_counted_review(
            session,
            Said("Again.", vector=direction(1)),
            committee="fife",
            completed_on=date(2018, 6, 1),
        )
        place_into_issues(session)
        assert service.raise_new_alerts(session) == 1

    def test_the_committee_that_recorded_it_done_hears_and_others_do_not(
        self, session: Session, person: Make
    ) -> None:
        returned(session)
        service.raise_new_alerts(session)
        assert service.unread(session, by=person("committee", "fife")) == 1
        assert service.unread(session, by=person("practitioner")) == 0

    def test_a_committee_hears_nothing_of_what_is_not_published(
        self, session: Session, person: Make
    ) -> None:
        returned(session, published=False)
        service.raise_new_alerts(session)
        assert service.unread(session, by=person("committee", "fife")) == 0
        assert service.unread(session, by=person("analyst")) == 1

    def test_reading_makes_them_old(self, session: Session, person: Make) -> None:
        returned(session)
        service.raise_new_alerts(session)
        by = person()
        service.mark_read(session, by=by, at=datetime(2999, 1, 1, tzinfo=UTC))
        assert service.unread(session, by=by) == 0
        assert not service.read_digest(session, by=by).alerts[0].unread

    def test_they_go_with_the_finding(self, session: Session, person: Make) -> None:
        _, later = returned(session)
        service.raise_new_alerts(session)
        session.delete(session.get_one(Finding, later))
        session.flush()
        assert service.read_digest(session, by=person()).alerts == []
