import json

import pytest

from nlp.corpus.codes import CATEGORIES
from nlp.similarity import Encoder
from nlp.tagging import Tagger, load_tagger
from nlp.tagging.stream import LineRefused, group_rows, read_rows, similar_rows, tag_rows

ROWS = [
    {"id": "a", "text": "Supervision was about tasks; nobody helped her think about the family."},
    {"id": "b", "text": "Her supervisor went through the list of visits and never the children."},
    {"id": "c", "text": "The duty desk was closed by the time the hospital rang about the bruise."},
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


class TestReadRows:
    def test_blank_lines_are_passed_by(self) -> None:
        lines = ["", json.dumps(ROWS[0]), "  \n", json.dumps(ROWS[1])]
        assert [row["id"] for row in read_rows(lines)] == ["a", "b"]

    def test_a_number_may_be_an_id(self) -> None:
        assert next(read_rows(['{"id": 7, "text": "x"}']))["id"] == "7"

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("{", "not JSON"),
            ("[]", "not an object"),
            ('"text"', "not an object"),
            ('{"text": "x"}', "no id"),
            ('{"id": null, "text": "x"}', "no id"),
            ('{"id": "a"}', "no text"),
            ('{"id": "a", "text": "  "}', "no text"),
            ('{"id": "a", "text": 4}', "no text"),
            (json.dumps(ROWS[0]), "comes twice"),
        ],
    )
    def test_a_wrong_line_is_refused_by_its_number(self, line: str, reason: str) -> None:
        with pytest.raises(LineRefused, match=reason) as refused:
            list(read_rows([json.dumps(ROWS[0]), "", line]))
        assert refused.value.number == 3


class TestTagRows:
    def test_each_row_answers_in_the_published_form(self, tagger: Tagger) -> None:
        first = next(tag_rows(tagger, ROWS))
        assert list(first) == [
            "id",
            "typology",
            "themes",
            "depth",
            "abstained",
            "evidence",
            "model",
        ]
        assert {entry["key"] for entry in first["typology"]} == set(CATEGORIES)
        assert first["model"] == tagger.version
        assert json.loads(json.dumps(first)) == first

    def test_answers_keep_the_order_of_rows(self, tagger: Tagger) -> None:
        many = [{"id": str(n), "text": ROWS[n % 3]["text"]} for n in range(300)]
        assert [row["id"] for row in tag_rows(tagger, iter(many))] == [r["id"] for r in many]


class TestSimilarRows:
    def test_a_row_is_never_its_own_neighbour(self, tagger: Tagger) -> None:
        for row in similar_rows(Encoder(tagger), ROWS):
            assert row["id"] not in {near["id"] for near in row["neighbours"]}
            assert len(row["neighbours"]) == 2

    def test_at_most_ten_neighbours_nearest_first(self, tagger: Tagger) -> None:
        many = [{"id": str(n), "text": f"{ROWS[n % 3]['text']} Case {n}."} for n in range(15)]
        for row in similar_rows(Encoder(tagger), many):
            scores = [near["score"] for near in row["neighbours"]]
            assert len(scores) == 10
            assert scores == sorted(scores, reverse=True)

    def test_the_other_finding_on_supervision_is_nearest(self, tagger: Tagger) -> None:
        answers = {row["id"]: row["neighbours"] for row in similar_rows(Encoder(tagger), ROWS)}
        assert answers["a"][0]["id"] == "b"
        assert answers["b"][0]["id"] == "a"


class TestGroupRows:
    def test_every_row_is_in_one_group_with_a_representative(self, tagger: Tagger) -> None:
        groups = list(group_rows(Encoder(tagger), ROWS))
        assert sorted(name for found in groups for name in found["ids"]) == ["a", "b", "c"]
        assert all(found["representative"] in found["ids"] for found in groups)
        assert [found["group"] for found in groups] == list(range(1, len(groups) + 1))

    def test_the_same_words_are_the_same_issue(self, tagger: Tagger) -> None:
        copies = [ROWS[0], ROWS[2], ROWS[0] | {"id": "z"}]
        first = next(group_rows(Encoder(tagger), copies))
        assert first["ids"] == ["a", "z"]
