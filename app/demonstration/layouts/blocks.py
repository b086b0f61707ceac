"""What a laid-out report is made of, before any file format is chosen."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a paragraph is set."""

    BODY = "body"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BULLET = "bullet"
    SMALL = "small"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `lead` is a bold run-in, `number` hangs in the margin, `note` is a footnote."""

    text: str
    style: Style = Style.BODY
    bold: bool = False
    lead: str = ""
    number: str = ""
    note: str = ""
    indent: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 to 3. Those listed stand on the contents page."""

    text: str
    level: int = 1
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a newline in a cell starts a paragraph; widths are shares of the measure.

    `header` sets the first row in bold, `labels` the first column.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    header: bool = False
    labels: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """A contents page with dot leaders."""

    title: str = "Contents"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page."""


Block = Text | Heading | Table | Contents | PageBreak


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet: orientation, columns, the line at its head, and whether pages are numbered."""

    landscape: bool = False
    columns: int = 1
    running_head: str = ""
    numbered: bool = True
    serif: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report laid out: its title and publisher (the file's properties), page and blocks."""

    title: str
    publisher: str
    page: Page
    blocks: tuple[Block, ...]
