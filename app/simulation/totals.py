"""Count many new reviews at once, by the rules of ``app.reviews.counting``."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.reviews.counting import STANDING_TAGS

_OF_RUN = "f.counted AND f.review_id IN (SELECT id FROM reviews WHERE created_by = :run)"

_DERIVE = text(f"""
WITH standing AS MATERIALIZED ({STANDING_TAGS.format(which=_OF_RUN)}),
concepts AS (
    SELECT f.review_id, s.scheme, s.key, count(DISTINCT s.finding_id) AS findings,
           count(DISTINCT s.finding_id) FILTER (WHERE s.confirmed) AS confirmed_findings
    FROM standing s JOIN findings f ON f.id = s.finding_id
    WHERE s.scheme IN ('typology', 'theme', 'depth') AND (s.scheme <> 'typology' OR s.rank = 1)
    GROUP BY f.review_id, s.scheme, s.key
    UNION ALL
    SELECT r.id, '*', '*', count(f.id), count(f.id)
    FROM reviews r LEFT JOIN findings f ON f.review_id = r.id AND f.counted
    WHERE r.created_by = :run
    GROUP BY r.id
)
INSERT INTO review_concepts (review_id, scheme, key, committee_slug, review_type, methodology,
                             completed_year, incident_year, submitted_year, published,
                             findings, confirmed_findings)
SELECT r.id, c.scheme, c.key, r.committee_slug, r.type, r.methodology,
       r.completed_year, r.incident_year, r.submitted_year, r.published,
       c.findings, c.confirmed_findings
FROM reviews r JOIN concepts c ON c.review_id = r.id
WHERE r.created_by = :run AND r.counted
""")  # noqa: S608 - the only insertions are constants

_ADD_TO_CUBE = text("""
INSERT INTO concept_cube (scheme, key, committee_slug, completed_year, review_type, methodology,
                          reviews, findings, confirmed_reviews, confirmed_findings)
SELECT c.scheme, c.key, c.committee_slug, coalesce(c.completed_year, 0), c.review_type,
       c.methodology, count(*), sum(c.findings),
       count(*) FILTER (WHERE c.confirmed_findings > 0), sum(c.confirmed_findings)
FROM review_concepts c JOIN reviews r ON r.id = c.review_id
WHERE r.created_by = :run
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, 3, 4, 5, 6
ON CONFLICT (scheme, key, committee_slug, completed_year, review_type, methodology) DO UPDATE
SET reviews = concept_cube.reviews + excluded.reviews,
    findings = concept_cube.findings + excluded.findings,
    confirmed_reviews = concept_cube.confirmed_reviews + excluded.confirmed_reviews,
    confirmed_findings = concept_cube.confirmed_findings + excluded.confirmed_findings
""")

_NEW_VERSION = text("UPDATE data_version SET version = version + 1 WHERE id = 1")


def count_all(session: Session, run: UUID) -> None:
    """Fill ``review_concepts`` and the cube for the reviews that ``run`` has created.

    They must be new (nothing of them counted yet). One statement a table instead of one
    ``recount`` a review, which would take hours at a hundred thousand reviews.
    """
    # A statement over the whole corpus may rightly take longer than any that serves a request.
    session.execute(text("SET LOCAL statement_timeout = 0"))
    session.execute(text("SET LOCAL work_mem = '128MB'"))
    for statement in (_DERIVE, _ADD_TO_CUBE):
        session.execute(statement, {"run": run})
    session.execute(_NEW_VERSION)
