"""Every manuscript keeps its plan, names nobody, and shares no sentence with another."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from app.demonstration.faults import faults, repeated_sentences
from app.demonstration.manuscripts import REVIEWS, load_manuscripts, read_manuscript
from app.demonstration.plan import load_plan

WRITTEN = sorted(load_manuscripts())


class TestTheCorpus:
    def test_every_planned_review_is_written(self) -> None:
        assert sorted(load_plan()) == WRITTEN

    @pytest.mark.parametrize("key", WRITTEN)
    def test_a_manuscript_has_no_faults(self, key: str) -> None:
        assert faults(load_manuscripts()[key], load_plan()[key]) == []

    def test_no_sentence_stands_twice(self) -> None:
        assert repeated_sentences(load_manuscripts()) == {}

    def test_no_two_statements_open_with_the_same_five_words_more_than_twice(self) -> None:
        openings: dict[str, list[str]] = {}
        for key, text in load_manuscripts().items():
            for finding in text.findings:
                opening = " ".join(finding.statement.lower().split()[:5])
                openings.setdefault(opening, []).append(key)

        assert {opening: keys for opening, keys in openings.items() if len(keys) > 2} == {}

    def test_a_file_is_named_by_its_key(self) -> None:
        for path in REVIEWS.glob("*.yaml"):
            assert read_manuscript(path).key == path.stem


class TestReading:
    def test_space_is_tidied(self, tmp_path: Path) -> None:
        path = tmp_path / "r001.yaml"
        path.write_text(
            "key: r001\ntitle: ' A  title '\nsubject: Child A\ncircumstances: x\nfindings: []\n"
        )

        assert read_manuscript(path).title == "A title"

    def test_an_unknown_field_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "r001.yaml"
        content = {"key": "r001", "title": "t", "subject": "s", "circumstances": "c"}
        path.write_text(yaml.safe_dump({**content, "findings": [], "finding": "one"}))

        with pytest.raises(ValidationError, match="finding"):
            read_manuscript(path)
