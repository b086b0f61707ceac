"""The append-only, hash-chained record of who did what, when, to what."""

from app.audit.service import list_events, record, seal, verify

__all__ = ["list_events", "record", "seal", "verify"]
