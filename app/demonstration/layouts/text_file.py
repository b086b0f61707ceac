"""Plain text files: wrapped lines, headings on lines of their own."""

import textwrap
from collections.abc import Iterator

from app.demonstration.layouts.blocks import Block, Heading, Sheet, Style, Table, Text

WIDTH = 78


def write_text(sheet: Sheet) -> bytes:
    """The sheet as UTF-8 text with a blank line between blocks; page furniture is left out."""
    return (
        "\n\n".join(piece for block in sheet.blocks for piece in _pieces(block)) + "\n"
    ).encode()


def _pieces(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Text):
        yield _paragraph(block)
    elif isinstance(block, Table):
        for row in block.rows:
            yield _wrapped(": ".join(cell for cell in row if cell).replace("\n", " "))


def _paragraph(text: Text) -> str:
    words = f"{text.lead} {text.text}".strip()
    if text.note:
        words += f" [Note: {text.note}]"
    if text.style is Style.TITLE:
        return words.upper()
    first = "- " if text.style is Style.BULLET else f"{text.number} " if text.number else ""
    return _wrapped(first + words, " " * len(first))


def _wrapped(words: str, hanging: str = "") -> str:
    return textwrap.fill(words, WIDTH, subsequent_indent=hanging, break_on_hyphens=False)
