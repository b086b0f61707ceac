import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.corpus.loader import load_findings, load_recommendations
from nlp.corpus.model import Part

WriteCorpus = Callable[..., Path]

FINDING: dict[str, Any] = {
    "id": "A-1",
    "voice": "night nurse",
    "text": "Nobody on the ward knew whom to ring after ten.",
    "label": "responses_to_incidents",
    "second_label": None,
    "themes": ["out_of_hours"],
    "depth": "description",
    "issue": "A-9",
}
RECOMMENDATION: dict[str, Any] = {
    "id": "R-1",
    "voice": "board",
    "text": "The board should publish its out-of-hours numbers by June.",
    "kind": "procedure_guidance",
    "second_kind": None,
    "smart": True,
}


@pytest.fixture
def corpus(tmp_path: Path) -> WriteCorpus:
    def write(
        findings: Any = (), recommendations: Any = (), split: Any = None, merged: Any = None
    ) -> Path:
        for kind, files in (("findings", findings), ("recommendations", recommendations)):
            (tmp_path / kind).mkdir(exist_ok=True)
            for name, rows in dict(files).items():
                lines = "\n".join(json.dumps(row) for row in rows)
                (tmp_path / kind / f"{name}.jsonl").write_text(lines + "\n")
        split = split or {"findings": {}, "recommendations": {}}
        (tmp_path / "split.json").write_text(json.dumps(split))
        if merged:
            (tmp_path / "merged_issues.json").write_text(json.dumps({"same": merged}))
        return tmp_path

    return write


class TestParts:
    def test_a_voice_nobody_placed_is_for_training(self, corpus: WriteCorpus) -> None:
        folder = corpus(findings={"voice-1": [FINDING]})
        assert load_findings(folder)[0].part is Part.TRAIN

    def test_a_whole_file_can_be_held_out(self, corpus: WriteCorpus) -> None:
        split = {"findings": {"voice-1": {"*": "test"}}, "recommendations": {}}
        folder = corpus(findings={"voice-1": [FINDING], "voice-2": [FINDING]}, split=split)
        assert [f.part for f in load_findings(folder)] == [Part.TEST, Part.TRAIN]

    def test_a_named_voice_outranks_its_file(self, corpus: WriteCorpus) -> None:
        split = {"findings": {"voice-1": {"*": "test", "night nurse": "dev"}}}
        folder = corpus(
            findings={"voice-1": [FINDING, FINDING | {"voice": "lay member"}]},
            split=split | {"recommendations": {}},
        )
        assert [f.part for f in load_findings(folder)] == [Part.DEV, Part.TEST]

    def test_recommendations_are_split_by_their_own_voices(self, corpus: WriteCorpus) -> None:
        split = {"findings": {}, "recommendations": {"r": {"board": "test"}}}
        folder = corpus(recommendations={"r": [RECOMMENDATION]}, split=split)
        assert load_recommendations(folder)[0].part is Part.TEST


class TestIssues:
    def test_issues_read_as_one_take_the_first_id(self, corpus: WriteCorpus) -> None:
        folder = corpus(
            findings={"a": [FINDING], "b": [FINDING | {"issue": "B-2"}]},
            merged=[{"issues": ["A-9", "B-2"], "because": "one on-call list mends both"}],
        )
        assert [f.issue for f in load_findings(folder)] == ["A-9", "A-9"]

    def test_a_finding_without_an_issue_has_none(self, corpus: WriteCorpus) -> None:
        folder = corpus(findings={"a": [FINDING | {"issue": None}]})
        assert load_findings(folder)[0].issue is None


class TestCodes:
    def test_fields_arrive_as_coded(self, corpus: WriteCorpus) -> None:
        finding = load_findings(corpus(findings={"a": [FINDING]}))[0]
        assert (finding.id, finding.category, finding.themes, finding.depth) == (
            "A-1",
            "responses_to_incidents",
            ("out_of_hours",),
            "description",
        )

    @pytest.mark.parametrize(
        ("themes", "commends"),
        [(["good_practice", "training"], True), (["training"], False)],
    )
    def test_good_practice_is_a_theme(
        self, corpus: WriteCorpus, themes: list[str], commends: bool
    ) -> None:
        folder = corpus(findings={"a": [FINDING | {"themes": themes}]})
        assert load_findings(folder)[0].good_practice is commends
