"""Bring in an archive of files through the same pipeline as uploads."""

from __future__ import annotations

import typer


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    del cli
