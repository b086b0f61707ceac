"""The arithmetic of the chain: what is hashed, how heads are signed, what verification found."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it is stored, with its link. ``details`` is the text PostgreSQL gives."""

    sequence: int
    event_id: UUID
    at: datetime
    actor_id: UUID
    actor_name: str
    action: str
    subject_type: str | None
    subject_id: str | None
    subject_reference: str | None
    committee_slug: str | None
    details: str
    previous_hash: str
    hash: str

    def expected_hash(self) -> str:
        """SHA-256, in hexadecimal, over the previous hash and the canonical text."""
        text = self.previous_hash + canonical(self)
        return hashlib.sha256(text.encode()).hexdigest()


def canonical(entry: Entry) -> str:
    """The JSON array that is hashed, exactly as PostgreSQL's ``jsonb`` prints it.

    ``details`` is taken as printed: its key order and numbers are PostgreSQL's business.
    """
    scalars = [
        entry.sequence,
        str(entry.event_id),
        entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        str(entry.actor_id),
        entry.actor_name,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.subject_reference,
        entry.committee_slug,
    ]
    return f"{json.dumps(scalars, ensure_ascii=False)[:-1]}, {entry.details}]"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain on a day, signed: proof of every event up to ``sequence``."""

    day: date
    sequence: int
    hash: str
    signature: str

    def as_line(self) -> str:
        """One line of JSON, to be kept outside the repository."""
        return json.dumps({**asdict(self), "day": self.day.isoformat()}, sort_keys=True)

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Read what ``as_line`` wrote. Raises ValueError when the line is anything else."""
        found: Mapping[str, object] = json.loads(line)
        try:
            day = date.fromisoformat(str(found["day"]))
            sequence = int(str(found["sequence"]))
            return cls(day, sequence, str(found["hash"]), str(found["signature"]))
        except (KeyError, TypeError) as error:
            raise ValueError("This line is not a head of the audit trail.") from error


class HeadKey:
    """Signs heads with Ed25519; whoever holds only the public half can still check them."""

    def __init__(self, secret: str) -> None:
        seed = hashlib.sha256(b"audit heads\0" + secret.encode()).digest()
        self._private = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> str:
        """The public key in base64, to be kept with the heads outside the repository."""
        return base64.b64encode(self._private.public_key().public_bytes_raw()).decode()

    def sign(self, day: date, sequence: int, end: str) -> Head:
        """The head for ``day``: the chain has ``sequence`` links and ends in hash ``end``."""
        signature = base64.b64encode(self._private.sign(_signed_text(day, sequence, end)))
        return Head(day, sequence, end, signature.decode())


def is_genuine(head: Head, public_key: str) -> bool:
    """Whether ``head`` was signed by the holder of ``public_key`` (base64)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(
            base64.b64decode(head.signature), _signed_text(head.day, head.sequence, head.hash)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed_text(day: date, sequence: int, end: str) -> bytes:
    return f"audit-head 1\n{day.isoformat()}\n{sequence}\n{end}".encode()


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the chain found. ``faults`` are sentences; none means it holds."""

    events: int
    head: str
    heads_checked: int
    faults: tuple[str, ...] = field(default_factory=tuple)

    @property
    def intact(self) -> bool:
        """Whether no sign of tampering was found."""
        return not self.faults
