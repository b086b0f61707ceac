"""The operating-system account that the embedded server runs as.

PostgreSQL refuses to run as root. An ordinary user runs it as themselves; root runs it as the
account that already owns the database folder or, for a new home, as a system account of its own.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.kit.postgres.errors import HomeBelongsToAnother, NoUnprivilegedAccount

SYSTEM_ACCOUNT = "reviews-db"
LAST_RESORT = "nobody"

# A fixed environment: the caller's locale and PG* variables must not reach the server.
ENVIRONMENT: Mapping[str, str] = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """An operating-system account by its numbers."""

    uid: int
    gid: int

    @property
    def is_current(self) -> bool:
        """Whether this process already runs as the account."""
        return self.uid == os.geteuid()

    def run(
        self, command: Sequence[str | Path], *, cwd: Path, stderr: int = subprocess.PIPE
    ) -> subprocess.CompletedProcess[str]:
        """Run ``command`` as the account in ``cwd``, in a session of its own.

        The working folder is entered before root's rights are dropped, so it may lie below
        folders that the account cannot enter. Raises OSError when the program cannot be
        executed or the account not taken on.
        """
        other = not self.is_current
        return subprocess.run(
            command,
            cwd=cwd,
            env=dict(ENVIRONMENT),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            check=False,
            start_new_session=True,
            user=self.uid if other else None,
            group=self.gid if other else None,
            extra_groups=[] if other else None,
        )

    def own(self, path: Path, mode: int) -> None:
        """Give ``path`` to the account with exactly ``mode``."""
        if not self.is_current:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def account_for(folder: Path) -> Account:
    """The account for the database in ``folder``: its owner, or a fitting one for a new folder.

    Raises HomeBelongsToAnother when an ordinary user meets somebody else's folder, and
    NoUnprivilegedAccount when root finds no account to run the server as.
    """
    owner = folder.stat() if folder.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise HomeBelongsToAnother(
                f"{folder} belongs to account number {owner.st_uid}. Run the command as that "
                "account or as root, or choose another REVIEWS_HOME."
            )
        return Account(os.geteuid(), os.getegid())
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    return _account_beneath_root()


def _account_beneath_root() -> Account:
    """The system account, made when missing; `nobody` where accounts cannot be made."""
    found = _look_up(SYSTEM_ACCOUNT) or _make_system_account() or _look_up(LAST_RESORT)
    if found is None or not _can_be_taken_on(found):
        raise NoUnprivilegedAccount(
            "PostgreSQL refuses to run as root and this system does not let root take on another "
            "account. Start as an ordinary user, or set DATABASE_URL to a server of your own."
        )
    return found


def _can_be_taken_on(account: Account) -> bool:
    """Whether we may run as ``account``: containers can withhold that even from root."""
    try:
        return account.run(["/bin/sh", "-c", ":"], cwd=Path("/")).returncode == 0
    except OSError:
        return False


def _look_up(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _make_system_account() -> Account | None:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        return None
    subprocess.run(
        [program, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", "--comment", "Case review database", SYSTEM_ACCOUNT],
        capture_output=True,
        check=False,
    )  # fmt: skip
    # A second root process may have made it a moment before us, so the outcome is looked up.
    return _look_up(SYSTEM_ACCOUNT)
