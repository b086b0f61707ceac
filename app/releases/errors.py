"""What a release refuses."""

from __future__ import annotations

from app.kit.errors import Conflict, FieldError, Forbidden, Invalid, NotFound


class ReleaseNotFound(NotFound):
    """No such release, or none that this person may know of."""

    code = "release_not_found"

    def __init__(self, reference: str) -> None:
        super().__init__(f"There is no release {reference}, or none that you may see.")


class FileNotInRelease(NotFound):
    """The release holds no file of that name."""

    code = "release_file_not_found"

    def __init__(self, reference: str, name: str) -> None:
        super().__init__(f"{reference} has no file {name}.")


class ReleaseNotInState(Conflict):
    """The release stands where this step does not lead on."""

    code = "release_not_in_state"

    def __init__(self, reference: str, *, state: str, wanted: str) -> None:
        super().__init__(f"{reference} is {state}: it cannot be {wanted} now.")


class NotProtected(Conflict):
    """No form of the data that was asked for is safe. Says what could be had instead."""

    code = "release_not_protected"
    title = "These data cannot be released safely"

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}")


class OtherReleasedMeanwhile(Conflict):
    """The draft was protected against fewer releases than there are now."""

    code = "release_outdated"

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Another release was frozen after {reference} was built. Build it again, so that "
            "it is protected against that one, too."
        )


class TierNotApproved(Forbidden):
    """The project was approved for data that are further from the reports."""

    code = "tier_not_approved"

    def __init__(self, tier: str) -> None:
        super().__init__(f"The project is approved for {tier.replace('_', ' ')} and less.")


class OwnRelease(Forbidden):
    """Whoever made the release does not approve it."""

    code = "own_release"

    def __init__(self) -> None:
        super().__init__("You made this release. Two other stewards have to approve it.")


class OwnResearch(Forbidden):
    """Whoever takes part in the project neither makes nor approves its releases."""

    code = "own_research"

    def __init__(self) -> None:
        super().__init__(
            "You take part in this project. Stewards of no part in it see to its data."
        )


class ReleaseAlreadyApproved(Conflict):
    """The same steward cannot be both approvers."""

    code = "release_already_approved"

    def __init__(self) -> None:
        super().__init__("You have approved this release. A second steward has to, too.")


class ReleaseChanged(Conflict):
    """The release is no longer the one that was read."""

    code = "release_changed"

    def __init__(self, reference: str, *, edition: int) -> None:
        super().__init__(
            f"{reference} was changed after you opened it and is now edition {edition}. "
            "Look at it again before you approve it."
        )


class ApprovalsMissing(Conflict):
    """A release is frozen with two approvals that count."""

    code = "approvals_missing"

    def __init__(self, given: int, needed: int) -> None:
        super().__init__(f"{given} of {needed} approvals are given.")


class UnknownColumn(Invalid):
    """A column to leave out that the data do not have, or cannot be without."""

    code = "unknown_column"

    def __init__(self, name: str) -> None:
        detail = f"{name} is not a column that can be left out."
        super().__init__(detail, errors=[FieldError("leave_out", detail, self.code)])
