"""What a manifest is refused for."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import FieldError, Invalid


class ManifestRefused(Invalid):
    """The manifest cannot be used; nothing was imported. ``errors`` names line and column."""

    code = "manifest_refused"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        shown = [f"{each.pointer}: {each.detail}" for each in errors[:20]]
        more = f"\n… and {len(errors) - 20} more." if len(errors) > 20 else ""
        super().__init__("The manifest cannot be used:\n" + "\n".join(shown) + more, errors=errors)
