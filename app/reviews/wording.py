"""Keys of vocabularies and committees in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.committees.models import Committee
from app.taxonomy.models import Concept, SchemeVersion

FIELDS = {
    "type": ("Type of review", "review_type"),
    "methodology": ("Methodology", "methodology"),
    "title": ("Title", ""),
    "committee": ("Committee", "committee"),
    "outcome": ("Outcome for the child", "outcome"),
    "decision.outcome": ("Decision", "icr_decision"),
    "reviewers.external": ("External reviewers", ""),
    "reviewers.internal": ("Internal reviewers", ""),
    "reviewers.number": ("Number of reviewers", ""),
    "circumstances.age_band": ("Age of the child", "age_band"),
    "circumstances.outcome": ("Outcome for the child", "outcome"),
}
"""A field of the metadata → its name, and the vocabulary that its values come from."""


DATES = {
    "incident": "Incident",
    "notification": "Notified",
    "decision": "Decided",
    "commission": "Commissioned",
    "report_to_committee": "Reported to committee",
    "ratified": "Ratified",
    "completed": "Completed",
    "submitted": "Submitted",
    "published": "Published",
    "period_from": "Period from",
    "period_to": "Period to",
}
"""A kind of date → its name."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Labels of the current vocabularies and names of committees."""

    terms: Mapping[str, Mapping[str, str]]
    committees: Mapping[str, str]
    broader: Mapping[str, Mapping[str, str]]
    """Scheme → concept → the broader heading that it stands under; headings are concepts too."""
    retired: Mapping[str, frozenset[str]]
    """Scheme → concepts that are given to nothing any more."""

    def term(self, scheme: str, key: str | None) -> str:
        """The label of a concept; a key that no vocabulary holds, in plain words."""
        if not key:
            return "Not recorded"
        if scheme == "committee":
            return self.committee(key)
        return self.terms.get(scheme, {}).get(key) or _plain(key)

    def committee(self, slug: str) -> str:
        """The committee's name."""
        return self.committees.get(slug, slug)

    def options(self, scheme: str) -> list[tuple[str, str]]:
        """Key and label of each concept that may be chosen, in the vocabulary's order.

        Broader headings and retired concepts are left out: nothing is coded by them.
        """
        if scheme == "committee":
            return list(self.committees.items())
        unused = {*self.broader.get(scheme, {}).values(), *self.retired.get(scheme, ())}
        return [pair for pair in self.terms.get(scheme, {}).items() if pair[0] not in unused]

    def groups(self, scheme: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """The options under their broader headings, headings in the vocabulary's order.

        Concepts under no heading come last, under an empty one.
        """
        under: dict[str, list[tuple[str, str]]] = {key: [] for key in self.terms.get(scheme, {})}
        loose: list[tuple[str, str]] = []
        for key, label in self.options(scheme):
            heading = self.broader.get(scheme, {}).get(key)
            under.get(heading or "", loose).append((key, label))
        found = [(self.term(scheme, key), options) for key, options in under.items() if options]
        return [*found, ("", loose)] if loose else found

    def field(self, name: str) -> str:
        """The name of a field of the metadata."""
        if name in FIELDS:
            return FIELDS[name][0]
        first, _, rest = name.partition(".")
        named = DATES.get(rest) or _plain(rest or first)
        return {
            "dates": named,
            "proceedings": f"Proceedings: {named.lower()}",
            "involvement": f"Took part: {named.lower()}",
        }.get(first, named)

    def value(self, field: str, value: object) -> str:
        """A proposed value, in the words of its field's vocabulary."""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        scheme = FIELDS.get(field, ("", ""))[1]
        return self.term(scheme, str(value)) if scheme else str(value)


def read_wording(session: Session) -> Wording:
    """Every label there is, in two queries."""
    terms: dict[str, dict[str, str]] = {}
    broader: dict[str, dict[str, str]] = {}
    retired: dict[str, set[str]] = {}
    rows = session.execute(
        select(Concept.scheme, Concept.key, Concept.label, Concept.broader_key, Concept.retired)
        .join(SchemeVersion, SchemeVersion.id == Concept.version_id)
        .where(SchemeVersion.current)
        .order_by(Concept.scheme, Concept.position)
    )
    for scheme, key, label, heading, gone in rows:
        terms.setdefault(scheme, {})[key] = label
        if heading:
            broader.setdefault(scheme, {})[key] = heading
        if gone:
            retired.setdefault(scheme, set()).add(key)
    names = session.execute(select(Committee.slug, Committee.name).order_by(Committee.name))
    return Wording(
        terms,
        dict(names.all()),
        broader,
        {scheme: frozenset(keys) for scheme, keys in retired.items()},
    )


def _plain(key: str) -> str:
    words = key.replace("_", " ").replace(".", ", ").replace("-", " ")
    return words[:1].upper() + words[1:]
