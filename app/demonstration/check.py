"""Check manuscripts against the plan, the rules of anonymity, and one another.

`python -m app.demonstration.check FILE…` prints each fault, or `ok`; `--plan SHARE` prints what a
share of the corpus must hold and `--left SHARE` what of it is not yet written.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from app.demonstration.manuscripts import (
    REVIEWS,
    Manuscript,
    WrittenFinding,
    read_manuscript,
)
from app.demonstration.plan import PlannedFinding, PlannedReview, load_issues, load_plan

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
GIVEN_NAMES = (
    "Aaron Adam Agnieszka Aileen Aisha Alan Alasdair Alastair Alison Amanda Amy Andrew Angela Angus Ann "
    "Anna Anne Archie Barbara Ben Brian Callum Cameron Carol Caroline Catherine Charlotte Chloe "
    "Christine Claire Colin Connor Craig Daniel Danielle David Debbie Declan Derek Donald Donna "
    "Douglas Duncan Eilidh Elaine Elizabeth Ellie Emily Emma Erin Euan Ewan Fiona Fraser Gary Gavin "
    "Gemma George Gillian Gordon Hannah Heather Helen Iain Ian Isla Jack Jacqueline James Jamie Jane "
    "Janet Jason Jean Jennifer Jessica Joan Joanne John Jordan Julie Karen Katie Keith Kelly Kenneth "
    "Kerry Kevin Kieran Kirsty Kyle Laura Lauren Leanne Lee Lewis Liam Linda Lisa Lorraine Louise Lucy "
    "Lynn Lynne Mairi Margaret Maria Marie Mary Matthew Megan Mhairi Michael Michelle Mohammed Morag "
    "Moira Natalie Nathan Neil Nicola Nicole Olivia Owen Paul Pauline Peter Rachel Rebecca Rhona "
    "Robert Ross Rory Ruth Ryan Samantha Sandra Sarah Scott Sean Shaun Sharon Sheila Shona Sophie "
    "Stacey Stephanie Stephen Steven Stewart Stuart Susan Thomas Tracy Valerie Victoria William Zoe"
).split()
FORBIDDEN: dict[str, str] = {
    "an exact date": rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\b|\b{MONTH} \d{{1,2}}(?!\d)",
    "a date in figures": r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    "a titled name": r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sheriff|Sgt|PC|DC|DI) [A-Z][a-z]+",
    "a given name": rf"\b(?:{'|'.join(GIVEN_NAMES)})\b",
    "a postcode": r"\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b",
    "a telephone number or long number": r"\b\d(?:[ -]?\d){5,}\b",
    "an address on the web": r"https?://|www\.|\S+@\S+",
    "a named place or body": r"\b[A-Z][a-z]+ (?:High School|Academy|Primary School|Primary|"
    r"Nursery|Infirmary|Street|Road|Avenue|Terrace|Drive|Crescent|Surgery|Medical Practice)\b",
    "markup": r"\*\*|^#|\n",
}
# Words that a pattern above would take for a name though the subject is a thing or an agency.
HARMLESS = re.compile(r"\b(?:The|A|Early|Local|Her|His|Their) (?:Nursery|Primary)\b|Prof(?= )")
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


def anonymity_faults(text: Manuscript) -> Iterator[str]:
    """Anything that could name a person, a place or a day."""
    for piece in (*text.report_texts(), *text.response_texts(), text.subject):
        for what, pattern in FORBIDDEN.items():
            for hit in re.finditer(pattern, HARMLESS.sub("", piece)):
                yield f"{what}: {hit.group()!r} in {piece[:60]!r}…"


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


def _read(path: Path, say: Callable[[str], None]) -> Manuscript | None:
    try:
        text = read_manuscript(path)
    except (ValidationError, yaml.YAMLError) as error:
        say(f"{path.name}: {error}")
        return None
    if text.key != path.stem:
        say(f"{path.name}: the key is {text.key!r}")
    return text


def check_files(paths: list[Path], say: Callable[[str], None] = print) -> int:
    """Say every fault of the files, and sentences shared with any other manuscript.

    Returns the number of faults.
    """
    said: list[str] = []
    plan = load_plan()
    texts: dict[str, Manuscript] = {}
    for path in sorted({*REVIEWS.glob("r*.yaml"), *(path.resolve() for path in paths)}):
        named = path in {each.resolve() for each in paths}
        text = _read(path, said.append if named else lambda _: None)
        if text is None:
            continue
        texts[text.key] = text
        if named and text.key in plan:
            said += [f"{path.name}: {fault}" for fault in faults(text, plan[text.key])]
    wanted = {path.stem for path in paths}
    for sentence, keys in repeated_sentences(texts).items():
        if wanted & set(keys):
            said.append(f"{', '.join(sorted(set(keys)))}: the same sentence: {sentence!r}")
    for line in said:
        say(line)
    return len(said)


def _finding_line(finding: PlannedFinding) -> str:
    line = (
        f"    {finding.number}. {finding.typology} | {', '.join(finding.themes)} | {finding.depth}"
    )
    if finding.polarity == "good_practice":
        line += " | GOOD PRACTICE"
    if finding.issue:
        issue = load_issues()[finding.issue]
        line += f"\n       ISSUE {issue.id}, angle: {finding.angle}\n       = {issue.issue.strip()}"
    return line


def describe(planned: PlannedReview) -> str:
    """A row of the plan as its author reads it."""
    case, dates = planned.circumstances, planned.dates
    lines = [
        f"{planned.key} {planned.committee} | {planned.type} | {planned.methodology or '-'} | "
        f"{planned.layout} | decision: {planned.decision}"
        + (f" | leads_to {planned.leads_to}" if planned.leads_to else "")
        + (f" | led_from {planned.led_from}" if planned.led_from else ""),
        f"  incident {dates.incident:%b %Y}, notified {dates.notification:%b %Y}, decided "
        f"{dates.decision:%b %Y}, completed {dates.completed:%b %Y}; parallel: "
        f"{planned.parallel_proceedings}; reviewers: "
        + (
            f"{planned.reviewers.number} ({planned.reviewers.external} external)"
            if planned.reviewers
            else "-"
        ),
        f"  {case.outcome}, {case.age_band}, {case.sex}, children {case.children}, harm "
        f"{case.harm}, grade {case.grade_of_concern}; registered {case.registered} (before: "
        f"{case.previously_registered}), looked after {case.looked_after}, economic "
        f"{case.economic_circumstances}, disability {case.disability}; "
        + ", ".join(f"{factor} {value}" for factor, value in case.family_factors.items()),
        *(_finding_line(finding) for finding in planned.findings),
    ]
    if planned.five_questions:
        lines.append("    five_questions: yes, and issues for the committee")
    lines += [
        f"    rec {each.number}. {each.kind}{' SMART' if each.smart else ' (not smart)'}"
        for each in planned.recommendations
    ]
    lines += [
        f"    response to {each.to} {each.number}: {each.answer}, {each.status}, due {each.due}, "
        f"done {each.done}"
        for each in planned.responses
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 when nothing is wrong, 1 when something is."""
    parser = argparse.ArgumentParser(prog="python -m app.demonstration.check")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--plan", type=int, metavar="SHARE")
    parser.add_argument("--left", type=int, metavar="SHARE")
    parser.add_argument("--rows", default="r001-r220", metavar="FIRST-LAST")
    options = parser.parse_args(arguments)
    first, last = options.rows.split("-")
    rows = [row for key, row in load_plan().items() if first <= key <= last]
    out = sys.stdout.write
    if options.plan:
        out("\n\n".join(describe(row) for row in rows if row.share == options.plan) + "\n")
    if options.left:
        left = [row.key for row in rows if row.share == options.left]
        out(" ".join(key for key in left if not (REVIEWS / f"{key}.yaml").exists()) + "\n")
    if options.files:
        count = check_files(options.files, lambda line: out(line + "\n") and None)
        out("ok\n" if not count else f"{count} faults\n")
        return 1 if count else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
