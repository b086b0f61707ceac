"""Corrections for asking many questions of the same reviews at once."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def benjamini_hochberg(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Adjusted p-values controlling the false-discovery rate, in the order given.

    None marks a question that could not be tested: it stays None and does not enlarge the
    family. Source: Benjamini Y, Hochberg Y (1995), J R Stat Soc B 57:289-300.
    """

    def step_up(ordered: Floats) -> Floats:
        m = len(ordered)
        scaled = ordered * m / np.arange(1, m + 1)
        return np.asarray(np.minimum.accumulate(scaled[::-1])[::-1])

    return _adjust(p_values, step_up)


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Adjusted p-values controlling the chance of even one false alarm, in the order given.

    None stays None. Source: Holm S (1979), Scand J Stat 6:65-70.
    """

    def step_down(ordered: Floats) -> Floats:
        m = len(ordered)
        return np.asarray(np.maximum.accumulate(ordered * (m - np.arange(m))))

    return _adjust(p_values, step_down)


def _adjust(
    p_values: Sequence[float | None], step: Callable[[Floats], Floats]
) -> tuple[float | None, ...]:
    tested = [(p, place) for place, p in enumerate(p_values) if p is not None]
    if any(not 0 <= p <= 1 for p, _ in tested):
        raise ValueError("a p-value lies between 0 and 1")
    tested.sort()
    adjusted: list[float | None] = [None] * len(p_values)
    ordered = np.array([p for p, _ in tested], dtype=np.float64)
    for (_, place), value in zip(tested, step(ordered), strict=True):
        adjusted[place] = min(1.0, float(value))
    return tuple(adjusted)
