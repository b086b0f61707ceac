"""Findings of a test in plain words, for readers who are not statisticians."""

from analytics.change import Change


def describe_change(change: Change, subject: str) -> str:
    """One or two sentences on a trend, safe to print beside its chart.

    `subject` is a noun phrase such as "the share of reviews with a supervision finding". Never
    claims a rise or fall that the (corrected) test does not bear out, nor that nothing changed.
    """
    name = subject[:1].upper() + subject[1:]
    if change.effect is None or change.low is None or change.high is None:
        why = change.warnings[-1] if change.warnings else "The numbers cannot carry a test."
        return f"{name}: no statement can be made. {why}"
    span = f"between {change.years[0]} and {change.years[-1]}"
    size = _size(change.kind, change.effect)
    bounds = f"{_size(change.kind, change.low)} to {_size(change.kind, change.high)}"
    interval = f"{change.level:.0%} interval {bounds} a year"
    if change.significant:
        neutral = 0.0 if change.kind == "share" else 1.0
        verb = "rose" if change.effect > neutral else "fell"
        return f"{name} {verb} {span} by about {size} a year ({interval}). {_chance(change)}"
    return (
        f"{name} shows no change {span} that chance could not explain ({interval}). "
        "That is not proof that nothing changed."
    )


def _size(kind: str, effect: float) -> str:
    if kind == "share":
        return f"{100 * effect:+.1f} percentage points"
    return f"{100 * (effect - 1):+.1f}%"


def _chance(change: Change) -> str:
    p = change.p_in_use
    if p is None:  # pragma: no cover - a significant change has a p-value
        return ""
    corrected = " after allowing for all the questions asked" if change.correction else ""
    if p < 0.001:
        return f"Chance alone would produce this less than once in 1,000 times{corrected}."
    return f"Chance alone would produce this about {1000 * p:.0f} times in 1,000{corrected}."
