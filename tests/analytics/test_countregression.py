import numpy as np
import pytest
import statsmodels.api as sm

from analytics.countregression import _fit, fit_rate_trend

YEARS = list(range(2008, 2020))


def test_agrees_with_maximum_likelihood_poisson_in_statsmodels() -> None:
    rng = np.random.default_rng(8)
    exposure = rng.uniform(5, 30, size=12)
    events = rng.poisson(exposure * 0.8)
    ours = fit_rate_trend(YEARS, events.tolist(), exposure)
    peer = sm.Poisson(events, sm.add_constant(YEARS), exposure=exposure).fit(
        disp=0, method="newton"
    )
    low, high = np.exp(peer.conf_int()[1])
    assert not ours.overdispersed
    assert ours.ratio == pytest.approx(np.exp(peer.params[1]), rel=1e-6)
    assert (ours.low, ours.high) == pytest.approx((low, high), rel=1e-5)
    assert ours.p_value == pytest.approx(peer.pvalues[1], rel=1e-4)


def test_negative_binomial_dispersion_makes_pearson_equal_its_freedom() -> None:
    events = [4, 31, 9, 40, 3, 28, 12, 55, 6, 30, 11, 44]
    ours = fit_rate_trend(YEARS, events, np.ones(12))
    assert ours.method == "negative binomial regression"
    assert ours.dispersion > 5
    poisson = sm.GLM(
        events, sm.add_constant(np.array(YEARS) - 2013.5), family=sm.families.Poisson()
    ).fit()
    assert ours.high - ours.low > np.ptp(np.exp(poisson.conf_int()[1]))


def test_negative_binomial_agrees_with_statsmodels_at_the_same_dispersion() -> None:
    events = np.array([4, 31, 9, 40, 3, 28, 12, 55, 6, 30, 11, 44], dtype=float)
    time = np.array(YEARS) - 2013.5
    family = sm.families.NegativeBinomial(alpha=0.5)
    peer = sm.GLM(events, sm.add_constant(time), family=family, offset=np.log([2.0] * 12)).fit()
    ours = _fit(events, time, np.full(12, 2.0), 0.5)
    assert ours.slope == pytest.approx(peer.params[1], rel=1e-6)
    assert ours.error == pytest.approx(peer.bse[1], rel=1e-5)
    assert ours.chi2 == pytest.approx(peer.pearson_chi2, rel=1e-5)


def test_steep_and_gappy_counts_converge() -> None:
    fit = fit_rate_trend([1, 2, 3, 4, 5], [0, 0, 0, 1, 400], np.ones(5))
    assert np.isfinite([fit.ratio, fit.low, fit.high, fit.p_value]).all()


@pytest.mark.parametrize("events", [[3, 4], [0, 0, 9], [0, 0, 0]])
def test_refuses_counts_that_fix_no_ratio(events: list[int]) -> None:
    with pytest.raises(ValueError, match="at least two"):
        fit_rate_trend(range(len(events)), events, np.ones(len(events)))


@pytest.mark.parametrize("ratio", [1.0, 1.08])
def test_interval_covers_the_true_ratio_under_poisson_variation(ratio: float) -> None:
    rng = np.random.default_rng(77)
    mean = 25 * ratio ** np.arange(12)
    covered = 0
    for _ in range(1000):
        fit = fit_rate_trend(YEARS, rng.poisson(mean).tolist(), np.ones(12))
        covered += fit.low <= ratio <= fit.high
    assert 0.93 <= covered / 1000 <= 0.97


def test_interval_covers_the_true_ratio_when_years_vary_beyond_chance() -> None:
    rng = np.random.default_rng(87)
    covered = 0
    for _ in range(400):
        mean = 40 * 1.05 ** np.arange(12) * rng.gamma(5, 1 / 5, size=12)
        fit = fit_rate_trend(YEARS, rng.poisson(mean).tolist(), np.ones(12))
        covered += fit.low <= 1.05 <= fit.high
    assert 0.93 <= covered / 400 <= 0.97
