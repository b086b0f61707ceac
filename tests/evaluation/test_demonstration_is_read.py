"""The demonstration corpus, read from its files, against what its authors wrote."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.demonstration.build import build_corpus
from app.demonstration.truth import TrueReview, true_reviews
from nlp.documents import read_document
from nlp.segments import segment
from nlp.segments.model import Segmentation


def plain(words: str) -> str:
    return " ".join(words.replace("’", "'").replace("“", '"').replace("”", '"').split())


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[TrueReview, Segmentation]]:
    """Every review of the corpus: the truth, and what was read from its file."""
    manifest = build_corpus(tmp_path_factory.mktemp("corpus"))
    truths = true_reviews()

    def one(path: Path) -> Segmentation:
        return segment(read_document(path, filename=path.name))

    return [(truths[key], one(path)) for key, path in manifest.files.items()]


class TestFindings:
    def test_98_in_100_are_found_and_2_in_100_are_spurious_at_most(
        self, read: list[tuple[TrueReview, Segmentation]]
    ) -> None:
        tally: Counter[str] = Counter()
        for truth, found in read:
            true = {plain(each.statement) for each in truth.findings}
            seen = {plain(each.statement) for each in found.findings}
            tally.update(true=len(true), found=len(true & seen), seen=len(seen))
        assert tally["found"] >= 0.98 * tally["true"], tally
        assert tally["seen"] - tally["found"] <= 0.02 * tally["true"], tally

    def test_every_stated_category_is_read(
        self, read: list[tuple[TrueReview, Segmentation]]
    ) -> None:
        wrong = []
        for truth, found in read:
            seen = {plain(each.statement): each.category for each in found.findings}
            for each in truth.findings:
                words = plain(each.statement)
                if each.stated and words in seen and seen[words] != each.stated:
                    wrong.append((truth.file, each.number, each.stated, seen[words]))
        assert wrong == []

    def test_no_category_is_made_up(self, read: list[tuple[TrueReview, Segmentation]]) -> None:
        made_up = []
        for truth, found in read:
            unstated = {plain(each.statement) for each in truth.findings if not each.stated}
            made_up += [
                (truth.file, each.statement)
                for each in found.findings
                if each.category and plain(each.statement) in unstated
            ]
        assert made_up == []


class TestDecisions:
    def test_every_decision_of_an_initial_review_is_read(
        self, read: list[tuple[TrueReview, Segmentation]]
    ) -> None:
        decided = [(truth, found) for truth, found in read if truth.decision]
        wrong = [
            (truth.file, truth.decision, found.value("decision.outcome"))
            for truth, found in decided
            if found.value("decision.outcome") != truth.decision
        ]
        assert wrong == []
        assert decided


class TestMetadata:
    @pytest.mark.parametrize("field", ["committee", "type"])
    def test_is_proposed_rightly(
        self, read: list[tuple[TrueReview, Segmentation]], field: str
    ) -> None:
        from app.demonstration.plan import load_plan

        plan = load_plan()
        wrong = [
            (truth.file, found.value(field))
            for truth, found in read
            if found.value(field) not in {None, getattr(plan[truth.key], field)}
        ]
        assert len(wrong) <= 0.02 * len(read), wrong
