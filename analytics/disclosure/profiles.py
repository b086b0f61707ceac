"""Rules of disclosure by audience. Services build them from settings; these are the defaults."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """What one audience may see.

    A cell of fewer than `min_reviews` distinct reviews or `min_families` distinct families is
    hidden, noughts included (and with them every 100%, which is a nought elsewhere), as is one
    of which the two largest families hold `dominance` or more. Shown counts are rounded to
    `rounding_base`. What is hidden must stay uncertain over 0 to `margin` at least. A table
    with more than `most_hidden` of its inner cells hidden is refused as useless. `exact`
    profiles see true numbers, and `label` says they may go no further.
    """

    name: str
    min_reviews: int
    min_families: int
    rounding_base: int
    dominance: float
    most_hidden: float = 0.5
    exact: bool = False
    label: str = ""

    def __post_init__(self) -> None:
        if min(self.min_reviews, self.min_families, self.rounding_base) < 1:
            raise ValueError("minima and rounding base are one or more")
        if not (0 < self.dominance <= 1 and 0 <= self.most_hidden <= 1):
            raise ValueError("dominance and the share hidden are proportions")

    @property
    def margin(self) -> int:
        """Least width of the interval within which anything hidden must stay uncertain."""
        return self.min_reviews - 1

    def is_small(self, reviews: int, families: int, top_two: float) -> bool:
        """True when a cell may not be shown on its own account (primary suppression).

        `top_two` is the share of the cell's units that its two largest families hold.
        """
        if self.exact:
            return False
        few = reviews < self.min_reviews or families < self.min_families
        return few or top_two >= self.dominance

    def rounded(self, value: int) -> int:
        """Nearest multiple of the rounding base, halves upwards."""
        base = self.rounding_base
        return (2 * value + base) // (2 * base) * base

    def bounds_of(self, shown: int) -> tuple[int, int]:
        """True values that a reader who knows these rules must think possible behind `shown`."""
        if self.exact:
            return shown, shown
        below = self.rounding_base // 2
        above = (self.rounding_base - 1) // 2
        return max(self.min_reviews, shown - below), shown + above

    def show_count(self, reviews: int, families: int) -> int | None:
        """A lone count (facet, total of a search, page count) as this audience sees it.

        None when hidden. Lone counts of one query must not be combined into a table: use
        `analytics.disclosure.release` for anything with margins.
        """
        if self.is_small(reviews, families, 0.0):
            return None
        return reviews if self.exact else self.rounded(reviews)


RELEASE = Profile("release", 10, 10, 5, 0.9)
PRACTITIONER = Profile("practitioner", 5, 5, 1, 1.0)
INSPECTORATE = Profile("inspectorate", 1, 1, 1, 1.0, 1.0, exact=True, label="not for release")
PROFILES = {profile.name: profile for profile in (RELEASE, PRACTITIONER, INSPECTORATE)}
