"""People of every kind, and what only looks like them."""

from collections.abc import Callable

import pytest

Found = Callable[[str, str], list[str]]

HITS = [
    ("The nurse rang Kirsty Macleod twice.", ["Kirsty Macleod"]),
    ("It was Dr Kerr who wrote.", ["Dr Kerr"]),
    ("SW Janet and PC Ewan Ross attended.", ["SW Janet", "PC Ewan Ross"]),
    ("Mr and Mrs Zhao were told.", ["Mrs Zhao"]),
    ("Her mother, Mairi NicDhòmhnaill, agreed.", ["Mairi NicDhòmhnaill"]),
    ("Wojciech Szczepański worked away.", ["Wojciech Szczepański"]),
    ("Oluwaseun Adebayo-Smith came late.", ["Oluwaseun Adebayo-Smith"]),
    ("They asked Gurpreet about it.", ["Gurpreet"]),
    ("Nguyen Thi Lan was found.", ["Nguyen Thi Lan"]),
    ("Mohammed al-Hassan spoke.", ["Mohammed al-Hassan"]),
    ("We met Ka-Ming at school.", ["Ka-Ming"]),
    ("Mark told the nurse.", ["Mark"]),
    ("She was told by Will that night.", ["Will"]),
    ("Rose's room was cold.", ["Rose"]),
    ("He said that Hope loved her children.", ["Hope"]),
    ("Auntie Senga took the baby.", ["Auntie Senga"]),
    ("Sgt. A. Mowat signed.", ["Sgt. A. Mowat"]),
    ("The form says K. Macleod.", ["K. Macleod"]),
    ("MACLEOD, Kirsty was present.", ["MACLEOD, Kirsty"]),
    ("kirsty said she would go", ["kirsty"]),
    ("Кirsty Mасleod attended.", ["Кirsty Mасleod"]),
    ("K1rsty Mac1eod attended.", ["K1rsty Mac1eod"]),
    ("Kirsty\u200bMacleod and Kirsty Macleod", ["Kirsty\u200bMacleod", "Kirsty Macleod"]),
    ("Kir-\nsty Mac-\nleod attended.", ["Kir-\nsty Mac-\nleod"]),
    ("Her boyfriend, known as Spud, stayed.", ["Spud"]),
    ("his friend 'Gazza' stayed", ["Gazza"]),
    ("李伟 was present.", ["李伟"]),
    ("mr cuthill rang again", ["mr cuthill"]),
    ("Macleod_Kirsty_notes", ["Macleod", "Kirsty"]),
    ("Thornbury K, seen at home.", ["Thornbury K"]),
    ("The midwife (J. Traynor) rang.", ["J. Traynor"]),
    ("He was placed with the Lamonts.", ["Lamonts"]),
    ("Faith cried; Hope was asleep.", ["Faith", "Hope"]),
    ("Will will be the named person.", ["Will"]),
    ("Tell Chelsea I'm not coming.", ["Chelsea"]),
    ("Voronin D and others were present.", ["Voronin D"]),
]
NEAR_MISSES = [
    "On Christmas Eve 2017 they met outside the Spar.",
    "The hope was that the Scots and the families would be told.",
    "Vitamin D, iron and hepatitis B, all by the nurse.",
    "Strand A. Strand B. Tier C, as set out in Annexe B, was left.",
    "Halfbrother C, and Cousin B, stayed with Stepsister D.",
    "Child A and Baby J live with Ms Y. Mr X left.",
    "Subject Child was seen; the Subject Child's Mother was not.",
    "Sibling 1 and Adult B were present.",
    "Practice has changed (Munro, 2011).",
    "Brandon et al. (2012) found the same.",
    "As Axford and Bullock (2005:55) argue, there is no model.",
    "Reder, P. and Duncan, S. (1999) Lost Innocents.",
    "The Signs of Safety approach and the Munro review were used.",
    "Will the Committee be assured? May it ask again?",
    "Hope was expressed, and grace extended.",
    "Mark the date. Rose from 12 to 20.",
    "In May 2016 and in the Summer of that year.",
    "The Named Person and the Lead Professional met.",
    "Police Scotland, NHS Grampian and Angus Council agreed.",
    "The Children's Hearings (Scotland) Act 2011 applies.",
    "The Edinburgh Postnatal Depression Scale was used.",
    "Sheriff Court papers and the Lord Advocate's guidance.",
    "ANALYSIS OF PRACTICE AND KEY FINDINGS",
]


class TestPerson:
    @pytest.mark.parametrize(("text", "expected"), HITS)
    def test_is_found_as_written(self, found: Found, text: str, expected: list[str]) -> None:
        assert found(text, "PERSON") == expected

    @pytest.mark.parametrize("text", NEAR_MISSES)
    def test_near_miss_is_left_alone(self, found: Found, text: str) -> None:
        assert found(text, "PERSON") == []
