"""Keep the counting tables true: re-derive one review's rows in the transaction that changes it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_COPY = text("""
UPDATE findings f
SET committee_slug = r.committee_slug,
    review_type = r.type,
    methodology = r.methodology,
    completed_year = r.completed_year,
    counted = r.counted AND f.state = 'confirmed',
    published = r.published AND r.publication_form <> 'none' AND f.state = 'confirmed'
FROM reviews r
WHERE r.id = f.review_id AND r.id = :review
  AND (f.committee_slug, f.review_type, f.methodology, f.completed_year, f.counted, f.published)
      IS DISTINCT FROM
      (r.committee_slug, r.type, r.methodology, r.completed_year,
       r.counted AND f.state = 'confirmed',
       r.published AND r.publication_form <> 'none' AND f.state = 'confirmed')
""")

# One person's changes to many findings of one review, and two people's to one review, must
# not both subtract the old rows from the cube.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:review AS text), 7))")

_TAKE_FROM_CUBE = text("""
UPDATE concept_cube c
SET reviews = c.reviews - 1,
    findings = c.findings - o.findings,
    confirmed_reviews = c.confirmed_reviews - (o.confirmed_findings > 0)::int,
    confirmed_findings = c.confirmed_findings - o.confirmed_findings
FROM review_concepts o
WHERE o.review_id = :review
  AND (c.scheme, c.key, c.committee_slug, c.completed_year, c.review_type, c.methodology)
    = (o.scheme, o.key, o.committee_slug, coalesce(o.completed_year, 0), o.review_type,
       o.methodology)
""")

_FORGET = text("DELETE FROM review_concepts WHERE review_id = :review RETURNING key")

STANDING_TAGS = """
    SELECT DISTINCT t.finding_id, t.scheme, t.key, t.source IN ('stated', 'human') AS confirmed,
           t.rank
    FROM tags t
    JOIN findings f ON f.id = t.finding_id
    WHERE {which} AND t.withdrawn_at IS NULL
      AND NOT (t.source = 'model' AND t.scheme = 'typology' AND f.needs_person)
      AND NOT EXISTS (
          SELECT 1 FROM tags h
          WHERE h.finding_id = t.finding_id AND h.scheme = t.scheme AND h.withdrawn_at IS NULL
            AND (h.source = 'stated' AND t.source <> 'stated'
                 OR h.source = 'human' AND t.source = 'model'))
"""
"""Tags of the highest authority per finding and scheme; ``{which}`` narrows findings ``f``."""

_DERIVE = text(f"""
WITH standing AS ({STANDING_TAGS.format(which="f.review_id = :review AND f.counted")}),
concepts AS (
    SELECT scheme, key, count(DISTINCT finding_id) AS findings,
           count(DISTINCT finding_id) FILTER (WHERE confirmed) AS confirmed_findings
    FROM standing
    WHERE scheme IN ('typology', 'theme', 'depth') AND (scheme <> 'typology' OR rank = 1)
    GROUP BY scheme, key
    UNION ALL
    SELECT '*', '*', count(*), count(*) FROM findings WHERE review_id = :review AND counted
)
INSERT INTO review_concepts (review_id, scheme, key, committee_slug, review_type, methodology,
                             completed_year, incident_year, submitted_year, published,
                             findings, confirmed_findings)
SELECT r.id, c.scheme, c.key, r.committee_slug, r.type, r.methodology,
       r.completed_year, r.incident_year, r.submitted_year, r.published,
       c.findings, c.confirmed_findings
FROM reviews r CROSS JOIN concepts c
WHERE r.id = :review AND r.counted
RETURNING key
""")  # noqa: S608 - the only insertion is the constant above

_ADD_TO_CUBE = text("""
INSERT INTO concept_cube (scheme, key, committee_slug, completed_year, review_type, methodology,
                          reviews, findings, confirmed_reviews, confirmed_findings)
SELECT scheme, key, committee_slug, coalesce(completed_year, 0), review_type, methodology,
       1, findings, (confirmed_findings > 0)::int, confirmed_findings
FROM review_concepts
WHERE review_id = :review
ORDER BY scheme, key
ON CONFLICT (scheme, key, committee_slug, completed_year, review_type, methodology) DO UPDATE
SET reviews = concept_cube.reviews + 1,
    findings = concept_cube.findings + excluded.findings,
    confirmed_reviews = concept_cube.confirmed_reviews + excluded.confirmed_reviews,
    confirmed_findings = concept_cube.confirmed_findings + excluded.confirmed_findings
""")

_NEW_VERSION = text("UPDATE data_version SET version = version + 1 WHERE id = 1")


def recount(session: Session, review_id: UUID) -> None:
    """Make findings' copied fields, ``review_concepts`` and the cube agree with one review.

    Call it in the same transaction as every change to a review's state, dates, committee,
    type, methodology, findings or tags. Cost: a few milliseconds, whatever the size of the
    repository.
    """
    session.flush()
    which = {"review": review_id}
    for statement in (_LOCK, _COPY, _TAKE_FROM_CUBE):
        session.execute(statement, which)
    before = session.execute(_FORGET, which).all()
    after = session.execute(_DERIVE, which).all()
    session.execute(_ADD_TO_CUBE, which)
    # Work in progress leaves the counts alone, and so every cached answer stays good.
    if before or after:
        session.execute(_NEW_VERSION)
    session.expire_all()


def data_version(session: Session) -> int:
    """A number that grows with every change to what is counted; answers are cached by it."""
    return int(session.scalar(text("SELECT version FROM data_version WHERE id = 1")) or 0)
