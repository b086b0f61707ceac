"""Every place in a DOCX where a name can hide gives it up, under the right heading."""

from __future__ import annotations

import docx
import pytest

from nlp.documents import Where, read_document
from nlp.documents.docx_runs import says_something
from tests.nlp.documents.document_files import (
    FILLER,
    edit_zip,
    found,
    places,
    word_bytes,
    word_file,
    word_with_body,
)

CANARY = "Morven Tulloch"
HALVES = ("Morven Tul", "loch")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def drawing(inner: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        f'wordprocessingDrawing">{inner}</wp:inline></w:drawing></w:r>'
    )


INLINE = {
    "tracked insertion": (
        f'<w:ins w:id="1" w:author="X">{run(CANARY)}</w:ins>',
        {Where.BODY, Where.TRACKED_CHANGE},
    ),
    "tracked deletion over two runs": (
        '<w:del w:id="1" w:author="X">'
        + "".join(f"<w:r><w:delText>{half}</w:delText></w:r>" for half in HALVES)
        + "</w:del>",
        {Where.TRACKED_CHANGE},
    ),
    "moved away": (f'<w:moveFrom w:id="2">{run(CANARY)}</w:moveFrom>', {Where.TRACKED_CHANGE}),
    "author of a change": (
        f'<w:ins w:id="3" w:author="{CANARY}">{run("text")}</w:ins>',
        {Where.PROPERTIES},
    ),
    "hidden text": (run(CANARY, "<w:vanish/>"), {Where.HIDDEN}),
    "white text": (run(CANARY, '<w:color w:val="FFFFFF"/>'), {Where.HIDDEN}),
    "tiny text": (run(CANARY, '<w:sz w:val="2"/>'), {Where.HIDDEN}),
    "simple field": (f'<w:fldSimple w:instr="AUTHOR {CANARY}"/>', {Where.HIDDEN}),
    "field code over two runs": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "".join(f"<w:r><w:instrText>{half}</w:instrText></w:r>" for half in HALVES)
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("shown")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        {Where.HIDDEN},
    ),
    "field result": (
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            "<w:r><w:instrText>REF x</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'{run(CANARY)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        {Where.BODY},
    ),
    "alternative text": (drawing(f'<wp:docPr id="1" name="p" descr="{CANARY}"/>'), {Where.HIDDEN}),
    "title of a picture": (
        drawing(f'<wp:docPr id="1" name="p" title="{CANARY}"/>'),
        {Where.HIDDEN},
    ),
    "name of a picture's file": (
        drawing(f'<wp:docPr id="1" name="{CANARY}.jpg"/>'),
        {Where.HIDDEN},
    ),
    "bookmark name": (f'<w:bookmarkStart w:id="0" w:name="{CANARY}"/>', {Where.HIDDEN}),
    "content control": (
        (
            f'<w:sdt><w:sdtPr><w:alias w:val="{CANARY}"/></w:sdtPr><w:sdtContent>{run("a")}'
            "</w:sdtContent></w:sdt>"
        ),
        {Where.HIDDEN},
    ),
    "text of a content control": (
        f"<w:sdt><w:sdtContent>{run(CANARY)}</w:sdtContent></w:sdt>",
        {Where.BODY},
    ),
    "smart tag": (
        (
            f'<w:smartTag w:element="p"><w:smartTagPr><w:attr w:name="n" w:val="{CANARY}"/>'
            f"</w:smartTagPr>{run('a')}</w:smartTag>"
        ),
        {Where.HIDDEN},
    ),
    "text split over runs": ("".join(run(half) for half in HALVES), {Where.BODY}),
    "text split by a zero-width character": (run("Mor\u200bven Tul\u00adloch"), {Where.BODY}),
    "text with a look-alike letter": (run("M\u043erven Tull\u043ech"), {Where.BODY}),
    "text box": (
        (
            "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
            f"{paragraph(run(CANARY))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        ),
        {Where.BODY},
    ),
}


