"""Posts about published reviews and reports of them

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.reviews.row_security import protect, shown, unprotect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _key() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def _now(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _belongs(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "posts",
        _key(),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        _now("written_at"),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judgement", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('shown', 'held', 'removed')", name=op.f("ck_posts_state")),
        sa.CheckConstraint(
            "state <> 'removed' OR body = ''", name=op.f("ck_posts_removed_has_no_words")
        ),
        _belongs("posts", "review_id", "reviews"),
        _belongs("posts", "author_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_review_id", "posts", ["review_id", "written_at"], unique=False)
    op.create_index(op.f("ix_posts_author_id"), "posts", ["author_id"], unique=False)
    op.create_index(
        "ix_posts_held", "posts", ["written_at"], postgresql_where=sa.text("state = 'held'")
    )
    op.create_table(
        "post_reports",
        _key(),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _now("reported_at"),
        _belongs("post_reports", "post_id", "posts"),
        _belongs("post_reports", "reporter_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_reports")),
        sa.UniqueConstraint(
            "post_id", "reporter_id", name=op.f("uq_post_reports_post_id_reporter_id")
        ),
    )
    op.create_index(
        op.f("ix_post_reports_reporter_id"), "post_reports", ["reporter_id"], unique=False
    )
    # Whoever may read a review may speak of it; the service sees to whose post is whose.
    of_review, of_post = shown("reviews", "posts.review_id"), shown("posts", "post_reports.post_id")
    for table, condition in (("posts", of_review), ("post_reports", of_post)):
        for statement in protect(table, sees=condition, works=condition):
            op.execute(statement)


def downgrade() -> None:
    for table in ("post_reports", "posts"):
        for statement in unprotect(table):
            op.execute(statement)
        op.drop_table(table)
