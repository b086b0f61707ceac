"""The six typology headings as reports write them, typing errors included.

The typology is that of SCIE's Learning Together model (Fish, Munro and Bairstow, 2008); each
generation of reports words the headings a little differently.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

CATEGORIES = (
    "management_systems",
    "family_professional_interaction",
    "tools",
    "responses_to_incidents",
    "longer_term_work",
    "cognitive_emotional_bias",
)

_WORDINGS: dict[str, tuple[str, ...]] = {
    "management_systems": (
        "management systems",
        "management system",
        "organisational management systems",
        "patterns in management systems",
        "management system operation",
        "human management system operation",
        "patterns in human management system operation",
        "patterns of human management system operation",
        "human interaction with management systems",
    ),
    "family_professional_interaction": (
        "family professional interaction",
        "family professional interactions",
        "professional family interaction",
        "interaction between families and professionals",
        "interaction between family and professionals",
        "patterns in family professional interaction",
        "patterns in family professional interactions",
        "patterns of interaction with families",
        "patterns of interactions with families",
        "family and professional interaction",
        "interaction with families",
        "professionals interaction with families",
    ),
    "tools": (
        "tools",
        "tool",
        "tools human interaction with",
        "tools and human interaction",
        "tools human interaction with tools",
        "tools and their use",
        "use of tools",
        "human tool operation",
        "human tool interaction",
        "human interaction with tools",
        "patterns in human tool operation",
        "patterns in human tool interaction",
        "patterns in interaction with tools",
        "patterns in human interaction with tools",
        "human interaction with tools and guidance",
    ),
    "responses_to_incidents": (
        "responses to incidents",
        "response to incidents",
        "responses to incidents and crises",
        "responses to incidents or crises",
        "response to incidents or crises",
        "responses to crises",
        "incident responses",
        "communication and collaboration in response to incidents",
        "communication and collaboration in responses to incidents",
        "communication and collaboration in responding to incidents",
        "communication and collaboration in response to incidents and crises",
        "communication and collaboration responses to incidents",
        "communication and collaboration responses to incidents and crises",
        "patterns in communication and collaboration in response to incidents",
        "patterns in responses to incidents",
        "multi agency working in response to incidents and crises",
        "multi agency working in response to incidents",
    ),
    "longer_term_work": (
        "longer term work",
        "long term work",
        "longer term working",
        "longer term multi agency work",
        "communication and collaboration in longer term work",
        "communication and collaboration longer term work",
        "communication and collaboration in long term work",
        "patterns in communication and collaboration in longer term work",
        "patterns in longer term work",
        "multi agency working in longer term work",
        "multi agency working in assessment and longer term work",
        "communication and collaboration in assessment and longer term work",
        "assessment and longer term work",
        "assessment and long term work",
    ),
    "cognitive_emotional_bias": (
        "cognitive and emotional bias",
        "cognitive and emotional biases",
        "cognitive emotional bias",
        "cognitive emotional biases",
        "emotional and cognitive bias",
        "emotional and cognitive biases",
        "cognitive influence and human bias",
        "cognitive influence and human bias in processing information",
        "human biases",
        "human bias",
        "innate human biases",
        "innate human biases cognitive and emotional",
        "patterns in human reasoning cognitive and emotional biases",
        "human reasoning cognitive and emotional biases",
        "human judgement and reasoning",
        "human reasoning",
        "cognitive biases",
        "cognitive bias",
    ),
}
_KEY_OF = {wording: key for key, wordings in _WORDINGS.items() for wording in wordings}
_PREFIX = re.compile(
    r"^(?:(?:findings?|patterns?|lessons?|learning)\s+(?:about|in|on|relating to|related to|under|"
    r"concerning)|findings?|category|typology(?:\s+category)?|type(?:\s+of\s+finding)?|"
    r"systems?\s+typology|theme|domain|(?:underlying\s+)?pattern(?:\s+type)?)\b"
    r"\s*(?:[a-f]\b|\d\b|[ivx]{1,4}\b)?\s*[:.–—-]*\s*",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"^(?:systems?\s+)?(?:category|typology(?:\s+category)?|type\s+of\s+(?:finding|pattern)|"
    r"pattern\s+type|domain|finding\s+type|categorised\s+as|category\s+of\s+finding)"
    r"\s*(?:of\s+finding)?\s*[:–—-]\s*(?P<name>.{4,90}?)[.\s]*$",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\s*\((?:cont(?:inue)?d?\.?|continued)\)\s*$", re.IGNORECASE)
_CLOSE_ENOUGH = 0.88


def _plain(text: str) -> str:
    text = _CONTINUED.sub("", text)
    text = re.sub(r"\b(?:the|of)\b(?=\s+tools)", " ", text.lower())
    text = text.replace("&", " and ")
    return " ".join(re.sub(r"[^a-z]+", " ", text).split())


def match_category(text: str) -> str | None:
    """The key of the category that ``text`` names and does nothing else, or None.

    Tolerates a prefix ("Findings about …", "Category 2:"), punctuation, capitals, "(cont.)"
    and small typing errors; "Tools were lacking" is a sentence and matches nothing.
    """
    if len(text) > 110:
        return None
    plain = _plain(text)
    key = _KEY_OF.get(plain)
    if key is not None:
        return key
    stripped = _plain(_PREFIX.sub("", text, count=1))
    key = _KEY_OF.get(stripped) or _snake(text)
    if key is not None:
        return key
    return _nearest(stripped)


def _snake(text: str) -> str | None:
    key = text.strip().lower()
    return key if key in CATEGORIES else None


def _nearest(plain: str) -> str | None:
    # One-word names are too short to forgive errors in: "tool" and "pool" differ by one letter.
    if len(plain) < 12:
        return None
    best, score = None, 0.0
    for wording, key in _KEY_OF.items():
        if abs(len(wording) - len(plain)) > 5:
            continue
        ratio = SequenceMatcher(None, wording, plain).ratio()
        if ratio > score:
            best, score = key, ratio
    return best if score >= _CLOSE_ENOUGH else None


def stated_category(text: str) -> str | None:
    """The category in a line of its own such as "Category: Tools", or None."""
    match = _STATED.match(text.strip())
    return match_category(match["name"]) if match else None


def trailing_category(text: str) -> tuple[str, str | None]:
    """Take a category in brackets off the end of a statement: ``(statement, key or None)``."""
    match = re.search(r"\s*[(\[](?P<name>[^()\[\]]{4,90}(?:\([^()]*\))?)[)\]]\s*\.?\s*$", text)
    if match is None:
        return text, None
    key = match_category(match["name"]) or stated_category(match["name"])
    return (text[: match.start()].rstrip(), key) if key else (text, None)
