"""Originals in content-addressed storage: a file's name is the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20


class TooManyBytes(Exception):
    """More came than the limit allows; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was kept: its address and its size in bytes."""

    sha256: str
    size: int


class Storage:
    """A folder of immutable files. Safe for many writers: a file appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, source: BinaryIO, *, limit: int) -> Stored:
        """Keep the bytes of ``source``. Raises TooManyBytes beyond ``limit`` bytes.

        When this returns, the bytes and the directory entry are on disk: an upload that
        was acknowledged survives the loss of power.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=self.folder, prefix="incoming-")
        arriving = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                while chunk := source.read(CHUNK):
                    size += len(chunk)
                    if size > limit:
                        raise TooManyBytes
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            final = self.path(digest.hexdigest())
            final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            arriving.chmod(0o400)
            arriving.replace(final)
            _sync_folders(final.parent, stop=self.folder)
        finally:
            arriving.unlink(missing_ok=True)
        return Stored(digest.hexdigest(), size)

    def path(self, sha256: str) -> Path:
        """Where the file of that address is, or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def holds(self, sha256: str) -> bool:
        """Whether the bytes are here."""
        return self.path(sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """All bytes. Raises FileNotFoundError, or ValueError when they have been altered."""
        content = self.path(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError(f"the stored file {sha256} does not match its address")
        return content

    def destroy(self, sha256: str) -> bool:
        """Remove the bytes for good; says whether there were any."""
        try:
            self.path(sha256).unlink()
        except FileNotFoundError:
            return False
        return True

    def sweep(self, *, still_wanted: Callable[[str], bool]) -> int:
        """Remove every file that nobody points to; returns how many. For rolled-back uploads."""
        removed = 0
        for path in self.folder.glob("??/??/*"):
            if not still_wanted(path.name):
                path.unlink(missing_ok=True)
                removed += 1
        return removed


def _sync_folders(folder: Path, *, stop: Path) -> None:
    while True:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if folder == stop:
            return
        folder = folder.parent
