from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from app.reviews.wording import read_wording
from app.taxonomy.models import Concept
from tests.factories.queries import counted_queries


class TestWording:
    @pytest.mark.parametrize(
        ("scheme", "key", "words"),
        [
            ("review_type", "significant_case_review", "Significant case review"),
            ("committee", "fife", "Fife"),
            ("typology", "tools", "Tools"),
            ("outcome", None, "Not recorded"),
            ("outcome", "no_such_key", "No such key"),
        ],
    )
    def test_keys_are_said_in_words(
        self, session: Session, scheme: str, key: str | None, words: str
    ) -> None:
        assert read_wording(session).term(scheme, key) == words

    @pytest.mark.parametrize(
        ("field", "words"),
        [
            ("type", "Type of review"),
            ("dates.completed", "Completed"),
            ("proceedings.criminal", "Proceedings: criminal"),
            ("involvement.family", "Took part: family"),
        ],
    )
    def test_fields_have_names(self, session: Session, field: str, words: str) -> None:
        assert read_wording(session).field(field) == words

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("type", "learning_review", "Learning review"),
            ("involvement.family", True, "Yes"),
            ("reviewers.number", 2, "2"),
        ],
    )
    def test_values_are_said_in_the_words_of_their_field(
        self, session: Session, field: str, value: object, words: str
    ) -> None:
        assert read_wording(session).value(field, value) == words

    def test_it_takes_two_queries(self, sessions: sessionmaker[Session]) -> None:
        with counted_queries(sessions) as sent, sessions() as session:
            read_wording(session)
        assert len(sent) == 2

    def test_nobody_may_choose_a_broader_heading(self, session: Session) -> None:
        say = read_wording(session)
        offered = [key for key, _ in say.options("theme")]
        assert "supervision" in offered
        assert "working_together" not in offered
        assert say.term("theme", "working_together") == "Working together"

    def test_what_may_be_chosen_stands_under_its_heading(self, session: Session) -> None:
        say = read_wording(session)
        groups = say.groups("theme")
        assert groups[0][0] == "Organisational conditions"
        assert ("supervision", "Supervision") in groups[0][1]
        under = [key for _, options in groups for key, _ in options]
        assert sorted(under) == sorted(key for key, _ in say.options("theme"))

    def test_nobody_may_choose_what_is_retired(self, session: Session) -> None:
        session.execute(update(Concept).where(Concept.key == "training").values(retired=True))
        say = read_wording(session)
        assert "training" not in [key for key, _ in say.options("theme")]
        assert say.term("theme", "training") == "Training"

    def test_what_stands_under_none_comes_last(self, session: Session) -> None:
        assert read_wording(session).groups("typology") == [
            ("", read_wording(session).options("typology"))
        ]
