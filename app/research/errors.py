"""What a research project refuses."""

from __future__ import annotations

from collections.abc import Sequence

from app.kit.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, TooLarge, Unsupported


class ProjectNotFound(NotFound):
    """No such project, or none that this person may know of."""

    code = "project_not_found"

    def __init__(self, reference: str) -> None:
        super().__init__(f"There is no project {reference}, or none that you may see.")


class NotInState(Conflict):
    """The project stands where this step does not lead on."""

    code = "project_not_in_state"

    def __init__(self, reference: str, *, state: str, wanted: str) -> None:
        said = state.replace("_", " ")
        super().__init__(f"{reference} is {said}: it cannot be {wanted} now.")


class NotTheApplicant(Forbidden):
    """Members read an application; one person answers for it."""

    code = "not_the_applicant"

    def __init__(self) -> None:
        super().__init__("Only the person who made the application may do this.")


class NotNamed(Forbidden):
    """The agreement is for people whom the application names."""

    code = "not_named"

    def __init__(self) -> None:
        super().__init__(
            "The application does not name you. Its applicant can add you, with the address "
            "that you sign in with."
        )


class OwnProject(Forbidden):
    """Nobody decides on a project that they made or take part in."""

    code = "own_project"

    def __init__(self) -> None:
        super().__init__(
            "You are named in this application. Two stewards of no part in it have to decide."
        )


class AlreadyApproved(Conflict):
    """The same steward cannot be both approvers."""

    code = "already_approved"

    def __init__(self) -> None:
        super().__init__("You have approved this application. A second steward has to, too.")


class ApplicationChanged(Conflict):
    """The application is no longer the one that was read."""

    code = "application_changed"

    def __init__(self, reference: str, *, edition: int) -> None:
        super().__init__(
            f"{reference} was changed after you opened it and is now edition {edition}. "
            "Read it again before you decide."
        )


class ApplicationIncomplete(Invalid):
    """What is missing before an application can be handed in."""

    code = "application_incomplete"
    title = "The application is not complete"

    def __init__(self, missing: Sequence[FieldError]) -> None:
        super().__init__(" ".join(f"{each.detail}." for each in missing), errors=missing)


class UnknownDataUse(Invalid):
    """A data-use code that the vocabulary does not hold."""

    code = "unknown_data_use"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, errors=[FieldError("data_use", detail, self.code)])


class AgreementOutdated(Conflict):
    """Another version of the agreement is in use now."""

    code = "agreement_outdated"

    def __init__(self, version: int) -> None:
        super().__init__(f"Version {version} of the agreement is in use now. Read and accept it.")


class AgreementNotFound(NotFound):
    """No such version of the agreement."""

    code = "agreement_not_found"

    def __init__(self, version: int) -> None:
        super().__init__(f"There is no version {version} of the agreement.")


class AlreadyAccepted(Conflict):
    """A person accepts the agreement once."""

    code = "agreement_already_accepted"

    def __init__(self) -> None:
        super().__init__("You have accepted the agreement for this project.")


class ProjectNotInForce(Conflict):
    """Nothing may be drawn for the project: not approved, not agreed to, or over."""

    code = "project_not_in_force"
    title = "The project is not in force"

    def __init__(self, reference: str, *, state: str) -> None:
        self.state = state
        super().__init__(
            f"{reference} is {state.replace('_', ' ')}. Data are given to projects that two "
            "stewards approved and whose agreement is accepted and has not run out."
        )


class DocumentNotFound(NotFound):
    """No ethics document was sent."""

    code = "ethics_document_not_found"

    def __init__(self) -> None:
        super().__init__("No ethics document has been sent for this project.")


class UnusableDocument(Invalid):
    """The ethics document cannot be opened by the people who have to read it."""

    code = "unusable_ethics_document"

    def __init__(self, detail: str, *, code: str) -> None:
        super().__init__(detail, errors=[FieldError("ethics_document", detail, code)])
        self.code = code


class WrongKindOfDocument(Unsupported):
    """Neither PDF nor DOCX nor ODT, or not what its name says."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, errors=[FieldError("ethics_document", detail, self.code)])


class DocumentTooLarge(TooLarge):
    """More bytes than an ethics letter has."""

    def __init__(self, limit_mb: int) -> None:
        detail = f"The ethics document is larger than {limit_mb} MB. Send the letter of approval."
        super().__init__(detail, errors=[FieldError("ethics_document", detail, self.code)])
