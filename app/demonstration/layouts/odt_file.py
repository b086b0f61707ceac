"""ODT files: styles, lists, footnotes, tables and contents with dot leaders."""

import io

from odf.dc import Title
from odf.element import Element
from odf.meta import CreationDate, InitialCreator
from odf.opendocument import OpenDocumentText
from odf.style import (
    Footer,
    Header,
    MasterPage,
    PageLayout,
    PageLayoutProperties,
    ParagraphProperties,
    TabStop,
    TabStops,
    TextProperties,
)
from odf.style import Style as OdfStyle
from odf.table import Table as OdfTable
from odf.table import TableCell, TableColumn, TableRow
from odf.text import (
    H,
    List,
    ListItem,
    ListLevelStyleBullet,
    ListStyle,
    Note,
    NoteBody,
    NoteCitation,
    P,
    PageNumber,
    Span,
    Tab,
)

from app.demonstration.layouts.archives import settle
from app.demonstration.layouts.blocks import (
    Block,
    Contents,
    Heading,
    PageBreak,
    Sheet,
    Style,
    Table,
    Text,
)

NAMES = {
    Style.BODY: "Body",
    Style.TITLE: "DocumentTitle",
    Style.SUBTITLE: "DocumentSubtitle",
    Style.BULLET: "Body",
    Style.SMALL: "Small",
    Style.CENTRE: "Centre",
}


def write_odt(sheet: Sheet) -> bytes:
    """The sheet as an OpenDocument text, the same bytes each time."""
    writer = _Writer(sheet)
    for block in sheet.blocks:
        writer.add(block)
    out = io.BytesIO()
    writer.document.save(out)
    return settle(out.getvalue(), first="mimetype", canonical=True)


class _Writer:
    """Adds blocks to a document; odfpy's elements carry no types."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.document: Element = OpenDocumentText()
        self.notes = 0
        self.break_before = False
        self._styles()
        self._page()
        self.document.meta.addElement(Title(text=sheet.title))
        self.document.meta.addElement(InitialCreator(text=sheet.publisher))
        self.document.meta.addElement(CreationDate(text="2000-01-01T00:00:00"))

    def _style(
        self,
        name: str,
        *,
        size: str = "11pt",
        weight: str = "normal",
        layout: dict[str, str] | None = None,
    ) -> Element:
        style = OdfStyle(name=name, family="paragraph")
        face = "Liberation Serif" if self.sheet.page.serif else "Liberation Sans"
        style.addElement(TextProperties(fontsize=size, fontweight=weight, fontfamily=face))
        properties = ParagraphProperties(marginbottom="0.2cm", **(layout or {}))
        style.addElement(properties)
        self.document.styles.addElement(style)
        return properties

    def _styles(self) -> None:
        self._style("Body")
        self._style("Strong", weight="bold")
        self._style("Indented", layout={"marginleft": "1cm"})
        self._style("Small", size="8pt")
        self._style("Centre", layout={"textalign": "center"})
        self._style("DocumentTitle", size="20pt", weight="bold")
        self._style("DocumentSubtitle", size="14pt")
        self._style("NewPage", layout={"breakbefore": "page"})
        for level, size in ((1, "15pt"), (2, "12.5pt"), (3, "11pt")):
            self._style(f"Heading{level}", size=size, weight="bold")
        stops = TabStops()
        stops.addElement(
            TabStop(position="16cm", type="right", leaderstyle="dotted", leadertext=".")
        )
        self._style("Entry").addElement(stops)
        bullets = ListStyle(name="Bullets")
        bullets.addElement(ListLevelStyleBullet(level=1, bulletchar="•"))
        self.document.styles.addElement(bullets)
        bold = OdfStyle(name="Bold", family="text")
        bold.addElement(TextProperties(fontweight="bold"))
        self.document.styles.addElement(bold)

    def _page(self) -> None:
        page = self.sheet.page
        width, height = ("29.7cm", "21cm") if page.landscape else ("21cm", "29.7cm")
        layout = PageLayout(name="Sheet")
        layout.addElement(PageLayoutProperties(pagewidth=width, pageheight=height, margin="2cm"))
        self.document.automaticstyles.addElement(layout)
        master = MasterPage(name="Standard", pagelayoutname=layout)
        if page.running_head:
            header = Header()
            header.addElement(P(stylename="Small", text=page.running_head))
            master.addElement(header)
        if page.numbered:
            footer = Footer()
            line = P(stylename="Centre", text="Page ")
            line.addElement(PageNumber(selectpage="current"))
            footer.addElement(line)
            master.addElement(footer)
        self.document.masterstyles.addElement(master)

    def add(self, block: Block) -> None:
        """Add one block at the end of the document."""
        body = self.document.text
        if isinstance(block, Heading):
            name = f"Heading{block.level}"
            body.addElement(H(outlinelevel=block.level, stylename=name, text=block.text))
        elif isinstance(block, Text):
            self._text(block)
        elif isinstance(block, Table):
            body.addElement(self._table(block))
        elif isinstance(block, Contents):
            self._contents(block)
        elif isinstance(block, PageBreak):
            body.addElement(P(stylename="NewPage"))

    def _text(self, text: Text) -> None:
        name = "Strong" if text.bold else "Indented" if text.indent else NAMES[text.style]
        paragraph = P(stylename=name)
        if text.number:
            paragraph.addText(f"{text.number} ")
        if text.lead:
            paragraph.addElement(Span(stylename="Bold", text=text.lead))
            paragraph.addText(" ")
        paragraph.addText(text.text)
        if text.note:
            self._footnote(paragraph, text.note)
        if text.style is not Style.BULLET:
            self.document.text.addElement(paragraph)
            return
        item, bullets = ListItem(), List(stylename="Bullets")
        item.addElement(paragraph)
        bullets.addElement(item)
        self.document.text.addElement(bullets)

    def _footnote(self, paragraph: Element, words: str) -> None:
        self.notes += 1
        note = Note(id=f"ftn{self.notes}", noteclass="footnote")
        note.addElement(NoteCitation(text=str(self.notes)))
        body = NoteBody()
        body.addElement(P(stylename="Small", text=words))
        note.addElement(body)
        paragraph.addElement(note)

    def _table(self, table: Table) -> Element:
        grid = OdfTable()
        for _ in table.widths:
            grid.addElement(TableColumn())
        for position, cells in enumerate(table.rows):
            row = TableRow()
            for column, words in enumerate(cells):
                cell = TableCell(valuetype="string")
                head = table.header and position == 0
                strong = head or (table.labels and column == 0)
                for part in words.split("\n"):
                    cell.addElement(P(stylename="Strong" if strong else "Body", text=part))
                row.addElement(cell)
            grid.addElement(row)
        return grid

    def _contents(self, block: Contents) -> None:
        self.document.text.addElement(P(stylename="DocumentSubtitle", text=block.title))
        listed = [each for each in self.sheet.blocks if isinstance(each, Heading) and each.listed]
        for position, each in enumerate(listed):
            entry = P(stylename="Entry", text=each.text)
            entry.addElement(Tab())
            entry.addText(str(3 + position // 2))
            self.document.text.addElement(entry)
