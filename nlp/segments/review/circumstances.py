"""What happened to the child, how many children, how old, and what other inquiries there were."""

from __future__ import annotations

import re

from nlp.segments.marks import number_value
from nlp.segments.model import Proposal
from nlp.segments.review.material import Material, propose

_OUTCOME_LABEL = re.compile(
    r"^(?:outcome(?: for (?:the )?child)?|nature of harm|level of harm|harm)$"
)
_OUTCOMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern, re.IGNORECASE))
    for key, pattern in (
        (
            "death",
            (
                r"\b(?:died|death of (?:a|the|her|his|an?)\b|fatal(?:ly)? injur|"
                r"was found dead|killed|"
                r"took (?:his|her|their) own life|drowned|stillb)"
            ),
        ),
        (
            "risk_of_harm",
            (
                r"\bnear miss\b|\bcould have (?:died|been (?:seriously )?(?:harmed|injured))\b|"
                r"\bat (?:serious |significant )?risk of (?:\w+ )?harm\b|"
                r"\bno (?:lasting )?harm (?:to|was|came)\b"
            ),
        ),
        (
            "serious_harm",
            (
                r"\bserious(?:ly)? (?:harm|injur|hurt|ill|neglect)|\bfractur|\binjur(?:y|ies)\b|"
                r"\bhead injury\b|\bburn(?:s|ed|t)?\b|\bseverely\b|\bbadly underweight\b|"
                r"\bsexually (?:abused|assaulted)\b"
            ),
        ),
        (
            "effective_practice",
            r"\beffective practice review\b|\bexample of (?:good|effective) practice\b",
        ),
    )
)
_CHILDREN_LABEL = re.compile(r"^(?:number of (?:children|subjects)|children|no of children)$")
_CHILDREN = re.compile(
    r"\b(?P<count>two|three|four|five|six|seven|eight|\d) (?:\w+ )?(?:children|siblings|brothers|"
    r"sisters|half-siblings)\b",
    re.IGNORECASE,
)
_AGE_LABEL = re.compile(r"^(?:age(?: band| of (?:the )?child| at (?:the )?incident)?|child's age)$")
_YEARS = re.compile(
    r"\b(?:aged?|of)\s+(?P<one>\d{1,2}|[a-z]+)(?:\s+(?P<unit>years?|months?|weeks?|days?))?"
    r"|\b(?P<two>\d{1,2}|[a-z]+)[- ](?P<unit2>year|month|week|day)s?[- ](?:old|of age)\b",
    re.IGNORECASE,
)
_STAGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (band, re.compile(pattern, re.IGNORECASE))
    for band, pattern in (
        ("unborn", r"\bunborn (?:baby|child)\b|\bpre.birth\b"),
        ("under_1", r"\b(?:baby|infant|newborn)\b"),
        ("1_4", r"\btoddler\b|\bpre.?school(?:er)?\b"),
        ("12_15", r"\bearly teens\b"),
    )
)
_PROCEEDINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern, re.IGNORECASE))
    for key, pattern in (
        (
            "criminal",
            (
                r"\bcriminal (?:proceedings|investigation|trial|inquiry|charges)\b|"
                r"\btried on indictment\b|"
                r"\bconvicted\b|\bprosecut|\bpolice investigation\b|\btrial\b|\bcharged with\b"
            ),
        ),
        ("fatal_accident_inquiry", r"\bfatal accident inquir|\bFAI\b"),
        ("domestic_homicide_review", r"\bdomestic homicide review\b|\bDHR\b"),
        (
            "sudden_infant_death_review",
            r"\bSUDI\b|\bsudden (?:unexpected|unexplained) (?:infant )?death",
        ),
        ("disciplinary", r"\bdisciplinary (?:proceedings|process|investigation|hearing|action)\b"),
        ("mappa", r"\bMAPPA\b|\bmulti.agency public protection arrangements\b"),
    )
)
_PROCEEDING_LABEL = re.compile(
    r"\bparallel\b|\bother (?:proceedings|inquiries|investigations|processes)\b|^proceedings$|"
    r"\bcriminal proceedings\b|\bfatal accident\b"
)
_NONE = re.compile(r"^(?:none|no|nil|not applicable|n/?a|there (?:are|were) no)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:no|not|never|without|neither)\b[^.;]{0,40}$", re.IGNORECASE)
_REVIEW_TALK = re.compile(
    r"\b(?:proceedings|inquir\w*|review|investigation|trial|indictment|procurator|crown|convicted|"
    r"charged|prosecut|hearing)\b",
    re.IGNORECASE,
)
_FORM_LABEL = re.compile(r"^(?:form of )?publication(?: form| status)?$|^published\?$")
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern, re.IGNORECASE))
    for key, pattern in (
        (
            "none",
            r"\bnot (?:to )?(?:be )?publish|\bwill not be published\b|\bno publication\b|^none\b",
        ),
        ("findings_only", r"\bfindings (?:only|alone)\b|\bonly the findings\b"),
        ("summary", r"\bsummary\b"),
        ("full", r"\bin full\b|\bfull report\b|^full\b"),
    )
)


