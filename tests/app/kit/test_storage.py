from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from app.kit.storage import Storage, TooManyBytes

CONTENT = b"the bytes of a report"
ADDRESS = sha256(CONTENT).hexdigest()


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "originals")


def incoming(storage: Storage) -> list[Path]:
    return list(storage.folder.glob("incoming-*"))


class TestKeeping:
    def test_names_a_file_after_its_bytes(self, storage: Storage) -> None:
        stored = storage.put(BytesIO(CONTENT), limit=100)
        assert (stored.sha256, stored.size) == (ADDRESS, len(CONTENT))
        assert storage.read(ADDRESS) == CONTENT

    def test_the_same_bytes_twice_are_one_file(self, storage: Storage) -> None:
        storage.put(BytesIO(CONTENT), limit=100)
        storage.put(BytesIO(CONTENT), limit=100)
        assert len(list(storage.folder.glob("??/??/*"))) == 1

    def test_a_kept_file_cannot_be_written_to(self, storage: Storage) -> None:
        storage.put(BytesIO(CONTENT), limit=100)
        assert storage.path(ADDRESS).stat().st_mode & 0o222 == 0

    def test_too_many_bytes_leave_nothing_behind(self, storage: Storage) -> None:
        with pytest.raises(TooManyBytes):
            storage.put(BytesIO(CONTENT), limit=len(CONTENT) - 1)
        assert incoming(storage) == []
        assert not storage.holds(ADDRESS)

    def test_a_sender_that_breaks_off_leaves_nothing_behind(self, storage: Storage) -> None:
        class Broken(BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            storage.put(Broken(CONTENT), limit=100)
        assert incoming(storage) == []


class TestReading:
    def test_altered_bytes_are_noticed(self, storage: Storage) -> None:
        storage.put(BytesIO(CONTENT), limit=100)
        path = storage.path(ADDRESS)
        path.chmod(0o600)
        path.write_bytes(b"something else")
        with pytest.raises(ValueError, match="does not match"):
            storage.read(ADDRESS)

    def test_what_was_never_kept_is_not_found(self, storage: Storage) -> None:
        with pytest.raises(FileNotFoundError):
            storage.read(ADDRESS)


class TestDestroying:
    def test_removes_the_bytes_and_says_so(self, storage: Storage) -> None:
        storage.put(BytesIO(CONTENT), limit=100)
        assert storage.destroy(ADDRESS)
        assert not storage.holds(ADDRESS)
        assert not storage.destroy(ADDRESS)

    def test_a_sweep_keeps_what_is_wanted(self, storage: Storage) -> None:
        kept = storage.put(BytesIO(b"wanted"), limit=100)
        storage.put(BytesIO(b"not wanted"), limit=100)
        assert storage.sweep(still_wanted=lambda address: address == kept.sha256) == 1
        assert storage.holds(kept.sha256)
