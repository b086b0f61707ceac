"""Drafts of vocabularies, who revised them and why, and concepts that are no longer given

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WHO = (
    ("drafted_by", sa.Uuid()),
    ("drafted_by_name", sa.Text()),
    ("published_by", sa.Uuid()),
    ("published_by_name", sa.Text()),
)


def upgrade() -> None:
    op.add_column(
        "scheme_versions",
        sa.Column("draft", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column(
        "scheme_versions",
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    for name, kind in WHO:
        op.add_column("scheme_versions", sa.Column(name, kind, nullable=True))
    op.create_index(
        "uq_scheme_versions_draft",
        "scheme_versions",
        ["scheme"],
        unique=True,
        postgresql_where=sa.text("draft"),
    )
    op.create_check_constraint(
        op.f("ck_scheme_versions_a_draft_is_not_current"),
        "scheme_versions",
        "NOT (draft AND current)",
    )
    op.add_column(
        "concepts",
        sa.Column("retired", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("concepts", sa.Column("replaced_by_key", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_concepts_only_what_is_retired_is_replaced"),
        "concepts",
        "replaced_by_key IS NULL OR retired",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_concepts_only_what_is_retired_is_replaced"), "concepts")
    op.drop_column("concepts", "replaced_by_key")
    op.drop_column("concepts", "retired")
    op.drop_constraint(op.f("ck_scheme_versions_a_draft_is_not_current"), "scheme_versions")
    op.drop_index("uq_scheme_versions_draft", table_name="scheme_versions")
    for name, _ in reversed(WHO):
        op.drop_column("scheme_versions", name)
    op.drop_column("scheme_versions", "reason")
    op.drop_column("scheme_versions", "draft")
