"""One request, one transaction, committed before the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session


def open_transaction(request: Request) -> Iterator[Session]:
    """A session whose transaction ends before the response is sent.

    Function scope matters: with FastAPI's default the exit would run after the answer,
    and a failing commit would still have told the client that all went well.
    """
    with request.app.state.sessions.begin() as session:
        yield session


Tx = Annotated[Session, Depends(open_transaction, scope="function")]
