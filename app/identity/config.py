"""What the composition root tells identity about this installation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class OidcConfig:
    """The organisation's OpenID provider, found by discovery from ``issuer``."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "your organisation"


@dataclass(frozen=True, slots=True)
class IdentityConfig:
    """Lives at ``app.state.identity``.

    ``demonstration`` opens one-click sign-in; it is a fact about the home, not a switch.
    ``second_factor_required`` withholds the strong roles from sessions without one.
    """

    base_url: str
    secret: str = field(repr=False)
    demonstration: bool = False
    second_factor_required: bool = True
    session_idle: timedelta = timedelta(minutes=60)
    session_length: timedelta = timedelta(hours=12)
    oidc: OidcConfig | None = None

    @property
    def secure(self) -> bool:
        """Whether the service is reached over https."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def origin(self) -> str:
        """Scheme, host and port, as browsers send them in ``Origin``."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def cookie(self, name: str) -> str:
        """The cookie's name: ``__Host-`` binds it to this host and needs https."""
        return f"__Host-{name}" if self.secure else name
