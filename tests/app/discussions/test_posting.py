from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent
from app.discussions.errors import (
    AlreadyJudged,
    OwnPost,
    PostNamesSomebody,
    PostNotFound,
    ReviewNotOpen,
)
from app.discussions.models import Post, PostState
from app.discussions.schemas import JudgementSent, PostSent
from app.discussions.service.moderating import count_held, judge_post, list_held
from app.discussions.service.posting import (
    list_posts,
    report_post,
    withdraw_post,
    write_post,
)
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.reviews.errors import ReviewNotFound
from app.reviews.models import Review
from tests.app.discussions.conftest import somebody

CLEAN = "We now ask at handover who has seen the child that week."
NAMING = "This is just what happened to Kirsty Macleod at our school."


def write(
    session: Session, review: Review, body: str = CLEAN, *, by: Actor, claim: str = ""
) -> Post:
    sent = PostSent(body=body, claim=claim)
    return write_post(session, review.reference, sent, by=by, at=utc_now())


def bodies(session: Session, review: Review, reader: Actor) -> list[str]:
    return [each.body for each in list_posts(session, review.reference, by=reader).items]


def judge(session: Session, post_id: UUID, decision: str, *, by: Actor) -> Post:
    sent = JudgementSent.model_validate({"decision": decision, "reason": "Read by a moderator"})
    return judge_post(session, post_id, sent, by=by, at=utc_now())


class TestACleanPost:
    def test_is_shown_to_every_reader_at_once(self, session: Session, published: Review) -> None:
        post = write(session, published, by=somebody(session))
        assert post.state is PostState.SHOWN
        assert bodies(session, published, somebody(session)) == [CLEAN]

    def test_a_claim_without_a_suspect_is_not_kept(
        self, session: Session, published: Review
    ) -> None:
        assert write(session, published, by=somebody(session), claim="No names").claim == ""

    def test_posts_stand_in_the_order_they_were_written(
        self, session: Session, published: Review
    ) -> None:
        speaker = somebody(session)
        for words in ("First of all.", "Then this.", "And last."):
            write(session, published, words, by=speaker)
        assert bodies(session, published, speaker) == ["First of all.", "Then this.", "And last."]


class TestAPostThatNamesSomebody:
    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (NAMING, "“Kirsty Macleod” looks like a person's name"),
            ("The baby's CHI is 2902164559.", "a number"),
            ("Ring me on 07700 900123.", "“07700 900123” looks like a telephone number"),
            ("They live at 14 Harbour Street.", "an address"),
            ("He was born on 3 March 2014.", "a date of birth"),
        ],
        ids=["name", "number", "telephone", "address", "birth"],
    )
    def test_is_refused_with_its_own_words(
        self, session: Session, published: Review, body: str, said: str
    ) -> None:
        speaker = somebody(session)
        with pytest.raises(PostNamesSomebody, match="Take it out") as refused:
            write(session, published, body, by=speaker)
        assert said in str(refused.value)
        assert bodies(session, published, speaker) == []

    def test_with_a_claim_it_waits_and_nobody_else_reads_it(
        self, session: Session, published: Review
    ) -> None:
        speaker = somebody(session)
        post = write(session, published, NAMING, by=speaker, claim="The name of a method")
        assert post.state is PostState.HELD
        assert bodies(session, published, somebody(session)) == []
        assert bodies(session, published, somebody(session, "steward")) == []
        assert bodies(session, published, speaker) == [NAMING]

    def test_the_trail_holds_none_of_its_words(self, session: Session, published: Review) -> None:
        write(session, published, NAMING, by=somebody(session), claim="A method")
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "post.written")
        ).all()
        assert events
        assert "Kirsty" not in " ".join(str(each.details) for each in events)


class TestWhatIsNotPublished:
    def test_cannot_be_discussed_by_who_sees_it(self, session: Session, accepted: Review) -> None:
        with pytest.raises(ReviewNotOpen):
            write(session, accepted, by=somebody(session, "analyst"))

    def test_is_not_there_for_who_does_not(self, session: Session, accepted: Review) -> None:
        with pytest.raises(ReviewNotFound):
            write(session, accepted, by=somebody(session))

    def test_withdrawn_learning_takes_its_discussion_with_it(
        self, session: Session, published: Review
    ) -> None:
        reader = somebody(session)
        write(session, published, by=somebody(session))
        published.publication_form = "none"
        session.flush()
        with pytest.raises(ReviewNotFound):
            list_posts(session, published.reference, by=reader)


