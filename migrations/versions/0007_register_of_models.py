"""The register of models: states, files and comparisons

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATES = "state IN ('shipped', 'candidate', 'current', 'retired')"
EMPTY = sa.text("'{}'::jsonb")


def upgrade() -> None:
    # Nothing has written to this table yet, so its columns may come as they should be.
    op.drop_index("uq_model_versions_in_use", table_name="model_versions")
    op.drop_column("model_versions", "in_use")
    for column in (
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("files", postgresql.JSONB(), nullable=False),
        sa.Column("comparison", postgresql.JSONB(), server_default=EMPTY, nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("promoted_by_name", sa.Text(), nullable=True),
    ):
        op.add_column("model_versions", column)
    op.create_check_constraint(op.f("ck_model_versions_state"), "model_versions", STATES)
    op.create_index(
        "uq_model_versions_current",
        "model_versions",
        ["state"],
        unique=True,
        postgresql_where=sa.text("state = 'current'"),
    )


def downgrade() -> None:
    op.drop_index("uq_model_versions_current", table_name="model_versions")
    op.drop_constraint(op.f("ck_model_versions_state"), "model_versions")
    for name in ("promoted_by_name", "registered_by", "comparison", "files", "state"):
        op.drop_column("model_versions", name)
    op.add_column(
        "model_versions",
        sa.Column("in_use", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_index(
        "uq_model_versions_in_use",
        "model_versions",
        ["in_use"],
        unique=True,
        postgresql_where=sa.text("in_use"),
    )
