"""The declarative base, engines and sessions. Models import ``Base`` and the column types here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import orjson
from sqlalchemy import DateTime, Engine, Enum, MetaData, Text, create_engine, event, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker

from app.kit.row_security import Settings, kept_in, tell_at_begin

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

JSONObject = dict[str, Any]
Key = Annotated[UUID, mapped_column(primary_key=True, server_default=text("uuidv7()"))]
"""A time-ordered identifier, made by the database."""
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Recorded = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
Words = Annotated[str, mapped_column(Text)]


def _values(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


class Base(DeclarativeBase):
    """Every table of the repository, under one naming convention."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        JSONObject: JSONB,
        datetime: DateTime(timezone=True),
        str: Text,
        # As text: a new state is then a deployment, not a migration that locks the table.
        StrEnum: Enum(StrEnum, native_enum=False, values_callable=_values, length=40),
    }


def _dumps(value: object) -> str:
    return orjson.dumps(value).decode()


def make_engine(url: str, *, pool_size: int = 10, application: str = "reviews") -> Engine:
    """An engine for ``url`` (``postgresql+psycopg://…``). Times are UTC in every session.

    ``pool_size`` should equal the number of threads that serve requests, so that a
    request never waits for a connection that another waits to give back.
    """
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=2,
        pool_pre_ping=True,
        json_serializer=_dumps,
        json_deserializer=orjson.loads,
        connect_args={
            "application_name": application,
            "options": "-c timezone=UTC -c statement_timeout=60000",
        },
    )


def make_sessions(
    engine: Engine, *, rows: Settings | None = None, info: Mapping[str, object] | None = None
) -> sessionmaker[Session]:
    """Sessions that keep loaded objects readable after commit (they are rendered then).

    ``rows`` are the row-security settings that every transaction begins with. Without them
    no protected row is seen until ``app.kit.row_security.tell`` says for whom. ``info`` is
    what else a composition root gives every session to carry (``Session.info``).
    """
    carried = {**kept_in(rows or {}), **(info or {})}
    sessions = sessionmaker(engine, expire_on_commit=False, info=carried)
    event.listen(sessions, "after_begin", tell_at_begin)
    return sessions
