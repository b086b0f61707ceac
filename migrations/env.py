"""Alembic's environment. The connection comes from ``app.kit.migrations``, never from a file."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

import app.audit.models
import app.clearance.models
import app.committees.models
import app.discussions.models
import app.following.models
import app.identity.models
import app.intake.models
import app.recurrence.models
import app.releases.models
import app.reports.models
import app.research.models
import app.reviews.models
import app.tagging.models
import app.taxonomy.models  # noqa: F401 - models register themselves when imported
from app.identity.row_security import EVERYTHING
from app.kit.database import Base

# A migration that cannot get its lock must give up rather than queue every reader behind it.
LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "15min"


def include(name: str | None, kind: str, parents: object) -> bool:
    """Leave alone what the job queue owns."""
    del parents
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def migrate(connection: Connection) -> None:
    """Run the migrations on one connection, each in its own transaction."""
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    # The policies hold for the owner too; what a migration moves, it must see.
    connection.execute(text(f"SET {EVERYTHING} = 'on'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transaction_per_migration=True,
        include_name=include,
        compare_type=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate(context.config.attributes["connection"])
