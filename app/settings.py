"""Every setting of the service, from the environment or from files of secrets.

Read once, by the composition roots (web, worker, command line); everything below them is handed
the values that it needs. docs/operations.md lists each setting, and a test holds it to that.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.kit.postgres import PostgresError, parse_database_url
from app.kit.secret_files import read_or_make_secret

CHECKOUT = Path(__file__).resolve().parent.parent
CONTAINER_SECRETS = Path("/run/secrets")
MEGABYTE = 1024 * 1024


class SettingsRefused(Exception):
    """A setting is missing or wrong; the message names it and says why, without its value."""


class _Group(BaseSettings):
    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        validate_default=True,
    )


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _checked_address(name: str) -> AfterValidator:
    def check(value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            try:
                parse_database_url(value.get_secret_value(), name=name)
            except PostgresError as error:
                raise ValueError(str(error)) from error
        return value

    return AfterValidator(check)


class HomeSettings(_Group):
    """Where the installation keeps what it writes."""

    path: Annotated[Path, AfterValidator(_absolute)] = Field(
        CHECKOUT / "var",
        alias="REVIEWS_HOME",
        description="Folder that holds everything the service writes: database, originals, "
        "models, logs and secrets.",
    )


class DatabaseSettings(_Group):
    """Which database is served."""

    url: Annotated[SecretStr | None, _checked_address("DATABASE_URL")] = Field(
        None,
        alias="DATABASE_URL",
        description="Address of a PostgreSQL 16 or later with pgvector, as the role that serves. "
        "Unset: the embedded server of the home.",
    )
    owner_url: Annotated[SecretStr | None, _checked_address("DATABASE_OWNER_URL")] = Field(
        None,
        alias="DATABASE_OWNER_URL",
        description="Address as the role that owns the schema and migrates. "
        "Unset: the same as DATABASE_URL.",
    )
    pool_size: int = Field(
        10,
        alias="DATABASE_POOL_SIZE",
        ge=1,
        le=200,
        description="Connections that each process keeps; also the size of its thread pool.",
    )
    statement_seconds: int = Field(
        30,
        alias="DATABASE_STATEMENT_SECONDS",
        ge=1,
        le=3600,
        description="Longest time that one statement of a web request may run.",
    )

    @model_validator(mode="after")
    def _owner_goes_with_url(self) -> Self:
        if self.owner_url is not None and self.url is None:
            raise ValueError("DATABASE_OWNER_URL is of use only with DATABASE_URL")
        return self


class WebSettings(_Group):
    """How the site is reached."""

    host: str = Field("127.0.0.1", alias="HOST", description="Address that the site listens on.")
    port: int = Field(
        8000, alias="PORT", ge=1, le=65535, description="Port that the site listens on."
    )
    base_url: HttpUrl | None = Field(
        None,
        alias="BASE_URL",
        description="Address that people type, as seen outside any proxy. With https, cookies are "
        "sent over TLS only. Unset: http, HOST and PORT.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        alias="TRUSTED_PROXIES",
        description="Addresses, separated by commas, of proxies whose word on the client's "
        "address and scheme is taken.",
    )
    processes: int = Field(
        1, alias="WEB_PROCESSES", ge=1, le=32, description="Number of web processes."
    )

    @property
    def address(self) -> str:
        """The address of the site, without a trailing slash."""
        if self.base_url is not None:
            return str(self.base_url).rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site over TLS."""
        return self.address.startswith("https://")


class SecuritySettings(_Group):
    """Secrets and the length of sessions."""

    secret_key: SecretStr | None = Field(
        None,
        alias="REVIEWS_SECRET_KEY",
        min_length=32,
        description="Key that signs sessions and links, 32 characters or more. Unset: generated "
        "once and kept in the home, in secrets/secret-key. Several hosts need the same one.",
    )
    session_hours: int = Field(
        12,
        alias="SESSION_HOURS",
        ge=1,
        le=168,
        description="Hours after which a person must sign in again.",
    )
    idle_minutes: int = Field(
        60,
        alias="SESSION_IDLE_MINUTES",
        ge=5,
        le=1440,
        description="Minutes without a request after which a session ends.",
    )


