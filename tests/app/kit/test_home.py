import stat
from pathlib import Path

import pytest

from app.kit.home import HomeError, find_home, open_home


class TestHome:
    def test_a_new_home_is_for_its_owner_alone(self, tmp_path: Path) -> None:
        home = open_home(tmp_path / "far" / "home")
        assert stat.S_IMODE(home.path.stat().st_mode) == 0o700

    def test_it_is_no_demonstration_unless_made_as_one(self, tmp_path: Path) -> None:
        assert not open_home(tmp_path / "real").is_demonstration
        assert open_home(tmp_path / "trial", demonstration=True).is_demonstration

    def test_it_stays_what_it_was_made_as(self, tmp_path: Path) -> None:
        open_home(tmp_path / "real")
        open_home(tmp_path / "trial", demonstration=True)

        assert not open_home(tmp_path / "real", demonstration=True).is_demonstration
        assert open_home(tmp_path / "trial").is_demonstration

    def test_looking_for_a_home_makes_none(self, tmp_path: Path) -> None:
        assert find_home(tmp_path / "home") is None
        assert not (tmp_path / "home").exists()

    @pytest.mark.parametrize("record", ["", "[]", "{}", "not json"])
    def test_a_spoilt_record_is_refused_rather_than_guessed(
        self, tmp_path: Path, record: str
    ) -> None:
        (tmp_path / "home.json").write_text(record)
        with pytest.raises(HomeError, match="Restore it from a backup"):
            open_home(tmp_path)

    @pytest.mark.parametrize("value", ['"false"', "1", "null", "[true]"])
    def test_only_a_plain_yes_makes_a_demonstration(self, tmp_path: Path, value: str) -> None:
        (tmp_path / "home.json").write_text(f'{{"demonstration": {value}}}')
        assert not open_home(tmp_path).is_demonstration
