"""What is said with a step in the life of a review."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from app.reviews.schemas import Sent


class PublicationSent(Sent):
    """In what form the review is published, and why not in full."""

    form: Literal["full", "summary", "findings_only", "none"] = "full"
    reason: str | None = Field(None, max_length=2_000)


class ReturnSent(Sent):
    """What is to be mended."""

    observations: str = Field(min_length=10, max_length=20_000)


class HoldSent(Sent):
    """Why, and until when at the latest."""

    reason: str = Field(min_length=5, max_length=2_000)
    until: date | None = None


class WithdrawalSent(Sent):
    """Why the review is recalled."""

    reason: str = Field(min_length=5, max_length=2_000)
