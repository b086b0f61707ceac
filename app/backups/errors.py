"""Why a backup cannot be made or used."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import Conflict, Invalid


class TargetInTheWay(Conflict):
    """The folder or installation that would be written already holds something."""

    code = "target_in_the_way"


class NotABackup(Invalid):
    """The folder is no backup, or one of a later release."""

    code = "not_a_backup"


class BackupDamaged(Invalid):
    """Files of the backup are missing or altered."""

    code = "backup_damaged"

    def __init__(self, files: Sequence[str]) -> None:
        shown = ", ".join(files[:5]) + (f" and {len(files) - 5} more" if len(files) > 5 else "")
        super().__init__(
            f"{len(files)} files are missing or not as they were written: {shown}. Nothing was "
            "restored. Use another backup, or another copy of this one."
        )
