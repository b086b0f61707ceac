"""Secondary suppression: hide enough more that nothing hidden can be worked out.

For each region left exposed, a linear program finds the cheapest set of shown cells whose
hiding lets the region move as far as the rule demands, starting from the true data; the proof
is then made afresh with the attacker's own program.
Source: Kelly JP, Golden BL, Assad AA (1992), Networks 22:397-417 (heuristic); Fischetti M,
Salazar JJ (2001), Manag Sci 47:1008-1027 (attacker's problem).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from analytics.disclosure.attack import Knowledge
from analytics.disclosure.profiles import Profile
from analytics.disclosure.regions import Figure, Mask, Partition, Region

Flags = npt.NDArray[np.bool_]

ROUNDS = 60
MOST_TRIMMED = 60
PINNED = "an earlier release already pins down what this table would hide"


class CannotProtect(Exception):
    """No suppression of this table hides what must stay hidden; the message says what."""


@dataclass(frozen=True, slots=True)
class Target:
    """A region that must stay uncertain: over all of 0 to margin if `small`, else by width."""

    region: Region
    small: bool
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Exposure:
    """A target that can be narrowed too far, with the bounds found so far."""

    target: Target
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the search needs: the table's cells as figures, and what stands fixed.

    `cells` are the figures as they would be shown; `cost` how much each is worth; `inner`
    marks those that are no margin; `fixed` the earlier releases; `truth` the true count of
    each atom.
    """

    parts: Partition
    cells: tuple[Figure, ...]
    cost: npt.NDArray[np.float64]
    inner: Flags
    fixed: tuple[Figure, ...]
    truth: Mask
    profile: Profile

    def knowledge(self, hidden: Flags) -> Knowledge:
        """What an attacker would know were those cells hidden."""
        shown = [cell for cell, gone in zip(self.cells, hidden, strict=True) if not gone]
        return Knowledge(self.parts, [*self.fixed, *shown])


def complete_suppression(
    problem: Problem,
    small: Flags,
    derived: Sequence[Region],
    *,
    most_hidden: int,
) -> Flags:
    """Which cells to hide so that every target is safe, proved by the attacker's own program.

    `small` marks primary suppressions; `derived` are regions no table shows but which
    differences of releases could reach; no more than `most_hidden` inner cells may go. Raises
    CannotProtect, and NotProved when the solver cannot settle it.
    """
    hidden = _trim(problem, small, derived, _search(problem, small, derived))
    if int((hidden & problem.inner).sum()) > most_hidden:
        raise CannotProtect("too few cells would be left to be of use")
    return hidden


def _search(problem: Problem, small: Flags, derived: Sequence[Region]) -> Flags:
    """A safe pattern, found by opening ways for one exposed target after another."""
    hidden = small.copy()
    for _ in range(ROUNDS):
        exposed = _exposed(problem, hidden, small, derived)
        if not exposed:
            return hidden
        before = hidden.copy()
        for exposure in exposed:
            hidden = hidden | _open(problem, hidden, exposure)
        if (hidden == before).all():
            raise CannotProtect("hiding more of this table does not help")
    raise CannotProtect("no pattern of hidden cells was found in time")


def _trim(problem: Problem, small: Flags, derived: Sequence[Region], hidden: Flags) -> Flags:
    """Show again, dearest first, what need not have been hidden."""
    extra = np.flatnonzero(hidden & ~small)
    extra = extra[np.argsort(-problem.cost[extra], kind="stable")][:MOST_TRIMMED]
    for place in extra:
        tried = hidden.copy()
        tried[place] = False
        if not _exposed(problem, tried, small, derived):
            hidden = tried
    return hidden


def _exposed(
    problem: Problem, hidden: Flags, small: Flags, derived: Sequence[Region]
) -> list[Exposure]:
    targets = _targets(problem, hidden, small, derived)
    return exposures(problem.knowledge(hidden), targets, problem.truth, problem.profile)