class TestPlacesInsideAParagraph:
    @pytest.mark.parametrize(("xml", "expected"), INLINE.values(), ids=INLINE.keys())
    def test_the_name_is_found_where_it_hides(self, xml: str, expected: set[Where]) -> None:
        data = word_with_body(paragraph(run("Before. ") + xml))

        document = read_document(data, filename="report.docx")

        assert places(document, CANARY) == expected

    def test_both_versions_of_a_text_box_are_read_once(self) -> None:
        box = f"<w:txbxContent>{paragraph(run(CANARY))}</w:txbxContent>"
        xml = (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
            f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
            "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )

        document = read_document(word_with_body(paragraph(xml)), filename="report.docx")

        assert [block.note for block in found(document, CANARY)] == ["text box"]

    def test_white_text_on_a_dark_cell_is_seen(self) -> None:
        white = paragraph(run(CANARY, '<w:color w:val="FFFFFF"/>'))
        xml = (
            '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="000080"/></w:tcPr>'
            f"{white}</w:tc></w:tr></w:tbl>"
        )

        document = read_document(word_with_body(xml), filename="report.docx")

        assert places(document, CANARY) == {Where.TABLE}

    def test_a_field_that_never_ends_does_not_hide_the_report(self) -> None:
        broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        xml = paragraph(broken) + paragraph(run(CANARY))

        document = read_document(word_with_body(xml), filename="report.docx")

        assert places(document, CANARY) == {Where.BODY}


class TestFieldCodes:
    @pytest.mark.parametrize(
        "code",
        [
            " PAGE ",
            "NUMPAGES  \\* MERGEFORMAT",
            'TOC \\o "1-3" \\h \\z \\u',
            "PAGEREF _Toc123456 \\h",
            'DATE \\@ "dd/MM/yyyy"',
            'HYPERLINK \\l "_Toc99"',
        ],
    )
    def test_codes_of_keywords_alone_are_left_out(self, code: str) -> None:
        assert not says_something(code)

    @pytest.mark.parametrize(
        "code",
        [
            'HYPERLINK "https://example.org/morven"',
            "MERGEFIELD Child",
            'IF "Morven" = "" "a" "b"',
            'INCLUDETEXT "notes.docx"',
            "REF Morven",
        ],
    )
    def test_codes_that_say_something_are_kept(self, code: str) -> None:
        assert says_something(code)


class TestPartsBesideTheBody:
    def test_header_and_footer(self) -> None:
        document = docx.Document()
        document.add_paragraph(FILLER)
        document.sections[0].header.paragraphs[0].text = CANARY
        document.sections[0].footer.paragraphs[0].text = "Foula Place"

        read = read_document(word_bytes(document), filename="report.docx")

        assert places(read, CANARY) == {Where.HEADER}
        assert places(read, "Foula Place") == {Where.FOOTER}

    def test_comment_and_its_author(self) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph(FILLER)
        document.add_comment(paragraph.runs, text=f"Is this {CANARY}?", author="Una Isbister")

        read = read_document(word_bytes(document), filename="report.docx")

        assert places(read, CANARY) == {Where.COMMENT}
        assert places(read, "Una Isbister") == {Where.PROPERTIES}

    @pytest.mark.parametrize("kind", ["footnote", "endnote"])
    def test_notes_are_read_and_their_separators_are_not(self, kind: str) -> None:
        part = (
            f'<w:{kind}s xmlns:w="{W}"><w:{kind} w:type="separator" w:id="-1">'
            f'{paragraph(run("line"))}</w:{kind}><w:{kind} w:id="1">{paragraph(run(CANARY))}'
            f"</w:{kind}></w:{kind}s>"
        )
        data = edit_zip(word_file(), add={f"word/{kind}s.xml": part})

        document = read_document(data, filename="report.docx")

        assert [(b.where, b.note) for b in found(document, CANARY)] == [(Where.FOOTNOTE, kind)]
        assert not found(document, "line")

    @pytest.mark.parametrize(
        "name", ["author", "title", "subject", "keywords", "comments", "category"]
    )
    def test_core_properties(self, name: str) -> None:
        document = docx.Document()
        document.add_paragraph(FILLER)
        setattr(document.core_properties, name, CANARY)

        read = read_document(word_bytes(document), filename="report.docx")

        assert places(read, CANARY) == {Where.PROPERTIES}
        assert CANARY in read.properties.values()

    def test_company_and_custom_properties(self) -> None:
        custom = (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'docPropsVTypes"><property name="Child"><vt:lpwstr>{CANARY}</vt:lpwstr></property>'
            "</Properties>"
        )
        app = (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'extended-properties"><Manager>Una Isbister</Manager></Properties>'
        )
        data = edit_zip(word_file(), add={"docProps/custom.xml": custom, "docProps/app.xml": app})

        document = read_document(data, filename="report.docx")

        assert document.properties["Child"] == CANARY
        assert places(document, "Una Isbister") == {Where.PROPERTIES}

    def test_custom_xml_texts_and_attributes(self) -> None:
        part = f'<case child="{CANARY}"><worker>Una Isbister</worker></case>'
        data = edit_zip(word_file(), add={"customXml/item1.xml": part})

        document = read_document(data, filename="report.docx")

        assert places(document, CANARY) == {Where.HIDDEN}
        assert places(document, "Una Isbister") == {Where.HIDDEN}

    def test_document_variables(self) -> None:
        variable = f'<w:docVar w:name="n" w:val="{CANARY}"/>'
        settings = f'<w:settings xmlns:w="{W}"><w:docVars>{variable}</w:docVars></w:settings>'
        data = edit_zip(word_file(), add={"word/settings.xml": settings})

        assert places(read_document(data, filename="a.docx"), CANARY) == {Where.PROPERTIES}

    def test_target_of_a_link(self) -> None:
        document = docx.Document()
        document.add_paragraph(FILLER)
        document.part.relate_to(
            "https://example.org/morven-tulloch",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )

        read = read_document(word_bytes(document), filename="report.docx")

        assert places(read, "morven-tulloch") == {Where.HIDDEN}


class TestFilesInsideTheFile:
    def test_an_embedded_document_is_read(self) -> None:
        data = edit_zip(word_file(), add={"word/embeddings/notes.docx": word_file(CANARY)})

        document = read_document(data, filename="report.docx")

        assert [b.note for b in found(document, CANARY)] == [
            "embedded file (word/embeddings/notes.docx)"
        ]

    def test_an_embedded_workbook_is_read(self) -> None:
        sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        shared = f'<sst xmlns="{sheet}"><si><r><t>Morven </t></r><r><t>Tulloch</t></r></si></sst>'
        cells = (
            f'<worksheet xmlns="{sheet}"><sheetData><row><c t="s"><v>0</v></c><c><v>1503121234</v>'
            "</c></row></sheetData></worksheet>"
        )
        data = edit_zip(
            word_file(), add={"xl/sharedStrings.xml": shared, "xl/worksheets/sheet1.xml": cells}
        )
        data = edit_zip(word_file(), add={"word/embeddings/list.xlsx": data})

        document = read_document(data, filename="report.docx")

        assert places(document, CANARY) == {Where.HIDDEN}
        assert places(document, "1503121234") == {Where.HIDDEN}

    def test_a_file_that_cannot_be_read_is_named_to_the_uploader(self) -> None:
        data = edit_zip(word_file(), add={"word/embeddings/oleObject1.bin": b"\x00\x01" * 400})

        document = read_document(data, filename="report.docx")

        assert any("oleObject1.bin" in warning for warning in document.warnings)

    def test_a_thumbnail_and_a_picture_are_reported(self) -> None:
        plain = read_document(edit_zip(word_file()), filename="a.docx")
        data = edit_zip(word_file(), add={"word/media/image1.png": b"\x89PNG\r\n\x1a\n"})

        document = read_document(data, filename="report.docx")

        assert any("first page" in warning for warning in plain.warnings)
        assert any("names and faces" in warning for warning in document.warnings)
        assert not any("names and faces" in warning for warning in plain.warnings)
