"""Research releases: files, approvals, marked copies, the ledger of what was shown

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.reviews.row_security import protect, unprotect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PARTS = ("released_rows", "release_copies", "release_approvals", "release_files")
NOBODY = "false"


def _key() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def _words(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _ids(*names: str, nullable: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def _moments(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in names]


def _now(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _of_release(table: str) -> list[sa.Constraint]:
    name = op.f(f"fk_{table}_release_id")
    return [
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=name, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def upgrade() -> None:
    op.execute("CREATE SEQUENCE release_reference")
    _releases()
    _files_and_approvals()
    _copies_and_ledger()
    # What is frozen may be known of; what it holds is opened by the service alone, for whom
    # it is meant.
    for statement in protect("releases", sees="state <> 'draft'", works=NOBODY):
        op.execute(statement)
    for table in PARTS:
        for statement in protect(table, sees=NOBODY, works=NOBODY):
            op.execute(statement)


def _releases() -> None:
    table = "releases"
    op.create_table(
        table,
        _key(),
        *_words("reference", "project_reference"),
        *_numbers("version"),
        sa.Column("edition", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        *_words("title", "description"),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        *_ids("author_id"),
        *_words("author_name"),
        *_numbers("rows", "removed", "k", "l"),
        *_words("statement", "sha256"),
        *_numbers("data_version", "frozen_before"),
        _now("made_at"),
        *_moments("frozen_at", "recalled_at"),
        *_words("recall_reason", nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'frozen', 'recalled')", name=op.f("ck_releases_state")
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (frozen_at IS NULL)", name=op.f("ck_releases_frozen_has_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["project_reference"],
            ["research_projects.reference"],
            name=op.f("fk_releases_project_reference"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        _unique(table, "reference"),
        _unique(table, "project_reference", "version"),
    )


def _files_and_approvals() -> None:
    op.create_table(
        "release_files",
        _key(),
        *_ids("release_id"),
        *_words("name", "media_type"),
        *_numbers("size"),
        *_words("sha256"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_of_release("release_files"),
        _unique("release_files", "release_id", "name"),
    )
    op.create_table(
        "release_approvals",
        _key(),
        *_ids("release_id", "steward_id"),
        *_words("steward_name", "reason"),
        *_numbers("edition"),
        *_words("sha256"),
        _now("given_at"),
        *_moments("voided_at"),
        *_of_release("release_approvals"),
    )
    op.create_index(
        "uq_release_approvals_steward",
        "release_approvals",
        ["release_id", "steward_id"],
        unique=True,
        postgresql_where=sa.text("voided_at IS NULL"),
    )


def _copies_and_ledger() -> None:
    op.create_table(
        "release_copies",
        _key(),
        *_ids("release_id", "person_id"),
        *_words("person_name"),
        sa.Column("mark_key", sa.LargeBinary(), nullable=False),
        *_words("mark", "sha256"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _now("made_at"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_release_copies_person_id")
        ),
        *_of_release("release_copies"),
        _unique("release_copies", "release_id", "person_id"),
        _unique("release_copies", "mark"),
    )
    op.create_index(op.f("ix_release_copies_person_id"), "release_copies", ["person_id"])
    op.create_table(
        "released_rows",
        _key(),
        *_ids("release_id"),
        *_numbers("place"),
        *_ids("review_id"),
        *_ids("finding_id", nullable=True),
        sa.Column("shown", postgresql.JSONB(), nullable=False),
        *_of_release("released_rows"),
    )
    op.create_index("ix_released_rows_release_id", "released_rows", ["release_id", "review_id"])


def downgrade() -> None:
    for table in (*PARTS, "releases"):
        for statement in unprotect(table):
            op.execute(statement)
        op.drop_table(table)
    op.execute("DROP SEQUENCE release_reference")
