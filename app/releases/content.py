"""What a release holds, before it is written into files."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from app.research.models import Tier

NOT_RECORDED = "not_recorded"
PASSAGE = "passage"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Code(_Frozen):
    """One value that a coded column may take."""

    key: str
    label: str
    definition: str
    broader: str | None = None


class Vocabulary(_Frozen):
    """A vocabulary as it was on the day."""

    scheme: str
    title: str
    version: int
    codes: tuple[Code, ...]


class Column(_Frozen):
    """One column. ``scheme`` names the vocabulary of its values; ``what_became`` how coarse it is.

    ``many``: values are joined by semicolons.
    """

    name: str
    title: str
    description: str
    scheme: str = ""
    many: bool = False
    what_became: str = ""


class Data(_Frozen):
    """The table of a release and a plain account of what protecting it cost."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    k: int
    l: int  # noqa: E741 - the name the literature gives it
    removed: int
    statement: str
    left_out: tuple[str, ...]

    def place(self, name: str) -> int:
        """Where a column stands."""
        return [each.name for each in self.columns].index(name)

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return any(each.name == name for each in self.columns)


class Content(_Frozen):
    """A whole release. Rendering it twice gives the same bytes."""

    reference: str
    version: int
    project_reference: str
    project_title: str
    tier: Tier
    title: str
    description: str
    data_use: tuple[str, ...]
    made_on: str
    data_version: int
    earlier_releases: int
    data: Data
    vocabularies: tuple[Vocabulary, ...]

    @property
    def year(self) -> str:
        """The year of publication."""
        return self.made_on[:4]


def citation_of(reference: str, *, title: str, version: int, year: str | int) -> str:
    """How a release is cited, after DataCite's recommended form."""
    return (
        f"National repository of child protection case reviews ({year}): {title}. "
        f"Version {version}. {reference}. Data set."
    )


def named(columns: Sequence[Column], *names: str) -> tuple[Column, ...]:
    """Columns of these names, in the order of the names."""
    known = {each.name: each for each in columns}
    return tuple(known[name] for name in names)
