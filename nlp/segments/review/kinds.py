"""The type of review, its methodology and its title."""

from __future__ import annotations

import re
from collections import Counter

from nlp.documents.model import Kind
from nlp.segments.model import Proposal, Span
from nlp.segments.review.material import Material, block_span, propose

_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern, re.IGNORECASE))
    for key, pattern in (
        ("initial_case_review", r"\binitial case reviews?\b|\bICRs?\b"),
        ("extended_child_practice_review", r"\bextended child practice review\b"),
        ("concise_child_practice_review", r"\bconcise child practice review\b"),
        (
            "child_safeguarding_practice_review",
            r"\b(?:local |national )?child safeguarding practice review\b",
        ),
        ("significant_case_review", r"\bsignificant case reviews?\b|\bSCRs?\b"),
        ("serious_case_review", r"\bserious case reviews?\b"),
        ("multi_agency_professional_forum", r"\bmulti.agency professional forum\b"),
        ("case_management_review", r"\bcase management review\b"),
        ("critical_incident_review", r"\bcritical (?:learning |incident )+review\b"),
        ("best_practice_review", r"\bbest practice review\b"),
        ("near_miss_review", r"\bnear.miss review\b"),
        ("thematic_review", r"\bthematic review\b"),
        ("learning_review", r"\blearning reviews?\b"),
        ("audit", r"\b(?:case file |multi.agency |practice )?audit\b"),
    )
)
_METHODS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("hybrid", r"(?i:\bhybrid\b)"),
        (
            "learning_together",
            r"\bLearning Together\b|\bSCIE\b|(?i:\blearning together (?:review|model|method\w*)\b)",
        ),
        (
            "significant_incident_learning_process",
            r"(?i:significant incident learning process)|\bSILP\b",
        ),
        ("appreciative_inquiry", r"(?i:\bappreciative (?:inquiry|enquiry)\b)"),
        ("root_cause_analysis", r"(?i:\broot.cause analysis\b)"),
        ("failure_modes_effects_analysis", r"(?i:\bfailure modes?\b)|\bFMEA\b"),
        ("child_practice_review", r"(?i:\bchild practice review\b|\bwelsh model\b)"),
        (
            "individual_management_reviews",
            (
                r"(?i:\bindividual (?:agency )?management reviews?\b|"
                r"\binternal management reviews?\b)"
                r"|\bIMRs?\b"
            ),
        ),
    )
)
_TYPE_LABEL = re.compile(r"^(?:type(?: of review)?|review type|kind of review)$")
_METHOD_LABEL = re.compile(r"^(?:methodology|method|model|review model|methodology used|approach)$")
_METHOD_TALK = re.compile(
    r"\b(?:method\w*|model|approach|used|using|conducted|carried out|follow\w*|lines of|process|"
    r"undertaken|framework|drew|draws)\b",
    re.IGNORECASE,
)
# A line that says where a case goes next names another review, not this one.
_WHERE_TO = re.compile(r"\b(?:proceed(?:ed|ing)?|progress(?:ed)?) to\b|^decision\b", re.IGNORECASE)
_OTHER = {"other": "other", "not stated": "not_stated", "hybrid": "hybrid"}


def type_of(text: str) -> str | None:
    """The review type that a short text names, None for none of the vocabulary.

    The type named first counts: "an initial case review considered whether a significant case
    review …" is the former. Child practice reviews of neither length are taken as concise.
    """
    hits = [(m.start(), key) for key, p in _TYPES if (m := p.search(text)) is not None]
    if hits:
        return min(hits)[1]
    plain = re.search(r"\bchild practice review\b", text, re.IGNORECASE)
    return "concise_child_practice_review" if plain else None


def read_type(material: Material) -> list[Proposal]:
    """The type: from its field, from the title page, or by the words of the text."""
    found = _from_fields(material)
    for block in material.opening:
        key = _own_type(block.text)
        if key:
            found.append(propose("type", key, block_span(block), basis="title page"))
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for sentence in material.sentences:
        key = _own_type(sentence.text)
        if key:
            counts[key] += 1
            first.setdefault(key, sentence)
    # A paper that decides whether to go on is the initial review, however often it names the next.
    if "initial_case_review" in counts and any(
        _WHERE_TO.search(sentence.text) for sentence in material.sentences
    ):
        counts["initial_case_review"] = counts.total()
    found += [
        propose("type", key, first[key], basis="words of the text")
        for key, _ in counts.most_common(3)
    ]
    return found


def _own_type(text: str) -> str | None:
    return None if _WHERE_TO.search(text) else type_of(text)


def _from_fields(material: Material) -> list[Proposal]:
    found = []
    for field in material.fields_like(_TYPE_LABEL):
        key = type_of(field.span.text.replace("_", " "))
        if key:
            found.append(propose("type", key, field.span, basis="field"))
    return found


def method_of(text: str) -> str | None:
    """The methodology a text names. Two methods together are a hybrid only where it says so."""
    return next((key for key, pattern in _METHODS if pattern.search(text)), None)


def read_methodology(material: Material) -> list[Proposal]:
    """The methodology: from its field, from the title page, or where the text speaks of method."""
    found = []
    for field in material.fields_like(_METHOD_LABEL):
        plain = field.span.text.strip(" .").lower().replace("_", " ")
        key = _OTHER.get(plain) or method_of(field.span.text.replace("_", " ").title())
        key = key or method_of(field.span.text)
        if key and field.source != "heading":
            found.append(propose("methodology", key, field.span, basis="field"))
        elif key:
            found.append(propose("methodology", key, _sentence(material, field.span), basis="text"))
    for block in material.opening:
        key = method_of(block.text)
        if key and key != "child_practice_review":
            found.append(propose("methodology", key, block_span(block), basis="title page"))
    for sentence in material.sentences:
        key = method_of(sentence.text)
        if key and _METHOD_TALK.search(sentence.text):
            found.append(propose("methodology", key, sentence, basis="text"))
    return found


def _sentence(material: Material, span: Span) -> Span:
    """The first sentence within a passage that names a method, for a short quotation."""
    inside = (s for s in material.sentences if span.start <= s.start and s.end <= span.end)
    return next((s for s in inside if method_of(s.text)), span)


def read_title(material: Material) -> list[Proposal]:
    """The title: the field of that name, else the first heading or bold line of the report."""
    fields = material.fields_like(re.compile(r"^(?:title|review title|title of (?:the )?review)$"))
    found = [propose("title", f.span.text, f.span, basis="field") for f in fields]
    marking = re.compile(
        r"^(?:official|restricted|confidential|draft|protect|contents)\b", re.IGNORECASE
    )
    for block in material.opening:
        named = block.kind is Kind.HEADING or block.bold or type_of(block.text) is not None
        committee = re.search(r"child protection committee$", block.text.strip(), re.IGNORECASE)
        if named and not committee and not marking.match(block.text.strip()):
            found.append(
                propose("title", block_span(block).text, block_span(block), basis="heading")
            )
            break
    return found
