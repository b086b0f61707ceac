import pandas as pd
import pytest

from analytics.rigour import (
    DEPTHS,
    QUESTIONS,
    answers,
    depth_by_methodology,
    five_questions,
    recommendations,
)


class TestDepth:
    FRAME = pd.DataFrame(
        [
            ("r1", "learning_together", "underlying_reason"),
            ("r1", "learning_together", "explanation"),
            ("r2", "learning_together", "underlying_reason"),
            ("r3", None, "description"),
            ("r3", None, None),
        ],
        columns=["review", "methodology", "depth"],
    )

    def test_gives_every_level_its_share_of_findings(self) -> None:
        together = depth_by_methodology(self.FRAME)[0]
        assert together.methodology == "learning_together"
        assert [name for name, _ in together.levels] == list(DEPTHS)
        assert dict(together.levels)["underlying_reason"].share == pytest.approx(2 / 3)
        assert sum(level.numerator for _, level in together.levels) == together.findings

    def test_a_review_without_a_methodology_is_kept_as_not_stated(self) -> None:
        last = depth_by_methodology(self.FRAME)[-1]
        assert (last.methodology, last.findings, last.reviews) == ("not_stated", 1, 1)

    def test_refuses_a_depth_outside_the_vocabulary(self) -> None:
        with pytest.raises(ValueError, match="unknown depth"):
            depth_by_methodology(self.FRAME.assign(depth="deep"))


class TestFiveQuestions:
    def test_all_five_needs_every_answer(self) -> None:
        rows = [("r1", *[True] * 5), ("r1", *[True] * 4, False), ("r2", *[False] * 5)]
        result = five_questions(pd.DataFrame(rows, columns=["review", *QUESTIONS]))
        assert dict(result.each)["manifestation"].numerator == 2
        assert (result.all_five.numerator, result.all_five.denominator) == (1, 3)


class TestRecommendations:
    ROWS = pd.DataFrame(
        [("r1", "training"), ("r1", "procedure_or_guidance"), ("r1", "resources"), ("r2", None)],
        columns=["review", "kind"],
    )

    def test_a_review_without_recommendations_counts_in_the_mean(self) -> None:
        result = recommendations(["r1", "r2", "r3", "r4"], self.ROWS)
        assert (result.mean, result.median, result.most) == (1.0, 0.5, 3)
        assert (result.with_any.numerator, result.with_any.denominator) == (2, 4)

    def test_procedures_and_training_are_shared_out_of_those_with_a_kind(self) -> None:
        result = recommendations(["r1", "r2"], self.ROWS)
        assert result.procedures_and_training.numerator == 2
        assert result.procedures_and_training.denominator == 3
        assert [kind for kind, _ in result.kinds] == [
            "procedure_or_guidance",
            "resources",
            "training",
        ]

    def test_no_reviews_have_no_mean(self) -> None:
        assert recommendations([], self.ROWS.iloc[:0]).mean is None

    def test_refuses_a_recommendation_of_a_review_not_counted(self) -> None:
        with pytest.raises(ValueError, match="not counted"):
            recommendations(["r1"], self.ROWS)


class TestAnswers:
    def test_keeps_no_apart_from_not_recorded(self) -> None:
        frame = pd.DataFrame(
            {
                "independent": [True, False, None, True],
                "family": ["yes", "no", "not_recorded", "no"],
            }
        )
        independent, family = answers(frame, ["independent", "family"])
        assert (independent.yes, independent.no, independent.not_recorded) == (2, 1, 1)
        assert (family.yes, family.no, family.not_recorded) == (1, 2, 1)
        assert family.share.denominator == 3

    def test_refuses_anything_else(self) -> None:
        with pytest.raises(ValueError, match="perhaps"):
            answers(pd.DataFrame({"family": ["perhaps"]}), ["family"])
