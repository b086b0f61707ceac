import os
import shutil
import stat
from pathlib import Path

import pytest

from app.kit.postgres.accounts import Account
from app.kit.postgres.errors import ProgramsUnreachable
from app.kit.postgres.programs import (
    INSTALLATION,
    PACKAGE,
    Programs,
    packaged_programs,
    programs_for,
)
from tests.app.kit.postgres.conftest import open_path

MYSELF = Account(os.geteuid(), os.getegid())
NOBODY = Account(65534, 65534)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root takes on other accounts")


@pytest.fixture
def closed(tmp_path: Path) -> Programs:
    """An installation that only its owner can enter."""
    source = packaged_programs().folder.parents[2]
    root = tmp_path / "closed"
    for part in (f"{PACKAGE}/{INSTALLATION}", f"{PACKAGE}.libs"):
        shutil.copytree(source / part, root / part, ignore=shutil.ignore_patterns("*.a"))
    root.chmod(0o700)
    return Programs(root / PACKAGE / INSTALLATION / "bin")


class TestPackagedPrograms:
    @pytest.mark.parametrize("name", ["initdb", "postgres", "pg_dump", "pg_restore"])
    def test_they_are_all_there(self, name: str) -> None:
        assert os.access(packaged_programs().path(name), os.X_OK)

    def test_they_are_used_in_place_by_whoever_can_reach_them(self, tmp_path: Path) -> None:
        programs = programs_for(MYSELF, places=[tmp_path / "copies"])

        assert programs == packaged_programs()
        assert not (tmp_path / "copies").exists()


@as_root
class TestCopies:
    def test_an_account_shut_out_gets_a_copy_that_it_can_run(
        self, closed: Programs, tmp_path: Path
    ) -> None:
        open_path(tmp_path)
        assert not closed.runnable_by(NOBODY)

        programs = programs_for(NOBODY, packaged=closed, places=[tmp_path / "copies"])

        assert programs.folder.is_relative_to(tmp_path / "copies")
        assert programs.runnable_by(NOBODY)
        assert NOBODY.run([programs.path("initdb"), "--version"], cwd=Path("/")).returncode == 0

    def test_a_place_out_of_reach_is_passed_over(self, closed: Programs, tmp_path: Path) -> None:
        open_path(tmp_path)
        shut = tmp_path / "shut"
        shut.mkdir(mode=0o700)

        programs = programs_for(
            NOBODY, packaged=closed, places=[Path("/proc/none"), shut / "a", tmp_path / "open"]
        )

        assert programs.folder.is_relative_to(tmp_path / "open")

    def test_a_copy_is_made_once(self, closed: Programs, tmp_path: Path) -> None:
        open_path(tmp_path)
        first = programs_for(NOBODY, packaged=closed, places=[tmp_path / "copies"])
        made = first.path("postgres").stat()

        second = programs_for(NOBODY, packaged=closed, places=[tmp_path / "copies"])

        assert second.path("postgres").stat() == made

    def test_a_copy_that_others_could_have_changed_is_replaced(
        self, closed: Programs, tmp_path: Path
    ) -> None:
        open_path(tmp_path)
        first = programs_for(NOBODY, packaged=closed, places=[tmp_path / "copies"])
        root = first.folder.parents[2]
        first.path("postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.4'\n")
        os.chown(root, NOBODY.uid, NOBODY.gid)

        second = programs_for(NOBODY, packaged=closed, places=[tmp_path / "copies"])

        assert second.path("postgres").stat().st_size > 1_000_000
        assert root.stat().st_uid == 0

    @pytest.mark.parametrize("umask", [0, 0o077])
    def test_everybody_may_read_it_and_nobody_but_its_maker_write(
        self, closed: Programs, tmp_path: Path, umask: int
    ) -> None:
        open_path(tmp_path)
        before = os.umask(umask)
        try:
            programs = programs_for(NOBODY, packaged=closed, places=[tmp_path / "copies"])
        finally:
            os.umask(before)
        root = programs.folder.parents[2]
        writable = [p for p in root.rglob("*") if not p.is_symlink() and p.stat().st_mode & 0o022]
        assert writable == []
        assert stat.S_IMODE(root.stat().st_mode) == 0o755

    def test_without_any_place_the_operator_is_told(self, closed: Programs, tmp_path: Path) -> None:
        with pytest.raises(ProgramsUnreachable, match="set DATABASE_URL"):
            programs_for(NOBODY, packaged=closed, places=[Path("/proc/none")])
