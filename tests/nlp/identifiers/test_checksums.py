"""Check digits."""

import pytest

from nlp.identifiers.checksums import day_month_year, modulus_10, modulus_11


class TestModulus11:
    def test_accepts_the_published_test_number(self) -> None:
        assert modulus_11("9434765919")

    @pytest.mark.parametrize("last", "012345678")
    def test_refuses_every_other_last_digit(self, last: str) -> None:
        assert not modulus_11("943476591" + last)


class TestModulus10:
    def test_exactly_one_last_digit_passes(self) -> None:
        passing = [d for d in "0123456789" if modulus_10("010116123" + d)]

        assert len(passing) == 1

    def test_notices_two_neighbours_swapped(self) -> None:
        valid = next("010116123" + d for d in "0123456789" if modulus_10("010116123" + d))
        swapped = valid[:6] + valid[7] + valid[6] + valid[8:]

        assert not modulus_10(swapped)


class TestDayMonthYear:
    @pytest.mark.parametrize("digits", ["310116", "290200", "010199", "290216"])
    def test_days_that_were(self, digits: str) -> None:
        assert day_month_year(digits)

    @pytest.mark.parametrize("digits", ["320116", "300216", "000116", "011316", "310416"])
    def test_days_that_never_were(self, digits: str) -> None:
        assert not day_month_year(digits)
