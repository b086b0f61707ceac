"""The register of models: list, train, evaluate, promote, go back."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy.orm import Session

from app.cli.opening import prepared
from app.cli.printing import MANAGER, AsForm, Form, print_answer
from app.identity.accounts import find_person
from app.identity.authentication import actor_for
from app.identity.permissions import Permission, is_allowed
from app.kit.actors import Actor
from app.kit.clock import utc_now
from app.kit.errors import Forbidden
from app.tagging.schemas import ModelRead, Models
from app.tagging.service import recoding, register
from app.tagging.service.current import current_version

model = typer.Typer(help="The register of models.", no_args_is_help=True)

Version = Annotated[str, typer.Argument(help="As `reviews model list` shows it")]
By = Annotated[str | None, typer.Option(help="The address of the administrator who decides")]
MOVES = ("before", "after", "findings")
COLUMNS = ("version", "state", "category", "right", "decisions", "promoted", "by")


def add_to(cli: typer.Typer) -> None:
    """Add these commands to ``cli``."""
    cli.add_typer(model, name="model")


@model.command("list")
def list_(form: AsForm = Form.TABLE) -> None:
    """Every model with its figures on the frozen set, the newest first."""
    with prepared().sessions()() as session:
        models = register.list_models(session)
        answer = Models(items=[ModelRead.of(each) for each in models])
    rows = (
        {
            "version": each.version,
            "state": each.state,
            "category": each.frozen.category.value if each.frozen.category else None,
            "right": each.frozen.answered_right,
            "decisions": each.decisions_learned,
            "promoted": each.promoted_at.date() if each.promoted_at else None,
            "by": each.promoted_by,
        }
        for each in answer.items
    )
    print_answer(answer, COLUMNS, rows, form)


@model.command()
def train(by: By = None) -> None:
    """Refit the heads on the corpus and on people's decisions: a candidate, in minutes."""
    from app.tagging.service import training  # noqa: PLC0415 - slow to load

    sessions = prepared().sessions()
    with sessions() as session:
        actor = _actor(session, by)
        material = training.read_material(session)
    typer.echo(
        f"Learning from the corpus and {len(material.examples)} decided findings; "
        f"{material.held_out} more are kept for comparison.",
        err=True,
    )
    version = training.fit_candidate(material)
    with sessions.begin() as session:
        made = training.register_candidate(session, version, material, by=actor, at=utc_now())
        said = ModelRead.of(made)
    _tell(said)


@model.command()
def evaluate(
    version: Annotated[str | None, typer.Argument(help="The one in use when left out")] = None,
    by: By = None,
) -> None:
    """Measure a model anew on both sets, and against the one in use."""
    with prepared().sessions().begin() as session:
        asked = version or current_version(session)
        found = register.evaluate_model(session, asked, by=_actor(session, by), at=utc_now())
        said = ModelRead.of(found)
    _tell(said)


@model.command()
def promote(version: Version, by: By = None) -> None:
    """Put a model to use, if it is no worse than the one in use."""
    with prepared().sessions().begin() as session:
        made = register.promote_model(session, version, by=_actor(session, by), at=utc_now())
        said = ModelRead.of(made)
    _tell(said)


@model.command()
def rollback(
    version: Annotated[str | None, typer.Argument(help="The last one when left out")] = None,
    by: By = None,
) -> None:
    """Go back to a model that was in use before."""
    with prepared().sessions().begin() as session:
        made = register.roll_back(session, version, by=_actor(session, by), at=utc_now())
        said = ModelRead.of(made)
    _tell(said)


@model.command()
def recode(
    version: Annotated[
        str | None, typer.Argument(help="With --dry-run; the one in use when left out")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Tell what would change; change nothing")] = False,
    by: By = None,
    form: AsForm = Form.TABLE,
) -> None:
    """Code anew, with the model in use, what other models have coded; people's tags stay."""
    with prepared().sessions().begin() as session:
        asked = register.find_model(session, version or current_version(session))
        if dry_run:
            forecast = recoding.forecast_recoding(session, asked.version)
        else:
            actor = _actor(session, by)
            todo = recoding.ask_for_recoding(session, asked, by=actor, at=utc_now())
    if not dry_run:
        typer.echo(f"Queued: {todo.left} of {todo.findings} findings are to be coded anew.")
        return
    print_answer(forecast, MOVES, (each.model_dump() for each in forecast.moves), form)
    typer.echo(
        f"{forecast.changed} of {forecast.findings} findings would change: {forecast.category} "
        f"in category, {forecast.themes} in themes, {forecast.depth} in depth.",
        err=True,
    )


def _actor(session: Session, email: str | None) -> Actor:
    """Who decides: the administrator named, or whoever may run commands on the server."""
    if email is None:
        return MANAGER
    actor = actor_for(session, find_person(session, email), at=utc_now(), strong=True)
    if not is_allowed(actor, Permission.MODEL_MANAGE):
        raise Forbidden(
            f"{email} does not keep the models: that needs the role administrator "
            "(reviews user add EMAIL --role administrator)."
        )
    return actor


def _tell(said: ModelRead) -> None:
    typer.echo(f"{said.version} is {said.state.value}.")
    for line in said.sentences():
        typer.echo(f"  {line}")
