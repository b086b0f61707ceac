from dataclasses import replace
from typing import Any

import pytest

from nlp.corpus.checks import finding_faults, recommendation_faults
from nlp.corpus.loader import load_findings, load_recommendations
from nlp.corpus.model import CodedFinding, CodedRecommendation, Part

SOUND = CodedFinding(
    id="A-1",
    file="a",
    voice="night nurse",
    text="Nobody on the ward that night could say whom to ring once the day team had left.",
    category="responses_to_incidents",
    second_category=None,
    themes=("out_of_hours",),
    depth="description",
    issue=None,
    part=Part.TRAIN,
)
ADVICE = CodedRecommendation(
    id="R-1",
    voice="board",
    text="The board should publish one list of out-of-hours numbers by the end of June.",
    kind="procedure_guidance",
    second_kind=None,
    smart=True,
    part=Part.TRAIN,
)
OTHER_TEXT = (
    "Her caseload stood at forty-one for two years and each manager in turn had agreed to it."
)


class TestTheCommittedCorpus:
    def test_findings_have_no_faults(self) -> None:
        assert finding_faults(load_findings()) == []

    def test_recommendations_have_no_faults(self) -> None:
        assert recommendation_faults(load_recommendations()) == []

    def test_no_voice_serves_two_parts(self) -> None:
        parts: dict[tuple[str, str], set[Part]] = {}
        for finding in load_findings():
            parts.setdefault((finding.file, finding.voice), set()).add(finding.part)
        assert all(len(of) == 1 for of in parts.values())

    def test_every_part_has_findings_and_groups(self) -> None:
        for part in Part:
            held = [f for f in load_findings() if f.part is part]
            assert len(held) >= 250
            assert sum(f.issue is not None for f in held) >= 80


class TestFindingFaults:
    def test_a_sound_finding_has_none(self) -> None:
        assert finding_faults([SOUND]) == []

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"text": "Too short to be a finding."}, "6 words"),
            ({"text": "word " * 121}, "121 words"),
            ({"category": "systems"}, "no category systems"),
            ({"second_category": "bias"}, "no category bias"),
            ({"second_category": "responses_to_incidents"}, "repeats the first"),
            ({"depth": "cause"}, "no depth cause"),
            ({"themes": ()}, "0 themes"),
            ({"themes": ("training", "neglect", "assessment", "escalation")}, "4 themes"),
            ({"themes": ("training", "training")}, "a theme comes twice"),
            ({"themes": ("nights",)}, "no theme nights"),
            ({"issue": "A-7"}, "a group of one"),
        ],
    )
    def test_each_breach_of_the_codebook_is_named(self, change: dict[str, Any], fault: str) -> None:
        faults = finding_faults([replace(SOUND, **change)])
        assert len(faults) == 1
        assert fault in faults[0]

    @pytest.mark.parametrize("words", [12, 120])
    def test_the_limits_of_length_are_allowed(self, words: int) -> None:
        text = " ".join(f"word{at}" for at in range(words))
        assert finding_faults([replace(SOUND, text=text)]) == []

    def test_an_id_may_come_once(self) -> None:
        faults = finding_faults([SOUND, replace(SOUND, text=OTHER_TEXT)])
        assert faults == ["A-1: the id comes 2 times"]

    def test_a_near_copy_is_found_under_another_id(self) -> None:
        copy = replace(SOUND, id="A-2", text=SOUND.text.replace("ward", "unit"))
        assert finding_faults([SOUND, replace(SOUND, id="A-2")]) != []
        assert finding_faults([SOUND, replace(copy, text=SOUND.text.upper())]) != []

    def test_two_texts_on_one_matter_are_not_copies(self) -> None:
        other = "Once the day team had gone home, whom the ward should ring was anybody's guess."
        assert finding_faults([SOUND, replace(SOUND, id="A-2", text=other)]) == []

    def test_a_group_across_parts_of_one_file_leaks(self) -> None:
        one = replace(SOUND, issue="A-7")
        other = replace(one, id="A-2", text=OTHER_TEXT, part=Part.TEST)
        assert finding_faults([one, other]) == ["A-7: the group stands in 2 parts of a"]

    def test_a_merged_group_may_stand_in_two_files(self) -> None:
        one = replace(SOUND, issue="A-7")
        other = replace(one, id="B-2", file="b", text=OTHER_TEXT, part=Part.TEST)
        assert finding_faults([one, other]) == []


class TestRecommendationFaults:
    def test_a_sound_recommendation_has_none(self) -> None:
        assert recommendation_faults([ADVICE]) == []

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"kind": "meeting"}, "no kind meeting"),
            ({"second_kind": "meeting"}, "no kind meeting"),
            ({"second_kind": "procedure_guidance"}, "repeats the first"),
        ],
    )
    def test_each_breach_is_named(self, change: dict[str, Any], fault: str) -> None:
        faults = recommendation_faults([replace(ADVICE, **change)])
        assert len(faults) == 1
        assert fault in faults[0]
