"""Saved questions, followed topics and alerts

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _key() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def _now(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "saved_queries",
        _key(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        _now("saved_at"),
        _person("saved_queries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_queries")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_queries_person_id_name")),
    )
    op.create_table(
        "subscriptions",
        _key(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        _now("since"),
        _person("subscriptions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("person_id", "theme", name=op.f("uq_subscriptions_person_id_theme")),
    )
    op.create_table(
        "alerts",
        _key(),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("earlier_id", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        _now("raised_at"),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.id"],
            name=op.f("fk_alerts_finding_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"],
            ["findings.id"],
            name=op.f("fk_alerts_earlier_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint(
            "finding_id", "earlier_id", name=op.f("uq_alerts_finding_id_earlier_id")
        ),
    )
    op.create_index("ix_alerts_raised_at", "alerts", ["raised_at"], unique=False)
    op.create_index(op.f("ix_alerts_earlier_id"), "alerts", ["earlier_id"], unique=False)
    op.create_table(
        "read_until",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _person("read_until"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_read_until")),
    )


def downgrade() -> None:
    for table in ("read_until", "alerts", "subscriptions", "saved_queries"):
        op.drop_table(table)
