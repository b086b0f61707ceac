"""Make a backup of an installation, and a new installation of a backup."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from app import audit
from app.backups.errors import NotABackup, TargetInTheWay
from app.backups.manifest import (
    DUMP,
    Manifest,
    digest_of,
    files_in,
    read_manifest,
    require_whole,
    write_manifest,
)
from app.identity.row_security import settings_of
from app.kit import migrations
from app.kit.actors import SYSTEM
from app.kit.home import Home, find_home, open_home
from app.kit.postgres import dump_database, load_database
from app.kit.storage import Storage
from app.reviews.models import Document

SECRET_KEY = "secret-key"  # noqa: S105 - the name of a file


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back, and what it could not.

    ``missing`` are digests of originals that documents name and the backup does not hold;
    ``faults`` is what the audit trail says against itself.
    """

    made: str
    documents: int
    originals: int
    events: int
    missing: Sequence[str]
    faults: Sequence[str]


def make_backup(
    session: Session, target: Path, *, home: Home, owner_url: URL, at: datetime
) -> Manifest:
    """Write a backup of everything into the folder ``target``, whole or not at all.

    The database is taken as of one instant and the originals after it: files are only ever
    added, so every document of the database has its file. The key that signs sessions and
    seals second factors goes along; keep the folder as closed as the home. Raises
    TargetInTheWay or DumpFailed.
    """
    if target.exists() and any(target.iterdir()):
        raise TargetInTheWay(f"{target} is not empty. Name a new folder.")
    draft = target.with_name(f"{target.name}.unfinished")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(parents=True, mode=0o700)
    try:
        # The trail first: what is written meanwhile is in the dump and after this head.
        found = audit.verify(session)
        dump_database(owner_url, draft / DUMP, settings=settings_of(SYSTEM))
        _copy_kept(home.path, draft)
        manifest = Manifest(
            made=at.isoformat(),
            schema=migrations.present(owner_url.render_as_string(hide_password=False)) or "",
            demonstration=home.is_demonstration,
            events=found.events,
            head=found.head,
            files={str(path.relative_to(draft)): digest_of(path) for path in files_in(draft)},
        )
        write_manifest(draft, manifest)
        if target.exists():
            target.rmdir()
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def begin_restore(source: Path, home: Path) -> Manifest:
    """Check the backup and make its home; the database comes next. Nothing that is kept is met.

    Raises NotABackup, BackupDamaged, or TargetInTheWay when the home holds an installation.
    """
    manifest = read_manifest(source)
    if manifest.schema not in migrations.known():
        raise NotABackup(
            f"The backup has schema {manifest.schema}, which this release does not know. Restore "
            "it with the release that made it, or a later one."
        )
    if find_home(home) is not None:
        raise TargetInTheWay(
            f"{home} already holds an installation. Set REVIEWS_HOME to a folder that does not "
            "exist yet."
        )
    require_whole(source, manifest)
    made = open_home(home, demonstration=manifest.demonstration)
    _copy_kept(source, made.path)
    return manifest


def require_empty(owner_url: URL) -> None:
    """Raise TargetInTheWay when the database holds an installation."""
    if migrations.present(owner_url.render_as_string(hide_password=False)) is not None:
        raise TargetInTheWay(
            "The database already holds an installation. Name an empty one in DATABASE_URL."
        )


def restore_database(source: Path, *, owner_url: URL) -> None:
    """Load the backup's database into the empty one at ``owner_url``.

    Raises TargetInTheWay when tables are there, or DumpFailed.
    """
    require_empty(owner_url)
    load_database(owner_url, source / DUMP)


def check_restored(session: Session, manifest: Manifest, storage: Storage) -> Restored:
    """What is there now, beside what the backup said of itself."""
    named = set(session.scalars(select(Document.sha256)))
    found = audit.verify(session)
    faults = list(found.faults)
    if found.events < manifest.events:
        faults.append(f"The trail has {found.events} events; the backup had {manifest.events}.")
    return Restored(
        made=manifest.made,
        documents=len(named),
        originals=sum(storage.holds(each) for each in named),
        events=found.events,
        missing=sorted(each for each in named if not storage.holds(each)),
        faults=faults,
    )


def _copy_kept(source: Path, target: Path) -> None:
    """The key, originals and models: they lie alike in a home and in a backup."""
    key = source / "secrets" / SECRET_KEY
    if key.exists():
        copy = target / "secrets" / SECRET_KEY
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(key, copy)
        copy.chmod(0o600)
    for name in ("originals", "models"):
        if (source / name).is_dir():
            arriving = shutil.ignore_patterns("incoming-*")
            shutil.copytree(source / name, target / name, ignore=arriving)
            (target / name).chmod(0o700)
