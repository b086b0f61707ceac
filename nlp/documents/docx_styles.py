"""What a style says about a paragraph or a run, along its chain of parents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.documents.ooxml import attribute, child, children, switch
from nlp.documents.safe_xml import Element

_HEADING_NAME = re.compile(r"^heading (\d)$")
_CONTENTS_NAME = re.compile(r"^toc \d$")
_MAX_CHAIN = 12
_NOT_A_HEADING = 9
"""Outline level 9 means body text (ECMA-376 17.3.1.20)."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style as stored. None means: ask the parent."""

    name: str = ""
    parent: str | None = None
    outline: int | None = None
    numbering: tuple[str, int] | None = None
    bold: bool | None = None
    hidden: bool | None = None
    colour: str | None = None
    size: float | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None
    base: Style = field(default_factory=Style)

    def chain(self, style_id: str | None) -> list[Style]:
        """The style and its parents, nearest first, then the document's defaults."""
        found: list[Style] = []
        current = style_id
        while current in self.by_id and len(found) < _MAX_CHAIN:
            found.append(self.by_id[current])
            current = found[-1].parent
        return [*found, self.base]

    def level(self, style_id: str | None) -> int:
        """Heading level of a paragraph style, 0 for none."""
        for style in self.chain(style_id):
            if style.outline is not None:
                return style.outline + 1 if style.outline < _NOT_A_HEADING else 0
            if match := _HEADING_NAME.match(style.name):
                return int(match.group(1))
            if style.name == "title":
                return 1
        return 0

    def is_contents(self, style_id: str | None) -> bool:
        """True for the styles of a table of contents."""
        return any(_CONTENTS_NAME.match(style.name) for style in self.chain(style_id))

    def numbering(self, style_id: str | None) -> tuple[str, int] | None:
        """List and level that the style gives its paragraphs."""
        return next((s.numbering for s in self.chain(style_id) if s.numbering), None)


def read_styles(root: Element | None) -> Styles:
    """Styles from ``word/styles.xml``; an absent part gives no styles."""
    styles = Styles()
    if root is None:
        return styles
    defaults = child(root, "docDefaults", "rPrDefault", "rPr")
    styles.base = _style(None, defaults, "", None)
    for element in children(root, "style"):
        style_id = attribute(element, "styleId")
        if style_id is None:
            continue
        name = (attribute(child(element, "name"), "val") or "").lower()
        parent = attribute(child(element, "basedOn"), "val")
        styles.by_id[style_id] = _style(child(element, "pPr"), child(element, "rPr"), name, parent)
        if attribute(element, "default") == "1" and attribute(element, "type") == "paragraph":
            styles.default = style_id
    return styles


def _style(paragraph: Element | None, run: Element | None, name: str, parent: str | None) -> Style:
    return Style(
        name=name,
        parent=parent,
        outline=whole_number(attribute(child(paragraph, "outlineLvl"), "val")),
        numbering=numbering_of(paragraph),
        bold=switch(run, "b"),
        hidden=switch(run, "vanish"),
        colour=attribute(child(run, "color"), "val"),
        size=half_points(run),
    )


def numbering_of(paragraph: Element | None) -> tuple[str, int] | None:
    """``(numId, level)`` from paragraph properties."""
    properties = child(paragraph, "numPr")
    number = attribute(child(properties, "numId"), "val")
    if number is None:
        return None
    return number, whole_number(attribute(child(properties, "ilvl"), "val")) or 0


def half_points(run: Element | None) -> float | None:
    """Font size in points."""
    value = attribute(child(run, "sz"), "val")
    try:
        return float(value) / 2 if value is not None else None
    except ValueError:
        return None


def whole_number(value: str | None) -> int | None:
    """An integer attribute; None where it is absent or not a number."""
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None
