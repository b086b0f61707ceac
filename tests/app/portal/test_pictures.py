from __future__ import annotations

import io

import pytest
from lxml import etree
from PIL import Image

from app.portal.charts import Bar, columns
from app.portal.pictures import Picture, picture_response

CHART = columns([Bar("2019", 3.0), Bar("2020", 5.0, 2.0, 9.0)], title="Reviews by year")


class TestDrawing:
    def test_it_is_the_chart_of_the_page_on_white(self) -> None:
        body = bytes(picture_response(CHART, Picture.SVG, name="trends").body)
        drawing = etree.fromstring(body)
        ours = etree.fromstring(str(CHART))
        assert dict(drawing.attrib) == dict(ours.attrib)
        assert [each.tag for each in drawing][1:] == [each.tag for each in ours]
        assert drawing[0].get("fill") == "#ffffff"

    def test_it_is_named_for_what_it_shows(self) -> None:
        answer = picture_response(CHART, Picture.SVG, name="trends")
        assert answer.media_type == "image/svg+xml"
        assert answer.headers["content-disposition"] == 'attachment; filename="trends.svg"'


class TestPixels:
    @pytest.fixture
    def picture(self) -> Image.Image:
        body = bytes(picture_response(CHART, Picture.PNG, name="trends").body)
        return Image.open(io.BytesIO(body)).convert("RGBA")

    def test_it_is_sharp_enough_for_paper(self, picture: Image.Image) -> None:
        assert picture.width >= 1700

    def test_it_has_no_see_through_ground(self, picture: Image.Image) -> None:
        assert picture.getpixel((1, 1)) == (255, 255, 255, 255)

    def test_the_bars_are_in_it(self, picture: Image.Image) -> None:
        colours = {colour for _, colour in picture.getcolors(1 << 20) or []}
        assert (0x00, 0x65, 0xBD, 255) in colours

    def test_the_words_are_in_it(self) -> None:
        """A machine without the font must not lose the labels."""
        bare = columns([Bar("", 3.0), Bar("", 5.0, 2.0, 9.0)], title="Reviews by year")
        with_words, without = (
            bytes(picture_response(chart, Picture.PNG, name="x").body) for chart in (CHART, bare)
        )
        assert with_words != without

    def test_the_same_chart_has_the_same_bytes(self) -> None:
        bodies = {picture_response(CHART, Picture.PNG, name="x").body for _ in range(2)}
        assert len(bodies) == 1
