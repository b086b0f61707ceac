"""Styles and list styles of an ODT, from content.xml and styles.xml together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.documents.docx_numbering import formatted
from nlp.documents.safe_xml import Element, local

_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_WHITE = frozenset({"#ffffff", "#fefefe", "#fdfdfd"})
_TINY = 2.0
_MAX_CHAIN = 12
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


@dataclass(frozen=True, slots=True)
class OdtStyle:
    """One style as stored. None means: ask the parent."""

    parent: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    colour: str | None = None
    shaded: bool | None = None
    size: float | None = None
    level: int | None = None
    list_style: str | None = None


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list prints."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    bullet: str = ""
    start: int = 1
    display: int = 1


@dataclass(slots=True)
class OdtStyles:
    """All styles by name, and list styles by name and level (from 1)."""

    styles: dict[str, OdtStyle] = field(default_factory=dict)
    lists: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    outline: dict[int, ListLevel] = field(default_factory=dict)

    def chain(self, name: str | None) -> list[OdtStyle]:
        """The style and its parents, nearest first."""
        found: list[OdtStyle] = []
        while name in self.styles and len(found) < _MAX_CHAIN:
            found.append(self.styles[name])
            name = found[-1].parent
        return found

    def is_bold(self, names: list[str]) -> bool:
        """Bold as the innermost of ``names`` that says so."""
        for name in reversed(names):
            for style in self.chain(name):
                if style.bold is not None:
                    return style.bold
        return False

    def hidden_note(self, names: list[str], *, on_colour: bool) -> str:
        """Why text in these styles is not seen, empty when it is."""
        chain = [style for name in reversed(names) for style in self.chain(name)]
        if next((s.hidden for s in chain if s.hidden is not None), False):
            return "hidden text"
        colour = next((s.colour for s in chain if s.colour is not None), None)
        shaded = on_colour or any(style.shaded for style in chain)
        if colour in _WHITE and not shaded:
            return "white text"
        size = next((s.size for s in chain if s.size is not None), None)
        return "tiny text" if size is not None and size <= _TINY else ""

    def level(self, name: str | None) -> int:
        """Heading level that a paragraph style gives, 0 for none."""
        for style in self.chain(name):
            if style.level is not None:
                return style.level
        return 1 if name == "Title" else 0

    def list_label(self, style: str | None, counts: list[int]) -> str:
        """The printed number or bullet for the last of ``counts``."""
        return label_of(self.lists.get(style or "", {}), counts)


def label_of(levels: dict[int, ListLevel], counts: list[int]) -> str:
    """The number of a list item or heading with its prefix and suffix."""
    level = levels.get(len(counts))
    if level is None:
        return ""
    if level.bullet:
        return level.bullet
    if not level.form:
        return ""
    shown = range(max(1, len(counts) - level.display + 1), len(counts) + 1)
    numbers = [
        formatted(counts[place - 1], _FORMATS.get((levels.get(place) or level).form, "decimal"))
        for place in shown
    ]
    return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()


def read_odt_styles(*roots: Element | None) -> OdtStyles:
    """Collect the styles of several parts; later parts win."""
    styles = OdtStyles()
    for root in roots:
        for element in root.iter() if root is not None else ():
            name = local(element)
            if name == "style" and (key := named(element, "name")):
                styles.styles[key] = _style(element)
            elif name == "list-style" and (key := named(element, "name")):
                styles.lists[key] = _levels(element)
            elif name == "outline-style":
                styles.outline = _levels(element)
    return styles


def named(element: Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def _style(element: Element) -> OdtStyle:
    values: dict[str, str] = {}
    background = ""
    for child in element:
        if not local(child).endswith("properties"):
            continue
        for key, value in child.attrib.items():
            plain = key.rpartition("}")[2]
            if plain == "background-color" and value != "transparent":
                background = value
            if local(child) == "text-properties":
                values[plain] = value
    weight, level = values.get("font-weight"), named(element, "default-outline-level")
    hidden = values.get("display")
    return OdtStyle(
        parent=named(element, "parent-style-name"),
        bold=None if weight is None else weight in _BOLD,
        hidden=None if hidden is None else hidden == "none",
        colour=(values.get("color") or "").lower() or None,
        shaded=(bool(background) and background.lower() not in _WHITE) or None,
        size=_points(values.get("font-size")),
        level=int(level) if level and level.isdigit() else None,
        list_style=named(element, "list-style-name"),
    )


def _points(value: str | None) -> float | None:
    match = re.match(r"^([\d.]+)pt$", value or "")
    try:
        return float(match.group(1)) if match else None
    except ValueError:
        return None


def _levels(element: Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for child in element:
        number = named(child, "level") if local(child) else None
        if number is None or not number.isdigit():
            continue
        levels[int(number)] = ListLevel(
            form=named(child, "num-format") or "",
            prefix=named(child, "num-prefix") or "",
            suffix=named(child, "num-suffix") or "",
            bullet=named(child, "bullet-char") or "",
            start=_whole(named(child, "start-value"), 1),
            display=_whole(named(child, "display-levels"), 1),
        )
    return levels


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and value.isdigit() else default
