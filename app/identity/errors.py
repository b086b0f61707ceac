"""What identity refuses, in the words of the person who asked."""

from __future__ import annotations

from app.kit.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn, TooMany


class WrongCredentials(NotSignedIn):
    """The same answer for an unknown address, a wrong password and a closed account."""

    code = "wrong_credentials"

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is not right.")


class WrongCode(NotSignedIn):
    """The one-time code is wrong, or was used before."""

    code = "wrong_code"

    def __init__(self) -> None:
        super().__init__("The code is not right. Wait for the next one and enter that.")


class LockedOut(TooMany):
    """Too many wrong attempts; each further one makes the wait longer."""

    code = "locked_out"

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(
            "There were too many wrong attempts. Wait before you try again.",
            retry_after=retry_after,
        )


class TokenUnknown(NotSignedIn):
    """The bearer token is wrong, expired or revoked, or its owner's account is closed."""

    code = "token_unknown"

    def __init__(self) -> None:
        super().__init__("The token is not valid. Make a new one and send that.")


class SignInNeeded(NotSignedIn):
    """The call needs somebody, and nobody is signed in."""

    code = "not_signed_in"

    def __init__(self) -> None:
        super().__init__("Sign in, or send a token in the Authorization header.")


class MayNot(Forbidden):
    """None of the person's roles (within the token's scopes) allows this."""

    code = "forbidden"

    def __init__(self) -> None:
        super().__init__("Your roles do not allow this. An administrator can tell you who may.")


class ForgedRequest(Forbidden):
    """The request did not come from one of our own pages."""

    code = "forged_request"

    def __init__(self) -> None:
        super().__init__("This form has expired or was sent from elsewhere. Load the page again.")


class ProviderRefused(NotSignedIn):
    """Single sign-on did not vouch for anybody we know."""

    code = "provider_refused"


class PersonNotFound(NotFound):
    """There is no such person."""

    code = "person_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such person.")


class TokenNotFound(NotFound):
    """There is no such token, or it is somebody else's."""

    code = "token_not_found"

    def __init__(self) -> None:
        super().__init__("You have no such token.")


class GrantNotFound(NotFound):
    """The person does not hold this role."""

    code = "grant_not_found"

    def __init__(self) -> None:
        super().__init__("The person does not hold this role.")


class AddressTaken(Conflict):
    """Somebody has an account with this address."""

    code = "address_taken"

    def __init__(self) -> None:
        super().__init__("There is an account with this e-mail address already.")


class AlreadyEnrolled(Conflict):
    """The person has a second factor; an administrator must reset it first."""

    code = "already_enrolled"

    def __init__(self) -> None:
        super().__init__("A second factor is set up already. An administrator can reset it.")


class InvalidAccount(Invalid):
    """What was said about an account, a role or a token cannot be so."""

    code = "invalid_account"


class OwnAccount(Forbidden):
    """Nobody grants themselves roles or closes their own account."""

    code = "own_account"

    def __init__(self) -> None:
        super().__init__(
            "Ask another administrator: it takes two people, "
            "so nobody changes their own roles or account."
        )


class SecondFactorNeeded(Forbidden):
    """The act needs a session in which a second factor was shown."""

    code = "second_factor_needed"

    def __init__(self) -> None:
        super().__init__("Set up an authenticator app and sign in with its code first.")


class BrowserNeeded(Forbidden):
    """The act is for people at a browser; a token cannot do it."""

    code = "browser_needed"

    def __init__(self) -> None:
        super().__init__("Sign in through a browser for this; a token cannot do it.")
