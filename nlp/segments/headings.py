"""What the headings of a report announce.

A heading opens a zone: only text in zones that announce findings, good practice or
recommendations is read as such; background, chronology and rationale never are.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Zone(StrEnum):
    """What kind of text stands under a heading."""

    FINDINGS = "findings"
    GOOD_PRACTICE = "good_practice"
    RECOMMENDATIONS = "recommendations"
    ISSUES = "issues"
    ANALYSIS = "analysis"
    CONTENTS = "contents"
    OTHER = "other"


class Question(StrEnum):
    """The five questions of a systems finding; ``BOTH`` asks for prevalence and spread at once."""

    MANIFESTATION = "manifestation"
    UNDERLYING = "underlying"
    PREVALENCE = "prevalence"
    SPREAD = "spread"
    IMPLICATIONS = "implications"
    BOTH = "prevalence_and_spread"


_NUMBERED = re.compile(
    r"^\s*(?:(?:chapter|section|part|appendix|annex)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})?(?:\s*[.):–—-]+\s*|\s+)(?=\S)",
    re.IGNORECASE,
)

_CONTENTS = re.compile(r"^(?:table of )?contents(?: page)?$|^index$")
_NEVER = re.compile(
    r"^(?:about|how (?:to|the|we|this)|why (?:we|this|the review)|status of|reading|using|"
    r"structure of|what (?:is|are) (?:a|the) (?:finding|systems)|methodology|introduction|"
    r"background|appendix|annex|glossary|references|terms of reference|dissemination|"
    r"response to|progress|implementation|publication|statement)\b"
    r"|^(?:next steps|action plan|conclusions?|chronology|timeline)\b"
)
_GOOD = re.compile(
    r"\b(?:good|effective|best|positive|strong|notable) (?:[\w-]+ )?practices?\b"
    r"|^what (?:worked|went|was done|works|we did) well\b|^(?:areas of )?strengths?\b"
    r"|\bpractice that (?:worked|helped)\b|^things that went well\b|^areas of strength"
)
_RECOMMENDATIONS = re.compile(
    r"\brecommendations?\b|^improving systems and practice\b|^(?:proposed |required |agreed )?"
    r"actions? (?:for|required|to be taken|arising|points?)\b|^(?:proposed |agreed )?actions?$"
    r"|^what (?:needs to|must|should) (?:change|happen)\b"
)
_ISSUES = re.compile(
    r"^(?:(?:key |the )?(?:issues?|questions?|considerations?|matters?|points?)) "
    r"(?:(?:and|or) (?:issues?|questions?|considerations?) )?(?:raised )?"
    r"(?:for|to) (?:the |be )?(?:consider\w*|\w+ )*?"
    r"(?:cpcs?|committee\w*|board\w*|partnership\w*|chief officers\w*|consider\w*|partners|"
    r"lscbs?|panel)\b"
    r"|^considerations? for\b|^for the (?:cpc|committee|board) to consider\b"
    r"|^(?:the )?(?:cpc|committee|board) (?:is|may wish|should) (?:to|asked to) consider\b"
    r"|^questions? (?:for|to) (?:the )?(?:cpc|committee|board|chief)"
)
_FINDINGS = re.compile(
    r"\bfindings?\b|\blessons?\b|\blearning points?\b|\bpractice points?\b"
    r"|\bkey learning\b|\blearning themes?\b|\bareas? (?:of|for) learning\b|\blearning areas?\b"
    r"|\b(?:practice and )?organi[sz]ational learning\b|\blearning identified\b"
    r"|\bidentified learning\b|\bemerging learning\b|\bearly learning\b|\bpractice learning\b"
    r"|^what (?:did|have|has|do) (?:we|the review|this review|was|been) \w+"
    r"|^what we (?:learned|learnt|found)"
    r"|^what (?:the|this) \w+(?: \w+)? (?:found|learned|learnt|tells us)"
    r"|^what was (?:learned|learnt|found)"
    r"|\blearning (?:arising|from (?:the|this) (?:case|review|events?|icr|work))\b"
    r"|^(?:the )?learning$|^(?:summary of )?(?:the )?learning(?: summary)?$|^themes and learning$"
    r"|^analysis and learning$|^key (?:messages|themes|issues|issues identified|practice issues)$"
    r"|^themes?$|^areas (?:for|of) (?:improvement|development)\b|^systems? learning\b"
    r"|^issues identified\b|^underlying patterns\b|^patterns\b|\bsystemic issues\b"
    r"|^(?:multi.agency|single.agency|inter.agency) learning\b|^points? of learning\b"
)
_ANALYSIS = re.compile(
    r"\banalysis\b|\bappraisal\b|^critical (?:reflection|evaluation)\b|^discussion\b|^themes\b"
)
_OTHER = re.compile(
    r"^(?:executive summary|foreword|preface|background|circumstances|case summary|"
    r"summary of (?:the )?(?:facts|case|circumstances|events|background)|narrative|chronology|"
    r"timeline|time ?line|the (?:child|children|family|case|story|facts|incident|decision|review|"
    r"review (?:team|panel|process)|process|methodology|scope)|family (?:composition|structure|"
    r"background|involvement|engagement|perspective|views|contribution)|genogram|"
    r"methodology|methods?|process|scope|purpose|legal context|context|introduction|"
    r"terms of reference|rationale|reasons?|decisions?|criteria|parallel|"
    r"appendix|appendices|annex|glossary|abbreviations|references|bibliography|conclusions?|"
    r"concluding|next steps|dissemination|acknowledgements?|"
    r"agenc(?:y|ies) (?:involved|involvement)|"
    r"involvement of|participation|contributions?|membership|circulation|distribution|"
    r"statement by|signed|publication|limitations|status of|"
    r"period (?:under|of)|time ?frame|timescales?|key (?:events|dates|practice episodes)|"
    r"details of|date|outcome of|views of|voice of the (?:family|parents)|reviewers?|"
    r"action plan|response|progress|glossary of terms|legal|contact|"
    r"summary|overview|about (?:the|this)|how (?:the|this|we|to)|why (?:this|the review))\b"
)
_APPENDIX = re.compile(r"^\s*(?:appendix|annex)\b", re.IGNORECASE)
_QUESTIONS: tuple[tuple[Question, re.Pattern[str]], ...] = (
    (
        Question.BOTH,
        re.compile(
            r"(?:prevalen|common|usual).*(?:widespread|spread)|(?:widespread|spread).*prevalen"
        ),
    ),
    (
        Question.MANIFESTATION,
        re.compile(
            r"\b(?:how|where) (?:did|does|was|is|do|has) .*(?:manifest|feature|present|show|seen|"
            r"play out|appear|occur|happen|look like|evident)"
            r"|^manifestations?\b|^(?:in|the issue in|evidence (?:in|from)) this case$"
            r"|^how it (?:manifested|showed|featured|appeared)"
        ),
    ),
    (
        Question.UNDERLYING,
        re.compile(
            r"\bunderlying\b|\bnot (?:just |simply |only )?(?:peculiar|particular|unique|specific|"
            r"individual|a one.off)\b|^what makes (?:it|this)\b"
        ),
    ),
    (
        Question.PREVALENCE,
        re.compile(r"\bprevalen(?:t|ce)\b|^how (?:common|often|usual|frequent)\b"),
    ),
    (
        Question.SPREAD,
        re.compile(r"\bwidespread\b|^how (?:far|wide)\b|^(?:geographical )?spread\b"),
    ),
    (
        Question.IMPLICATIONS,
        re.compile(
            r"\bimplications?\b|\bwhy does (?:it|this) matter\b|^why (?:it|this) matters\b"
            r"|\breliability of the\b|^so what\b|^what (?:does|do) (?:it|this) mean\b"
            r"|^(?:what are the )?risks? to the (?:system|reliability)"
        ),
    ),
)
MAX_HEADING_WORDS = 16


def plain_heading(text: str) -> str:
    """A heading in lower case without its number, punctuation and brackets."""
    text = re.sub(r"\([^()]*\)", " ", text).replace("’", "'")
    match = _NUMBERED.match(text)
    if match and match.group(0).strip():
        text = text[match.end() :]
    return " ".join(re.sub(r"[^\w\s'-]", " ", text.lower()).split())


def zone_of(text: str) -> Zone | None:
    """The zone a heading opens; None where the heading says nothing about its text.

    Mixed headings ("Findings and recommendations") open the findings zone, in which labelled
    recommendations are told apart by their labels.
    """
    plain = plain_heading(text)
    words = len(plain.split())
    if not plain or words > MAX_HEADING_WORDS:
        return None
    # "Lessons of earlier reviews are not carried into practice" states, it does not announce.
    if (
        words > 6
        and _VERBS.search(plain)
        and not re.match(r"what|how|which|issues|questions", plain)
    ):
        return None
    if _CONTENTS.match(plain):
        return Zone.CONTENTS
    if _ISSUES.search(plain):
        return Zone.ISSUES
    if _NEVER.match(plain):
        return Zone.OTHER
    # An appendix repeats or records; only recommendations are ever first printed in one.
    if _APPENDIX.match(text) and not _RECOMMENDATIONS.search(plain):
        return Zone.OTHER
    if _GOOD.search(plain) and not _RECOMMENDATIONS.search(plain):
        return Zone.GOOD_PRACTICE
    if _RECOMMENDATIONS.search(plain) and not re.search(r"\bfindings?\b|\blessons?\b", plain):
        return Zone.RECOMMENDATIONS
    if _FINDINGS.search(plain):
        return Zone.FINDINGS
    if _OTHER.match(plain):
        return Zone.OTHER
    return Zone.ANALYSIS if _ANALYSIS.search(plain) else None


def question_of(text: str) -> Question | None:
    """Which of the five questions a sub-heading or run-in asks, or None.

    Only short texts are looked at: "the implications are set out below" in a paragraph is prose.
    """
    plain = plain_heading(text)
    if not plain or len(plain.split()) > 24:
        return None
    for question, pattern in _QUESTIONS:
        if pattern.search(plain):
            return question
    return None


def is_issues_heading(text: str) -> bool:
    """Whether a heading announces the questions that the committee is asked to consider."""
    return zone_of(text) is Zone.ISSUES


def is_topic(text: str) -> bool:
    """Whether a heading names a topic ("Supervision of staff") rather than states a finding.

    Topics are short and hold no verb in the forms that findings are written in.
    """
    words = text.split()
    if len(words) > 9:
        return False
    if re.search(r"[.!]$", text.strip()) and len(words) > 4:
        return False
    return not _VERBS.search(text)


_VERBS = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|cannot|could|may|might|must|will|"
    r"would|should|need|needs|makes?|made|leads?|led|leaves?|left|lacks?|means?|meant|fails?|"
    r"failed|allows?|allowed|becomes?|became|tends?|relies|rely|relied|depends?|takes?|took|"
    r"gives?|gave|receives?|received|know|knows|knew|sees?|saw|works|worked|falls?|fell|"
    r"drifts?|drifted|remains?|remained|shows?|showed|helps?|helped|hides?|hid|"
    r"masks?|masked|undermines?|undermined|prevents?|prevented|shaped?|shapes|"
    r"don't|doesn't|didn't|isn't|wasn't|weren't|aren't|not|no one|nobody|without|too|rarely|seldom|"
    r"routinely|never|often)\b",
    re.IGNORECASE,
)
