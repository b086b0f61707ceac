"""From settings to the parts that the web, the worker and the command line are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from app.identity.config import IdentityConfig
from app.identity.row_security import settings_of
from app.kit.actors import SYSTEM, Actor
from app.kit.database import make_engine, make_sessions
from app.kit.home import Home, find_home, open_home
from app.kit.jobs import Runtime
from app.kit.postgres import DatabaseAccess, open_database
from app.kit.storage import Storage
from app.settings import Settings
from app.tagging.shelf import MODELS


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation: its settings, home and database, opened."""

    settings: Settings
    home: Home
    database: DatabaseAccess

    @property
    def app_url(self) -> str:
        """The address that the service connects to."""
        return self.database.app_url.render_as_string(hide_password=False)

    @property
    def owner_url(self) -> str:
        """The address that migrations connect to."""
        return self.database.owner_url.render_as_string(hide_password=False)

    @property
    def storage(self) -> Storage:
        """Where originals are kept."""
        return Storage(self.home.originals)

    @property
    def is_demonstration(self) -> bool:
        """Whether demonstration accounts may exist: never against a database that was given."""
        return self.home.is_demonstration and self.settings.database.url is None

    def sessions(
        self,
        *,
        pool_size: int = 4,
        application: str = "reviews",
        acting: Actor | None = SYSTEM,
    ) -> sessionmaker[Session]:
        """Sessions on the service's connection, which see what ``acting`` may see.

        Jobs and the operator's commands act as the system. The web passes None: there each
        request says for whom it reads, and sees no review before it has.
        """
        return make_sessions(
            make_engine(self.app_url, pool_size=pool_size, application=application),
            rows=None if acting is None else settings_of(acting),
            info={MODELS: self.home.models},
        )

    def runtime(self, sessions: sessionmaker[Session]) -> Runtime:
        """What jobs are given."""
        return Runtime(sessions, self.storage, self.settings.uploads.max_megabytes)

    def identity(self) -> IdentityConfig:
        """What sign-in is told of the installation."""
        return IdentityConfig(
            base_url=self.settings.web.address,
            secret=self.settings.signing_key(),
            demonstration=self.is_demonstration,
            second_factor_required=not self.is_demonstration,
            session_idle=timedelta(minutes=self.settings.security.idle_minutes),
            session_length=timedelta(hours=self.settings.security.session_hours),
        )


def open_installation(settings: Settings, *, demonstration: bool = False) -> Installation:
    """Open the home (made when missing) and its database (started when embedded).

    ``demonstration`` counts only while a home is made, and never with a database that was
    given. Raises HomeError or PostgresError.
    """
    known = find_home(settings.home.path)
    alone = settings.database.url is None
    home = known or open_home(settings.home.path, demonstration=demonstration and alone)
    return Installation(settings, home, find_database(settings))


def find_database(settings: Settings) -> DatabaseAccess:
    """The database that the settings name; without a name the home's own, started.

    Raises PostgresError.
    """
    given, owner = settings.database.url, settings.database.owner_url
    return open_database(
        settings.home.path,
        given_url=given.get_secret_value() if given else None,
        given_owner_url=owner.get_secret_value() if owner else None,
    )