def age_band(years: float) -> str:
    """The band of an age in years."""
    for limit, band in ((1, "under_1"), (5, "1_4"), (12, "5_11"), (16, "12_15"), (18, "16_17")):
        if years < limit:
            return band
    return "18_plus"


def read_circumstances(material: Material) -> list[Proposal]:
    """Outcome, number of children and age band, from fields and from the account of the case."""
    return [*_outcome(material), *_children(material), *_age(material)]


def _outcome(material: Material) -> list[Proposal]:
    found = []
    for field in material.fields_like(_OUTCOME_LABEL):
        plain = field.span.text.lower().replace(" ", "_").strip(".")
        keys = [key for key, _ in _OUTCOMES if plain.startswith(key)]
        keys += [key for key, pattern in _OUTCOMES if pattern.search(field.span.text)]
        if keys and field.source != "heading":
            found.append(propose("outcome", keys[0], field.span, basis="field"))
    # A report tells near its start what happened to the child; later deaths may be of others.
    for sentence in material.account:
        key = next((key for key, pattern in _OUTCOMES if pattern.search(sentence.text)), None)
        if key:
            found.append(propose("outcome", key, sentence, basis="sentence"))
    return found


def _children(material: Material) -> list[Proposal]:
    found = []
    for field in material.fields_like(_CHILDREN_LABEL):
        match = re.match(r"\s*(\d{1,2}|[a-z]+)\b", field.span.text, re.IGNORECASE)
        value = number_value(match.group(1)) if match else ""
        if value.isdigit() and field.source != "heading":
            found.append(propose("children", int(value), field.span, basis="field"))
    for sentence in material.account:
        number = _CHILDREN.search(sentence.text)
        if number:
            count = int(number_value(number["count"]))
            found.append(propose("children", count, sentence, basis="sentence"))
    return found


def _age(material: Material) -> list[Proposal]:
    found = []
    for field in material.fields_like(_AGE_LABEL):
        years = _years(f"aged {field.span.text}")
        if years is not None:
            found.append(propose("age_band", age_band(years), field.span, basis="field"))
    for sentence in material.account:
        years = _years(sentence.text)
        stage = next((band for band, p in _STAGES if p.search(sentence.text)), None)
        if years is not None or stage:
            band = age_band(years) if years is not None else stage
            found.append(propose("age_band", band or "", sentence, basis="sentence"))
    return found


def _years(text: str) -> float | None:
    for match in _YEARS.finditer(text):
        value = number_value(match["one"] or match["two"])
        if not value.isdigit() or int(value) > 24:
            continue
        unit = (match["unit"] or match["unit2"] or "year").lower()
        share = {"m": 12.0, "w": 52.0, "d": 365.0}.get(unit[0], 1.0)
        # "of 12 agencies" counts something else than years.
        if match["one"] and not match["unit"] and not match.group(0).lower().startswith("age"):
            continue
        return int(value) / share
    return None


def read_proceedings(material: Material) -> list[Proposal]:
    """Other inquiries into the same events: present, or said not to have been held."""
    found = []
    for field in material.fields_like(_PROCEEDING_LABEL):
        if field.source == "heading":
            continue
        if _NONE.match(field.span.text):
            found.append(propose("proceedings.none", True, field.span, basis="field"))
            continue
        text = f"{field.label}: {field.span.text}"
        found += [
            propose(f"proceedings.{key}", True, field.span, basis="field")
            for key, pattern in _PROCEEDINGS
            if pattern.search(text)
        ]
    for sentence in material.sentences:
        for key, pattern in _PROCEEDINGS:
            match = pattern.search(sentence.text)
            if match and _REVIEW_TALK.search(sentence.text):
                denied = _DENIED.search(sentence.text[: match.start()]) is not None
                found.append(propose(f"proceedings.{key}", not denied, sentence, basis="sentence"))
    return found


def read_publication(material: Material) -> list[Proposal]:
    """In which form the report is to be published."""
    found = []
    for field in material.fields_like(_FORM_LABEL):
        key = next((key for key, p in _FORMS if p.search(field.span.text)), None)
        if key and field.source != "heading":
            found.append(propose("publication", key, field.span, basis="field"))
    for sentence in material.sentences:
        if re.search(r"\bpublish|\bpublication\b", sentence.text, re.IGNORECASE):
            key = next((key for key, p in _FORMS if p.search(sentence.text)), None)
            if key:
                found.append(propose("publication", key, sentence, basis="sentence"))
    return found
