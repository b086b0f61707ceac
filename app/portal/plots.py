"""Funnels and curves as SVG, drawn on the server beside the table of the same numbers.

Colours pass 3:1 on white, and shapes or dashes tell apart what colours tell apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 860, 420
LEFT, RIGHT, TOP, FOOT = 56, 16, 16, 48
BLUE, INK, LINE, QUIET, RED = "#0065bd", "#1a1a1a", "#d9dde2", "#5e6469", "#b3122a"
SHADES = (
    ("#0065bd", ""),
    ("#b3122a", "7 4"),
    ("#428542", "2 3"),
    ("#7a3e9d", "10 3 2 3"),
    ("#8a5a00", "5 2"),
    ("#333333", "1 3"),
)
"""A colour and a dash for each line; after six they come round again."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a funnel; ``marked`` ones are drawn as named diamonds."""

    label: str
    x: float
    y: float
    marked: bool
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """A named run of points (x, y), x ascending. ``quiet`` lines are drawn thin and grey."""

    label: str
    points: Sequence[tuple[float, float]]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """From values to places in the picture: y always runs from 0 to 1."""

    widest: float

    def x(self, value: float) -> float:
        return LEFT + value / self.widest * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - FOOT - value * (HEIGHT - TOP - FOOT)

    def path(self, points: Sequence[tuple[float, float]], *, steps: bool = False) -> str:
        """The line through the points; with ``steps`` each value holds until the next."""
        words = []
        before: float | None = None
        for x, y in points:
            if steps and before is not None:
                words.append(f"L{_n(self.x(x))} {_n(before)}")
            words.append(f"{'L' if words else 'M'}{_n(self.x(x))} {_n(self.y(y))}")
            before = self.y(y)
        return "".join(words)


def funnel(
    dots: Sequence[Dot],
    limits: Sequence[Line],
    target: float,
    *,
    title: str,
    across: str,
) -> Markup:
    """Shares against numbers, with the target and its control limits."""
    ends = [x for line in limits for x, _ in line.points] + [dot.x for dot in dots]
    frame = _Frame(max(ends, default=1) or 1)
    parts = [_axes(frame, across)]
    for line in limits:
        dash = "6 4" if "95%" in line.label else ""
        parts.append(_stroke(frame.path(line.points), QUIET, dash))
    parts.append(_stroke(frame.path([(0, target), (frame.widest, target)]), INK, ""))
    parts += [_dot(frame, dot) for dot in sorted(dots, key=lambda each: each.marked)]
    return _svg(parts, title, [f"{dot.label}: {dot.says}" for dot in dots])


def curves(lines: Sequence[Line], *, title: str, across: str, says: Sequence[str]) -> Markup:
    """Shares that fall in steps, one line a group, with the legend below.

    Quiet lines share one look and one entry of the legend.
    """
    frame = _Frame(max((x for line in lines for x, _ in line.points), default=1) or 1)
    parts = [_axes(frame, across)]
    loud = [line for line in lines if not line.quiet]
    looks = [(*SHADES[place % len(SHADES)], 2.5) for place in range(len(loud))]
    legend = [(line.label, look) for line, look in zip(loud, looks, strict=True)]
    if len(loud) < len(lines):
        legend.append(("All others" if loud else "Each group", (QUIET, "", 1.2)))
    for line in lines:
        if line.quiet:
            path = frame.path([(0, 1.0), *line.points], steps=True)
            parts.append(_stroke(path, QUIET, "", 1.2))
    for line, look in zip(loud, looks, strict=True):
        parts.append(_stroke(frame.path([(0, 1.0), *line.points], steps=True), *look))
    for place, (label, look) in enumerate(legend):
        x, y = LEFT + (place % 2) * (WIDTH - LEFT) / 2, HEIGHT + 8 + place // 2 * 22
        parts.append(_stroke(f"M{_n(x)} {y}h30", *look))
        parts.append(_words(x + 38, y + 5, label))
    return _svg(parts, title, says, height=HEIGHT + 6 + (len(legend) + 1) // 2 * 22)


def _axes(frame: _Frame, across: str) -> Markup:
    parts = []
    for quarter in range(5):
        y = frame.y(quarter / 4)
        parts.append(_stroke(f"M{LEFT} {_n(y)}H{WIDTH - RIGHT}", LINE, ""))
        parts.append(_words(LEFT - 8, y + 5, f"{quarter * 25}%", anchor="end"))
    parts += [
        _words(frame.x(value), HEIGHT - FOOT + 20, f"{value:,.0f}", anchor="middle")
        for value in _ticks(frame.widest)
    ]
    parts.append(_words((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, across, anchor="middle"))
    return Markup("").join(parts)


def _ticks(widest: float) -> list[float]:
    unit = 10.0 ** max(len(str(int(widest))) - 1, 0)
    for part in (0.1, 0.2, 0.5, 1.0):
        if widest / (unit * part) <= 8:
            step = max(unit * part, 1.0)
            return [step * place for place in range(int(widest / step) + 1)]
    return [0.0, widest]


def _dot(frame: _Frame, dot: Dot) -> Markup:
    x, y = frame.x(dot.x), frame.y(dot.y)
    if not dot.marked:
        return Markup(
            '<circle cx="{}" cy="{}" r="5" fill="{}" fill-opacity="0.75"></circle>'
        ).format(_n(x), _n(y), BLUE)
    shape = Markup('<path d="M{} {}l8 8l-8 8l-8 -8z" fill="{}"></path>').format(
        _n(x), _n(y - 8), RED
    )
    if x > WIDTH * 0.7:
        return shape + _words(x - 14, y + 5, dot.label, anchor="end")
    return shape + _words(x + 14, y + 5, dot.label)


def _stroke(path: str, colour: str, dash: str, width: float = 1.5) -> Markup:
    return Markup(
        '<path d="{}" stroke="{}" stroke-width="{}" stroke-dasharray="{}" fill="none"></path>'
    ).format(path, colour, width, dash or "none")


def _words(x: float, y: float, words: str, *, anchor: str = "start") -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>').format(
        _n(x), _n(y), anchor, INK, escape(words)
    )


def _svg(
    parts: Sequence[Markup], title: str, says: Sequence[str], *, height: int = HEIGHT
) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' font-family="Roboto, Arial, sans-serif" font-size="14">{}</svg>'
    ).format(WIDTH, height, f"{title}. {'; '.join(says)}"[:1_500], Markup("").join(parts))


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
