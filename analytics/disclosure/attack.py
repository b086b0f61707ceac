"""What a reader can infer of anything hidden, from every figure ever released.

The attacker knows the rules, all margins and all earlier releases, and that counts are whole
and not negative. For each region the least and greatest count consistent with all of that is
found by integer programming (HiGHS), so the bounds are the tightest any attacker could reach.
Source: Hundepool A et al. (2012), Statistical Disclosure Control, ch. 4; Fischetti M,
Salazar JJ (2001), Manag Sci 47:1008-1027.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from analytics.disclosure.regions import Figure, Mask, Partition, Region

SECONDS = 20.0


class NotProved(Exception):
    """The solver did not settle a bound in time: nothing may be assumed safe."""


class Contradiction(Exception):
    """No data at all agree with the figures: they are not of one and the same data."""


@dataclass(frozen=True, slots=True)
class Inference:
    """The interval to which an attacker can narrow the count of a region; high None: no end."""

    region: Region
    low: int
    high: int | None

    @property
    def width(self) -> float:
        """Number of steps between the bounds."""
        return np.inf if self.high is None else self.high - self.low


class Knowledge:
    """Figures as linear constraints on the atoms of a partition."""

    def __init__(self, parts: Partition, figures: Sequence[Figure]) -> None:
        known = [figure for figure in figures if figure.low > 0 or figure.high is not None]
        self.parts = parts
        self.rows = sparse.csr_array(
            np.array([parts.mask(figure.region) for figure in known]).reshape(-1, parts.atoms)
        )
        self.low = np.array([figure.low for figure in known], dtype=np.float64)
        self.high = np.array(
            [np.inf if figure.high is None else figure.high for figure in known], dtype=np.float64
        )

    def agrees(self, counts: Mask) -> bool:
        """Whether data with these atom counts could have produced every figure."""
        sums = self.rows @ counts
        return bool(((sums >= self.low - 1e-9) & (sums <= self.high + 1e-9)).all())

    def extreme(self, target: Mask, sign: int) -> tuple[float, Mask]:
        """Least (sign 1) or greatest (sign -1) count of `target`, and data that reach it.

        The greatest may be infinite. Raises Contradiction or NotProved.
        """
        answer = optimize.milp(
            sign * target,
            constraints=self.constraints(),
            integrality=np.ones(self.parts.atoms, dtype=np.int64),
            bounds=optimize.Bounds(0, self.ceiling),
            options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
        )
        if answer.status == 2:
            raise Contradiction
        if answer.status != 0:
            raise NotProved(answer.message)
        counts: Mask = np.round(answer.x)
        value = float(target @ counts)
        return (np.inf if value >= self.ceiling else value), counts

    def constraints(self) -> list[optimize.LinearConstraint]:
        """The figures as the solver takes them."""
        if not len(self.low):
            return []
        return [optimize.LinearConstraint(self.rows, self.low, self.high)]

    @property
    def ceiling(self) -> float:
        """A count no figure could hold in check: reaching it means there is no upper bound.

        A finite stand-in for infinity, because the solver cannot tell an unbounded integer
        program from an infeasible one.
        """
        finite = self.high[np.isfinite(self.high)]
        return 1_000.0 + 10.0 * float(finite.max(initial=0.0))


def infer(knowledge: Knowledge, regions: Sequence[Region]) -> tuple[Inference, ...]:
    """The exact interval of each region, as an attacker with that knowledge would find it."""
    found = []
    for region in regions:
        target = knowledge.parts.mask(region)
        low, _ = knowledge.extreme(target, 1)
        high, _ = knowledge.extreme(target, -1)
        found.append(Inference(region, int(low), None if np.isinf(high) else int(high)))
    return tuple(found)
