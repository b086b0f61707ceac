"""Functions and triggers of the trail, for the migration and for tables made from the models.

The chain is written by a deferred trigger. Two things follow: whatever client writes an event,
it is chained; and the lock that keeps the chain in one line is taken only as a transaction
commits, so long transactions that record early do not queue behind each other.
"""

from __future__ import annotations

CHAIN_LOCK = 7_206_149_055_318_842
"""Key of the advisory lock that orders commits; any fixed number that nobody else uses."""

GENESIS = "0" * 64
"""What the first event names as the hash before it."""

# The text that is hashed is repeated in app.audit.chain.canonical; a test holds them together.
LINK_EVENT = """
CREATE OR REPLACE FUNCTION link_audit_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    last record;
    number bigint;
    previous text;
BEGIN
    PERFORM pg_advisory_xact_lock(CHAIN_LOCK);
    SELECT * INTO last FROM audit_links ORDER BY sequence DESC LIMIT 1;
    number := coalesce(last.sequence, 0) + 1;
    previous := coalesce(last.hash, 'GENESIS');
    INSERT INTO audit_links (sequence, event_id, previous_hash, hash)
    VALUES (number, NEW.id, previous, encode(sha256(convert_to(
        previous || jsonb_build_array(
            number, NEW.id,
            to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            NEW.actor_id, NEW.actor_name, NEW.action, NEW.subject_type, NEW.subject_id,
            NEW.subject_reference, NEW.committee_slug, NEW.details
        )::text, 'UTF8')), 'hex'));
    RETURN NULL;
END $$
""".replace("CHAIN_LOCK", str(CHAIN_LOCK)).replace("GENESIS", GENESIS)

LINK_TRIGGER = """
CREATE CONSTRAINT TRIGGER audit_events_link AFTER INSERT ON audit_events
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION link_audit_event()
"""

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
        MESSAGE = concat('The audit trail is append-only: ', TG_OP, ' on ', TG_TABLE_NAME);
END $$
"""

TABLES = ("audit_events", "audit_links", "audit_heads")

REFUSE_TRIGGERS = tuple(
    f"CREATE TRIGGER {table}_{name} BEFORE {acts} ON {table} "
    f"FOR EACH {unit} EXECUTE FUNCTION refuse_audit_change()"
    for table in TABLES
    for name, acts, unit in (
        ("keep_rows", "UPDATE OR DELETE", "ROW"),
        ("keep_table", "TRUNCATE", "STATEMENT"),
    )
)

# The application adds events and signed heads; links it can only read. The function above
# runs with its owner's rights, so the chain is written by nothing else.
LIMIT_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'reviews_app') THEN
        REVOKE ALL ON audit_events, audit_links, audit_heads FROM reviews_app;
        GRANT SELECT, INSERT ON audit_events, audit_heads TO reviews_app;
        GRANT SELECT ON audit_links TO reviews_app;
    END IF;
END $$
"""

UPGRADE: tuple[str, ...] = (LINK_EVENT, LINK_TRIGGER, REFUSE_CHANGE, *REFUSE_TRIGGERS, LIMIT_RIGHTS)
"""Run these in order after the three tables are made."""

DOWNGRADE: tuple[str, ...] = (
    "DROP FUNCTION IF EXISTS link_audit_event() CASCADE",
    "DROP FUNCTION IF EXISTS refuse_audit_change() CASCADE",
)
"""Run these before the three tables are dropped; the triggers go with their functions."""
