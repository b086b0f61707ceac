"""Write an invented corpus straight into the database, past the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from uuid import UUID

import orjson
from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from app.committees.service import list_committees
from app.kit.errors import Conflict
from app.reviews.models import FindingState, Review, State, TagSource
from app.simulation.invention import InventedFinding, InventedReview, Vocabulary, invent_reviews
from app.simulation.totals import count_all
from app.simulation.words import MARK
from app.taxonomy.service import concept_ids, get_scheme

BATCH = 500
"""Reviews copied at a time; some megabytes of rows, and a step of the progress bar."""
MODEL_VERSION = "simulated"
SCHEMES = ("typology", "theme", "depth")

Concepts = Mapping[tuple[str, str], UUID]
Row = tuple[object, ...]

_REVIEW = (
    *("id", "reference", "title", "summary", "type", "methodology", "committee_id"),
    *("committee_slug", "area_slug", "state", "counted", "published", "outcome"),
    *("incident_year", "completed_year", "submitted_year", "completed_on", "submitted_at"),
    *("confirmed_at", "accepted_at", "published_at", "publication_form", "created_by"),
    "created_at",
)
_FINDING = (
    *("id", "review_id", "number", "position", "statement", "detail", "polarity", "page"),
    *("state", "certainty", "confirmed_at", "created_at", "committee_slug", "review_type"),
    *("methodology", "completed_year", "counted", "published"),
)
_TAG = (
    *("finding_id", "concept_id", "scheme", "key", "rank", "source", "confidence"),
    *("model_version", "person_id", "at"),
)


class RepositoryInUse(Conflict):
    """The repository holds reviews; simulated ones would mix with them for good."""

    code = "repository_in_use"


@dataclass(frozen=True, slots=True)
class Simulated:
    """How many rows were made."""

    reviews: int
    findings: int
    tags: int


def simulate(
    session: Session,
    number: int,
    *,
    seed: int,
    into_existing: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> Simulated:
    """Add ``number`` invented reviews, accepted or published, and count them.

    The same ``seed`` makes the same corpus, except ids and references. ``advance`` is told
    the size of each batch that was copied. Raises RepositoryInUse when there are reviews
    and ``into_existing`` is not set. The caller commits.
    """
    if not into_existing and session.scalar(select(exists().where(Review.id.is_not(None)))):
        raise RepositoryInUse(
            "This repository holds reviews already. Simulated ones belong in a home of their "
            "own; give --into-existing to mix them nevertheless."
        )
    (run,) = _new_ids(session, 1)
    concepts = _concepts(session)
    reviews = invent_reviews(_vocabulary(session), number, seed=seed)
    findings = tags = 0
    while batch := tuple(islice(reviews, BATCH)):
        made = _write_batch(session, batch, concepts, run)
        findings, tags = findings + made.findings, tags + made.tags
        advance(len(batch))
    count_all(session, run)
    return Simulated(number, findings, tags)


def _vocabulary(session: Session) -> Vocabulary:
    concepts = get_scheme(session, "theme").concepts
    groups = {each.broader_key for each in concepts}
    return Vocabulary(
        committees=sorted(list_committees(session), key=lambda each: each.slug),
        typologies=sorted(concept_ids(session, "typology")),
        themes={each.key: each.label for each in concepts if each.key not in groups},
        depths=sorted(concept_ids(session, "depth")),
    )


def _concepts(session: Session) -> Concepts:
    return {
        (scheme, key): concept
        for scheme in SCHEMES
        for key, concept in concept_ids(session, scheme).items()
    }


def _new_ids(session: Session, number: int) -> list[UUID]:
    """Time-ordered ids as the tables' own, because random ones would fill indexes otherwise."""
    statement = text("SELECT uuidv7() FROM generate_series(1, :number)")
    return list(session.scalars(statement, {"number": number}))


def _references(session: Session, number: int) -> list[str]:
    statement = text("SELECT nextval('review_reference') FROM generate_series(1, :number)")
    return [f"CR-{each:06d}" for each in session.scalars(statement, {"number": number})]


def _write_batch(
    session: Session, batch: Sequence[InventedReview], concepts: Concepts, run: UUID
) -> Simulated:
    ids = _new_ids(session, len(batch))
    references = _references(session, len(batch))
    finding_ids = iter(_new_ids(session, sum(len(each.findings) for each in batch)))
    findings: list[Row] = []
    tags: list[Row] = []
    for review_id, review in zip(ids, batch, strict=True):
        for position, finding in enumerate(review.findings, start=1):
            finding_id = next(finding_ids)
            findings.append(
                (
                    *(finding_id, review_id, str(position), position, finding.statement),
                    *(finding.detail, finding.polarity, finding.page),
                    *(FindingState.CONFIRMED.value, finding.certainty, *_repeated(review)),
                )
            )
            tags += _tag_rows(review, finding, finding_id, concepts, run)
    pairs = zip(ids, references, batch, strict=True)
    _write(session, "reviews", _REVIEW, (_review_row(*each, run) for each in pairs))
    _write(session, "findings", _FINDING, findings)
    _write(session, "tags", _TAG, tags)
    return Simulated(len(batch), len(findings), len(tags))


def _review_row(review_id: UUID, reference: str, review: InventedReview, run: UUID) -> Row:
    sent, form = _moment(review, days=30), review.publication_form
    return (
        *(review_id, reference, f"Simulated review {review.number}", MARK, review.type),
        *(review.methodology, review.committee.id, review.committee.slug, review.area),
        *((State.PUBLISHED if form else State.ACCEPTED).value, True, form is not None),
        *(review.outcome, review.incident_year, review.completed_on.year, sent.year),
        *(review.completed_on, sent, _moment(review, days=50), _moment(review, days=60)),
        *(_moment(review, days=120) if form else None, form, run, sent),
    )


def _repeated(review: InventedReview) -> Row:
    """What a finding repeats of its review; counting.py says when it is published."""
    return (
        *(_moment(review, days=50), _moment(review, days=31), review.committee.slug),
        *(review.type, review.methodology, review.completed_on.year, True),
        review.publication_form not in {None, "none"},
    )


def _tag_rows(
    review: InventedReview,
    finding: InventedFinding,
    finding_id: UUID,
    concepts: Concepts,
    run: UUID,
) -> Iterable[Row]:
    for tag in finding.tags:
        by_model = tag.source is TagSource.MODEL
        yield (
            *(finding_id, concepts[tag.scheme, tag.key], tag.scheme, tag.key, tag.rank),
            *(tag.source.value, tag.confidence, MODEL_VERSION if by_model else None),
            run if tag.source is TagSource.HUMAN else None,
            _moment(review, days=31 if by_model else 50),
        )


def _moment(review: InventedReview, *, days: int) -> datetime:
    return datetime.combine(review.completed_on + timedelta(days=days), time(9), UTC)


def _write(session: Session, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    # COPY would be faster, and PostgreSQL refuses it for tables under row-level security.
    names = ", ".join(f'"{column}"' for column in columns)
    given = orjson.dumps([dict(zip(columns, row, strict=True)) for row in rows]).decode()
    statement = text(
        f"INSERT INTO {table} ({names})"  # noqa: S608 - constants of this module
        f" SELECT {names} FROM json_populate_recordset(CAST(NULL AS {table}), CAST(:rows AS json))"
    )
    session.execute(statement, {"rows": given})
