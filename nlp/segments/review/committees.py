"""Which child protection committee a report belongs to.

Names and slugs are those of the committees of Scotland, the joint ones and the one that was
divided in 2013 included.
"""

from __future__ import annotations

import re
from collections import Counter

from nlp.segments.model import Proposal, Span
from nlp.segments.review.material import Material, block_span, propose

COMMITTEES: dict[str, tuple[str, ...]] = {
    "aberdeen-city": ("Aberdeen City", "Aberdeen"),
    "aberdeenshire": ("Aberdeenshire",),
    "angus": ("Angus",),
    "argyll-and-bute": ("Argyll and Bute", "Argyll & Bute"),
    "clackmannanshire-and-stirling": (
        "Clackmannanshire and Stirling",
        "Stirling and Clackmannanshire",
        "Clackmannanshire & Stirling",
        "Clackmannanshire",
        "Stirling",
    ),
    "dumfries-and-galloway": ("Dumfries and Galloway", "Dumfries & Galloway"),
    "dundee-city": ("Dundee City", "Dundee"),
    "east-ayrshire": ("East Ayrshire",),
    "east-dunbartonshire": ("East Dunbartonshire",),
    "east-lothian-and-midlothian": (
        "East Lothian and Midlothian",
        "East and Midlothian",
        "East & Midlothian",
        "Midlothian and East Lothian",
        "East Lothian",
        "Midlothian",
    ),
    "east-renfrewshire": ("East Renfrewshire",),
    "city-of-edinburgh": ("City of Edinburgh", "Edinburgh City", "Edinburgh"),
    "falkirk": ("Falkirk",),
    "fife": ("Fife",),
    "glasgow-city": ("Glasgow City", "City of Glasgow", "Glasgow"),
    "highland": ("Highland", "Highlands"),
    "inverclyde": ("Inverclyde",),
    "moray": ("Moray",),
    "north-ayrshire": ("North Ayrshire",),
    "north-lanarkshire": ("North Lanarkshire",),
    "orkney": ("Orkney Islands", "Orkney"),
    "outer-hebrides": ("Outer Hebrides", "Western Isles", "Eilean Siar"),
    "perth-and-kinross": ("Perth and Kinross", "Perth & Kinross"),
    "renfrewshire": ("Renfrewshire",),
    "scottish-borders": ("Scottish Borders", "Borders"),
    "shetland": ("Shetland Islands", "Shetland"),
    "south-ayrshire": ("South Ayrshire",),
    "south-lanarkshire": ("South Lanarkshire",),
    "west-dunbartonshire": ("West Dunbartonshire",),
    "west-lothian": ("West Lothian",),
    "north-east-of-scotland": (
        "North East of Scotland",
        "North East Scotland",
        "North-East of Scotland",
        "North East",
    ),
}
_SLUG_OF = {name.lower(): slug for slug, names in COMMITTEES.items() for name in names}
_NAMES = "|".join(re.escape(name) for name in sorted(_SLUG_OF, key=len, reverse=True))
_BODY = (
    r"(?:(?:public|child(?:ren)?|child and adult)\s+(?:protection|care and protection)\s+"
    r"(?:committee|partnership)|CPC|CAPC|PPC)"
)
_FULL = re.compile(
    rf"(?<![\w-])(?P<name>{_NAMES})(?:[’']s)?\s+(?:council\s+)?{_BODY}\b", re.IGNORECASE
)
_OF = re.compile(rf"\b{_BODY}\s+(?:for|of)\s+(?P<name>{_NAMES})\b", re.IGNORECASE)
_SHORT = re.compile(r"\bNESCPC\b|\bNESPC\b")
_BARE = re.compile(rf"^\s*(?:the\s+)?(?P<name>{_NAMES})\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\bcommittee\b|\bcpc\b|\bchild protection committee\b|^area$|\blocal authority\b"
)
_NOT_LABEL = re.compile(r"issues|consider|report(?:ed)? to|date|decision|chair")


def slug_of(name: str) -> str | None:
    """The slug of a committee or area by its name, None when it is none of Scotland's."""
    plain = " ".join(name.lower().split())
    match = _FULL.search(name) or _OF.search(name)
    if match:
        return _SLUG_OF[match["name"].lower()]
    if _SHORT.search(name):
        return "north-east-of-scotland"
    if plain in COMMITTEES:
        return plain
    bare = _BARE.match(name)
    return _SLUG_OF[bare["name"].lower()] if bare else None


def read_committee(material: Material) -> list[Proposal]:
    """The committee: from its field, from the title page, or by how often the text names it."""
    found: list[Proposal] = []
    for field in material.fields_like(_LABEL):
        if field.source == "heading" or _NOT_LABEL.search(field.label):
            continue
        slug = slug_of(field.span.text)
        if slug:
            found.append(propose("committee", slug, field.span, basis="field"))
    found += [
        propose("committee", slug, block_span(block), basis="title page")
        for block in material.opening
        if (slug := _named(block.text))
    ]
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for sentence in material.sentences:
        slug = _named(sentence.text)
        if slug:
            counts[slug] += 1
            first.setdefault(slug, sentence)
    found += [
        propose("committee", slug, first[slug], basis="named in the text")
        for slug, _ in counts.most_common()
    ]
    return found


def _named(text: str) -> str | None:
    match = _FULL.search(text) or _OF.search(text)
    if match:
        return _SLUG_OF[match["name"].lower()]
    return "north-east-of-scotland" if _SHORT.search(text) else None
