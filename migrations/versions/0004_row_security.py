"""Row security on everything that holds something of a review

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from alembic import op

from app.reviews.row_security import (
    COUNTED,
    DROP_FUNCTIONS,
    FUNCTIONS,
    OPEN,
    OWN,
    protect,
    protect_part_of_finding,
    protect_part_of_review,
    shown,
    unprotect,
    worked_on,
)

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PARTS_OF_REVIEWS = (
    "circumstances", "decisions", "documents", "factors", "grades", "involvements", "key_dates",
    "proceedings", "quality_evaluations", "recommendations", "reviewers", "terms_of_reference",
)  # fmt: skip
PARTS_OF_FINDINGS = ("committee_issues", "finding_vectors", "issue_members", "tags")

OF_DOCUMENT = "documents p JOIN reviews r ON r.id = p.review_id"
OF_IDENTIFIER = (
    "residual_identifiers p JOIN documents d ON d.id = p.document_id"
    " JOIN reviews r ON r.id = d.review_id"
)
OF_RECOMMENDATION = "recommendations p JOIN reviews r ON r.id = p.review_id"
OF_RESPONSE = (
    "responses p LEFT JOIN findings f ON f.id = p.finding_id"
    " LEFT JOIN recommendations c ON c.id = p.recommendation_id"
    " JOIN reviews r ON r.id = coalesce(f.review_id, c.review_id)"
)
BOTH_SHOWN = f"{shown('findings', 'first_id')} AND {shown('findings', 'second_id')}"

# Work in progress: shown to those who work on the review and to nobody else.
IN_PROGRESS = {
    "clearance_sign_offs": worked_on("clearance_sign_offs.document_id", OF_DOCUMENT),
    "idempotency_keys": worked_on("idempotency_keys.review_id"),
    "identifier_decisions": worked_on("identifier_decisions.identifier_id", OF_IDENTIFIER),
    "processing_steps": worked_on("processing_steps.document_id", OF_DOCUMENT),
    "proposals": worked_on("proposals.review_id"),
    "residual_identifiers": worked_on("residual_identifiers.document_id", OF_DOCUMENT),
}

# What reads differently from what it belongs to: condition for reading, condition for writing.
OTHERS = {
    "reviews": (
        (
            f"{COUNTED} AND counted OR {OPEN} AND published AND publication_form <> 'none'"
            f" OR committee_slug {OWN}"
        ),
        f"committee_slug {OWN}",
    ),
    # Findings repeat what their review's standing makes of them; no look-up for each.
    "findings": (
        f"{COUNTED} AND counted OR {OPEN} AND published OR committee_slug {OWN}",
        f"committee_slug {OWN}",
    ),
    # Only reviews that count have rows there.
    "review_concepts": (
        (
            f"{COUNTED} OR committee_slug {OWN}"
            f" OR {OPEN} AND published AND {shown('reviews', 'review_concepts.review_id')}"
        ),
        f"committee_slug {OWN}",
    ),
    "concept_cube": (f"{COUNTED} OR committee_slug {OWN}", f"committee_slug {OWN}"),
    "passages": (
        shown("documents", "passages.document_id"),
        worked_on("passages.document_id", OF_DOCUMENT),
    ),
    "review_links": (
        "EXISTS (SELECT 1 FROM reviews p WHERE p.id IN (from_id, to_id))",
        f"{worked_on('review_links.from_id')} OR {worked_on('review_links.to_id')}",
    ),
    "responses": (
        (
            f"{shown('findings', 'responses.finding_id')}"
            f" OR {shown('recommendations', 'responses.recommendation_id')}"
        ),
        (
            f"{worked_on('responses.finding_id', 'findings p')}"
            f" OR {worked_on('responses.recommendation_id', OF_RECOMMENDATION)}"
        ),
    ),
    "response_actions": (
        shown("responses", "response_actions.response_id"),
        worked_on("response_actions.response_id", OF_RESPONSE),
    ),
    # Raised by the system; shown to who may see both findings.
    "alerts": (
        f"{shown('findings', 'alerts.finding_id')} AND {shown('findings', 'alerts.earlier_id')}",
        "false",
    ),
    # Issues gather findings of many committees: kept by the system and the stewards alone.
    "issues": (shown("issue_members", "issues.id", its_key="issue_id"), "false"),
    # Analysts too may say whether two findings that count are the same.
    "sameness_verdicts": (BOTH_SHOWN, f"{COUNTED} AND {BOTH_SHOWN}"),
}


def upgrade() -> None:
    for statement in FUNCTIONS:
        op.execute(statement)
    statements = [protect_part_of_review(table) for table in PARTS_OF_REVIEWS]
    statements += [protect_part_of_finding(table) for table in PARTS_OF_FINDINGS]
    statements += [protect(table, sees=who, works=who) for table, who in IN_PROGRESS.items()]
    statements += [protect(table, sees=sees, works=do) for table, (sees, do) in OTHERS.items()]
    for each in statements:
        for statement in each:
            op.execute(statement)


def downgrade() -> None:
    for table in (*PARTS_OF_REVIEWS, *PARTS_OF_FINDINGS, *IN_PROGRESS, *OTHERS):
        for statement in unprotect(table):
            op.execute(statement)
    for statement in DROP_FUNCTIONS:
        op.execute(statement)
