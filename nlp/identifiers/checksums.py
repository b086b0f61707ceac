"""Check digits of the numbers the health services issue."""

from __future__ import annotations

from datetime import date


def modulus_11(digits: str) -> bool:
    """Whether ten digits carry the weighted modulus 11 check digit.

    Weights 10 to 2 over the first nine digits; the check digit brings the sum to a multiple
    of eleven, and a remainder that would need the digit 10 is never issued. Used by NHS
    numbers and, until their supply for a birth date runs out, by CHI numbers.
    """
    total = sum(int(d) * w for d, w in zip(digits[:9], range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return check != 10 and check == int(digits[9])


def modulus_10(digits: str) -> bool:
    """Whether ten digits carry the modulus 10 (Luhn) check digit issued for CHI from 2026.

    Every second digit is doubled, starting from the ninth, and nine is taken off what
    exceeds nine; the check digit brings the sum to a multiple of ten.
    """
    total = 0
    for place, digit in enumerate(digits[:9]):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return (10 - total % 10) % 10 == int(digits[9])


def day_month_year(digits: str) -> bool:
    """Whether six digits are a date as DDMMYY in either century."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False
