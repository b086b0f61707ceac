"""Numbers and bullets that were typed in front of a text rather than set by a list."""

from __future__ import annotations

import re

BULLET = re.compile(r"^\s*([•▪●○◦‣⁃∙·■□➢➤❖✓*–—-]|o(?=\s+\S))\s+(?=\S)")
NUMBER = re.compile(
    r"^\s*(\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-zA-Z]|[ivx]{2,5}|[IVX]{2,5})[.)])\s+(?=\S)"
)
SECTION_NUMBER = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=[A-Z“\"'‘(])")
CHAPTER_NUMBER = re.compile(r"^\s*(\d{1,2})\s+(?=[A-Z“\"'‘(])")


def bullet_of(text: str) -> tuple[str, str]:
    """The bullet in front of ``text`` and the text without it; ``("", text)`` without one."""
    match = BULLET.match(text)
    return (match.group(1), text[match.end() :]) if match else ("", text)


def number_of(text: str, *, heading: bool = False) -> str:
    """The number in front of ``text`` (which keeps it), empty without one.

    A bare number ("4 Findings") counts in a heading only.
    """
    patterns = (NUMBER, SECTION_NUMBER, CHAPTER_NUMBER) if heading else (NUMBER, SECTION_NUMBER)
    match = next((found for pattern in patterns if (found := pattern.match(text))), None)
    return match.group(1) if match else ""
