"""Whether something new may go out beside everything that was hidden before."""

from collections.abc import Mapping, Sequence

from analytics.disclosure.attack import Knowledge, NotProved, infer
from analytics.disclosure.profiles import Profile
from analytics.disclosure.regions import Figure, Region, partition
from analytics.disclosure.release import MOST_ATOMS


def exposed(
    new: Sequence[Figure],
    ledger: Sequence[Figure],
    *,
    domains: Mapping[str, Sequence[str]],
    profile: Profile,
) -> tuple[Region, ...]:
    """Regions hidden by earlier releases that `new` figures would narrow too far.

    For each the least and greatest count that agree with everything known are found by
    integer programming (see `analytics.disclosure.attack`); an interval narrower than the
    profile's margin is an exposure. Raises Contradiction when no data agree with all figures,
    and NotProved when the solver does not settle a bound or there is too much to tell apart.
    """
    everything = [*ledger, *new]
    parts = partition(domains, [figure.region for figure in everything])
    if parts.atoms > MOST_ATOMS:
        raise NotProved(f"{parts.atoms} parts")
    hidden = list(dict.fromkeys(figure.region for figure in ledger if figure.hidden))
    found = infer(Knowledge(parts, everything), hidden)
    return tuple(each.region for each in found if each.width < profile.margin)
