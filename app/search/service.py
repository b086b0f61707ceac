"""Search findings, by the reader's rights."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from sqlalchemy.orm import Session

from app.committees.service import get_committee
from app.kit.actors import Actor
from app.kit.answers import Answers
from app.reviews.counting import data_version
from app.reviews.schemas import FindingRead
from app.reviews.service.viewing import show_findings
from app.search.repository import RANKED, START, STOP, FindingSearch, Hit
from app.search.schemas import FindingFilter, FoundFinding, FoundFindings
from app.search.synonyms import synonym_sets, variants
from app.taxonomy.service import require_keys

_names: Answers[list[tuple[str, ...]]] = Answers(most=1)


def search_findings(
    session: Session, chosen: FindingFilter, *, by: Actor, limit: int, cursor: str | None = None
) -> FoundFindings:
    """A page of the counted findings that ``by`` may see and that match.

    With words: the best of the newest thousand matches first; otherwise the newest first.
    Words are stemmed; ``"quoted phrases"``, ``or`` and ``-without`` work as in web searches,
    and the vocabularies' other names for the same thing are searched too. Raises
    UnknownConcept, UnknownCommittee or Invalid (a foreign cursor).
    """
    require_known(session, chosen)
    finder = FindingSearch(session, by)
    also = _also(session, chosen, finder)
    if chosen.q:
        hits = finder.ranked(chosen, [chosen.q, *also], limit=limit, cursor=cursor)
    else:
        hits = finder.newest(chosen, limit=limit, cursor=cursor)
    shown = show_findings(session, [each.finding for each in hits.items], by=by)
    return FoundFindings(
        items=[_found(read, hit) for read, hit in zip(shown, hits.items, strict=True)],
        next=hits.next,
        total=hits.total,
        total_is_capped=hits.total == RANKED,
        also_searched=also,
        filters=chosen.named(),
        data_version=data_version(session),
    )


def export_findings(
    session: Session, chosen: FindingFilter, *, by: Actor
) -> Iterator[dict[str, Any]]:
    """Every match as a row, newest first, without holding them all. Raises as the search."""
    require_known(session, chosen)
    finder = FindingSearch(session, by)
    words = [chosen.q, *_also(session, chosen, finder)] if chosen.q else []
    return map(dict, finder.stream(chosen, words))


def require_known(session: Session, chosen: FindingFilter) -> None:
    """Raises UnknownConcept or UnknownCommittee for a filter that names nothing."""
    for scheme, key, field in (
        ("theme", chosen.theme, "theme"),
        ("typology", chosen.typology, "typology"),
        ("depth", chosen.depth, "depth"),
        ("review_type", chosen.review_type, "type"),
        ("methodology", chosen.methodology, "methodology"),
    ):
        if key is not None:
            require_keys(session, scheme, [key], field=field)
    if chosen.committee is not None:
        get_committee(session, chosen.committee)


def _also(session: Session, chosen: FindingFilter, finder: FindingSearch) -> list[str]:
    if not chosen.q or not chosen.synonyms:
        return []
    # Vocabularies change with a release of the service, not while it runs.
    sets = _names.get(session, 0, "names", lambda: synonym_sets(finder.names()))
    return variants(chosen.q, sets)


def _found(read: FindingRead, hit: Hit) -> FoundFinding:
    fields = read.model_dump()
    fields["committee_slug"] = fields.pop("committee")
    return FoundFinding(**fields, highlight=_marked(hit.headline), rank=hit.rank)


def _marked(headline: str | None) -> str | None:
    if headline is None:
        return None
    return escape(headline).replace(START, "<mark>").replace(STOP, "</mark>")
