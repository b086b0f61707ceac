"""Research projects: applications, decisions, agreements, the public register

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "research_register",
    "research_acceptances",
    "research_decisions",
    "research_people",
    "research_projects",
)


def _key() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def _words(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _moments(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in names]


def _now(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _project(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_project_id")
    return sa.ForeignKeyConstraint(
        ["project_id"], ["research_projects.id"], name=name, ondelete="CASCADE"
    )


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    op.execute("CREATE SEQUENCE research_reference")
    _projects()
    _people()
    _decisions()
    _acceptances()
    op.create_table(
        "research_register",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        *_words("title", "lay_summary"),
        sa.Column("organisations", postgresql.ARRAY(sa.Text()), nullable=False),
        *_words("funder"),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        _project("research_register"),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_research_register")),
    )


def _projects() -> None:
    table = "research_projects"
    op.create_table(
        table,
        _key(),
        *_words("reference"),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        *_words("applicant_name"),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), server_default=sa.text("1"), nullable=False),
        *_words("title", "lay_summary", "purpose", "funder", "ethics_body", "ethics_reference"),
        *_words("ethics_sha256", "ethics_filename", "ethics_media_type", nullable=True),
        sa.Column("ethics_size", sa.Integer(), nullable=True),
        sa.Column("tier", sa.String(length=40), nullable=True),
        sa.Column("duration_months", sa.Integer(), nullable=True),
        sa.Column("data_use", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        _now("begun_at"),
        *_moments("submitted_at", "approved_at"),
        sa.Column("ends_on", sa.Date(), nullable=True),
        *_moments("closed_at"),
        *_words("closing_reason", nullable=True),
        _check(table, "expiry_is_a_date", "state <> 'expired'"),
        _check(table, "in_force_ends", "state <> 'in_force' OR ends_on IS NOT NULL"),
        _check(table, "duration", "duration_months BETWEEN 1 AND 60"),
        _person(table, "applicant_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_projects")),
        sa.UniqueConstraint("reference", name=op.f("uq_research_projects_reference")),
    )
    op.create_index(op.f("ix_research_projects_applicant_id"), table, ["applicant_id"])
    op.create_index("ix_research_projects_state", table, ["state", "submitted_at"])


def _people() -> None:
    table = "research_people"
    op.create_table(
        table,
        _key(),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_words("name", "organisation", "email"),
        *_words("orcid", nullable=True),
        _check(table, "email_lower", "email = lower(email)"),
        _project(table),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_people")),
        sa.UniqueConstraint(
            "project_id", "position", name=op.f("uq_research_people_project_id_position")
        ),
    )
    op.create_index("ix_research_people_email", table, ["email"])


def _decisions() -> None:
    table = "research_decisions"
    op.create_table(
        table,
        _key(),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("steward_id", sa.Uuid(), nullable=False),
        *_words("steward_name"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        *_words("reason"),
        sa.Column("edition", sa.Integer(), nullable=False),
        *_words("fingerprint"),
        _now("decided_at"),
        *_moments("voided_at"),
        _check(table, "kind", "kind IN ('approve', 'return', 'refuse')"),
        _project(table),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_decisions")),
    )
    op.create_index("ix_research_decisions_project_id", table, ["project_id", "decided_at"])
    op.create_index(
        "uq_research_decisions_approval",
        table,
        ["project_id", "steward_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'approve' AND voided_at IS NULL"),
    )


def _acceptances() -> None:
    table = "research_acceptances"
    op.create_table(
        table,
        _key(),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        *_words("person_name"),
        sa.Column("agreement_version", sa.Integer(), nullable=False),
        *_words("agreement_sha256"),
        _now("accepted_at"),
        *_moments("voided_at"),
        _project(table),
        _person(table, "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_acceptances")),
    )
    op.create_index(
        "uq_research_acceptances_person",
        table,
        ["project_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("voided_at IS NULL"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP SEQUENCE research_reference")
