import re
import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import (
    CHECKOUT,
    GROUPS,
    Settings,
    SettingsRefused,
    every_setting,
    load_settings,
)

OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
NAMES = [name for name, _ in every_setting()]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*NAMES, "REVIEWS_SECRETS_DIR"]:
        monkeypatch.delenv(name, raising=False)


class TestReading:
    def test_nothing_needs_to_be_set(self) -> None:
        settings = load_settings()

        assert settings.home.path == CHECKOUT / "var"
        assert settings.database.url is None
        assert settings.uploads.max_bytes == 100 * 1024 * 1024

    def test_the_environment_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PORT", "9001")
        monkeypatch.setenv("REVIEWS_HOME", "elsewhere")

        settings = load_settings()

        assert settings.web.port == 9001
        assert settings.home.path == Path.cwd() / "elsewhere"

    def test_what_the_command_line_says_goes_before_the_environment(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PORT", "9001")
        assert load_settings(PORT=9002).web.port == 9002

    def test_an_empty_variable_is_as_good_as_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "")
        assert load_settings().database.url is None

    def test_secrets_come_from_files_named_after_settings(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "database_url").write_text("postgresql://app:word@db/reviews\n")
        (tmp_path / "reviews_secret_key").write_text("k" * 40 + "\n")
        monkeypatch.setenv("REVIEWS_SECRETS_DIR", str(tmp_path))

        settings = load_settings()

        assert settings.database.url is not None
        assert settings.database.url.get_secret_value() == "postgresql://app:word@db/reviews"
        assert settings.signing_key() == "k" * 40

    def test_settings_do_not_change(self) -> None:
        with pytest.raises(ValidationError, match="frozen"):
            load_settings().web.port = 1  # type: ignore[misc]


class TestRefusing:
    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("PORT", "0", "greater than or equal to 1"),
            ("PORT", "65536", "less than or equal to 65535"),
            ("PORT", "eighty", "valid integer"),
            ("BASE_URL", "reviews.example", "valid URL"),
            ("MAX_UPLOAD_MB", "0", "greater than or equal to 1"),
            ("LOG_LEVEL", "LOUD", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
            ("REVIEWS_SECRET_KEY", "hunter2", "at least 32"),
            ("DATABASE_URL", "mysql://u:hunter2@h/d", "must name a PostgreSQL database"),
            ("DATABASE_OWNER_URL", "postgresql://u:hunter2@h/d", "only with DATABASE_URL"),
            ("REVIEWS_SECRETS_DIR", "/none/such", "not a folder"),
        ],
    )
    def test_a_wrong_value_is_named_explained_and_not_repeated(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
    ) -> None:
        monkeypatch.setenv(name, value)
        with pytest.raises(SettingsRefused, match=reason) as refusal:
            load_settings()
        assert name in str(refusal.value)
        assert "hunter2" not in str(refusal.value)

    def test_a_setting_that_does_not_exist_cannot_be_given(self) -> None:
        with pytest.raises(SettingsRefused, match="no setting PROT"):
            load_settings(PROT=1)

    def test_secrets_are_not_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://u:hunter2@h/d")
        monkeypatch.setenv("REVIEWS_SECRET_KEY", "hunter2" * 6)
        assert "hunter2" not in repr(load_settings())


class TestSigningKey:
    def test_it_is_made_once_for_a_home_and_kept_closed(self, tmp_path: Path) -> None:
        settings = load_settings(REVIEWS_HOME=tmp_path)
        key = settings.signing_key()

        assert len(key) >= 32
        assert settings.signing_key() == key
        assert stat.S_IMODE((tmp_path / "secrets" / "secret-key").stat().st_mode) == 0o600


class TestAddress:
    @pytest.mark.parametrize(
        ("given", "address", "secure"),
        [
            ({}, "http://127.0.0.1:8000", False),
            ({"HOST": "::1", "PORT": 81}, "http://[::1]:81", False),
            ({"BASE_URL": "https://reviews.example/"}, "https://reviews.example", True),
            ({"BASE_URL": "http://reviews.example:81"}, "http://reviews.example:81", False),
        ],
    )
    def test_people_reach_the_site_there(
        self, given: dict[str, object], address: str, secure: bool
    ) -> None:
        web = load_settings(**given).web
        assert (web.address, web.is_secure) == (address, secure)


class TestDocumentation:
    def test_there_are_settings_and_each_group_has_a_place(self) -> None:
        assert len(NAMES) == len(set(NAMES)) >= 15
        assert set(GROUPS) == set(Settings.__dataclass_fields__)

    @pytest.mark.parametrize(("name", "field"), list(every_setting()), ids=NAMES)
    def test_every_setting_is_in_the_operations_guide_as_described_here(
        self, name: str, field: object
    ) -> None:
        row = re.search(rf"^\| `{name}` \| (.*?) \| (.*?) \|$", OPERATIONS, re.MULTILINE)
        assert row is not None, f"docs/operations.md has no row for {name}"
        assert row[2] == getattr(field, "description", None)

    def test_the_operations_guide_names_no_setting_that_is_gone(self) -> None:
        listed = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS, re.MULTILINE))
        assert listed == {*NAMES, "REVIEWS_SECRETS_DIR"}