class TestTakingBack:
    def test_erases_the_words(self, session: Session, published: Review) -> None:
        speaker = somebody(session)
        post = write(session, published, by=speaker)
        withdraw_post(session, post.id, by=speaker, at=utc_now())
        session.flush()
        session.refresh(post)
        assert (post.state, post.body) == (PostState.REMOVED, "")
        assert bodies(session, published, somebody(session)) == []

    def test_another_persons_post_is_not_there(self, session: Session, published: Review) -> None:
        post = write(session, published, by=somebody(session))
        with pytest.raises(PostNotFound):
            withdraw_post(session, post.id, by=somebody(session), at=utc_now())
        assert post.body == CLEAN

    def test_is_done_once(self, session: Session, published: Review) -> None:
        speaker = somebody(session)
        post = write(session, published, by=speaker)
        withdraw_post(session, post.id, by=speaker, at=utc_now())
        with pytest.raises(AlreadyJudged):
            withdraw_post(session, post.id, by=speaker, at=utc_now())


class TestReporting:
    def test_a_reported_post_is_out_of_sight_until_it_is_read(
        self, session: Session, published: Review
    ) -> None:
        post = write(session, published, by=somebody(session))
        reporter, moderator = somebody(session), somebody(session, "steward")
        report_post(session, post.id, "I know this family", by=reporter, at=utc_now())
        assert bodies(session, published, reporter) == []
        (held,) = list_held(session, by=moderator).items
        assert held.reports == ["I know this family"]
        judge(session, post.id, "show", by=moderator)
        assert bodies(session, published, reporter) == [CLEAN]

    def test_what_waits_cannot_be_reported(self, session: Session, published: Review) -> None:
        post = write(session, published, NAMING, by=somebody(session), claim="A method")
        with pytest.raises(PostNotFound):
            report_post(session, post.id, "Look", by=somebody(session), at=utc_now())

    def test_a_second_report_of_one_reader_adds_nothing(
        self, session: Session, published: Review
    ) -> None:
        post = write(session, published, by=somebody(session))
        reporter, moderator = somebody(session), somebody(session, "steward")
        report_post(session, post.id, "First", by=reporter, at=utc_now())
        judge(session, post.id, "show", by=moderator)
        report_post(session, post.id, "Again", by=reporter, at=utc_now())
        (held,) = list_held(session, by=moderator).items
        assert held.reports == ["First"]


class TestModerating:
    def test_the_suspects_are_where_the_words_are(
        self, session: Session, published: Review
    ) -> None:
        write(session, published, NAMING, by=somebody(session), claim="A method")
        (held,) = list_held(session, by=somebody(session, "steward")).items
        assert held.claim == "A method"
        assert [NAMING[each.start : each.end] for each in held.suspects] == ["Kirsty Macleod"]

    def test_a_post_that_is_shown_is_shown_to_all(
        self, session: Session, published: Review
    ) -> None:
        post = write(session, published, NAMING, by=somebody(session), claim="A method")
        judge(session, post.id, "show", by=somebody(session, "steward"))
        assert bodies(session, published, somebody(session)) == [NAMING]

    def test_a_post_that_is_erased_keeps_who_when_and_why(
        self, session: Session, published: Review
    ) -> None:
        speaker, moderator = somebody(session), somebody(session, "steward")
        post = write(session, published, NAMING, by=speaker, claim="A method")
        judge(session, post.id, "remove", by=moderator)
        assert (post.body, post.claim, post.judged_by) == ("", "", moderator.id)
        assert post.judgement == "Read by a moderator"
        assert [each.state for each in list_posts(session, published.reference, by=speaker).items]
        assert bodies(session, published, somebody(session)) == []

    def test_nobody_decides_on_their_own(self, session: Session, published: Review) -> None:
        moderator = somebody(session, "steward")
        post = write(session, published, NAMING, by=moderator, claim="A method")
        with pytest.raises(OwnPost):
            judge(session, post.id, "show", by=moderator)

    def test_what_is_shown_needs_no_approval(self, session: Session, published: Review) -> None:
        post = write(session, published, by=somebody(session))
        with pytest.raises(AlreadyJudged):
            judge(session, post.id, "show", by=somebody(session, "steward"))

    def test_a_post_that_is_not_there_is_said_so(self, session: Session) -> None:
        with pytest.raises(PostNotFound):
            judge(session, uuid4(), "show", by=somebody(session, "steward"))

    def test_only_what_waits_is_counted(self, session: Session, published: Review) -> None:
        moderator = somebody(session, "steward")
        before = count_held(session, by=moderator)
        write(session, published, by=somebody(session))
        post = write(session, published, NAMING, by=somebody(session), claim="A method")
        assert count_held(session, by=moderator) == before + 1
        judge(session, post.id, "remove", by=moderator)
        assert count_held(session, by=moderator) == before
