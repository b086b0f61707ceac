import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.kit.secret_files import read_or_make_secret


class TestSecretFiles:
    def test_a_secret_is_made_once_and_kept(self, tmp_path: Path) -> None:
        first = read_or_make_secret(tmp_path / "secrets" / "key")

        assert read_or_make_secret(tmp_path / "secrets" / "key") == first
        assert len(first) >= 43

    def test_two_secrets_differ(self, tmp_path: Path) -> None:
        assert read_or_make_secret(tmp_path / "a") != read_or_make_secret(tmp_path / "b")

    def test_the_file_and_its_folder_are_for_their_owner_alone(self, tmp_path: Path) -> None:
        read_or_make_secret(tmp_path / "secrets" / "key")

        assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "secrets" / "key").stat().st_mode) == 0o600

    def test_a_file_that_others_may_read_is_closed(self, tmp_path: Path) -> None:
        (tmp_path / "key").write_text("given-by-an-operator\n")
        (tmp_path / "key").chmod(0o644)

        assert read_or_make_secret(tmp_path / "key") == "given-by-an-operator"
        assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600

    def test_callers_that_race_get_the_same_one_and_leave_nothing_behind(
        self, tmp_path: Path
    ) -> None:
        with ThreadPoolExecutor(16) as pool:
            values = set(pool.map(read_or_make_secret, [tmp_path / "key"] * 64))

        assert len(values) == 1
        assert [file.name for file in tmp_path.iterdir()] == ["key"]
