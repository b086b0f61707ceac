"""Charts as SVG, drawn on the server: the same numbers as the table beside them, no scripts.

Every chart has a title and a description for people who do not see it. Colours pass 3:1 on
white; no number is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

BLUE, PALE, LINE, QUIET = "#0065bd", "#cfe2f3", "#d9dde2", "#5e6469"
ROW, LEFT, RIGHT, WIDTH = 34, 250, 70, 860


@dataclass(frozen=True, slots=True)
class Bar:
    """One value with its 95% interval, in the unit of the axis. None: nothing may be shown."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    says: str = ""


def columns(bars: Sequence[Bar], *, title: str, percent: bool = False) -> Markup:
    """Upright bars in the order given, for years; whiskers show the intervals."""
    height, top, foot, left = 300, 16, 34, 52
    highest = _ceiling(bars)
    step = (WIDTH - left - 10) / max(len(bars), 1)
    scale = (height - top - foot) / highest

    def y(value: float) -> float:
        return height - foot - value * scale

    parts = [_grid(highest, y, left, percent=percent)]
    for place, bar in enumerate(bars):
        x = left + place * step
        middle = x + step / 2
        if bar.value is not None:
            parts.append(
                Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"></rect>').format(
                    _n(x + step * 0.15), _n(y(bar.value)), _n(step * 0.7),
                    _n(bar.value * scale), BLUE,
                )
            )  # fmt: skip
            if bar.low is not None and bar.high is not None:
                parts.append(_whisker(middle, y(bar.low), middle, y(bar.high)))
        # Every other label when there are many, so that none runs into the next.
        if len(bars) <= 16 or place % 2 == 0:
            parts.append(_words(middle, height - 12, bar.label, anchor="middle"))
    return _svg(parts, height, title=title, bars=bars)


def rows(bars: Sequence[Bar], *, title: str, percent: bool = False) -> Markup:
    """Lying bars in the order given, for names; whiskers show the intervals."""
    height = len(bars) * ROW + 12
    scale = (WIDTH - LEFT - RIGHT) / _ceiling(bars)
    parts = []
    for place, bar in enumerate(bars):
        y = place * ROW + 8
        parts.append(_words(LEFT - 10, y + 17, _short(bar.label), anchor="end"))
        if bar.value is None:
            parts.append(_words(LEFT, y + 17, "hidden", anchor="start", fill=QUIET))
            continue
        parts.append(
            Markup('<rect x="{}" y="{}" width="{}" height="20" fill="{}"></rect>').format(
                LEFT, y, _n(bar.value * scale), BLUE
            )
        )
        end = bar.value
        if bar.low is not None and bar.high is not None:
            end = max(bar.high, bar.value)
            parts.append(_whisker(LEFT + bar.low * scale, y + 10, LEFT + bar.high * scale, y + 10))
        says = _label(bar.value, percent=percent)
        parts.append(_words(LEFT + min(end, _ceiling(bars)) * scale + 8, y + 17, says))
    return _svg(parts, height, title=title, bars=bars)


def grid(
    cells: Mapping[tuple[str, str], float | None],
    down: Sequence[str],
    across: Sequence[str],
    *,
    title: str,
    percent: bool = False,
) -> Markup:
    """Two dimensions as a table of shades with the number in each cell."""
    top, cell = 30, 30
    step = (WIDTH - LEFT - 4) / max(len(across), 1)
    highest = max((value for value in cells.values() if value), default=1)
    height = top + cell * len(down) + 4
    parts = [
        _words(LEFT + step * (place + 0.5), 20, _short(name, 12), anchor="middle")
        for place, name in enumerate(across)
        if len(across) <= 16 or place % 2 == 0
    ]
    for line, name in enumerate(down):
        y = top + line * cell
        parts.append(_words(LEFT - 10, y + 20, _short(name), anchor="end"))
        for place, other in enumerate(across):
            value = cells.get((name, other))
            weight = (value or 0) / highest
            parts.append(
                Markup(
                    '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" fill-opacity="{}"></rect>'
                ).format(
                    _n(LEFT + step * place + 1), y + 1, _n(step - 2), cell - 2,
                    BLUE if value else LINE, f"{0.12 + 0.88 * weight:.2f}" if value else "0.4",
                )
            )  # fmt: skip
            if value and step > 24:
                shown = _label(value, percent=percent)
                parts.append(
                    _words(LEFT + step * (place + 0.5), y + 20, shown, anchor="middle",
                           fill="#ffffff" if weight > 0.45 else "#1a1a1a")
                )  # fmt: skip
    return _svg(parts, height, title=title, bars=())


def _svg(parts: Sequence[Markup], height: float, *, title: str, bars: Sequence[Bar]) -> Markup:
    described = "; ".join(f"{bar.label}: {bar.says}" for bar in bars if bar.says)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' font-family="Roboto, Arial, sans-serif" font-size="14">{}</svg>'
    ).format(WIDTH, _n(height), f"{title}. {described}"[:1_500], Markup("").join(parts))


def _grid(highest: float, y: object, left: float, *, percent: bool) -> Markup:
    lines = []
    for part in range(5):
        value = highest * part / 4
        height = y(value)  # type: ignore[operator]
        lines.append(
            Markup('<path d="M{} {}H{}" stroke="{}"></path>').format(left, _n(height), WIDTH, LINE)
        )
        lines.append(_words(left - 8, height + 5, _label(value, percent=percent), anchor="end"))
    return Markup("").join(lines)


def _whisker(x1: float, y1: float, x2: float, y2: float) -> Markup:
    upright = x1 == x2
    a, b = (4, 0) if upright else (0, 4)
    path = (
        f"M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"
        f"M{_n(x1 - a)} {_n(y1 - b)}L{_n(x1 + a)} {_n(y1 + b)}"
        f"M{_n(x2 - a)} {_n(y2 - b)}L{_n(x2 + a)} {_n(y2 + b)}"
    )
    halo = Markup('<path d="{}" stroke="#ffffff" stroke-width="4" fill="none"></path>')
    line = Markup('<path d="{}" stroke="#1a1a1a" stroke-width="1.5" fill="none"></path>')
    return halo.format(path) + line.format(path)


def _words(
    x: float, y: float, words: str, *, anchor: str = "start", fill: str = "#1a1a1a"
) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>').format(
        _n(x), _n(y), anchor, fill, escape(words)
    )


def _ceiling(bars: Sequence[Bar]) -> float:
    """The end of the axis: a round number at or above the largest value or interval."""
    top = max((max(bar.value or 0, bar.high or 0) for bar in bars), default=0)
    if top <= 0:
        return 1
    unit = 10.0 ** (len(str(int(top))) - 1) if top >= 1 else 0.1
    return next(
        unit * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10, 12) if unit * step >= top
    )


def _label(value: float, *, percent: bool) -> str:
    return f"{value * 100:.0f}%" if percent else f"{value:.4g}"


def _short(words: str, most: int = 34) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
