"""Names people go by on social media and games."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.identifiers.model import Candidate, IdentifierType
from nlp.identifiers.view import View

_AT = re.compile(r"(?<![\w.@])@\s?[A-Za-z_][\w.]{2,30}(?<!\.)")
_SERVICE = (
    r"(?:facebook|insta(?:gram)?|snap(?:chat)?|tiktok|tik tok|twitter|x|discord|whatsapp|kik|"
    r"telegram|youtube|reddit|twitch|roblox|xbox|playstation|psn|steam|fortnite|minecraft|bebo|"
    r"messenger|onlyfans|vinted|gaming|social media|online)"
)
_NOUN = (
    r"(?:user ?name|user name|handle|account|profile|page|name|tag|gamertag|gamer tag|id|"
    r"screen name|"
    r"login|alias|username)"
)
_USER = r"[\"']?([A-Za-z0-9][\w.\-]{2,30}[A-Za-z0-9_]|[A-Za-z][\w.]*[\d_][\w.]*)[\"']?"
_LABELLED = re.compile(
    rf"\b(?:{_SERVICE}\b\s*(?:{_NOUN})?|gamer ?tag|user ?name|screen name|handle)"
    rf"(?:\s+(?:is|was|of|called|named|as|under|under the name))?\s*[:(=,\-]?\s*{_USER}",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    rf"\b([A-Za-z][\w.]*[\d_.][\w.]*[A-Za-z0-9_])\s+(?:on|via|over)\s+{_SERVICE}\b", re.IGNORECASE
)
_BARE = re.compile(r"(?<![\w@/.])[a-z]+\d*(?:_[a-z]*\d*)+(?![\w@]|\.\w)")
_FILE = re.compile(r"_(?:v\d|final|draft|report|copy|scr|review|template|form|version)")
_QUOTED = re.compile(rf"\b{_SERVICE}\b[^.\n\"]{{0,50}}[\"']([\w.\- ]{{3,30}})[\"']", re.IGNORECASE)


def _looks_like_a_handle(name: str) -> bool:
    """Digits, underscores, inner dots or inner capitals: what ordinary words lack."""
    return bool(re.search(r"[\d_]|\w\.\w|[a-z][A-Z]", name)) and not name.replace(".", "").isdigit()


def recognise(view: View) -> Iterator[Candidate]:
    """Handles in ``view``: by their @, beside the name of a service, or in quotes after one."""
    for match in _AT.finditer(view.text):
        yield Candidate(
            IdentifierType.SOCIAL_HANDLE, match.start(), match.end(), 0.95, "social_handle.at"
        )
    for pattern, rule in ((_LABELLED, "labelled"), (_AFTERWARDS, "service_after")):
        for match in pattern.finditer(view.text):
            if _looks_like_a_handle(match[1]):
                yield Candidate(
                    IdentifierType.SOCIAL_HANDLE,
                    match.start(1),
                    match.end(1),
                    0.85,
                    f"social_handle.{rule}",
                )
    for match in _BARE.finditer(view.text):
        if re.search(r"\d", match.group()) and not _FILE.search(match.group()):
            yield Candidate(
                IdentifierType.SOCIAL_HANDLE, match.start(), match.end(), 0.7, "social_handle.bare"
            )
    for match in _QUOTED.finditer(view.text):
        named = re.search(rf"\b{_NOUN}\b|\bcalled\b|\bas\b|\bunder\b", match.group().lower())
        if _looks_like_a_handle(match[1]) or named:
            yield Candidate(
                IdentifierType.SOCIAL_HANDLE,
                match.start(1),
                match.end(1),
                0.88,
                "social_handle.quoted",
            )
