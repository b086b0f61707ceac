from __future__ import annotations

from itertools import pairwise

import pytest
from lxml import etree

from app.portal.plots import Dot, Line, curves, funnel

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def funnel_of(*dots: Dot) -> etree._Element:
    limits = [Line("95% upper", [(1, 1.0), (20, 0.7)]), Line("99.8% upper", [(1, 1.0), (20, 0.8)])]
    return drawn(funnel(dots, limits, 0.5, title="Shares", across="Decisions"))


class TestFunnel:
    def test_a_dot_stands_where_its_numbers_say(self) -> None:
        picture = funnel_of(
            Dot("A", 10, 0.5, False, "5 of 10"), Dot("B", 20, 0.5, False, "10 of 20")
        )
        one, other = picture.iter(f"{SVG}circle")
        assert float(one.get("cy", "")) == float(other.get("cy", ""))
        left = 56
        assert float(other.get("cx", "")) - left == pytest.approx(
            2 * (float(one.get("cx", "")) - left), abs=0.2
        )

    def test_higher_shares_stand_higher(self) -> None:
        picture = funnel_of(Dot("A", 10, 0.2, False, ""), Dot("B", 10, 0.9, False, ""))
        low, high = (float(each.get("cy", "")) for each in picture.iter(f"{SVG}circle"))
        assert high < low

    def test_what_is_marked_has_another_shape_and_its_name(self) -> None:
        picture = funnel_of(Dot("North", 18, 0.0, True, "0 of 18"))
        assert list(picture.iter(f"{SVG}circle")) == []
        assert "North" in [each.text for each in picture.iter(f"{SVG}text")]

    def test_says_all_its_numbers_to_who_does_not_see_it(self) -> None:
        picture = funnel_of(Dot("A", 10, 0.5, False, "5 of 10"))
        assert picture.get("aria-label") == "Shares. A: 5 of 10"

    def test_a_name_is_never_markup(self) -> None:
        picture = funnel_of(Dot("<script>", 10, 0.5, True, "<b>"))
        assert list(picture.iter(f"{SVG}script")) == []

    def test_limits_of_two_levels_have_two_dashes(self) -> None:
        dashes = {each.get("stroke-dasharray") for each in funnel_of().iter(f"{SVG}path")}
        assert {"none", "6 4"} <= dashes


class TestCurves:
    def test_a_curve_falls_in_steps(self) -> None:
        picture = drawn(
            curves([Line("A", [(100, 0.5), (200, 0.0)])], title="T", across="Days", says=["A: 100"])
        )
        path = next(
            each.get("d", "") for each in picture.iter(f"{SVG}path") if "L" in each.get("d", "")
        )
        corners = [part.split(" ") for part in path[1:].split("L")]
        for one, other in pairwise(corners):
            assert one[0] == other[0] or one[1] == other[1]

    def test_lines_are_told_apart_by_dash_as_well_as_colour(self) -> None:
        lines = [Line(name, [(10, 0.5)]) for name in "abcdef"]
        picture = drawn(curves(lines, title="T", across="Days", says=[]))
        looks = {
            (each.get("stroke"), each.get("stroke-dasharray"))
            for each in picture.iter(f"{SVG}path")
            if each.get("stroke-width") == "2.5"
        }
        assert len(looks) == 6
        assert len({dash for _, dash in looks}) == 6

    def test_nothing_to_draw_is_an_empty_frame(self) -> None:
        assert drawn(curves([], title="T", across="Days", says=[])).get("role") == "img"

    def test_quiet_lines_share_one_look_and_one_name(self) -> None:
        lines = [Line(name, [(10, 0.5)], quiet=True) for name in "abc"]
        picture = drawn(
            curves([*lines, Line("Slow", [(90, 0.0)])], title="T", across="Days", says=[])
        )
        names = [each.text for each in picture.iter(f"{SVG}text")]
        assert "Slow" in names
        assert "All others" in names
        assert not {"a", "b", "c"} & set(names)
