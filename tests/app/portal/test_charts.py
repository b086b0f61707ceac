from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from app.portal.charts import Bar, columns, grid, rows

SVG = "{http://www.w3.org/2000/svg}"
BARS = [
    Bar("2012", 4, 1, 9, "4 reviews"),
    Bar("2013", 8, 4, 12, "8 reviews"),
    Bar("2014", None, says="hidden"),
]


def drawn(svg: str) -> Element:
    return fromstring(svg)  # noqa: S314


def heights(root: Element) -> list[float]:
    return [float(each.attrib["height"]) for each in root.iter(f"{SVG}rect")]


class TestColumns:
    def test_are_as_high_as_their_values(self) -> None:
        four, eight = heights(drawn(columns(BARS, title="Reviews by year")))
        assert eight == pytest.approx(2 * four, rel=0.01)

    def test_what_is_hidden_has_no_column_but_keeps_its_place(self) -> None:
        root = drawn(columns(BARS, title="Reviews by year"))
        assert len(heights(root)) == 2
        assert "2014" in [each.text for each in root.iter(f"{SVG}text")]

    def test_are_told_to_people_who_do_not_see_them(self) -> None:
        told = drawn(columns(BARS, title="Reviews by year")).attrib["aria-label"]
        assert told == "Reviews by year. 2012: 4 reviews; 2013: 8 reviews; 2014: hidden"

    def test_no_values_are_no_error(self) -> None:
        assert heights(drawn(columns([], title="Nothing"))) == []
        assert heights(drawn(columns([Bar("2012", 0)], title="Nought"))) == [0]


class TestRows:
    def test_are_as_long_as_their_values(self) -> None:
        root = drawn(rows(BARS, title="Reviews"))
        four, eight = (float(each.attrib["width"]) for each in root.iter(f"{SVG}rect"))
        assert eight == pytest.approx(2 * four, rel=0.01)

    def test_a_share_is_written_as_one(self) -> None:
        root = drawn(rows([Bar("Neglect", 0.5)], title="Share", percent=True))
        assert "50%" in [each.text for each in root.iter(f"{SVG}text")]

    def test_no_bar_or_whisker_leaves_the_drawing(self) -> None:
        root = drawn(rows([Bar("One", 3, 0.5, 97), Bar("Two", 90, 20, 99.9)], title="Wide"))
        for each in root.iter(f"{SVG}rect"):
            assert float(each.attrib["x"]) + float(each.attrib["width"]) <= 860

    def test_words_are_never_markup(self) -> None:
        root = drawn(rows([Bar("<script>&", 1)], title='"quoted" & <b>'))
        assert root.find(f".//{SVG}script") is None
        assert root.attrib["aria-label"].startswith('"quoted" & <b>')


CELLS = {("Neglect", "2012"): 0.1, ("Neglect", "2013"): 0.4, ("Training", "2012"): None}


class TestGrid:
    def test_the_larger_the_number_the_darker_the_cell(self) -> None:
        root = drawn(grid(CELLS, ["Neglect"], ["2012", "2013"], title="Two"))
        pale, dark = (float(each.attrib["fill-opacity"]) for each in root.iter(f"{SVG}rect"))
        assert pale < dark

    def test_what_is_not_known_is_a_cell_without_a_number(self) -> None:
        root = drawn(grid(CELLS, ["Training"], ["2012", "2013"], title="Two", percent=True))
        assert len(list(root.iter(f"{SVG}rect"))) == 2
        assert not [each for each in root.iter(f"{SVG}text") if (each.text or "").endswith("%")]
