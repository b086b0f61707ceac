"""What people decide about tags."""

from __future__ import annotations

from pydantic import Field

from app.reviews.schemas import Sent


class KindDecision(Sent):
    """What kind of change a recommendation asks for, and whether it is SMART."""

    kind: str
    smart: bool | None = None


class TagDecision(Sent):
    """The category, themes or depth of a finding, as a person decides them.

    What is left out stays as it is. ``second`` may be given with ``typology`` only.
    """

    typology: str | None = None
    second: str | None = None
    themes: list[str] | None = Field(None, max_length=5)
    depth: str | None = None
