import pytest

from analytics.disclosure.profiles import INSPECTORATE, PRACTITIONER, PROFILES, RELEASE, Profile


class TestSmallness:
    @pytest.mark.parametrize(
        ("reviews", "families", "top_two", "small"),
        [
            (10, 10, 0.2, False),
            (9, 9, 0.2, True),
            (12, 9, 0.2, True),
            (0, 0, 0.0, True),
            (40, 40, 0.89, False),
            (40, 40, 0.90, True),
        ],
    )
    def test_release_asks_ten_reviews_ten_families_and_no_dominance(
        self, reviews: int, families: int, top_two: float, small: bool
    ) -> None:
        assert RELEASE.is_small(reviews, families, top_two) is small

    @pytest.mark.parametrize(("reviews", "small"), [(5, False), (4, True), (0, True)])
    def test_practitioners_see_five_and_more(self, reviews: int, small: bool) -> None:
        assert PRACTITIONER.is_small(reviews, reviews, 0.4) is small

    def test_the_inspectorate_sees_everything_marked_not_for_release(self) -> None:
        assert not INSPECTORATE.is_small(0, 0, 1.0)
        assert INSPECTORATE.label == "not for release"


class TestRounding:
    @pytest.mark.parametrize(
        ("value", "shown"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (220, 220)]
    )
    def test_release_rounds_to_the_nearest_five(self, value: int, shown: int) -> None:
        assert RELEASE.rounded(value) == shown

    @pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
    def test_a_readers_bounds_always_hold_the_true_value(self, profile: Profile) -> None:
        for value in range(profile.min_reviews, 200):
            low, high = profile.bounds_of(profile.rounded(value))
            assert low <= value <= high

    @pytest.mark.parametrize("base", [1, 2, 3, 5, 10])
    def test_a_readers_bounds_hold_nothing_that_rounds_elsewhere(self, base: int) -> None:
        profile = Profile("any", 1, 1, base, 1.0)
        low, high = profile.bounds_of(10 * base)
        assert {profile.rounded(value) for value in range(low, high + 1)} == {10 * base}
        assert profile.rounded(low - 1) != 10 * base
        assert profile.rounded(high + 1) != 10 * base

    def test_a_shown_count_is_known_to_reach_the_minimum(self) -> None:
        assert RELEASE.bounds_of(10) == (10, 12)


class TestLoneCounts:
    @pytest.mark.parametrize(
        ("profile", "shown"), [(RELEASE, None), (PRACTITIONER, 7), (INSPECTORATE, 7)]
    )
    def test_facets_and_totals_obey_the_same_rules(
        self, profile: Profile, shown: int | None
    ) -> None:
        assert profile.show_count(7, 7) == shown

    def test_a_large_count_is_rounded_for_release(self) -> None:
        assert RELEASE.show_count(23, 20) == 25


@pytest.mark.parametrize("values", [(0, 1, 1, 0.9), (1, 1, 0, 0.9), (1, 1, 1, 0.0), (1, 1, 1, 1.5)])
def test_refuses_rules_without_meaning(values: tuple[int, int, int, float]) -> None:
    with pytest.raises(ValueError, match="are"):
        Profile("odd", *values)
