"""Scores of neighbours and groups against issues coded by people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence


def partners(issues: Mapping[str, str]) -> dict[str, set[str]]:
    """Id → the other ids of its issue, for ids whose issue holds more than one."""
    members: dict[str, set[str]] = defaultdict(set)
    for name, issue in issues.items():
        members[issue].add(name)
    return {
        name: members[issue] - {name} for name, issue in issues.items() if len(members[issue]) > 1
    }


def hit_at(ranked: Mapping[str, Sequence[str]], same: Mapping[str, set[str]], count: int) -> float:
    """Share of ids with a partner among their first `count` neighbours."""
    return sum(bool(same[name] & set(ranked[name][:count])) for name in same) / len(same)


def recall_at(
    ranked: Mapping[str, Sequence[str]], same: Mapping[str, set[str]], count: int
) -> float:
    """Mean share of an id's partners that are among its first `count` neighbours."""
    shares = [len(same[name] & set(ranked[name][:count])) / len(same[name]) for name in same]
    return sum(shares) / len(shares)


def b_cubed(groups: Sequence[Sequence[str]], issues: Mapping[str, str]) -> dict[str, float]:
    """B-cubed precision, recall and F1 over the ids that have an issue (Bagga & Baldwin 1998).

    Ids without an issue are left out of the groups first: nobody said what they match.
    """
    precisions, recalls = [], []
    sizes: dict[str, int] = defaultdict(int)
    for issue in issues.values():
        sizes[issue] += 1
    for group in groups:
        coded = [name for name in group if name in issues]
        for name in coded:
            alike = sum(issues[other] == issues[name] for other in coded)
            precisions.append(alike / len(coded))
            recalls.append(alike / sizes[issues[name]])
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall),
    }
