"""The repository

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import pgvector.sqlalchemy.halfvec
import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

from app.audit import ddl as audit

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


JOBS = r"""
DO $$
DECLARE thing record;
BEGIN
    FOR thing IN SELECT tablename FROM pg_tables
                 WHERE schemaname = 'public' AND tablename LIKE 'procrastinate%' LOOP
        EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', thing.tablename);
    END LOOP;
    FOR thing IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
                 JOIN pg_namespace n ON n.oid = p.pronamespace
                 WHERE n.nspname = 'public' AND p.proname LIKE 'procrastinate%' LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', thing.signature);
    END LOOP;
    FOR thing IN SELECT typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                 WHERE n.nspname = 'public' AND typname LIKE 'procrastinate%' LOOP
        EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', thing.typname);
    END LOOP;
END $$
"""


def upgrade() -> None:
    # The embedded server made the extension already; its owner role could not.
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.execute("CREATE SEQUENCE review_reference")
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Text(), nullable=True),
        sa.Column("subject_reference", sa.Text(), nullable=True),
        sa.Column("committee_slug", sa.Text(), nullable=True),
        sa.Column(
            "details",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index("ix_audit_events_action", "audit_events", ["action"], unique=False)
    op.create_index("ix_audit_events_actor", "audit_events", ["actor_id"], unique=False)
    op.create_index("ix_audit_events_at", "audit_events", ["at"], unique=False)
    op.create_index(
        "ix_audit_events_subject", "audit_events", ["subject_type", "subject_id"], unique=False
    )
    op.create_table(
        "audit_heads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "committees",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_committees_period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committees")),
        sa.UniqueConstraint("slug", name=op.f("uq_committees_slug")),
    )
    op.create_table(
        "concept_cube",
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("committee_slug", sa.Text(), nullable=False),
        sa.Column("completed_year", sa.Integer(), nullable=False),
        sa.Column("review_type", sa.Text(), nullable=False),
        sa.Column("methodology", sa.Text(), nullable=False),
        sa.Column("reviews", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("findings", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("confirmed_reviews", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("confirmed_findings", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint(
            "scheme",
            "key",
            "committee_slug",
            "completed_year",
            "review_type",
            "methodology",
            name=op.f("pk_concept_cube"),
        ),
    )
    op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_version")),
    )
    op.create_table(
        "model_versions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("trained_on", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("in_use", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "registered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promoted_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_versions")),
        sa.UniqueConstraint("version", name=op.f("uq_model_versions_version")),
    )
    op.create_index(
        "uq_model_versions_in_use",
        "model_versions",
        ["in_use"],
        unique=True,
        postgresql_where=sa.text("in_use"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "scheme_versions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_versions")),
        sa.UniqueConstraint("scheme", "version", name=op.f("uq_scheme_versions_scheme_version")),
    )
    op.create_index(
        "uq_scheme_versions_current",
        "scheme_versions",
        ["scheme"],
        unique=True,
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("email_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("email_hash", name=op.f("pk_sign_in_attempts")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("strong", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_api_tokens_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_tokens_secret_hash")),
    )
    op.create_index(op.f("ix_api_tokens_person_id"), "api_tokens", ["person_id"], unique=False)
    op.create_table(
        "audit_links",
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.id"], name=op.f("fk_audit_links_event_id")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_links")),
        sa.UniqueConstraint("event_id", name=op.f("uq_audit_links_event_id")),
    )
    op.create_table(
        "committee_areas",
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committees.id"],
            name=op.f("fk_committee_areas_committee_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("committee_id", "slug", name=op.f("pk_committee_areas")),
    )
    op.create_table(
        "committee_successions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("predecessor_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("succeeded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_id"],
            ["committees.id"],
            name=op.f("fk_committee_successions_predecessor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["committees.id"], name=op.f("fk_committee_successions_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_successions")),
        sa.UniqueConstraint(
            "predecessor_id",
            "successor_id",
            name=op.f("uq_committee_successions_predecessor_id_successor_id"),
        ),
    )
    op.create_index(
        op.f("ix_committee_successions_successor_id"),
        "committee_successions",
        ["successor_id"],
        unique=False,
    )
    op.create_table(
        "concepts",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column(
            "alternative_labels", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("definition", sa.Text(), server_default="", nullable=False),
        sa.Column("scope_note", sa.Text(), server_default="", nullable=False),
        sa.Column("examples", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("broader_key", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["scheme_versions.id"],
            name=op.f("fk_concepts_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concepts")),
        sa.UniqueConstraint("version_id", "key", name=op.f("uq_concepts_version_id_key")),
    )
    op.create_index(op.f("ix_concepts_scheme"), "concepts", ["scheme"], unique=False)
    op.create_table(
        "provider_identities",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_provider_identities_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_identities")),
        sa.UniqueConstraint(
            "issuer", "subject", name=op.f("uq_provider_identities_issuer_subject")
        ),
    )
    op.create_index(
        op.f("ix_provider_identities_person_id"), "provider_identities", ["person_id"], unique=False
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("methodology", sa.Text(), server_default="not_stated", nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("committee_slug", sa.Text(), nullable=False),
        sa.Column("area_slug", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "processing",
                "clearance",
                "confirmation",
                "accepted",
                "published",
                "returned",
                "on_hold",
                "withdrawn",
                "superseded",
                name="state",
                native_enum=False,
                length=40,
            ),
            server_default="draft",
            nullable=False,
        ),
        sa.Column("counted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("published", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "draft",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("family_key", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("incident_year", sa.Integer(), nullable=True),
        sa.Column("completed_year", sa.Integer(), nullable=True),
        sa.Column("submitted_year", sa.Integer(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publication_form", sa.Text(), nullable=True),
        sa.Column("publication_reason", sa.Text(), nullable=True),
        sa.Column(
            "held_from",
            sa.Enum(
                "draft",
                "submitted",
                "processing",
                "clearance",
                "confirmation",
                "accepted",
                "published",
                "returned",
                "on_hold",
                "withdrawn",
                "superseded",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.Column("return_observations", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "state <> 'on_hold' OR held_from IS NOT NULL", name=op.f("ck_reviews_hold_remembers")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.id"], name=op.f("fk_reviews_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("reference", name=op.f("uq_reviews_reference")),
    )
    op.create_index(
        "ix_reviews_committee_created",
        "reviews",
        ["committee_slug", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_reviews_completed",
        "reviews",
        ["completed_year"],
        unique=False,
        postgresql_where=sa.text("counted"),
    )
    op.create_index("ix_reviews_created", "reviews", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_reviews_family_key"), "reviews", ["family_key"], unique=False)
    op.create_index("ix_reviews_state", "reviews", ["state", "created_at"], unique=False)
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("committee_slug", sa.Text(), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(role = 'committee') = (committee_slug IS NOT NULL)",
            name=op.f("ck_role_grants_committee_role_names_committee"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index(
        "uq_role_grants_current",
        "role_grants",
        ["person_id", "role", sa.literal_column("coalesce(committee_slug, '')")],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("csrf_token", sa.Text(), nullable=False),
        sa.Column("strong", sa.Boolean(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_in_sessions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_sign_in_sessions_secret_hash")),
    )
    op.create_index(
        op.f("ix_sign_in_sessions_expires_at"), "sign_in_sessions", ["expires_at"], unique=False
    )
    op.create_index(
        op.f("ix_sign_in_sessions_person_id"), "sign_in_sessions", ["person_id"], unique=False
    )
    op.create_table(
        "circumstances",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=True),
        sa.Column("children", sa.Integer(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("legal_status", sa.Text(), nullable=True),
        sa.Column(
            "registered_now",
            sa.Enum("yes", "no", "not_recorded", name="recorded", native_enum=False, length=40),
            server_default="not_recorded",
            nullable=False,
        ),
        sa.Column(
            "registered_previously",
            sa.Enum("yes", "no", "not_recorded", name="recorded", native_enum=False, length=40),
            server_default="not_recorded",
            nullable=False,
        ),
        sa.Column(
            "disability",
            sa.Enum("yes", "no", "not_recorded", name="recorded", native_enum=False, length=40),
            server_default="not_recorded",
            nullable=False,
        ),
        sa.Column(
            "ethnicity_recorded",
            sa.Enum("yes", "no", "not_recorded", name="recorded", native_enum=False, length=40),
            server_default="not_recorded",
            nullable=False,
        ),
        sa.Column(
            "economic_recorded",
            sa.Enum("yes", "no", "not_recorded", name="recorded", native_enum=False, length=40),
            server_default="not_recorded",
            nullable=False,
        ),
        sa.CheckConstraint("children > 0", name=op.f("ck_circumstances_children")),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_circumstances_review_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_circumstances")),
    )
    op.create_table(
        "decisions",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.Column("criteria_met", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("rationale", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_decisions_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_decisions")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "current",
                "superseded",
                "destroyed",
                name="documentstate",
                native_enum=False,
                length=40,
            ),
            server_default="current",
            nullable=False,
        ),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column(
            "image_pages", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False
        ),
        sa.Column("layout", sa.Text(), nullable=True),
        sa.Column("warnings", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("looked_for", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "uploaded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_documents_review_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["documents.id"], name=op.f("fk_documents_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("review_id", "version", name=op.f("uq_documents_review_id_version")),
    )
    op.create_index("ix_documents_sha256", "documents", ["sha256"], unique=False)
    op.create_index(
        "uq_documents_current",
        "documents",
        ["review_id"],
        unique=True,
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "factors",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_factors_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", "scheme", "key", name=op.f("pk_factors")),
    )
    op.create_table(
        "grades",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_grades_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grades")),
    )
    op.create_index(op.f("ix_grades_review_id"), "grades", ["review_id"], unique=False)
    op.create_table(
        "idempotency_keys",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_idempotency_keys_review_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("actor_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "involvements",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("took_part", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_involvements_review_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvements")),
        sa.UniqueConstraint("review_id", "party", name=op.f("uq_involvements_review_id_party")),
    )
    op.create_index(op.f("ix_involvements_review_id"), "involvements", ["review_id"], unique=False)
    op.create_table(
        "key_dates",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "precision IN ('day', 'month', 'quarter', 'year')", name=op.f("ck_key_dates_precision")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_key_dates_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_dates")),
        sa.UniqueConstraint("review_id", "kind", name=op.f("uq_key_dates_review_id_kind")),
    )
    op.create_index(op.f("ix_key_dates_review_id"), "key_dates", ["review_id"], unique=False)
    op.create_table(
        "proceedings",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("held_from", sa.Date(), nullable=True),
        sa.Column("held_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_proceedings_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proceedings")),
        sa.UniqueConstraint("review_id", "kind", name=op.f("uq_proceedings_review_id_kind")),
    )
    op.create_index(op.f("ix_proceedings_review_id"), "proceedings", ["review_id"], unique=False)
    op.create_table(
        "quality_evaluations",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("judgements", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("observations", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_quality_evaluations_review_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_evaluations")),
    )
    op.create_index(
        op.f("ix_quality_evaluations_review_id"), "quality_evaluations", ["review_id"], unique=False
    )
    op.create_table(
        "review_concepts",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("committee_slug", sa.Text(), nullable=False),
        sa.Column("review_type", sa.Text(), nullable=False),
        sa.Column("methodology", sa.Text(), nullable=False),
        sa.Column("completed_year", sa.Integer(), nullable=True),
        sa.Column("incident_year", sa.Integer(), nullable=True),
        sa.Column("submitted_year", sa.Integer(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("confirmed_findings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_review_concepts_review_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("review_id", "scheme", "key", name=op.f("pk_review_concepts")),
    )
    op.create_index(
        "ix_review_concepts_concept",
        "review_concepts",
        ["scheme", "key", "committee_slug", "completed_year"],
        unique=False,
    )
    op.create_table(
        "review_links",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["reviews.id"], name=op.f("fk_review_links_from_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["reviews.id"], name=op.f("fk_review_links_to_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_links")),
        sa.UniqueConstraint(
            "from_id", "to_id", "kind", name=op.f("uq_review_links_from_id_to_id_kind")
        ),
    )
    op.create_index(op.f("ix_review_links_to_id"), "review_links", ["to_id"], unique=False)
    op.create_table(
        "reviewers",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=True),
        sa.Column("accredited", sa.Boolean(), nullable=True),
        sa.Column("role", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_reviewers_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewers")),
    )
    op.create_index(op.f("ix_reviewers_review_id"), "reviewers", ["review_id"], unique=False)
    op.create_table(
        "terms_of_reference",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("elements", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_terms_of_reference_review_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_terms_of_reference")),
    )
    op.create_table(
        "clearance_sign_offs",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "signed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("step", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_clearance_sign_offs_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance_sign_offs")),
    )
    op.create_index(
        op.f("ix_clearance_sign_offs_document_id"),
        "clearance_sign_offs",
        ["document_id"],
        unique=False,
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("section", sa.Text(), server_default="", nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cleared", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_passages_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("uq_passages_document_id_ordinal")),
    )
    op.create_table(
        "processing_steps",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="stepstate",
                native_enum=False,
                length=40,
            ),
            server_default="waiting",
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_processing_steps_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_processing_steps")),
        sa.UniqueConstraint(
            "document_id", "step", name=op.f("uq_processing_steps_document_id_step")
        ),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("applied", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_proposals_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_proposals_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_review_id"), "proposals", ["review_id"], unique=False)
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("kind_source", sa.Text(), nullable=True),
        sa.Column("smart", sa.Boolean(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "rejected",
                name="findingstate",
                native_enum=False,
                length=40,
            ),
            server_default="proposed",
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_recommendations_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_recommendations_review_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
    )
    op.create_index(
        op.f("ix_recommendations_review_id"), "recommendations", ["review_id"], unique=False
    )
    op.create_table(
        "findings",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("passage_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("polarity", sa.Text(), server_default="weakness", nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("manifestation", sa.Text(), server_default="", nullable=False),
        sa.Column("underlying", sa.Text(), server_default="", nullable=False),
        sa.Column("prevalence", sa.Text(), server_default="", nullable=False),
        sa.Column("spread", sa.Text(), server_default="", nullable=False),
        sa.Column("implications", sa.Text(), server_default="", nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "rejected",
                name="findingstate",
                native_enum=False,
                length=40,
            ),
            server_default="proposed",
            nullable=False,
        ),
        sa.Column("marked_by", sa.Text(), server_default="segmenter", nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_person", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("certainty", sa.Double(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("committee_slug", sa.Text(), nullable=False),
        sa.Column("review_type", sa.Text(), nullable=False),
        sa.Column("methodology", sa.Text(), nullable=False),
        sa.Column("completed_year", sa.Integer(), nullable=True),
        sa.Column("counted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("published", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('english', statement), 'A') || setweight(to_tsvector('english', detail), 'B') || setweight(to_tsvector('english', manifestation || ' ' || underlying || ' ' || prevalence || ' ' || spread || ' ' || implications), 'C')",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "polarity IN ('weakness', 'good_practice')", name=op.f("ck_findings_polarity")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_findings_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["passages.id"],
            name=op.f("fk_findings_passage_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_findings_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index(
        "ix_findings_committee_year",
        "findings",
        ["committee_slug", "completed_year", "id"],
        unique=False,
        postgresql_where=sa.text("counted"),
    )
    op.create_index(op.f("ix_findings_document_id"), "findings", ["document_id"], unique=False)
    op.create_index(
        "ix_findings_recent",
        "findings",
        ["completed_year", "id"],
        unique=False,
        postgresql_where=sa.text("counted"),
    )
    op.create_index(
        "ix_findings_review_position", "findings", ["review_id", "position"], unique=False
    )
    op.create_index(
        "ix_findings_search", "findings", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "residual_identifiers",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "remove",
                "generalise",
                "pseudonymise",
                "not_an_identifier",
                name="action",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("replacement", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "action IN ('remove', 'generalise', 'pseudonymise', 'not_an_identifier')",
            name=op.f("ck_residual_identifiers_action"),
        ),
        sa.CheckConstraint(
            "(action IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_residual_identifiers_decided_by_someone"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_residual_identifiers_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["passages.id"],
            name=op.f("fk_residual_identifiers_passage_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residual_identifiers")),
    )
    op.create_index(
        "ix_residual_identifiers_document",
        "residual_identifiers",
        ["document_id", "start"],
        unique=False,
    )
    op.create_table(
        "committee_issues",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.id"],
            name=op.f("fk_committee_issues_finding_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_issues")),
    )
    op.create_index(
        op.f("ix_committee_issues_finding_id"), "committee_issues", ["finding_id"], unique=False
    )
    op.create_table(
        "finding_vectors",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("encoder", sa.Text(), nullable=False),
        sa.Column("vector", pgvector.sqlalchemy.halfvec.HALFVEC(dim=384), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.id"],
            name=op.f("fk_finding_vectors_finding_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_finding_vectors")),
    )
    op.create_index(
        "ix_finding_vectors_neighbours",
        "finding_vectors",
        ["vector"],
        unique=False,
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_cosine_ops"},
    )
    op.create_table(
        "identifier_decisions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("identifier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "remove",
                "generalise",
                "pseudonymise",
                "not_an_identifier",
                name="action",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("replacement", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["identifier_id"],
            ["residual_identifiers.id"],
            name=op.f("fk_identifier_decisions_identifier_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier_decisions")),
    )
    op.create_index(
        op.f("ix_identifier_decisions_identifier_id"),
        "identifier_decisions",
        ["identifier_id"],
        unique=False,
    )
    op.create_table(
        "issues",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("representative_id", sa.Uuid(), nullable=True),
        sa.Column("encoder", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "revised_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["findings.id"],
            name=op.f("fk_issues_representative_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
    )
    op.create_table(
        "responses",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.Column("recommendation_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("how_known", sa.Text(), server_default="", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("baseline", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("status_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "decision IN ('accepted', 'in_part', 'rejected')", name=op.f("ck_responses_decision")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'resolved', 'recurred')", name=op.f("ck_responses_status")
        ),
        sa.CheckConstraint(
            "(finding_id IS NULL) <> (recommendation_id IS NULL)",
            name=op.f("ck_responses_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.id"],
            name=op.f("fk_responses_finding_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_responses_recommendation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_responses_finding_id")),
        sa.UniqueConstraint("recommendation_id", name=op.f("uq_responses_recommendation_id")),
    )
    op.create_table(
        "sameness_verdicts",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["findings.id"],
            name=op.f("fk_sameness_verdicts_first_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["findings.id"],
            name=op.f("fk_sameness_verdicts_second_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sameness_verdicts")),
        sa.UniqueConstraint(
            "first_id",
            "second_id",
            "decided_by",
            name=op.f("uq_sameness_verdicts_first_id_second_id_decided_by"),
        ),
    )
    op.create_index(
        op.f("ix_sameness_verdicts_second_id"), "sameness_verdicts", ["second_id"], unique=False
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("concept_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "source",
            sa.Enum("stated", "human", "model", name="tagsource", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column(
            "evidence",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("model_version", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "source <> 'human' OR person_id IS NOT NULL", name=op.f("ck_tags_human_has_person")
        ),
        sa.CheckConstraint(
            "source <> 'model' OR model_version IS NOT NULL", name=op.f("ck_tags_model_has_version")
        ),
        sa.CheckConstraint("source IN ('stated', 'human', 'model')", name=op.f("ck_tags_source")),
        sa.ForeignKeyConstraint(["concept_id"], ["concepts.id"], name=op.f("fk_tags_concept_id")),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_tags_finding_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
    )
    op.create_index("ix_tags_concept", "tags", ["concept_id"], unique=False)
    op.create_index(
        "ix_tags_standing",
        "tags",
        ["finding_id", "scheme"],
        unique=False,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "issue_members",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("by_person", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.id"],
            name=op.f("fk_issue_members_finding_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_issue_members_issue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_issue_members")),
    )
    op.create_index(op.f("ix_issue_members_issue_id"), "issue_members", ["issue_id"], unique=False)
    op.create_table(
        "response_actions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_response_actions_response_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_actions")),
    )
    op.create_index(
        op.f("ix_response_actions_response_id"), "response_actions", ["response_id"], unique=False
    )
    op.execute("INSERT INTO data_version (id, version) VALUES (1, 0)")
    for statement in audit.UPGRADE:
        op.execute(statement)
    # Its text holds percent signs, which only a call without parameters leaves alone.
    driver = op.get_bind().connection.driver_connection
    driver.execute(SchemaManager.get_schema())


def downgrade() -> None:
    op.execute(JOBS)
    for statement in audit.DOWNGRADE:
        op.execute(statement)
    op.execute("DROP SEQUENCE review_reference")
    op.drop_index(op.f("ix_response_actions_response_id"), table_name="response_actions")
    op.drop_table("response_actions")
    op.drop_index(op.f("ix_issue_members_issue_id"), table_name="issue_members")
    op.drop_table("issue_members")
    op.drop_index(
        "ix_tags_standing", table_name="tags", postgresql_where=sa.text("withdrawn_at IS NULL")
    )
    op.drop_index("ix_tags_concept", table_name="tags")
    op.drop_table("tags")
    op.drop_index(op.f("ix_sameness_verdicts_second_id"), table_name="sameness_verdicts")
    op.drop_table("sameness_verdicts")
    op.drop_table("responses")
    op.drop_table("issues")
    op.drop_index(op.f("ix_identifier_decisions_identifier_id"), table_name="identifier_decisions")
    op.drop_table("identifier_decisions")
    op.drop_index(
        "ix_finding_vectors_neighbours",
        table_name="finding_vectors",
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_cosine_ops"},
    )
    op.drop_table("finding_vectors")
    op.drop_index(op.f("ix_committee_issues_finding_id"), table_name="committee_issues")
    op.drop_table("committee_issues")
    op.drop_index("ix_residual_identifiers_document", table_name="residual_identifiers")
    op.drop_table("residual_identifiers")
    op.drop_index("ix_findings_search", table_name="findings", postgresql_using="gin")
    op.drop_index("ix_findings_review_position", table_name="findings")
    op.drop_index("ix_findings_recent", table_name="findings", postgresql_where=sa.text("counted"))
    op.drop_index(op.f("ix_findings_document_id"), table_name="findings")
    op.drop_index(
        "ix_findings_committee_year", table_name="findings", postgresql_where=sa.text("counted")
    )
    op.drop_table("findings")
    op.drop_index(op.f("ix_recommendations_review_id"), table_name="recommendations")
    op.drop_table("recommendations")
    op.drop_index(op.f("ix_proposals_review_id"), table_name="proposals")
    op.drop_table("proposals")
    op.drop_table("processing_steps")
    op.drop_table("passages")
    op.drop_index(op.f("ix_clearance_sign_offs_document_id"), table_name="clearance_sign_offs")
    op.drop_table("clearance_sign_offs")
    op.drop_table("terms_of_reference")
    op.drop_index(op.f("ix_reviewers_review_id"), table_name="reviewers")
    op.drop_table("reviewers")
    op.drop_index(op.f("ix_review_links_to_id"), table_name="review_links")
    op.drop_table("review_links")
    op.drop_index("ix_review_concepts_concept", table_name="review_concepts")
    op.drop_table("review_concepts")
    op.drop_index(op.f("ix_quality_evaluations_review_id"), table_name="quality_evaluations")
    op.drop_table("quality_evaluations")
    op.drop_index(op.f("ix_proceedings_review_id"), table_name="proceedings")
    op.drop_table("proceedings")
    op.drop_index(op.f("ix_key_dates_review_id"), table_name="key_dates")
    op.drop_table("key_dates")
    op.drop_index(op.f("ix_involvements_review_id"), table_name="involvements")
    op.drop_table("involvements")
    op.drop_table("idempotency_keys")
    op.drop_index(op.f("ix_grades_review_id"), table_name="grades")
    op.drop_table("grades")
    op.drop_table("factors")
    op.drop_index(
        "uq_documents_current",
        table_name="documents",
        postgresql_where=sa.text("state = 'current'"),
    )
    op.drop_index("ix_documents_sha256", table_name="documents")
    op.drop_table("documents")
    op.drop_table("decisions")
    op.drop_table("circumstances")
    op.drop_index(op.f("ix_sign_in_sessions_person_id"), table_name="sign_in_sessions")
    op.drop_index(op.f("ix_sign_in_sessions_expires_at"), table_name="sign_in_sessions")
    op.drop_table("sign_in_sessions")
    op.drop_index(
        "uq_role_grants_current",
        table_name="role_grants",
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.drop_table("role_grants")
    op.drop_index("ix_reviews_state", table_name="reviews")
    op.drop_index(op.f("ix_reviews_family_key"), table_name="reviews")
    op.drop_index("ix_reviews_created", table_name="reviews")
    op.drop_index("ix_reviews_completed", table_name="reviews", postgresql_where=sa.text("counted"))
    op.drop_index("ix_reviews_committee_created", table_name="reviews")
    op.drop_table("reviews")
    op.drop_index(op.f("ix_provider_identities_person_id"), table_name="provider_identities")
    op.drop_table("provider_identities")
    op.drop_index(op.f("ix_concepts_scheme"), table_name="concepts")
    op.drop_table("concepts")
    op.drop_index(op.f("ix_committee_successions_successor_id"), table_name="committee_successions")
    op.drop_table("committee_successions")
    op.drop_table("committee_areas")
    op.drop_table("audit_links")
    op.drop_index(op.f("ix_api_tokens_person_id"), table_name="api_tokens")
    op.drop_table("api_tokens")
    op.drop_table("sign_in_attempts")
    op.drop_index(
        "uq_scheme_versions_current",
        table_name="scheme_versions",
        postgresql_where=sa.text("current"),
    )
    op.drop_table("scheme_versions")
    op.drop_table("people")
    op.drop_index(
        "uq_model_versions_in_use", table_name="model_versions", postgresql_where=sa.text("in_use")
    )
    op.drop_table("model_versions")
    op.drop_table("data_version")
    op.drop_table("concept_cube")
    op.drop_table("committees")
    op.drop_table("audit_heads")
    op.drop_index("ix_audit_events_subject", table_name="audit_events")
    op.drop_index("ix_audit_events_at", table_name="audit_events")
    op.drop_index("ix_audit_events_actor", table_name="audit_events")
    op.drop_index("ix_audit_events_action", table_name="audit_events")
    op.drop_table("audit_events")
