import numpy as np
import pytest

from analytics.misclassification import ClassifierError, adjusted_share, share_with_people
from analytics.rates import share


def error(se: float, sp: float, positives: int = 200, negatives: int = 200) -> ClassifierError:
    hits, kept = round(se * positives), round(sp * negatives)
    return ClassifierError(hits, positives - hits, kept, negatives - kept, "held-out set")


class TestEstimate:
    def test_reproduces_the_worked_example_of_brucellosis_in_a_herd(self) -> None:
        """23 of 150 positive at sensitivity 0.96 and specificity 0.89 gives 5.1% (epiR manual)."""
        result = adjusted_share(23, 150, error(0.96, 0.89))
        assert result.share == pytest.approx(0.051, abs=5e-4)

    def test_a_perfect_tagger_changes_nothing(self) -> None:
        result = adjusted_share(30, 100, error(1.0, 1.0))
        assert result.share == pytest.approx(result.apparent)

    def test_the_estimate_undoes_known_error(self) -> None:
        truth, se, sp = 0.4, 0.8, 0.9
        tagged = round(1000 * (truth * se + (1 - truth) * (1 - sp)))
        assert adjusted_share(tagged, 1000, error(se, sp)).share == pytest.approx(truth)

    def test_fewer_tags_than_false_alarms_explain_means_nought_not_less(self) -> None:
        result = adjusted_share(2, 100, error(0.8, 0.9))
        assert result.share == 0.0
        assert result.low == 0.0

    def test_names_where_the_error_rate_was_measured(self) -> None:
        assert adjusted_share(1, 10, error(0.9, 0.9)).source == "held-out set"


class TestInterval:
    def test_is_wider_than_one_that_takes_the_tagger_at_its_word(self) -> None:
        naive, honest = share(60, 200), adjusted_share(60, 200, error(0.8, 0.9))
        assert naive.low is not None
        assert naive.high is not None
        assert honest.low is not None
        assert honest.high is not None
        assert honest.high - honest.low > naive.high - naive.low

    def test_narrows_as_the_evaluation_set_grows(self) -> None:
        widths = []
        for size in (25, 100, 400, 1600):
            result = adjusted_share(60, 200, error(0.8, 0.92, size, size))
            assert result.low is not None
            assert result.high is not None
            widths.append(result.high - result.low)
        assert widths == sorted(widths, reverse=True)

    @pytest.mark.parametrize(
        ("truth", "se", "sp", "n", "evaluated"),
        [(0.3, 0.85, 0.9, 300, 150), (0.5, 0.7, 0.8, 200, 200), (0.2, 0.9, 0.95, 500, 100)],
    )
    def test_covers_the_truth_with_sampling_and_tagger_both_uncertain(
        self, truth: float, se: float, sp: float, n: int, evaluated: int
    ) -> None:
        rng = np.random.default_rng(78)
        covered = 0
        for _ in range(1000):
            tagged = int(rng.binomial(n, truth * se + (1 - truth) * (1 - sp)))
            hits, kept = (int(rng.binomial(evaluated, p)) for p in (se, sp))
            seen = ClassifierError(hits, evaluated - hits, kept, evaluated - kept, "simulated")
            result = adjusted_share(tagged, n, seen)
            assert result.low is not None
            assert result.high is not None
            covered += result.low <= truth <= result.high
        assert 0.93 <= covered / 1000 <= 0.97


class TestPeopleAndModelTogether:
    def test_people_alone_give_their_own_interval(self) -> None:
        result, plain = share_with_people((12, 40), (0, 0), None), share(12, 40)
        assert (result.share, result.low, result.high) == (plain.share, plain.low, plain.high)
        assert result.method == "wilson"

    def test_the_model_alone_is_adjusted_as_ever(self) -> None:
        seen = error(0.8, 0.9)
        result, alone = share_with_people((0, 0), (60, 200), seen), adjusted_share(60, 200, seen)
        assert result.share == pytest.approx(alone.share)
        assert (result.low, result.high) == (pytest.approx(alone.low), pytest.approx(alone.high))

    def test_each_part_weighs_by_its_findings(self) -> None:
        """People: 30 of 100. Model: 170 of 300 at 0.9 and 0.8, truly (170/300-0.2)/0.7."""
        result = share_with_people((30, 100), (170, 300), error(0.9, 0.8))
        assert result.share == pytest.approx((100 * 0.3 + 300 * (170 / 300 - 0.2) / 0.7) / 400)
        assert result.apparent == pytest.approx(0.5)
        assert (result.numerator, result.denominator) == (200, 400)

    def test_it_is_surer_than_the_model_and_less_sure_than_people(self) -> None:
        seen = error(0.8, 0.9)
        widths = []
        for people, model in (((120, 400), (0, 0)), ((60, 200), (62, 200)), ((0, 0), (124, 400))):
            result = share_with_people(people, model, seen)
            assert result.low is not None
            assert result.high is not None
            widths.append(result.high - result.low)
        assert widths == sorted(widths)

    @pytest.mark.parametrize(
        ("truth", "people", "model"), [(0.3, 100, 200), (0.15, 250, 150), (0.5, 40, 300)]
    )
    def test_covers_the_truth(self, truth: float, people: int, model: int) -> None:
        rng = np.random.default_rng(1693)
        se, sp, evaluated = 0.8, 0.9, 150
        covered = 0
        for _ in range(1000):
            sure = int(rng.binomial(people, truth))
            tagged = int(rng.binomial(model, truth * se + (1 - truth) * (1 - sp)))
            hits, kept = (int(rng.binomial(evaluated, p)) for p in (se, sp))
            seen = ClassifierError(hits, evaluated - hits, kept, evaluated - kept, "simulated")
            result = share_with_people((sure, people), (tagged, model), seen)
            assert result.low is not None
            assert result.high is not None
            covered += result.low <= truth <= result.high
        assert 0.93 <= covered / 1000 <= 0.97

    def test_a_label_never_measured_gives_no_estimate(self) -> None:
        result = share_with_people((3, 10), (5, 10), None)
        assert (result.share, result.low, result.high) == (None, None, None)
        assert result.warning is not None
        assert "never measured" in result.warning

    def test_a_useless_tagger_spoils_the_whole(self) -> None:
        result = share_with_people((3, 10), (40, 100), error(0.5, 0.5))
        assert result.share is None
        assert result.warning is not None

    def test_nothing_coded_gives_no_figure(self) -> None:
        assert share_with_people((0, 0), (0, 0), None).share is None


class TestRefusals:
    def test_a_tagger_no_better_than_chance_gives_no_estimate(self) -> None:
        result = adjusted_share(40, 100, error(0.5, 0.5))
        assert result.share is None
        assert result.warning is not None

    def test_nothing_tagged_from_nothing_gives_no_estimate(self) -> None:
        assert adjusted_share(0, 0, error(0.9, 0.9)).share is None

    def test_an_evaluation_without_members_is_refused(self) -> None:
        with pytest.raises(ValueError, match="with the label and without"):
            ClassifierError(0, 0, 10, 2, "lopsided")

    def test_negative_counts_are_refused(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            ClassifierError(5, -1, 10, 2, "wrong")

    def test_a_share_left_almost_unknown_says_so(self) -> None:
        result = adjusted_share(10, 25, error(0.6, 0.6, 20, 20))
        assert result.warning is not None
