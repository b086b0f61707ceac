"""Shares counted by an imperfect tagger, corrected for its errors and their uncertainty."""

import math
from dataclasses import dataclass

from analytics.rates import Share, normal_quantile, share


@dataclass(frozen=True, slots=True)
class ClassifierError:
    """How a tagger did on findings whose true label people had settled.

    Counts of findings: with the label and tagged, with it and missed, without it and left
    alone, without it and tagged. `source` names the evaluation set and model version.
    """

    true_positives: int
    false_negatives: int
    true_negatives: int
    false_positives: int
    source: str

    def __post_init__(self) -> None:
        counts = (
            self.true_positives,
            self.false_negatives,
            self.true_negatives,
            self.false_positives,
        )
        if min(counts) < 0:
            raise ValueError("counts of an evaluation cannot be negative")
        if self.positives == 0 or self.negatives == 0:
            raise ValueError("an evaluation needs findings with the label and without it")

    @property
    def positives(self) -> int:
        """Findings that truly carry the label."""
        return self.true_positives + self.false_negatives

    @property
    def negatives(self) -> int:
        """Findings that truly do not."""
        return self.true_negatives + self.false_positives

    @property
    def sensitivity(self) -> float:
        """Share of true members that the tagger finds."""
        return self.true_positives / self.positives

    @property
    def specificity(self) -> float:
        """Share of true non-members that the tagger leaves alone."""
        return self.true_negatives / self.negatives


@dataclass(frozen=True, slots=True)
class AdjustedShare:
    """Apparent and adjusted proportion; the interval covers sampling and the tagger's error."""

    numerator: int
    denominator: int
    apparent: float | None
    share: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    source: str
    warning: str | None


def adjusted_share(
    numerator: int, denominator: int, error: ClassifierError, *, level: float = 0.95
) -> AdjustedShare:
    """Rogan-Gladen estimate with the Lang-Reiczigel interval.

    `numerator` findings of `denominator` were tagged by the model. The estimate is held within
    [0, 1]. A tagger no better than chance carries no information: share and bounds are None.
    Source: Rogan WJ, Gladen B (1978), Am J Epidemiol 107:71-76; Lang Z, Reiczigel J (2014),
    Prev Vet Med 113:13-22.
    """
    apparent = share(numerator, denominator, level=level).share

    def result(
        estimate: float | None, low: float | None, high: float | None, warning: str | None
    ) -> AdjustedShare:
        return AdjustedShare(
            numerator,
            denominator,
            apparent,
            estimate,
            low,
            high,
            level,
            "rogan-gladen, lang-reiczigel",
            error.source,
            warning,
        )

    if apparent is None:
        return result(None, None, None, "Nothing recorded: there is no figure to give.")
    youden = error.sensitivity + error.specificity - 1
    # Agresti-Coull style shrinkage keeps a perfect score on a small test set from counting as
    # certainty; without it the interval would ignore the tagger's error exactly when least known.
    z = normal_quantile(level)
    n, n_se, n_sp = denominator + z * z, error.positives + 2, error.negatives + 2
    p = (numerator + z * z / 2) / n
    se, sp = (error.true_positives + 1) / n_se, (error.true_negatives + 1) / n_sp
    if youden <= 0 or se + sp <= 1:
        return result(
            None, None, None, "The tagger does no better than chance here: no estimate is possible."
        )
    estimate = _unit((apparent + error.specificity - 1) / youden)
    centre = (p + sp - 1) / (se + sp - 1)
    v_se, v_sp = se * (1 - se) / n_se, sp * (1 - sp) / n_sp
    shift = 2 * z * z * (centre * v_se - (1 - centre) * v_sp)
    variance = p * (1 - p) / n + centre**2 * v_se + (1 - centre) ** 2 * v_sp
    half = z * math.sqrt(variance) / (se + sp - 1)
    low, high = _unit(centre + shift - half), _unit(centre + shift + half)
    return result(estimate, min(low, estimate), max(high, estimate), _warning(low, high))


def share_with_people(
    people: tuple[int, int],
    model: tuple[int, int],
    error: ClassifierError | None,
    *,
    level: float = 0.95,
) -> AdjustedShare:
    """Share where people coded some findings and the model alone the others.

    Each pair is (findings with the label, findings coded). People's codes are taken as right;
    the model's part is adjusted by `error`, and is unknown without it. The parts are weighted
    by their findings and their intervals joined by the method of variance estimates recovery.
    Source: Zou GY, Donner A (2008), Stat Med 27:1693-1702.
    """
    numerator, denominator = people[0] + model[0], people[1] + model[1]
    apparent, sure = share(numerator, denominator, level=level).share, share(*people, level=level)

    def result(
        estimate: float | None,
        low: float | None,
        high: float | None,
        *,
        method: str,
        source: str,
        warning: str | None,
    ) -> AdjustedShare:
        return AdjustedShare(
            numerator, denominator, apparent, estimate, low, high, level, method, source, warning
        )

    if model[1] == 0:
        return result(
            sure.share,
            sure.low,
            sure.high,
            method="wilson",
            source="people's codes",
            warning=sure.note,
        )
    if error is None:
        unknown = "The tagger's error on this label was never measured: no estimate is possible."
        return result(None, None, None, method="none", source="none", warning=unknown)
    part = adjusted_share(*model, error, level=level)
    weight = people[1] / denominator
    joined = _joined(_Part(weight, sure), _Part(1 - weight, part))
    method = part.method if weight == 0 else f"{part.method}; wilson; joined by mover"
    warning = part.warning if joined is None else _warning(joined[1], joined[2])
    return result(
        *(joined or (None, None, None)), method=method, source=error.source, warning=warning
    )


@dataclass(frozen=True, slots=True)
class _Part:
    weight: float
    share: Share | AdjustedShare


def _joined(*parts: _Part) -> tuple[float, float, float] | None:
    """Weighted sum of independent shares and its interval; None where one is unknown."""
    estimate = below = above = 0.0
    for weight, found in ((part.weight, part.share) for part in parts if part.weight > 0):
        if found.share is None or found.low is None or found.high is None:
            return None
        estimate += weight * found.share
        below += (weight * (found.share - found.low)) ** 2
        above += (weight * (found.high - found.share)) ** 2
    return estimate, _unit(estimate - math.sqrt(below)), _unit(estimate + math.sqrt(above))


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


def _warning(low: float, high: float) -> str | None:
    if high - low > 0.5:
        return "The tagger's own error leaves this share almost unknown."
    return None
