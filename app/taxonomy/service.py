"""Load vocabularies from their data files, and look terms up in the current version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from importlib import resources
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from app.taxonomy.errors import ConceptNotUsable, SchemeNotFound, UnknownConcept
from app.taxonomy.models import Concept, SchemeVersion


def list_schemes(session: Session) -> Sequence[SchemeVersion]:
    """The current version of every vocabulary, by name, without its concepts."""
    statement = select(SchemeVersion).where(SchemeVersion.current).order_by(SchemeVersion.scheme)
    return session.scalars(statement).all()


def get_scheme(session: Session, scheme: str, *, version: int | None = None) -> SchemeVersion:
    """A vocabulary with its concepts; the current version unless another is asked for.

    A draft is no version yet. Raises SchemeNotFound.
    """
    wanted = SchemeVersion.current if version is None else SchemeVersion.version == version
    found = session.scalar(
        select(SchemeVersion)
        .where(SchemeVersion.scheme == scheme, wanted, ~SchemeVersion.draft)
        .options(selectinload(SchemeVersion.concepts))
    )
    if found is None:
        known = session.scalars(select(SchemeVersion.scheme).distinct()).all()
        raise SchemeNotFound(scheme, known=sorted(known))
    return found


def list_versions(session: Session, scheme: str) -> Sequence[SchemeVersion]:
    """Every published version of a vocabulary with its concepts, newest first."""
    return session.scalars(
        select(SchemeVersion)
        .where(SchemeVersion.scheme == scheme, ~SchemeVersion.draft)
        .order_by(SchemeVersion.version.desc())
        .options(selectinload(SchemeVersion.concepts))
    ).all()


def concept_ids(session: Session, scheme: str) -> Mapping[str, UUID]:
    """Key → id of every concept in the current version of ``scheme``."""
    rows = session.execute(
        select(Concept.key, Concept.id)
        .join(SchemeVersion)
        .where(SchemeVersion.scheme == scheme, SchemeVersion.current)
    )
    return dict(rows.all())


def require_keys(session: Session, scheme: str, keys: Iterable[str], *, field: str = "") -> None:
    """Check that each key is in the current version; UnknownConcept names the first that is not."""
    known = concept_ids(session, scheme)
    for key in keys:
        if key not in known:
            nearest = get_close_matches(key, known, n=2, cutoff=0.6)
            raise UnknownConcept(scheme, key, nearest=nearest, field=field)


def require_usable(session: Session, scheme: str, keys: Iterable[str], *, field: str = "") -> None:
    """Check that something can be coded with each key.

    UnknownConcept names the first that the current version lacks, ConceptNotUsable the first
    that is retired or a broader heading.
    """
    wanted = list(keys)
    require_keys(session, scheme, wanted, field=field)
    rows = session.execute(
        select(Concept.key, Concept.broader_key, Concept.retired, Concept.replaced_by_key)
        .join(SchemeVersion)
        .where(SchemeVersion.scheme == scheme, SchemeVersion.current)
    ).all()
    headings = {broader for _, broader, _, _ in rows if broader}
    instead = {key: replaced_by for key, _, retired, replaced_by in rows if retired}
    for key in wanted:
        if key in instead or key in headings:
            raise ConceptNotUsable(scheme, key, instead=instead.get(key), field=field)


def retired_keys(session: Session, scheme: str) -> Mapping[str, str | None]:
    """Retired key → the key that takes its place, or None, in the current version."""
    rows = session.execute(
        select(Concept.key, Concept.replaced_by_key)
        .join(SchemeVersion)
        .where(SchemeVersion.scheme == scheme, SchemeVersion.current, Concept.retired)
    )
    return dict(rows.all())


def concepts_named(session: Session, scheme: str, keys: Iterable[str]) -> Sequence[UUID]:
    """The ids of these keys in every version of the vocabulary."""
    return session.scalars(
        select(Concept.id).where(Concept.scheme == scheme, Concept.key.in_(list(keys)))
    ).all()


def load_vocabularies(session: Session) -> int:
    """Add every version in the data files that the database lacks; returns how many were added.

    A version that is already there is never changed: findings are coded against it. The
    highest version of a scheme becomes the current one.
    """
    present = set(session.execute(select(SchemeVersion.scheme, SchemeVersion.version)).all())
    added = 0
    for data in sorted(_read_files(), key=lambda each: (each["scheme"], each["version"])):
        if (data["scheme"], data["version"]) in present:
            continue
        session.execute(
            update(SchemeVersion)
            .where(SchemeVersion.scheme == data["scheme"])
            .values(current=False)
        )
        session.add(_version_from(data))
        session.flush()
        added += 1
    return added


def _version_from(data: Mapping[str, Any]) -> SchemeVersion:
    version = SchemeVersion(
        scheme=data["scheme"],
        version=data["version"],
        title=data["title"],
        description=data["description"],
        issued=data["issued"],
        current=True,
    )
    version.concepts = [
        Concept(
            scheme=data["scheme"],
            key=row["key"],
            label=row["label"],
            alternative_labels=row.get("alt", []),
            definition=row.get("definition", ""),
            scope_note=row.get("note", ""),
            examples=row.get("examples", []),
            broader_key=row.get("broader"),
            position=position,
        )
        for position, row in enumerate(data["concepts"])
    ]
    return version


def _read_files() -> list[dict[str, Any]]:
    folder = resources.files("app.taxonomy") / "data"
    return [
        yaml.safe_load(each.read_text(encoding="utf-8"))
        for each in sorted(folder.iterdir(), key=lambda path: path.name)
        if each.name.endswith(".yaml")
    ]
