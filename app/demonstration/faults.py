"""Where a manuscript departs from its plan, from the lengths wanted, or repeats another."""

import re
from collections.abc import Iterable, Iterator

from app.demonstration.anonymity import anonymity_faults
from app.demonstration.manuscripts import Manuscript, WrittenFinding
from app.demonstration.plan import PlannedReview

SENTENCE = re.compile(r"(?<=[.?!:;])\s+")


def words(text: str) -> int:
    """How many words a text holds."""
    return len(text.split())


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """Sentences of eight words or more, folded so that only wording is compared."""
    for text in texts:
        for sentence in SENTENCE.split(text):
            folded = re.sub(r"[^a-z0-9 ]", "", sentence.lower())
            if words(folded) >= 8:
                yield " ".join(folded.split())


def _outside(name: str, text: str, least: int, most: int) -> Iterator[str]:
    count = words(text)
    if not least <= count <= most:
        yield f"{name} has {count} words; {least}–{most} are wanted"


def _numbers(name: str, written: Iterable[int], planned: Iterable[int]) -> Iterator[str]:
    have, want = list(written), list(planned)
    if have != want:
        yield f"{name} are numbered {have}; the plan has {want}"


def finding_faults(finding: WrittenFinding, planned: PlannedReview) -> Iterator[str]:
    """What is wrong with one finding: lengths, the five questions and the issues to consider."""
    name = f"finding {finding.number}"
    yield from _outside(f"{name}: statement", finding.statement, 12, 60)
    least, most = (15, 70) if planned.is_initial else (40, 130)
    if planned.five_questions:
        least, most = 0, 60
    yield from _outside(f"{name}: detail", finding.detail, least, most)
    if planned.five_questions != (finding.questions is not None):
        yield f"{name}: five questions are {'wanted' if planned.five_questions else 'not wanted'}"
    if finding.questions:
        for question, answer in finding.questions.model_dump().items():
            yield from _outside(f"{name}: {question}", answer, 12, 70)
    if planned.five_questions and not 2 <= len(finding.issues) <= 4:
        yield f"{name}: two to four issues for the committee are wanted"
    if finding.issues and not planned.five_questions:
        yield f"{name}: issues belong to a review that answers the five questions"
    for issue in finding.issues:
        if not issue.endswith("?"):
            yield f"{name}: an issue to consider is a question: {issue!r}"


def _initial_faults(text: Manuscript) -> Iterator[str]:
    if text.decision is None:
        yield "an initial case review needs its decision"
    else:
        yield from _outside("rationale", text.decision.rationale, 60, 150)
        yield from _outside("criteria", text.decision.criteria, 8, 60)
    if text.sections or text.method or text.reference_terms or text.good_practice:
        yield "an initial case review has no method, terms, sections or good practice"
    yield from _outside("circumstances", text.circumstances, 35, 120)


# A heading with one of these words announces findings or recommendations to any reader.
ANNOUNCING = re.compile(r"finding|learn|lesson|recommend|practice point|good practice|issues", re.I)


def _full_faults(text: Manuscript) -> Iterator[str]:
    if text.decision is not None:
        yield "only an initial case review has a decision"
    yield from _outside("method", text.method or "", 25, 110)
    yield from _outside("circumstances", text.circumstances, 60, 220)
    if not 1 <= len(text.sections) <= 4:
        yield "one to three sections are wanted"
    for section in text.sections:
        if ANNOUNCING.search(section.heading):
            yield f"a section of narrative is headed {section.heading!r}, like findings"


def response_faults(text: Manuscript, planned: PlannedReview) -> Iterator[str]:
    """Whether the committee's responses are those of the plan, and complete."""
    have = [(response.to, response.number) for response in text.responses]
    if sorted(have) != sorted((each.to, each.number) for each in planned.responses):
        yield f"responses answer {have}; see the plan"
        return
    wanted = {(each.to, each.number): each for each in planned.responses}
    for response in text.responses:
        plan = wanted[response.to, response.number]
        name = f"response to {response.to} {response.number}"
        if plan.answer == "rejected":
            if response.actions:
                yield f"{name}: what was rejected has no actions"
            continue
        if not (response.known_by and response.measure and response.actions):
            yield f"{name}: known_by, measure and an action are wanted"
        if plan.done and not all(action.evidence for action in response.actions):
            yield f"{name}: what is done has its evidence"


def plan_faults(text: Manuscript, planned: PlannedReview) -> Iterator[str]:
    """Where a manuscript departs from its row of the plan."""
    yield from _initial_faults(text) if planned.is_initial else _full_faults(text)
    numbers = [finding.number for finding in planned.findings]
    yield from _numbers("findings", (finding.number for finding in text.findings), numbers)
    yield from _numbers(
        "recommendations",
        (each.number for each in text.recommendations),
        (each.number for each in planned.recommendations),
    )
    for finding in text.findings:
        yield from finding_faults(finding, planned)
    for each in text.recommendations:
        yield from _outside(f"recommendation {each.number}", each.text, 10, 60)
    yield from response_faults(text, planned)
    total = sum(map(words, text.report_texts()))
    least, most = planned.words
    roof = most + 300 if planned.type == "thematic_review" or planned.five_questions else most + 100
    if not least - 20 <= total <= roof:
        yield f"the report has {total} words; {least}–{roof} are wanted"


def repeated_sentences(texts: dict[str, Manuscript]) -> dict[str, list[str]]:
    """Sentences that stand in more than one place, each with the keys of the files."""
    seen: dict[str, list[str]] = {}
    for key, text in texts.items():
        for sentence in sentences((*text.report_texts(), *text.response_texts())):
            seen.setdefault(sentence, []).append(key)
    return {sentence: keys for sentence, keys in seen.items() if len(keys) > 1}


def faults(text: Manuscript, planned: PlannedReview) -> list[str]:
    """Everything wrong with one manuscript taken by itself."""
    return [*plan_faults(text, planned), *anonymity_faults(text)]
