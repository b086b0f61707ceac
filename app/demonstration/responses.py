"""What committees answered after their reviews, to be recorded once a review is accepted."""

from dataclasses import dataclass
from datetime import date

from app.demonstration.manuscripts import Response, load_manuscripts
from app.demonstration.plan import PlannedResponse, load_plan


@dataclass(frozen=True, slots=True)
class CommitteeAction:
    """A step with its owner, and the evidence once it is done."""

    text: str
    owner: str
    due: date | None
    done: date | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class CommitteeResponse:
    """An answer to one finding or recommendation, by its printed number.

    `answer` is accepted, in_part or rejected; `status` open or resolved; `resolved_on` is the day
    on which the committee recorded the issue resolved.
    """

    to: str
    number: int
    answer: str
    text: str
    status: str
    resolved_on: date | None
    known_by: str | None
    measure: str | None
    actions: tuple[CommitteeAction, ...]


def responses(key: str) -> tuple[CommitteeResponse, ...]:
    """The committee's responses to the review with this key; empty where it made none.

    Raises KeyError for a key that is not in the plan.
    """
    planned = {(each.to, each.number): each for each in load_plan()[key].responses}
    text = load_manuscripts().get(key)
    if text is None:
        return ()
    return tuple(_joined(planned[each.to, each.number], each) for each in text.responses)


def _joined(planned: PlannedResponse, written: Response) -> CommitteeResponse:
    return CommitteeResponse(
        to=planned.to,
        number=planned.number,
        answer=planned.answer,
        text=written.text,
        status=planned.status,
        resolved_on=planned.done if planned.status == "resolved" else None,
        known_by=written.known_by,
        measure=written.measure,
        actions=tuple(
            CommitteeAction(
                text=action.text,
                owner=action.owner,
                due=planned.due,
                done=planned.done,
                evidence=action.evidence,
            )
            for action in written.actions
        ),
    )
