"""Floors the identifier engine must hold on the marked documents. Fall below one and CI fails."""

from pathlib import Path

import pytest

from nlp.evaluation.identifiers import (
    HELD_OUT,
    Evaluation,
    Share,
    as_document,
    report,
    score,
    score_folder,
    summarise,
)


@pytest.fixture(scope="module", params=["held_out", "development"])
def evaluation(request: pytest.FixtureRequest) -> Evaluation:
    return summarise(score_folder(HELD_OUT.parent / request.param))


class TestFloors:
    @pytest.mark.parametrize(("group", "floor"), [("all", 0.97), ("direct", 1.0), ("quasi", 0.95)])
    def test_entities_with_all_mentions_caught(
        self, evaluation: Evaluation, group: str, floor: float
    ) -> None:
        assert evaluation.groups[group].share >= floor

    def test_people_with_all_mentions_caught(self, evaluation: Evaluation) -> None:
        assert evaluation.by_type["PERSON"].share >= 0.97

    def test_precision(self, evaluation: Evaluation) -> None:
        assert evaluation.precision.share >= 0.95

    def test_enough_documents(self, evaluation: Evaluation) -> None:
        assert evaluation.documents >= 16


class TestScoring:
    def test_one_missed_mention_loses_the_entity(self) -> None:
        marked = "{P:Kirsty Macleod} came. In the note she is {P:the wee macleod lassie yin}."

        scored = score("x", marked)

        assert [caught for _, _, caught in scored.entities] == [True, False]

    def test_mentions_of_one_person_are_one_entity(self) -> None:
        scored = score("x", "{P:Kirsty Macleod} came. {P:Kirsty} left. {P:Ms Macleod} wept.")

        assert len(scored.entities) == 1

    def test_title_need_not_be_covered(self) -> None:
        assert score("x", "{P:Health Visitor Kirsty} came.").missed == ()

    def test_line_prefix_places_the_block(self) -> None:
        document, marks = as_document("x", "Text.\n@footnote See {P:Kirsty}.")

        assert [block.where for block in document.blocks] == ["body", "footnote"]
        assert document.text[marks[0].start : marks[0].end] == "Kirsty"

    def test_hit_without_a_mark_is_false(self) -> None:
        assert len(score("x", "Kirsty Macleod came.").false_hits) == 1

    def test_report_names_every_type(self) -> None:
        text = report(summarise([score("x", "{P:Kirsty} had {C:0101161234}.")]))

        assert "PERSON" in text
        assert "CHI" in text


class TestShare:
    def test_wilson_interval_of_nine_in_ten(self) -> None:
        low, high = Share(9, 10).interval

        assert low == pytest.approx(0.596, abs=0.001)
        assert high == pytest.approx(0.982, abs=0.001)

    def test_nothing_counted_says_nothing(self) -> None:
        assert Share(0, 0).interval == (0.0, 1.0)

    def test_folder_without_documents_is_empty(self, tmp_path: Path) -> None:
        assert score_folder(tmp_path) == []
