"""The home of an installation: the one folder that holds everything it writes."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_MARKER = "home.json"


class HomeError(Exception):
    """The home cannot be made or is not one; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Home:
    """An installation's folder, and whether it was made as a demonstration."""

    path: Path
    is_demonstration: bool

    @property
    def originals(self) -> Path:
        """Uploaded files, stored by their digest."""
        return self.path / "originals"

    @property
    def logs(self) -> Path:
        """One log file a process."""
        return self.path / "logs"

    @property
    def secrets(self) -> Path:
        """Generated passwords and keys, mode 0600."""
        return self.path / "secrets"

    @property
    def models(self) -> Path:
        """Trained models."""
        return self.path / "models"


def open_home(path: Path, *, demonstration: bool = False) -> Home:
    """The home at ``path``, made (mode 0700) when it is not there yet.

    ``demonstration`` counts only while the home is made: an installation that holds real work can
    never become a demonstration, with its open accounts, by starting it differently. Raises
    HomeError when the folder's own record cannot be read.
    """
    path = path.expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    marker = path / _MARKER
    if not marker.exists():
        _mark(marker, demonstration=demonstration)
    return _read(marker)


def find_home(path: Path) -> Home | None:
    """The home at ``path``, or None when none has been made there."""
    marker = path.expanduser().resolve() / _MARKER
    return _read(marker) if marker.exists() else None


def _mark(marker: Path, *, demonstration: bool) -> None:
    record = {"made": datetime.now(UTC).isoformat(), "demonstration": demonstration}
    try:
        with marker.open("x", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
    except FileExistsError:
        return


def _read(marker: Path) -> Home:
    try:
        record = json.loads(marker.read_text(encoding="utf-8"))
        is_demonstration = record["demonstration"] is True
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HomeError(
            f"{marker} cannot be read ({error}). Restore it from a backup of the home."
        ) from error
    return Home(marker.parent, is_demonstration)
