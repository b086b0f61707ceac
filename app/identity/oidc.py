"""Single sign-on: OpenID Connect, authorisation code flow with PKCE (S256), state and nonce.

The provider vouches for who somebody is. What they may do is granted here: nobody gets an
account by signing in, and an address links to an account only when the provider verified it.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.identity.config import OidcConfig
from app.identity.errors import ProviderRefused
from app.identity.secret_values import new_secret

SCOPE = "openid email profile"
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
_LEEWAY_SECONDS = 60
_TIMEOUT_SECONDS = 10.0
_STRONG_METHODS = frozenset({"mfa", "otp", "hwk", "swk", "fido", "sc"})
"""Authentication methods (RFC 8176) that count as a second factor."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and what to remember (sealed, in a cookie) until it is back."""

    url: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    onward: str = "/"

    def as_text(self) -> str:
        """What the cookie holds, before it is sealed."""
        kept = asdict(self)
        del kept["url"]
        return json.dumps(kept)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what ``as_text`` wrote."""
        return cls(url="", **json.loads(text))


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody whom the provider vouches for. ``email`` is None unless it verified it."""

    issuer: str
    subject: str
    email: str | None
    strong: bool


def depart(config: OidcConfig, *, redirect_uri: str, onward: str = "/") -> Departure:
    """Begin: the provider's address with state, nonce and PKCE challenge.

    Raises ProviderRefused when the provider does not answer as one.
    """
    verifier, nonce = new_secret() + new_secret(), new_secret()
    with _client(config, redirect_uri) as client:
        endpoint = _discover(client, config)["authorization_endpoint"]
        url, state = client.create_authorization_url(endpoint, code_verifier=verifier, nonce=nonce)
    return Departure(url, state, nonce, verifier, onward)


def arrive(
    config: OidcConfig, kept: Departure, parameters: Mapping[str, str], *, redirect_uri: str
) -> Vouched:
    """Finish: exchange the code, check the ID token (OpenID Connect Core, 3.1.3.7).

    Raises ProviderRefused when anything does not fit.
    """
    if not hmac.compare_digest(parameters.get("state", "").encode(), kept.state.encode()):
        raise ProviderRefused("The sign-in was begun elsewhere, or too long ago. Start again.")
    if "code" not in parameters:
        raise ProviderRefused("Your organisation's sign-in was cancelled or refused.")
    # RFC 9207: a provider that names itself must be the one that we sent the browser to.
    if parameters.get("iss", config.issuer) != config.issuer:
        raise ProviderRefused("The answer came from another provider.")
    with _client(config, redirect_uri) as client:
        metadata = _discover(client, config)
        token = _exchange(client, metadata, parameters["code"], kept.verifier)
        keys = _get_json(client, metadata["jwks_uri"])
    claims = _checked_claims(str(token.get("id_token", "")), keys, config, kept.nonce)
    verified = claims.get("email_verified") is True
    return Vouched(
        issuer=config.issuer,
        subject=str(claims["sub"]),
        email=str(claims["email"]) if verified and "email" in claims else None,
        strong=not _STRONG_METHODS.isdisjoint(claims.get("amr") or ()),
    )


def _client(config: OidcConfig, redirect_uri: str) -> OAuth2Client:
    return OAuth2Client(
        config.client_id,
        config.client_secret,
        scope=SCOPE,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        timeout=_TIMEOUT_SECONDS,
    )


def _discover(client: OAuth2Client, config: OidcConfig) -> Mapping[str, Any]:
    address = config.issuer.rstrip("/") + "/.well-known/openid-configuration"
    metadata = _get_json(client, address)
    if metadata.get("issuer") != config.issuer:
        raise ProviderRefused("The sign-in provider does not name itself as it is configured.")
    secure = urlsplit(config.issuer).scheme == "https"
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if secure and urlsplit(str(metadata.get(name))).scheme != "https":
            raise ProviderRefused("The sign-in provider has an address without https.")
    return metadata


def _get_json(client: OAuth2Client, address: str) -> Mapping[str, Any]:
    try:
        answer = client.request("GET", address, withhold_token=True)
        answer.raise_for_status()
        found: Mapping[str, Any] = answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise ProviderRefused("The sign-in provider does not answer. Try again later.") from error
    return found


def _exchange(
    client: OAuth2Client, metadata: Mapping[str, Any], code: str, verifier: str
) -> Mapping[str, Any]:
    try:
        token: Mapping[str, Any] = client.fetch_token(
            metadata["token_endpoint"],
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
        )
    except (OAuthError, httpx2.HTTPError, ValueError) as error:
        raise ProviderRefused("The sign-in provider does not stand by its answer.") from error
    return token


def _checked_claims(
    id_token: str, keys: Mapping[str, Any], config: OidcConfig, nonce: str
) -> Mapping[str, Any]:
    wanted = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": config.issuer},
        aud={"essential": True, "value": config.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        key_set = KeySet.import_key_set({"keys": list(keys["keys"])})
        claims = jwt.decode(id_token, key_set, algorithms=_ALGORITHMS).claims
        wanted.validate(claims)
    except (JoseError, ValueError, KeyError) as error:
        raise ProviderRefused("The sign-in provider's answer cannot be trusted.") from error
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != config.client_id:
        raise ProviderRefused("The sign-in provider's answer is meant for another service.")
    return dict(claims)
