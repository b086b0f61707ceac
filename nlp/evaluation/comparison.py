"""Whether a candidate model may take the place of the one in use.

Both models read the same findings, so the difference is judged within each finding: whole
findings are drawn again, with both models' answers to them, and 95% of such draws give the
interval (paired bootstrap; Efron & Tibshirani 1993). "No worse" is a margin agreed on
beforehand and not the lack of a proven difference, which few findings always lack (Piaggio et
al. 2012, JAMA 308:2594, on non-inferiority).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from nlp.corpus.loader import load_findings
from nlp.corpus.model import Part
from nlp.evaluation.intervals import Estimate, bootstrap_counts
from nlp.evaluation.tagging import Marks
from nlp.tagging.examples import Example
from nlp.tagging.model import Tagging
from nlp.tagging.tagger import Tagger

Scheme = Literal["category", "themes", "depth"]
SCHEMES: Final[tuple[Scheme, ...]] = ("category", "themes", "depth")

TOLERATED: Final = 0.01
MARGIN: Final = 0.03
OF: Final = 300
FEWEST: Final = 30


@dataclass(frozen=True, slots=True)
class Comparison:
    """A score of two models on the same findings: macro-F1, of themes micro-F1.

    `difference` is candidate less current, with a paired bootstrap interval.
    """

    current: float
    candidate: float
    difference: Estimate

    @property
    def enough(self) -> bool:
        """Whether there are findings enough for the numbers to decide anything."""
        return self.difference.n >= FEWEST

    @property
    def tolerated(self) -> float:
        """The most that may be lost: 0.01 where there are 300 findings."""
        return TOLERATED * self._wider

    @property
    def margin(self) -> float:
        """The most that the interval may reach below nought: 0.03 where there are 300."""
        return MARGIN * self._wider

    @property
    def no_worse(self) -> bool:
        """Whether the candidate lost no more than is tolerated and surely less than the margin.

        Too few findings decide nothing, and so do not stand in its way.
        """
        lost, most = -self.difference.value, -self.difference.low
        return not self.enough or (lost <= self.tolerated and most <= self.margin)

    @property
    def _wider(self) -> float:
        # An interval's width goes with the root of n. Margins that stayed would refuse every
        # candidate for want of findings and not for want of worth.
        return max(1.0, float((OF / self.difference.n) ** 0.5))


def frozen_set() -> list[Example]:
    """The held-out voices, which no model is ever trained on."""
    return [
        Example(f.text, f.category, f.second_category, f.themes, f.depth)
        for f in load_findings()
        if f.part is Part.TEST
    ]


def frozen_gold() -> list[dict[str, Any]]:
    """The same as rows for `nlp.evaluation.report.evaluate`, with their issues."""
    return [
        {
            "id": f.id,
            "text": f.text,
            "label": f.category,
            "second_label": f.second_category,
            "themes": list(f.themes),
            "depth": f.depth,
            "issue": f.issue,
        }
        for f in load_findings()
        if f.part is Part.TEST
    ]


def compare(
    current: Tagger, candidate: Tagger, examples: Sequence[Example]
) -> dict[Scheme, Comparison]:
    """Compare category, themes and depth, each on the examples that have it.

    A scheme that no example has is left out.
    """
    texts = [example.text for example in examples]
    was, now = current.tag(texts), candidate.tag(texts)
    found: dict[Scheme, Comparison] = {}
    for scheme in SCHEMES:
        pairs = [
            (_given(scheme, old), _given(scheme, new), true)
            for old, new, example in zip(was, now, examples, strict=True)
            if (true := _true(scheme, example)) is not None
        ]
        if pairs:
            found[scheme] = _compared(scheme, *(list(part) for part in zip(*pairs, strict=True)))
    return found


def _compared(
    scheme: Scheme, was: Sequence[set[str]], now: Sequence[set[str]], truth: Sequence[set[str]]
) -> Comparison:
    before, after = Marks(was, truth), Marks(now, truth)
    themes = scheme == "themes"
    old, new = (marks.micro_f1 if themes else marks.macro_f1 for marks in (before, after))
    whole = np.ones((1, len(truth)), dtype=np.int64)
    difference = bootstrap_counts(lambda counts: new(counts) - old(counts), len(truth))
    return Comparison(float(old(whole)[0]), float(new(whole)[0]), difference)


def _given(scheme: Scheme, tagging: Tagging) -> set[str]:
    if scheme == "themes":
        return {theme.key for theme in tagging.themes}
    return {tagging.typology[0].key if scheme == "category" else tagging.depth.key}


def _true(scheme: Scheme, example: Example) -> set[str] | None:
    if scheme == "themes":
        return None if example.themes is None else set(example.themes)
    key = example.category if scheme == "category" else example.depth
    return None if key is None else {key}
