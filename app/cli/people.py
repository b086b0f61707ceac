"""Accounts and tokens, made by the operator."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from app.cli.opening import prepared
from app.committees.service import get_committee
from app.identity.accounts import add_person, find_person, grant_role, set_password
from app.identity.errors import PersonNotFound
from app.identity.permissions import Role
from app.identity.tokens import create_token
from app.kit.actors import SYSTEM
from app.kit.clock import utc_now

user = typer.Typer(help="Accounts and their roles.", no_args_is_help=True)
token = typer.Typer(help="Tokens for scripts and notebooks.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.add_typer(user, name="user")
    cli.add_typer(token, name="token")


@user.command("add")
def add(
    email: str,
    role: Annotated[Role, typer.Option(help="What the person is to the repository")],
    committee: Annotated[str | None, typer.Option(help="Key, for the committee role")] = None,
    name: Annotated[str | None, typer.Option(help="The person's name")] = None,
    *,
    password: Annotated[bool, typer.Option(help="Ask for a password")] = False,
) -> None:
    """Open an account, or give one another role."""
    with prepared().sessions().begin() as session:
        now = utc_now()
        if committee is not None:
            get_committee(session, committee)
        try:
            person = find_person(session, email)
        except PersonNotFound:
            person = add_person(
                session, email=email, name=name or email.partition("@")[0], by=SYSTEM, at=now
            )
            session.flush()
        grant_role(session, person, role, by=SYSTEM, at=now, committee=committee)
        if password:
            secret = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
            set_password(session, person, secret, by=SYSTEM, at=now)
    typer.echo(f"{email} is {role}" + (f" for {committee}." if committee else "."))


@token.command("create")
def create(
    email: str,
    name: Annotated[str, typer.Option(help="What the token is for")] = "command line",
    days: Annotated[int, typer.Option(help="How long it lives")] = 90,
) -> None:
    """Print a new token, once: it is kept only as a hash."""
    with prepared().sessions().begin() as session:
        person = find_person(session, email)
        made = create_token(
            session,
            person,
            name=name,
            by=SYSTEM,
            at=utc_now(),
            strong=True,
            lifetime=timedelta(days=days),
        )
    typer.echo(made.text)
