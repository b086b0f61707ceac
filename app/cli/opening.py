"""Open the installation for a command: home, database, schema, vocabularies."""

from __future__ import annotations

from sqlalchemy import make_url

from app.committees.service import load_committees
from app.kit import migrations
from app.kit.clock import utc_now
from app.kit.database import make_engine, make_sessions
from app.settings import Settings, load_settings
from app.tagging.service.register import keep_shipped, register_shipped
from app.taxonomy.service import load_vocabularies
from app.wiring import Installation, open_installation


def prepared(settings: Settings | None = None, *, demonstration: bool = False) -> Installation:
    """The installation, its schema up to date and its vocabularies loaded."""
    installation = open_installation(settings or load_settings(), demonstration=demonstration)
    migrate(installation)
    return installation


def migrate(installation: Installation) -> bool:
    """Bring schema, vocabularies and the register of models up to date.

    Says whether anything was missing from the schema.
    """
    keep_shipped(installation.home.models)
    missing = migrations.present(installation.owner_url) != migrations.newest()
    if missing:
        migrations.upgrade(installation.owner_url)
    engine = make_engine(installation.app_url, pool_size=1)
    with make_sessions(engine).begin() as session:
        load_committees(session)
        load_vocabularies(session)
        register_shipped(session, at=utc_now())
    engine.dispose()
    return missing


def where(installation: Installation) -> str:
    """The database's address without its password, for people."""
    return make_url(installation.app_url).render_as_string(hide_password=True)
