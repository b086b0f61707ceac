"""What the tagger says of a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scored:
    """A key of the codebook and the confidence in it, 0 to 1."""

    key: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that moved a decision, `[start, end)` in the text.

    `weight` is their share of everything in the text that spoke for `key`.
    """

    key: str
    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Tagging:
    """The codes of one finding.

    `typology` holds all six categories, best first; `themes` only those assigned, one
    to three, best first. When `abstained`, the category is for a person to settle.
    """

    typology: tuple[Scored, ...]
    themes: tuple[Scored, ...]
    depth: Scored
    abstained: bool
    evidence: tuple[Evidence, ...]

    @property
    def good_practice(self) -> bool:
        """Whether the finding is read as commending rather than faulting."""
        return any(theme.key == "good_practice" for theme in self.themes)


@dataclass(frozen=True, slots=True)
class RecommendationTagging:
    """The codes of one recommendation: every kind, best first, and whether it is SMART.

    `smart.key` is "smart" or "not_smart".
    """

    kinds: tuple[Scored, ...]
    smart: Scored
    abstained: bool
    evidence: tuple[Evidence, ...]
