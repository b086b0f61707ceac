"""Direct identifiers survive spaces, hyphens, line ends and scanning errors: recall 1.00."""

import random

import pytest

from nlp.identifiers import scan_text
from nlp.identifiers.checksums import modulus_10, modulus_11

ROUNDS = 40
MISREADINGS = {"0": "O", "1": "l", "5": "S"}
LABELLED = {
    "CHI": "Her CHI number is {}.",
    "NHS_NUMBER": "His NHS number was {} at the time.",
    "NINO": "National Insurance {} was on the letter.",
    "PHONE": "She rang from {} that night.",
    "POSTCODE": "They stayed at {} for a year.",
    "VEHICLE_REG": "A grey car, {}, was outside.",
    "INCIDENT_NUMBER": "Police incident number {} refers.",
    "CASE_NUMBER": "The SCRA reference is {} in the file.",
}


def checked(chance: random.Random, first_nine: str, *, ten: bool) -> str | None:
    test = modulus_10 if ten else modulus_11
    return next((first_nine + d for d in "0123456789" if test(first_nine + d)), None)


def make(kind: str, chance: random.Random) -> str:
    digits = lambda n: "".join(chance.choice("0123456789") for _ in range(n))  # noqa: E731
    if kind == "CHI":
        day = f"{chance.randint(1, 28):02}{chance.randint(1, 12):02}{chance.randint(0, 99):02}"
        number = None
        while number is None:
            number = checked(chance, day + digits(3), ten=chance.random() < 0.5)
        return number
    if kind == "NHS_NUMBER":
        number = None
        while number is None:
            number = checked(chance, chance.choice("4679") + digits(8), ten=False)
        return number
    if kind == "NINO":
        return chance.choice(["AB", "JW", "PR", "SK"]) + digits(6) + chance.choice("ABCD")
    if kind == "PHONE":
        return chance.choice(["07700900", "01632960", "01314960"]) + digits(3)
    if kind == "POSTCODE":
        outward = chance.choice(["AB10", "EH6", "G51", "KY12", "IV27", "ZE1", "DG9", "PA34"])
        return outward + " " + digits(1) + chance.choice(["QB", "XR", "AA", "LW"])
    if kind == "VEHICLE_REG":
        return chance.choice(["SF", "SN", "YK"]) + digits(2) + chance.choice(["KXM", "LHG", "WDU"])
    if kind == "INCIDENT_NUMBER":
        return f"PS-20{chance.randint(10, 19)}0{chance.randint(1, 9)}1{digits(1)}-{digits(4)}"
    return f"R/20{chance.randint(10, 19)}/{digits(4)}"


def spaced(kind: str, number: str, gap: str) -> str:
    cuts = {
        "CHI": (6,),
        "NHS_NUMBER": (3, 6),
        "NINO": (2, 4, 6, 8),
        "PHONE": (5, 8),
        "VEHICLE_REG": (4,),
    }.get(kind, ())
    return gap.join(number[a:b] for a, b in zip((0, *cuts), (*cuts, len(number)), strict=True))


def misread(number: str, chance: random.Random) -> str:
    places = [i for i, c in enumerate(number) if c in MISREADINGS and i > 1]
    for place in chance.sample(places, min(2, len(places))):
        number = number[:place] + MISREADINGS[number[place]] + number[place + 1 :]
    return number


def variants(kind: str, number: str, chance: random.Random) -> list[str]:
    half = len(number) // 2
    return [
        number,
        spaced(kind, number, " "),
        spaced(kind, number, "-"),
        misread(number, chance),
        misread(spaced(kind, number, " "), chance),
        number[:half] + "\n" + number[half:],
        number[:half] + "\u200b" + number[half:],
        "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number),
    ]


@pytest.mark.parametrize("kind", list(LABELLED))
class TestDirectIdentifiersUnderNoise:
    def test_every_variant_is_covered(self, kind: str) -> None:
        chance = random.Random(kind)
        missed = []
        for _ in range(ROUNDS):
            for written in variants(kind, make(kind, chance), chance):
                text = LABELLED[kind].format(written)
                start = text.index(written)
                covered = {i for h in scan_text(text) for i in range(h.start, h.end)}
                needed = [start + i for i, c in enumerate(written) if c.isalnum()]
                if not all(i in covered for i in needed):
                    missed.append((written, [(h.type, h.text) for h in scan_text(text)]))
        assert missed == []

    def test_the_type_is_named_right(self, kind: str) -> None:
        chance = random.Random(kind)
        for _ in range(ROUNDS):
            for written in variants(kind, make(kind, chance), chance):
                hits = scan_text(LABELLED[kind].format(written))
                assert kind in {hit.type for hit in hits}, written
