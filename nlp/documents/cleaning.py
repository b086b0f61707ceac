"""Characters that stand between a reader and the words: removed, folded or made plain.

The result is Unicode NFC. Zero-width, bidirectional-control and soft-hyphen characters
are removed, every kind of space becomes one plain space, presentation ligatures and
full-width or mathematical letters become the ordinary ones, and a Cyrillic or Greek
letter inside an otherwise Latin word becomes the Latin letter it imitates.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff\ufffe\uffff"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_SYMBOL_BULLET = re.compile("[\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf076\uf0e0\uf02d]")
"""Symbol and Wingdings bullets, which Word writes as private characters."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LINE_BREAK = re.compile(r"[ \t]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029\x1c-\x1e])[ \t]*")
_SPACES = re.compile("[ \t\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]+")
_BLANK_LINES = re.compile(r"\n{2,}")
_COMPATIBILITY = re.compile(
    "[\ufb00-\ufb06\uff01-\uff5e\u24b6-\u24e9\u2100-\u214f\U0001d400-\U0001d7ff\u01c4-\u01cc\u01f1-\u01f3]"
)
_KEPT_SYMBOLS = frozenset("№℃℉™℗℠℮Ω℅℡")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FOREIGN_LETTER = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")

_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјорсухԁһԛԝӏցնցΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναιυρκ",
    "ABESIJKMHOPCTYX3aesijopcyxdhqwlgugABEZHIKMNOPTYXovaiupk",
)


def clean(text: str) -> str:
    r"""Readable text: NFC, no invisible characters, single spaces, trimmed.

    Line breaks inside a block stay as one ``\n``; idempotent.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _settle(fold(text))


def fold(text: str) -> str:
    """Replace misleading characters; spacing is left alone."""
    text = _SYMBOL_BULLET.sub("•", text)
    text = _INVISIBLE.sub("", text)
    text = _COMPATIBILITY.sub(_compatible, text)
    text = unicodedata.normalize("NFC", text)
    if _FOREIGN_LETTER.search(text):
        text = _WORD.sub(_unmask, text)
    return text


def _compatible(match: re.Match[str]) -> str:
    character = match.group()
    return character if character in _KEPT_SYMBOLS else unicodedata.normalize("NFKC", character)


def _unmask(match: re.Match[str]) -> str:
    word = match.group()
    # A word wholly in another script is that language, not a disguise.
    if _FOREIGN_LETTER.search(word) and _LATIN_LETTER.search(word):
        return word.translate(_LOOK_ALIKES)
    return word


def _settle(text: str) -> str:
    text = _SPACES.sub(" ", text)
    text = _LINE_BREAK.sub("\n", text)
    text = _CONTROL.sub("", text)
    return _BLANK_LINES.sub("\n", text).strip()