def exposures(
    knowledge: Knowledge, targets: Sequence[Target], truth: Mask, profile: Profile
) -> list[Exposure]:
    """Targets that the attacker can narrow too far.

    Every solution is consistent data, so it bears witness for all targets at once: most are
    settled without a program of their own.
    """
    if not targets:
        return []
    masks = sparse.csr_array(np.array([knowledge.parts.mask(t.region) for t in targets]))
    seen = masks @ truth
    low, high = seen.copy(), seen.copy()
    found: list[Exposure] = []

    def witness(counts: Mask) -> None:
        values = masks @ counts
        np.minimum(low, values, out=low)
        np.maximum(high, values, out=high)

    rows = masks.toarray()
    for i, target in enumerate(targets):
        if _safe(target, low[i], high[i], profile):
            continue
        least, counts = knowledge.extreme(rows[i], 1)
        witness(counts)
        if target.derived and least >= profile.min_reviews:
            continue
        if not _safe(target, low[i], high[i], profile):
            _, counts = knowledge.extreme(rows[i], -1)
            witness(counts)
        if not _safe(target, low[i], high[i], profile):
            found.append(Exposure(target, float(low[i]), float(high[i])))
    return found


def _safe(target: Target, low: float, high: float, profile: Profile) -> bool:
    if target.small:
        return low <= 0 and high >= profile.margin
    return high - low >= profile.margin


def _targets(
    problem: Problem,
    hidden: Flags,
    small: Flags,
    derived: Sequence[Region],
) -> list[Target]:
    own = [
        Target(cell.region, bool(is_small))
        for cell, gone, is_small in zip(problem.cells, hidden, small, strict=True)
        if gone
    ]
    earlier = [Target(figure.region, figure.small) for figure in problem.fixed if figure.hidden]
    shown = {cell.region for cell, gone in zip(problem.cells, hidden, strict=True) if not gone}
    taken = {target.region for target in own} | shown
    rest = [Target(region, small=False, derived=True) for region in derived if region not in taken]
    return [*own, *earlier, *rest]


def _open(problem: Problem, hidden: Flags, exposure: Exposure) -> Flags:
    """Cells to hide so that one exposed target can move far enough, up or else down."""
    margin, target = problem.profile.margin, exposure.target
    mask = problem.parts.mask(target.region)
    if target.small:
        wanted = [(-np.inf, 0.0)] if exposure.low > 0 else []
        wanted += [(margin, np.inf)] if exposure.high < margin else []
        opened = hidden
        for bounds in wanted:
            # The second way is sought with the first already open, so that one serves both.
            plan = _move(problem, opened, mask, bounds)
            if plan is None:
                raise CannotProtect(PINNED)
            opened = opened | plan
        return opened
    for bounds in ((exposure.low + margin, np.inf), (-np.inf, exposure.high - margin)):
        plan = _move(problem, hidden, mask, bounds) if bounds[1] >= 0 else None
        if plan is not None:
            return plan
    raise CannotProtect(PINNED)


def _move(
    problem: Problem,
    hidden: Flags,
    target: Mask,
    bounds: tuple[float, float],
) -> Flags | None:
    """Cheapest shown cells to hide so that data with `target` in bounds exist; None if none do.

    Variables: the atoms, and for each shown cell by how much it leaves its interval.
    """
    atoms = problem.parts.atoms
    shown = np.flatnonzero(~hidden)
    cells = sparse.csr_array(
        np.array([problem.parts.mask(problem.cells[i].region) for i in shown]).reshape(-1, atoms)
    )
    low = np.array([problem.cells[i].low for i in shown], dtype=np.float64)
    high = np.array([problem.cells[i].high for i in shown], dtype=np.float64)
    slack = sparse.eye_array(len(shown))
    fixed = Knowledge(problem.parts, problem.fixed)
    blank = sparse.csr_array((len(fixed.low), len(shown)))
    aim = sparse.csr_array(np.concatenate([target, np.zeros(len(shown))])[None, :])
    constraints = [
        optimize.LinearConstraint(sparse.hstack([cells, slack]), low, np.inf),
        optimize.LinearConstraint(sparse.hstack([cells, -slack]), -np.inf, high),
        optimize.LinearConstraint(aim, *bounds),
    ]
    if len(fixed.low):
        constraints.append(
            optimize.LinearConstraint(sparse.hstack([fixed.rows, blank]), fixed.low, fixed.high)
        )
    answer = optimize.milp(
        np.concatenate([np.zeros(atoms), problem.cost[shown]]),
        constraints=constraints,
        bounds=optimize.Bounds(0, np.inf),
    )
    if answer.status != 0:
        return None
    plan = np.zeros(len(hidden), dtype=np.bool_)
    plan[shown[answer.x[atoms:] > 1e-6]] = True
    return plan
