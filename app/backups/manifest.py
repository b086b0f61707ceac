"""What a backup says of itself: when, of what, and every file with its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from app.backups.errors import BackupDamaged, NotABackup

NAME: Final = "backup.json"
DUMP: Final = "database.dump"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``made`` is a time with its offset; ``schema`` the revision of the database.

    ``events`` and ``head`` are the length of the audit trail and the hash of its last link;
    ``files`` maps each file's path within the backup to its SHA-256.
    """

    made: str
    schema: str
    demonstration: bool
    events: int
    head: str
    files: Mapping[str, str]


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_in(folder: Path) -> Iterator[Path]:
    """Every file of a backup but the manifest, in the order of their paths."""
    yield from sorted(
        path for path in folder.rglob("*") if path.is_file() and path != folder / NAME
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest in its place; a folder without one is no backup."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the backup in ``folder``. Raises NotABackup."""
    try:
        return Manifest(**json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise NotABackup(
            f"{folder} holds no readable {NAME}. Name the folder that `reviews backup` wrote."
        ) from error


def require_whole(folder: Path, manifest: Manifest) -> None:
    """Check every file against its digest. Raises BackupDamaged with the names of the others."""
    faults = [
        name
        for name, digest in sorted(manifest.files.items())
        if not (folder / name).is_file() or digest_of(folder / name) != digest
    ]
    if faults:
        raise BackupDamaged(faults)
