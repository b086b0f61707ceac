"""Trials of the whole control: random data, random requests, and the solver as attacker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.disclosure.attack import Knowledge, infer
from analytics.disclosure.profiles import Profile
from analytics.disclosure.regions import Figure, partition
from analytics.disclosure.release import Protected, protect, reachable_regions
from analytics.disclosure.tables import Axis, Request, group_categories

SIZES = (120, 240, 480)


@dataclass(frozen=True, slots=True)
class Trial:
    """What an attacker pooling all releases of one trial could work out.

    `targets` are the suppressed cells of every release and all regions within reach that hold
    fewer than the profile's minimum; `recovered` of them are known exactly, `narrow` to less
    than the profile's margin.
    """

    released: int
    refused: int
    targets: int
    recovered: int
    narrow: int


def run_trial(seed: int, profile: Profile, *, requests: int = 1, ledger: bool = True) -> Trial:
    """Ask for `requests` random tables of the same random data, one after another.

    Without `ledger` each is judged as if it were the only one: what goes wrong then is what
    the ledger is for. The same seed gives the same trial.
    """
    rng = np.random.default_rng(seed)
    units, domains = random_units(rng)
    figures: list[Figure] = []
    released = 0
    for _ in range(requests):
        known = figures if ledger else []
        answer = protect(
            units, random_request(rng, domains), profile, domains=domains, ledger=known
        )
        if isinstance(answer, Protected):
            released += 1
            figures.extend(answer.figures)
    targets, recovered, narrow = _attack(units, domains, figures, profile)
    return Trial(released, requests - released, targets, recovered, narrow)


def random_units(rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Reviews, each of its own family, spread unevenly over three dimensions."""
    sizes = {"area": int(rng.integers(3, 6)), "year": int(rng.integers(3, 5)), "outcome": 2}
    domains = {name: [f"{name}-{i}" for i in range(size)] for name, size in sizes.items()}
    n = int(rng.choice(SIZES))
    columns = {
        name: rng.choice(categories, n, p=rng.dirichlet(np.full(len(categories), 2.0)))
        for name, categories in domains.items()
    }
    ids = [f"r{i}" for i in range(n)]
    return pd.DataFrame({"review": ids, "family": ids, **columns}), domains


def random_request(rng: np.random.Generator, domains: Mapping[str, Sequence[str]]) -> Request:
    """One or two axes, whole, short of one category, or grouped; sometimes a filter."""
    names = [str(name) for name in rng.permutation(list(domains))]
    count = int(rng.integers(1, 3))
    axes = tuple(_random_axis(rng, name, list(domains[name])) for name in names[:count])
    filters: tuple[tuple[str, frozenset[str]], ...] = ()
    if rng.random() < 0.4:
        categories = list(domains[names[count]])
        kept = rng.permutation(categories)[: int(rng.integers(1, len(categories)))]
        filters = ((names[count], frozenset(str(category) for category in kept)),)
    return Request(axes, filters)


def _random_axis(rng: np.random.Generator, name: str, categories: list[str]) -> Axis:
    kind, place = rng.random(), int(rng.integers(1, len(categories)))
    if kind < 0.4:
        return Axis.plain(name, categories)
    if kind < 0.7 and len(categories) > 2:
        return Axis.plain(name, categories[:place] + categories[place + 1 :])
    return group_categories({"early": categories[:place], "late": categories[place:]}, name)


def _attack(
    units: pd.DataFrame,
    domains: Mapping[str, Sequence[str]],
    figures: Sequence[Figure],
    profile: Profile,
) -> tuple[int, int, int]:
    if not figures:
        return 0, 0, 0
    parts = partition(domains, [figure.region for figure in figures])
    truth = parts.counts(units)
    knowledge = Knowledge(parts, [figure for figure in figures if not figure.hidden])
    regions = {figure.region: None for figure in figures if figure.hidden}
    for region in reachable_regions(parts, [figure.region for figure in figures]):
        if parts.mask(region) @ truth < profile.min_reviews:
            regions[region] = None
    found = infer(knowledge, list(regions))
    recovered = sum(inference.width == 0 for inference in found)
    narrow = sum(inference.width < profile.margin for inference in found)
    return len(found), recovered, narrow
