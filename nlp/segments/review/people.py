"""Who carried out the review and who took part in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.segments.marks import number_value
from nlp.segments.model import Proposal, Span
from nlp.segments.review.material import Material, propose

_COUNT = r"(?P<count>\d{1,2}|an?|single|one|two|three|four|five|six|sole)"
_INDEPENDENT = r"(?:external|independent|outside)"
_REVIEWERS_LABEL = re.compile(
    r"^(?:lead |independent )?(?:reviewers?|review team|review(?:er)?s? and author|authors?|"
    r"number of reviewers|overview author)\b"
)
_EXTERNAL = re.compile(rf"\b{_COUNT}\s+(?:\w+\s+)?{_INDEPENDENT}\b", re.IGNORECASE)
_INTERNAL = re.compile(rf"\b{_COUNT}\s+(?:\w+\s+)?internal\b", re.IGNORECASE)
_REVIEWER = re.compile(
    rf"\b{_COUNT}\s+(?:\w+,?\s+(?:and\s+)?){{0,3}}?(?:lead\s+)?(?:reviewers?|overview authors?)\b",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    rf"\b{_INDEPENDENT}(?:,? \w+)?(?: lead| overview)? "
    r"(?:reviewer|author|chair|facilitator|consultant)s?\b"
    r"|\breviewers? (?:\w+ ){0,4}(?:from outside|independent of|external to)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\b(?:internal reviewers?|managers? from within|from within the (?:partner )?agenc|"
    r"employed by (?:one of )?the (?:partner )?agenc)",
    re.IGNORECASE,
)
_ACCREDITED = re.compile(
    r"\b(?P<not>not (?:yet )?|un)?accredited\b(?!\s+(?:by the|training))", re.IGNORECASE
)
_PARTIES: tuple[tuple[str, str], ...] = (
    (
        "family",
        (
            r"famil(?:y|ies)|mother|father|parents?|grandmother|grandfather|grandparents|carers?|"
            r"kin|aunt|uncle|relatives?"
        ),
    ),
    ("child", r"child(?:ren)?|young person|siblings?|boy|girl|brother|sister"),
    ("staff", r"practitioners?|staff|professionals?|frontline workers?|case group|workers"),
)
_TOOK_PART = (
    r"(?:contributed|took part|participated|(?:was|were) (?:also )?(?:involved|interviewed|"
    r"spoken (?:to|with)|seen by|consulted|met|included|invited and (?:came|attended))|"
    r"met (?:with )?(?:the|both|each) (?:\w+ )?(?:reviewers?|author|chair|panel|review team)|"
    r"spoke (?:to|with)|attended (?:a|the|one|two) (?:\w+ )?"
    r"(?:learning|practitioner|event|session)|"
    r"came to|sent a letter|gave (?:his|her|their) (?:views|account))"
)
_DECLINED = (
    r"(?:declined|did not (?:wish|want|take part|respond|reply|contribute|participate|attend)|"
    r"(?:was|were) not (?:\w+ )?(?:involved|approached|invited|contacted|interviewed|spoken|"
    r"consulted|asked)|chose not to|refused|could not be (?:involved|approached|found|traced)|"
    r"has not been (?:involved|approached))"
)
_REASON = re.compile(
    r"\b(?:because|since|owing to|due to|on account of|as (?:the|there|this|he|she|they|it|a)\b|"
    r"on the advice of|until|in view of|pending|so as not to)\b.*$",
    re.IGNORECASE,
)
_LABEL = {
    "family": re.compile(
        r"^(?:family|parental|parents?.?) (?:\w+ )?(?:involve|particip|contribut|engage)"
    ),
    "child": re.compile(
        r"^(?:child|young person)\w*(?:'s)? (?:\w+ )?(?:involve|particip|contribut|engage)"
    ),
    "staff": re.compile(
        r"^(?:staff|practitioners?|professionals?) (?:\w+ )?(?:involve|particip|contribut|engage)"
    ),
}
_NO = re.compile(r"^(?:no|none|not (?:involved|invited|approached))\b", re.IGNORECASE)
_UNSAID = re.compile(r"^(?:not (?:recorded|stated|known)|n/?a)\b", re.IGNORECASE)


def _count(printed: str) -> int:
    plain = {"a": "1", "an": "1", "single": "1", "sole": "1"}.get(printed.lower(), printed)
    value = number_value(plain)
    return int(value) if value.isdigit() else 1


def read_reviewers(material: Material) -> list[Proposal]:
    """How many reviewers, how many of them from outside and from within, and accreditation."""
    found: list[Proposal] = []
    for field in material.fields_like(_REVIEWERS_LABEL):
        if field.source != "heading":
            found += _counts(field.span, "field")
    for sentence in material.sentences:
        if re.search(
            r"\breviewers?\b|\boverview author\b|\bfacilitator\b", sentence.text, re.I
        ) or (_INSIDE.search(sentence.text) and re.search(r"\breview\b", sentence.text, re.I)):
            found += _counts(sentence, "sentence")
    return found


def _counts(span: Span, basis: str) -> Iterator[Proposal]:
    external, internal = _EXTERNAL.search(span.text), _INTERNAL.search(span.text)
    zero = re.search(r"\b0 external\b", span.text)
    if external or zero:
        count = 0 if zero else _count(external["count"]) if external else 0
        yield propose("reviewers.external", count, span, basis=basis)
        if internal and basis == "field":
            total = count + _count(internal["count"])
            yield propose("reviewers.internal", _count(internal["count"]), span, basis=basis)
            yield propose("reviewers.number", total, span, basis=basis)
    elif _OUTSIDE.search(span.text):
        yield propose("reviewers.independent", True, span, basis=basis)
    elif _INSIDE.search(span.text):
        yield propose("reviewers.independent", False, span, basis=basis)
    number = _REVIEWER.search(span.text)
    if number:
        yield propose("reviewers.number", _count(number["count"]), span, basis=basis)
    elif basis == "field" and re.fullmatch(r"\d{1,2}", span.text.strip()):
        yield propose("reviewers.number", int(span.text), span, basis=basis)
    accredited = _ACCREDITED.search(span.text)
    if accredited:
        yield propose("reviewers.accredited", accredited["not"] is None, span, basis=basis)


def read_involvement(material: Material) -> list[Proposal]:
    """Whether family, child and staff took part, with the reason given where they did not.

    Nothing is proposed where the text is silent: that is *not recorded*, never *no*.
    """
    found: list[Proposal] = []
    for party, words in _PARTIES:
        for field in material.fields_like(_LABEL[party]):
            if field.source != "heading" and not _UNSAID.match(field.span.text):
                taken = _NO.match(field.span.text) is None
                found += _involved(party, field.span, "field", taken=taken)
        # The child is the subject of every report; only a plain statement counts.
        subject = rf"\b(?:the |both |her |his |{party} )?(?:{words})\b(?:[^.;,]{{0,60}}?)\s"
        took, declined = re.compile(subject + _TOOK_PART), re.compile(subject + _DECLINED)
        for sentence in material.sentences:
            if not _about_review(sentence.text):
                continue
            if re.search(declined.pattern, sentence.text, re.IGNORECASE):
                found += _involved(party, sentence, "sentence", taken=False)
            elif re.search(took.pattern, sentence.text, re.IGNORECASE):
                found += _involved(party, sentence, "sentence", taken=True)
    return found


def _about_review(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:reviewers?|review|panel|learning (?:day|event)|case group|author|practitioner "
            r"(?:session|event)|sessions?|forum|invited|conversations?)\b",
            text,
            re.IGNORECASE,
        )
    )


def _involved(party: str, span: Span, basis: str, *, taken: bool) -> Iterator[Proposal]:
    yield propose(f"involvement.{party}", taken, span, basis=basis)
    reason = _REASON.search(span.text)
    if not taken and reason:
        yield propose(f"involvement.{party}.reason", reason.group(0).rstrip("."), span, basis=basis)
