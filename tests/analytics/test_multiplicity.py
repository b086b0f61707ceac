import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from analytics.multiplicity import benjamini_hochberg, holm

# Benjamini and Hochberg (1995), section 4.1: fifteen comparisons of two treatments.
PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def below(adjusted: tuple[float | None, ...]) -> int:
    return sum(p is not None and p <= 0.05 for p in adjusted)


def test_false_discovery_control_rejects_four_as_published() -> None:
    assert below(benjamini_hochberg(PUBLISHED)) == 4


def test_family_wise_control_rejects_three_as_published() -> None:
    assert below(holm(PUBLISHED)) == 3


@pytest.mark.parametrize(("ours", "theirs"), [(benjamini_hochberg, "fdr_bh"), (holm, "holm")])
def test_agrees_with_statsmodels_in_any_order(ours: object, theirs: str) -> None:
    rng = np.random.default_rng(95)
    for size in (1, 2, 7, 40):
        p_values = rng.uniform(size=size) ** 3
        expected = multipletests(p_values, method=theirs)[1]
        assert callable(ours)
        assert ours(p_values.tolist()) == pytest.approx(expected)


def test_an_untestable_question_stays_so_and_costs_the_others_nothing() -> None:
    assert benjamini_hochberg([0.01, None, 0.02]) == (0.02, None, 0.02)
    assert holm([None, 0.03]) == (None, 0.03)


def test_an_empty_family_is_empty() -> None:
    assert benjamini_hochberg([]) == ()


def test_refuses_what_is_no_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.2, 1.2])
