"""What the measures refuse."""

from __future__ import annotations

from app.kit.errors import NotFound


class NoChart(NotFound):
    """The measure is told by its table alone, or nothing answers the question."""

    code = "no_chart"

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}” has no chart for this question. Take the table (CSV), or choose fewer "
            "filters."
        )