class UploadSettings(_Group):
    """What may be uploaded."""

    max_megabytes: int = Field(
        100,
        alias="MAX_UPLOAD_MB",
        ge=1,
        le=2048,
        description="Largest document accepted, in megabytes (1,048,576 bytes).",
    )

    @property
    def max_bytes(self) -> int:
        """The largest document accepted, in bytes."""
        return self.max_megabytes * MEGABYTE


class JobSettings(_Group):
    """Work done outside requests."""

    processes: int = Field(
        1, alias="WORKER_PROCESSES", ge=1, le=32, description="Number of worker processes."
    )
    concurrency: int = Field(
        1,
        alias="WORKER_CONCURRENCY",
        ge=1,
        le=32,
        description="Jobs that one worker process runs at a time. Reading and tagging are bound "
        "by the processor: prefer more processes.",
    )


class LogSettings(_Group):
    """What is logged."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO",
        alias="LOG_LEVEL",
        description="Least important message that is logged. Case text is logged at no level.",
    )
    terminal: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO",
        alias="LOG_TERMINAL_LEVEL",
        description="Least important message that is shown on the terminal as well. "
        "`scripts/run` sets WARNING for what it starts.",
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by group."""

    home: HomeSettings
    database: DatabaseSettings
    web: WebSettings
    security: SecuritySettings
    uploads: UploadSettings
    jobs: JobSettings
    logs: LogSettings

    def signing_key(self) -> str:
        """The key that signs sessions: the one given, or the home's own, made when missing."""
        given = self.security.secret_key
        if given is not None:
            return given.get_secret_value()
        return read_or_make_secret(self.home.path / "secrets" / "secret-key")


GROUPS: dict[str, type[_Group]] = {
    "home": HomeSettings,
    "database": DatabaseSettings,
    "web": WebSettings,
    "security": SecuritySettings,
    "uploads": UploadSettings,
    "jobs": JobSettings,
    "logs": LogSettings,
}


def load_settings(**given: object) -> Settings:
    """The settings of this process.

    ``given`` maps names of settings (``PORT=8001``) to values that go before the environment,
    which goes before files named after settings in REVIEWS_SECRETS_DIR (``/run/secrets`` when it
    is there). Raises SettingsRefused.
    """
    unknown = set(given) - {name for name, _ in every_setting()}
    if unknown:
        raise SettingsRefused(f"There is no setting {', '.join(sorted(unknown))}.")
    folder = _secrets_folder()
    groups: dict[str, _Group] = {}
    for name, group in GROUPS.items():
        names = {field.alias for field in group.model_fields.values()}
        values = {key: value for key, value in given.items() if key in names}
        try:
            groups[name] = group(_secrets_dir=folder, **values)  # type: ignore[arg-type]
        except ValidationError as error:
            raise SettingsRefused(_explain(error)) from error
    return Settings(**groups)  # type: ignore[arg-type]


def every_setting() -> Iterator[tuple[str, FieldInfo]]:
    """Each setting's name in the environment, with its default and description."""
    for group in GROUPS.values():
        for field in group.model_fields.values():
            yield str(field.alias), field


def _secrets_folder() -> Path | None:
    named = os.environ.get("REVIEWS_SECRETS_DIR")
    if named:
        folder = Path(named)
        if not folder.is_dir():
            raise SettingsRefused(f"REVIEWS_SECRETS_DIR names {folder}, which is not a folder.")
        return folder
    return CONTAINER_SECRETS if CONTAINER_SECRETS.is_dir() else None


def _explain(error: ValidationError) -> str:
    """One line a fault, without the value: it may be a secret."""
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = ".".join(map(str, fault["loc"]))
        message = fault["msg"].removeprefix("Value error, ")
        lines.append(f"{name}: {message}" if name else message)
    return "\n".join(lines)
