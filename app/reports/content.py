"""What a report is made of, whatever it is printed as. Stored as JSON when it is frozen."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel


class Paragraph(BaseModel):
    """Plain words."""

    kind: Literal["paragraph"] = "paragraph"
    words: str
    quiet: bool = False


class Bullets(BaseModel):
    """Points, each a sentence or two."""

    kind: Literal["bullets"] = "bullets"
    points: list[str]


class Table(BaseModel):
    """A caption, heads, and rows whose first cell names the row."""

    kind: Literal["table"] = "table"
    caption: str
    heads: list[str]
    rows: list[list[str]]
    numbers: list[int]
    """Columns, from nought, that hold numbers."""


class Chart(BaseModel):
    """A picture of the table beside it; ``says`` is for people who do not see it."""

    kind: Literal["chart"] = "chart"
    caption: str
    svg: str
    says: str


Block = Paragraph | Bullets | Table | Chart


class Section(BaseModel):
    """One heading and what stands below it."""

    title: str
    blocks: list[Block]


class Report(BaseModel):
    """A whole report. ``frozen_on`` is the day of the snapshot, in ISO form."""

    title: str
    subtitle: str
    frozen_on: str
    data_version: int
    sections: list[Section]
