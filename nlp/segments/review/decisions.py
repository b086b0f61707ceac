"""The decision on an initial case review, with its rationale and the criteria it names."""

from __future__ import annotations

import re

from nlp.segments.model import Proposal, Span
from nlp.segments.review.material import Field, Material, propose

_OTHER_REVIEW = re.compile(
    r"\b(?:another|other|different|alternative) (?:form|kind|type) of review\b"
    r"|\b(?:instead|but)\b.{0,60}\b(?:learning review|single.agency review|multi.agency "
    r"(?:learning|review|forum|professional)|practice review|thematic review|reflective|"
    r"audit|professional forum)\b"
    r"|\bother review\b|\bother_review\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:do(?:es)? not|did not|not to|should not|will not|would not|need not|not)\s+"
    r"(?:therefore |need to |to |be )?(?:proceed(?:ing|ed)?|progress\w*|"
    r"go(?:ing)? (?:on|further)|commission\w*|"
    r"recommend\w*|undertake|carry out|warrant\w*|hold|meet)"
    r"|\bnot[ _]proceed\b|\bno (?:further|significant case|learning) review\b|\bno further action\b"
    r"|\bagainst (?:proceeding|a (?:significant|full|further)|holding)"
    r"|\b(?:criteria|threshold)\b.{0,40}\bnot (?:been )?met\b|\bwithout proceeding\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\bproceed(?:s|ed|ing)?\b|\b(?:significant case|learning|full|serious case) review "
    r"(?:should|will|is to|be|was|to be)\b|\bcommission(?:ed|s)? (?:a|an)\b"
    r"|\bin favour of (?:a|proceeding)|\bcriteria (?:are|were|have been|is) met\b|\bprogress to\b",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"^(?:decision(?: outcome)?|decision(?: (?:of|on|by|reached|taken|made)\b.*)?|"
    r"(?:icr )?outcome of (?:the )?(?:initial case review|"
    r"icr)|the decision|outcome of (?:the )?(?:meeting|discussion)|icr decision|"
    r"(?:proceed|progress) to (?:an? )?(?:scr|significant case review|learning review).*|"
    r"recommendation of the (?:icr )?(?:group|panel|sub-group))$"
)
_RATIONALE = re.compile(
    r"^(?:(?:the |decision )?rationale\b.*|reasons?(?: for (?:the |this )?decision)?|"
    r"(?:explanation|justification) .*|why (?:this|the) decision.*|basis (?:of|for) .*decision)$"
)
_CRITERIA = re.compile(r"^(?:which |decision )?criteri(?:a|on)\b.*")
_DECIDES = re.compile(
    r"\b(?:decided|decides|agreed|agrees|concluded|concludes|resolved|decision|determined|"
    r"satisfied|view)\b",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    r"\b(?:significant case review|SCR|learning review|serious case review|criteria|proceed|"
    r"fuller review|full review|further review)\b",
    re.IGNORECASE,
)
_CHECKED = re.compile(r"^(?:yes|no)\b", re.IGNORECASE)


def decision_of(text: str) -> str | None:
    """``proceed``, ``not_proceed`` or ``other_review``, None when the text decides nothing.

    Another form of review outranks the refusal that usually comes with it.
    """
    if _OTHER_REVIEW.search(text) and (_NOT.search(text) or len(text.split()) <= 12):
        return "other_review"
    if _NOT.search(text):
        return "not_proceed"
    return "proceed" if _YES.search(text) else None


def read_decision(material: Material) -> list[Proposal]:
    """Decision, rationale and criteria, from fields first and sentences where there are none."""
    found: list[Proposal] = []
    for field in material.fields:
        if _DECISION.match(field.label):
            found += _decided(field, material)
        elif _RATIONALE.match(field.label):
            found.append(propose("decision.rationale", field.span.text, field.span, basis="field"))
        elif _CRITERIA.match(field.label):
            found.append(propose("decision.criteria", field.span.text, field.span, basis="field"))
    order = {"field": 0, "sentence": 1}
    for sentence in material.sentences:
        if _DECIDES.search(sentence.text) and _REVIEW.search(sentence.text):
            outcome = decision_of(sentence.text)
            if outcome is not None:
                found.append(propose("decision.outcome", outcome, sentence, basis="sentence"))
    return sorted(found, key=lambda proposal: order.get(proposal.basis, 2))


def _decided(field: Field, material: Material) -> list[Proposal]:
    text = field.span.text
    answer = _CHECKED.match(text)
    if answer and re.search(r"proceed|progress", field.label):
        outcome: str | None = "proceed" if text.lower().startswith("yes") else "not_proceed"
    else:
        outcome = decision_of(_first_sentence(field.span, material).text) or decision_of(text)
    if outcome is None:
        return []
    span = _first_sentence(field.span, material) if len(text.split()) > 40 else field.span
    return [propose("decision.outcome", outcome, span, basis="field")]


def _first_sentence(span: Span, material: Material) -> Span:
    inside = (s for s in material.sentences if span.start <= s.start and s.end <= span.end)
    return next((s for s in inside if decision_of(s.text)), span)
