"""Check manuscripts against the plan, the rules of anonymity, and one another.

`python -m app.demonstration.check FILE…` prints each fault, or `ok`; `--plan SHARE` prints what a
share of the corpus must hold and `--left SHARE` what of it is not yet written.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import yaml
from pydantic import ValidationError

from app.demonstration.describing import describe
from app.demonstration.faults import faults, repeated_sentences
from app.demonstration.manuscripts import REVIEWS, Manuscript, read_manuscript
from app.demonstration.plan import load_plan


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _read(path: Path, say: Callable[[str], None]) -> Manuscript | None:
    try:
        text = read_manuscript(path)
    except (ValidationError, yaml.YAMLError) as error:
        say(f"{path.name}: {error}")
        return None
    if text.key != path.stem:
        say(f"{path.name}: the key is {text.key!r}")
    return text


def check_files(paths: list[Path], say: Callable[[str], None] = _say) -> int:
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
        count = check_files(options.files, _say)
        out("ok\n" if not count else f"{count} faults\n")
        return 1 if count else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
