"""Who acts on another committee's review learns nothing, not even that it is there."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.reviews.models import Recommendation
from tests.conftest import Client
from tests.factories.repository import Said, add_counted_review, findings_of

ANSWER = {"decision": "accepted"}
Places = dict[str, dict[str, str]]

CALLS = [
    ("get", "/v1/reviews/{reference}/identifiers", None),
    ("put", "/v1/findings/{finding}/response", ANSWER),
    ("put", "/v1/recommendations/{recommendation}/response", ANSWER),
]


@pytest.fixture(scope="module")
def places(sessions: sessionmaker[Session]) -> Places:
    """What fills the places of a path: for a published, an accepted, our own and no review."""
    nothing = str(UUID(int=1))
    found = {"none": {"reference": "CR-999999", "finding": nothing, "recommendation": nothing}}
    with sessions.begin() as session:
        for name, committee, published in (
            ("published", "moray", True),
            ("accepted", "moray", False),
            ("own", "fife", True),
        ):
            review = add_counted_review(session, Said(), committee=committee, published=published)
            asked = Recommendation(id=uuid4(), review_id=review.id, position=1, words="Meet more.")
            session.add(asked)
            found[name] = {
                "reference": review.reference,
                "finding": str(findings_of(session, review)[0]),
                "recommendation": str(asked.id),
            }
    return found


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
class TestAnotherCommittee:
    @pytest.mark.parametrize("which", ["published", "accepted", "none"])
    def test_is_told_that_there_is_nothing(
        self,
        client_for: Client,
        places: Places,
        method: str,
        path: str,
        body: dict[str, str] | None,
        which: str,
    ) -> None:
        client = client_for("committee", "fife")
        answer = client.request(method, path.format(**places[which]), json=body)
        assert answer.status_code == 404, answer.text

    def test_its_own_review_is_open_to_it(
        self,
        client_for: Client,
        places: Places,
        method: str,
        path: str,
        body: dict[str, str] | None,
    ) -> None:
        client = client_for("committee", "fife")
        answer = client.request(method, path.format(**places["own"]), json=body)
        assert answer.is_success, answer.text
