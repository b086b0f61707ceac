"""Static files under addresses that change with their content, so that browsers keep them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static"
_YEAR = 31_536_000
_FINGERPRINT = "v"


@cache
def asset(name: str) -> str:
    """The address of a static file, with the fingerprint of its bytes.

    Raises FileNotFoundError for a file that is not there: a page without its style is a
    fault of the installation, which ``scripts/assets`` mends.
    """
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"{PREFIX}/{name}?{_FINGERPRINT}={digest}"


class KeptFiles(StaticFiles):
    """Static files that browsers keep for a year when they were asked for by fingerprint."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        named = f"{_FINGERPRINT}=".encode() in scope.get("query_string", b"")
        response.headers["Cache-Control"] = (
            f"public, max-age={_YEAR}, immutable" if named else "no-cache"
        )
        return response
