"""What one coded item of the corpus holds."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Which use a voice is kept for. No voice serves two."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class CodedFinding:
    """One finding with its codes.

    `issue` names the group of findings that one change to the system would
    resolve; it is only comparable between findings of the same `file`, unless
    the corpus has merged the two groups, because groups of different files
    were never compared when they were written.
    """

    id: str
    file: str
    voice: str
    text: str
    category: str
    second_category: str | None
    themes: tuple[str, ...]
    depth: str
    issue: str | None
    part: Part

    @property
    def good_practice(self) -> bool:
        """Whether the finding commends rather than faults."""
        return "good_practice" in self.themes


@dataclass(frozen=True, slots=True)
class CodedRecommendation:
    """One recommendation with its kind and whether it is SMART."""

    id: str
    voice: str
    text: str
    kind: str
    second_kind: str | None
    smart: bool
    part: Part
