"""Whether a candidate model may take the place of the one in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp.corpus.loader import load_findings
from nlp.corpus.model import Part
from nlp.evaluation.intervals import Estimate, Rows, bootstrap
from nlp.evaluation.tagging import macro_f1
from nlp.tagging.examples import Example
from nlp.tagging.tagger import Tagger

TOLERATED: Final = 0.01


@dataclass(frozen=True, slots=True)
class Comparison:
    """Category macro-F1 of two models on the same findings.

    `difference` is candidate less current, with a paired bootstrap interval.
    """

    current: float
    candidate: float
    difference: Estimate

    @property
    def no_worse(self) -> bool:
        """Whether the candidate lost no more than a hundredth."""
        return self.difference.value >= -TOLERATED


def frozen_set() -> list[Example]:
    """The held-out voices, which no model is ever trained on."""
    return [
        Example(f.text, f.category, f.second_category, f.themes, f.depth)
        for f in load_findings()
        if f.part is Part.TEST
    ]


def compare(current: Tagger, candidate: Tagger, examples: Sequence[Example]) -> Comparison:
    """Compare on the examples that have a category. Raises ValueError if none has."""
    coded = [example for example in examples if example.category is not None]
    texts = [example.text for example in coded]
    truth = [example.category or "" for example in coded]
    was = [tagging.typology[0].key for tagging in current.tag(texts)]
    now = [tagging.typology[0].key for tagging in candidate.tag(texts)]

    def scored(given: Sequence[str], rows: Rows) -> float:
        return macro_f1([given[row] for row in rows], [truth[row] for row in rows])

    difference = bootstrap(lambda rows: scored(now, rows) - scored(was, rows), len(coded))
    return Comparison(macro_f1(was, truth), macro_f1(now, truth), difference)
