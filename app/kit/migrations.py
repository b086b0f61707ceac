"""Bring a database to the newest schema, or back, through Alembic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool

from app.kit.database import Base

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def upgrade(url: str, *, to: str = "head") -> None:
    """Run every missing migration up to ``to``. Safe to call when none is missing."""
    _run(url, lambda config: command.upgrade(config, to))


def downgrade(url: str, *, to: str = "base") -> None:
    """Undo migrations down to ``to``; ``base`` empties the database."""
    _run(url, lambda config: command.downgrade(config, to))


def revise(url: str, message: str) -> None:
    """Write a new migration for the difference between models and database (developers)."""
    _run(url, lambda config: command.revision(config, message, autogenerate=True))


def newest() -> str | None:
    """The revision that the code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def known() -> frozenset[str]:
    """Every revision that this release can bring to the newest."""
    return frozenset(
        each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()
    )


def present(url: str) -> str | None:
    """The revision that the database is at; None when it is empty."""
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def drift(url: str) -> list[object]:
    """What differs between the models and the database; empty when they agree."""
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    not (kind == "table" and str(name).startswith("procrastinate_"))
                ),
            },
        )
        return list(compare_metadata(context, Base.metadata))


def _run(url: str, step: Callable[[Config], object]) -> None:
    engine = create_engine(url, poolclass=pool.NullPool)
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        step(config)
