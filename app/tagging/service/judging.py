"""How good a model is, and whether it may take the place of the one in use.

Two sets of findings judge. The frozen set is the corpus's held-out voices. The other is what
people decided on held-out reviews, the latest first. No model has read either. How “no worse”
is judged is in ``nlp.evaluation.comparison``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import Session

from app.tagging.repository import Coded, coded_findings, is_held_out
from app.tagging.service.placing import text_of
from nlp.corpus.codes import CATEGORIES, DEPTHS, THEMES

if TYPE_CHECKING:
    from nlp.evaluation.comparison import Comparison, Scheme
    from nlp.tagging import Tagger
    from nlp.tagging.examples import Example

RECENT: Final = 500
"""So many findings of held-out reviews judge a candidate, those decided last."""
SETS: Final = {"frozen": "the frozen set", "decisions": "what people decided lately"}
"""Each set of findings by which a model is judged, in words."""


@dataclass(frozen=True)
class Judgement:
    """What was measured of a model: its figures, and the comparisons, by set and scheme."""

    against: str
    figures: Mapping[str, Any]
    comparisons: Mapping[str, Mapping[Scheme, Comparison]]

    @property
    def lost(self) -> list[str]:
        """On what the model is worse, in words; nothing when it is no worse."""
        return [
            f"{scheme} in {SETS[name]} ({each.current:.3f} to {each.candidate:.3f}, difference "
            f"{each.difference.low:+.3f} to {each.difference.high:+.3f})"
            for name, found in self.comparisons.items()
            for scheme, each in found.items()
            if not each.no_worse
        ]


def judge(session: Session, model: Tagger, *, against: Tagger) -> Judgement:
    """Measure ``model`` on both sets, and compare it with ``against`` on the same findings."""
    # Slow to load.
    from nlp.evaluation.comparison import compare, frozen_gold, frozen_set  # noqa: PLC0415
    from nlp.evaluation.report import evaluate  # noqa: PLC0415

    decided = recent_decisions(session)
    figures = {"frozen": evaluate(model, frozen_gold())}
    comparisons = {"frozen": compare(against, model, frozen_set())}
    if decided:
        figures["decisions"] = evaluate(model, [_as_gold(each) for each in decided])
        examples = [as_example(each) for each in decided]
        comparisons["decisions"] = compare(against, model, examples)
    return Judgement(against.version, figures, comparisons)


def recent_decisions(session: Session) -> Sequence[Coded]:
    """What people decided last on reviews that no model learns from."""
    held = [each for each in coded_findings(session) if is_held_out(each.finding.review_id)]
    return held[:RECENT]


def as_example(coded: Coded) -> Example:
    """The codes as a model takes them in; keys that a later vocabulary brought are left out."""
    from nlp.tagging.examples import Example  # noqa: PLC0415 - slow to load

    known = None
    if coded.themes is not None:
        # None left: the finding says nothing about the themes that the model knows.
        known = tuple(key for key in coded.themes if key in THEMES) or None
    category = coded.category if coded.category in CATEGORIES else None
    return Example(
        text=text_of(coded.finding),
        category=category,
        second_category=coded.second if category and coded.second in CATEGORIES else None,
        themes=known,
        depth=coded.depth if coded.depth in DEPTHS else None,
    )


def _as_gold(coded: Coded) -> dict[str, Any]:
    example = as_example(coded)
    return {
        "id": str(coded.finding.id),
        "text": example.text,
        "label": example.category,
        "second_label": example.second_category,
        "themes": list(example.themes) if example.themes is not None else None,
        "depth": example.depth,
    }
