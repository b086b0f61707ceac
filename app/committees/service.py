"""Look committees up, and load them from the data file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from importlib import resources
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.committees.errors import UnknownCommittee
from app.committees.models import Committee, CommitteeArea, Succession


def list_committees(session: Session, *, on: date | None = None) -> Sequence[Committee]:
    """All committees by name; with ``on``, those that stood on that day."""
    committees = session.scalars(select(Committee).order_by(Committee.name)).all()
    return [each for each in committees if on is None or each.stood_on(on)]


def get_committee(session: Session, slug: str) -> Committee:
    """The committee with this key. Raises UnknownCommittee, which names the nearest keys."""
    found = session.scalar(select(Committee).where(Committee.slug == slug))
    if found is None:
        slugs = session.scalars(select(Committee.slug)).all()
        raise UnknownCommittee(slug, nearest=get_close_matches(slug, slugs, n=2, cutoff=0.6))
    return found


def todays_areas(session: Session) -> Mapping[str, tuple[str, ...]]:
    """For each committee that has ended, the keys of those that serve its areas today."""
    rows = session.execute(
        select(Succession.predecessor_id, Succession.successor_id, Committee.slug).join(
            Committee, Committee.id == Succession.predecessor_id
        )
    ).all()
    slugs = {each.id: each.slug for each in session.scalars(select(Committee))}
    heirs: dict[str, list[str]] = {}
    for _, successor, slug in rows:
        heirs.setdefault(slug, []).append(slugs[successor])
    return {slug: tuple(sorted(each)) for slug, each in heirs.items()}


def load_committees(session: Session) -> int:
    """Bring the table in line with the data file; returns how many committees it names.

    Idempotent. A committee that is no longer in the file is left alone: reviews may
    point to it.
    """
    data = _read_data()
    known = {each.slug: each for each in session.scalars(select(Committee))}
    for row in data["committees"]:
        committee = known.setdefault(row["slug"], Committee(slug=row["slug"]))
        committee.name = row["name"]
        committee.valid_from, committee.valid_to = row.get("from"), row.get("to")
        areas = row.get("areas", {row["slug"]: row["name"]})
        present = {area.slug: area for area in committee.areas}
        committee.areas = [
            present.get(slug) or CommitteeArea(slug=slug, name=name) for slug, name in areas.items()
        ]
        session.add(committee)
    session.flush()
    _load_successions(session, data["successions"], known)
    return len(data["committees"])


def _load_successions(
    session: Session, rows: list[dict[str, Any]], known: Mapping[str, Committee]
) -> None:
    present = set(session.execute(select(Succession.predecessor_id, Succession.successor_id)).all())
    for row in rows:
        pair = (known[row["from"]].id, known[row["to"]].id)
        if pair not in present:
            before, after = pair
            session.add(
                Succession(
                    predecessor_id=before, successor_id=after, succeeded_on=row["succeeded_on"]
                )
            )
    session.flush()


def _read_data() -> dict[str, Any]:
    source = resources.files("app.committees") / "data" / "committees.yaml"
    data: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return data
