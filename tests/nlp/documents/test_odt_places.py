"""Every place in an ODT where a name can hide gives it up, under the right heading."""

from __future__ import annotations

import pytest
from odf.opendocument import OpenDocumentText
from odf.style import Footer, Header, MasterPage, PageLayout
from odf.text import P

from nlp.documents import Where, read_document
from tests.nlp.documents.document_files import (
    FILLER,
    edit_zip,
    found,
    odt_with_text,
    places,
    word_file,
)

CANARY = "Morven Tulloch"


def style(properties: str) -> str:
    return (
        '<style:style style:name="S" style:family="text">'
        f"<style:text-properties {properties}/></style:style>"
    )


SPAN = f'<text:p>Before <text:span text:style-name="S">{CANARY}</text:span></text:p>'

INLINE = {
    "plain": (f"<text:p>{CANARY}</text:p>", "", {Where.BODY}),
    "split over spans": (
        "<text:p><text:span>Morven Tul</text:span><text:span>loch</text:span></text:p>",
        "",
        {Where.BODY},
    ),
    "several spaces": ('<text:p>Morven<text:s text:c="3"/>Tulloch</text:p>', "", {Where.BODY}),
    "hidden style": (SPAN, style('text:display="none"'), {Where.HIDDEN}),
    "white style": (SPAN, style('fo:color="#ffffff"'), {Where.HIDDEN}),
    "white on a shade": (
        SPAN,
        style('fo:color="#ffffff" fo:background-color="#000080"'),
        {Where.BODY},
    ),
    "tiny style": (SPAN, style('fo:font-size="1pt"'), {Where.HIDDEN}),
    "hidden field": (
        f'<text:p>a<text:hidden-text text:string-value="{CANARY}"/></text:p>',
        "",
        {Where.HIDDEN},
    ),
    "hidden section": (
        f'<text:section text:name="s" text:display="none"><text:p>{CANARY}</text:p></text:section>',
        "",
        {Where.HIDDEN},
    ),
    "annotation": (
        (
            f"<text:p>a<office:annotation><dc:creator>Una</dc:creator><text:p>{CANARY}</text:p>"
            "</office:annotation></text:p>"
        ),
        "",
        {Where.COMMENT},
    ),
    "author of an annotation": (
        (
            f"<text:p>a<office:annotation><dc:creator>{CANARY}</dc:creator><text:p>b</text:p>"
            "</office:annotation></text:p>"
        ),
        "",
        {Where.PROPERTIES},
    ),
    "footnote": (
        (
            '<text:p>a<text:note text:note-class="footnote">'
            "<text:note-citation>1</text:note-citation>"
            f"<text:note-body><text:p>{CANARY}</text:p></text:note-body></text:note></text:p>"
        ),
        "",
        {Where.FOOTNOTE},
    ),
    "deletion": (
        (
            '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
            f"<office:change-info><dc:creator>U</dc:creator></office:change-info><text:p>{CANARY}"
            "</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>a</text:p>"
        ),
        "",
        {Where.TRACKED_CHANGE},
    ),
    "insertion": (
        (
            '<text:tracked-changes><text:changed-region text:id="c2"><text:insertion/>'
            "</text:changed-region></text:tracked-changes><text:p>a <text:change-start "
            f'text:change-id="c2"/>{CANARY}<text:change-end text:change-id="c2"/> b</text:p>'
        ),
        "",
        {Where.BODY, Where.TRACKED_CHANGE},
    ),
    "text box": (
        (
            f"<text:p><draw:frame><draw:text-box><text:p>{CANARY}</text:p></draw:text-box>"
            "</draw:frame></text:p>"
        ),
        "",
        {Where.BODY},
    ),
    "alternative text": (
        f"<text:p><draw:frame><svg:desc>{CANARY}</svg:desc></draw:frame></text:p>",
        "",
        {Where.HIDDEN},
    ),
    "bookmark": (f'<text:p><text:bookmark text:name="{CANARY}"/>a</text:p>', "", {Where.HIDDEN}),
    "user field": (
        (
            '<text:user-field-decls><text:user-field-decl text:name="n" office:value-type="string" '
            f'office:string-value="{CANARY}"/></text:user-field-decls>'
        ),
        "",
        {Where.HIDDEN},
    ),
    "link": (
        f'<text:p><text:a xlink:href="https://example.org/{CANARY}">a</text:a></text:p>',
        "",
        {Where.HIDDEN},
    ),
    "table": (
        (
            "<table:table><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell>"
            f"<table:table-cell><text:p>{CANARY}</text:p></table:table-cell></table:table-row>"
            "</table:table>"
        ),
        "",
        {Where.TABLE},
    ),
}


class TestPlacesInAnOdt:
    @pytest.mark.parametrize(("xml", "styles", "expected"), INLINE.values(), ids=INLINE.keys())
    def test_the_name_is_found_where_it_hides(
        self, xml: str, styles: str, expected: set[Where]
    ) -> None:
        document = read_document(odt_with_text(xml, styles=styles), filename="report.odt")

        assert places(document, CANARY) == expected
        assert len(found(document, CANARY)) == len(expected)

    @pytest.mark.parametrize(
        "element",
        [
            f"<dc:title>{CANARY}</dc:title>",
            f"<meta:initial-creator>{CANARY}</meta:initial-creator>",
            f"<meta:keyword>{CANARY}</meta:keyword>",
            f'<meta:user-defined meta:name="Child">{CANARY}</meta:user-defined>',
        ],
    )
    def test_properties(self, element: str) -> None:
        document = read_document(odt_with_text("", metadata=element), filename="report.odt")

        assert places(document, CANARY) == {Where.PROPERTIES}
        assert CANARY in document.properties.values()

    def test_header_and_footer(self) -> None:
        from tests.nlp.documents.document_files import odt_bytes

        file = OpenDocumentText()
        layout = PageLayout(name="L")
        file.automaticstyles.addElement(layout)
        master = MasterPage(name="Standard", pagelayoutname="L")
        for part, text in ((Header(), CANARY), (Footer(), "Foula Place")):
            part.addElement(P(text=text))
            master.addElement(part)
        file.masterstyles.addElement(master)
        file.text.addElement(P(text=FILLER))

        document = read_document(odt_bytes(file), filename="report.odt")

        assert places(document, CANARY) == {Where.HEADER}
        assert places(document, "Foula Place") == {Where.FOOTER}

    def test_embedded_objects_and_files(self) -> None:
        chart = f"<chart><p>{CANARY}</p></chart>"
        data = edit_zip(
            odt_with_text(""),
            add={"Object 1/content.xml": chart, "Objects/a.docx": word_file("Foula Place")},
        )

        document = read_document(data, filename="report.odt")

        assert places(document, CANARY) == {Where.HIDDEN}
        assert places(document, "Foula Place") == {Where.HIDDEN}
