from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.kit.actors import Actor
from app.measures.questions import MeasureQuestion
from app.measures.schemas import Figure, Rigour
from app.measures.service.rigour import find_rigour
from tests.app.measures.conftest import Make
from tests.factories.repository import Said

ALL = MeasureQuestion()
FIVE = ("manifestation", "underlying", "prevalence", "spread", "implications")


def deep(depth: str, *, source: str = "human") -> Said:
    return Said(tags=(("depth", depth, source),))


def figure(found: Rigour, part: str, matter: str, **key: str) -> Figure:
    (one,) = [
        each for each in found.figures if (each.part, each.matter, each.key) == (part, matter, key)
    ]
    return one


class TestDepth:
    def test_is_counted_over_findings_whose_depth_is_coded(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(deep("description"), deep("underlying_reason"), Said())
        make(deep("underlying_reason"))
        found = find_rigour(session, ALL, by=analyst)
        reasons = figure(found, "depth", "underlying_reason")
        assert (reasons.number, reasons.of, reasons.reviews) == (2, 3, 2)

    def test_by_methodology(self, session: Session, make: Make, analyst: Actor) -> None:
        make(deep("description"), methodology="hybrid")
        make(deep("underlying_reason"), deep("explanation"), methodology="learning_together")
        found = find_rigour(session, ALL, by=analyst)
        hybrid = figure(found, "depth", "description", methodology="hybrid")
        other = figure(found, "depth", "description", methodology="learning_together")
        assert (hybrid.number, hybrid.of, other.number, other.of) == (1, 1, 0, 2)

    def test_a_person_outranks_the_model(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        both = (("depth", "description", "model"), ("depth", "explanation", "human"))
        make(Said(tags=both))
        found = find_rigour(session, ALL, by=analyst)
        assert figure(found, "depth", "description").number == 0
        assert figure(found, "depth", "explanation").number == 1


class TestFiveQuestions:
    def test_each_and_all_of_them(self, session: Session, make: Make, analyst: Actor) -> None:
        whole = Said(fields=dict.fromkeys(FIVE, "Answered."))
        part = Said(fields={"prevalence": "In a quarter of files."})
        make(whole, part, Said())
        found = find_rigour(session, ALL, by=analyst)
        assert figure(found, "five_questions", "prevalence").number == 2
        assert figure(found, "five_questions", "spread").number == 1
        assert figure(found, "five_questions", "all_five").number == 1


class TestRecommendations:
    def test_the_procedures_and_training_share_and_the_mean_of_every_review(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(Said(), kinds=["training", "procedure_guidance", "resources"])
        make(Said(), kinds=["audit_monitoring", None])
        make(Said())
        found = find_rigour(session, ALL, by=analyst)
        narrow = figure(found, "recommendations", "procedures_and_training")
        assert (narrow.number, narrow.of) == (2, 4)
        assert found.recommendations_per_review == pytest.approx(5 / 3)
        assert (found.median_recommendations, found.most_recommendations) == (2, 3)


class TestKindsOverTime:
    def test_a_kind_that_grows_rare_is_said_to_fall(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        for year in range(2010, 2020):
            for number in range(6):
                early = number < 6 - (year - 2010) * 0.6
                kinds = ["procedure_guidance"] if early else ["resources"]
                make(Said(), kinds=kinds, year=year)
        found = {each.kind: each for each in find_rigour(session, ALL, by=analyst).kinds_over_time}
        falling, rising = found["procedure_guidance"], found["resources"]
        assert falling.significant
        assert falling.effect is not None
        assert rising.effect is not None
        assert falling.effect < 0 < rising.effect
        assert "fell between 2010 and 2019" in falling.sentence

    def test_a_level_kind_is_not(self, session: Session, make: Make, analyst: Actor) -> None:
        for year in range(2010, 2020):
            for number in range(4):
                make(Said(), kinds=["training" if number % 2 else "resources"], year=year)
        tested = find_rigour(session, ALL, by=analyst).kinds_over_time
        assert [each.kind for each in tested if each.significant] == []


class TestPeople:
    def test_who_took_part_is_of_those_that_say(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(Said(), involvement={"family": True, "child": False})
        make(Said(), involvement={"family": False})
        make(Said())
        found = find_rigour(session, ALL, by=analyst)
        family, child = (figure(found, "involvement", each) for each in ("family", "child"))
        assert (family.number, family.of) == (1, 2)
        assert (child.number, child.of) == (0, 1)
        assert figure(found, "involvement", "staff").share is None

    def test_one_external_reviewer_makes_the_review_external(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(Said(), external=[False, True])
        make(Said(), external=[False])
        make(Said(), external=[None])
        external = figure(find_rigour(session, ALL, by=analyst), "reviewers", "external")
        assert (external.number, external.of) == (1, 2)


class TestSentence:
    def test_says_depth_recommendations_and_families(
        self, session: Session, make: Make, analyst: Actor
    ) -> None:
        make(deep("underlying_reason"), deep("description"), kinds=["training"])
        make(deep("description"), deep("description"), involvement={"family": True})
        said = find_rigour(session, ALL, by=analyst).sentence
        assert said == (
            "25% of findings reach an underlying reason; 100% of recommendations ask for "
            "procedures or training; families took part in 100% of the 1 reviews that say so."
        )

    def test_an_empty_repository_says_so(self, session: Session, analyst: Actor) -> None:
        found = find_rigour(session, MeasureQuestion(committee="orkney"), by=analyst)
        assert found.sentence.startswith("Too little is on record")
        assert found.recommendations_per_review is None


class TestForPractitioners:
    def test_figures_of_few_reviews_are_hidden(
        self, session: Session, make: Make, reader: Actor
    ) -> None:
        for _ in range(6):
            make(deep("explanation"))
        make(deep("description"))
        found = find_rigour(session, ALL, by=reader)
        assert figure(found, "depth", "description").hidden
        assert figure(found, "depth", "explanation").number == 6
        assert found.most_recommendations is None
