"""The ``onrecord retrain`` and ``onrecord models`` commands: learning from corrections, and switching models."""

from __future__ import annotations

import getpass
from typing import Annotated, Literal, Optional

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Model, Store
from analytics.exceptions import InputError

models_app = typer.Typer(help="List, promote and take back models that were trained again here.", no_args_is_help=True)

_TASKS: tuple[Literal["stance", "tone"], ...] = ("stance", "tone")
_Task = Annotated[str, typer.Option(help="stance or tone.")]
_Id = Annotated[str, typer.Argument(help="Id of a model, as `onrecord models list` prints it.", metavar="MODEL")]
_Who = Annotated[Optional[str], typer.Option(help="Who does it. Default: your user name.")]  # noqa: UP045


def retrain(task: _Task = "stance", model: Model = None, who: _Who = None, store: Store = None) -> None:
    """Train again with what people corrected, and put the result in use if it is better beyond doubt."""
    from analytics.retrain.run import retrain as run  # noqa: PLC0415
    from analytics.settings import Settings  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415

    opened = open_store(present(store_url(store)))
    result = run(opened, _task(task), model or Settings().model, _name(who), lambda line: typer.echo(line, err=True))
    typer.echo(result.summary())


@models_app.command("list", epilog="Example: `onrecord models list`")
def list_them() -> None:
    """Print every model of stance and tone: those in use marked with *, those trained again here first."""
    from analytics.retrain.promotion import versions  # noqa: PLC0415

    for one in versions():
        origin = "shipped" if one.shipped else "trained here"
        trained = str(one.manifest.get("trained", ""))[:10]
        typer.echo(f"{'*' if one.in_use else ' '} {one.model_id}  {trained}  {origin}{_verdict(one.manifest)}")
        if one.trouble:
            typer.echo(f"    {one.trouble}")


@models_app.command(epilog="Example: `onrecord models show stance-accurate-adf254`")
def show(model_id: _Id) -> None:
    """Print the card of a model, and the switches to and from it."""
    from analytics.retrain.promotion import versions  # noqa: PLC0415
    from analytics.settings import Settings  # noqa: PLC0415
    from analytics.train.manifest import CARD, read_file  # noqa: PLC0415
    from analytics.train.switches import read_switches  # noqa: PLC0415

    found = [one for one in versions() if one.model_id == model_id]
    if not found:
        raise InputError(f"There is no model {model_id!r}; `onrecord models list` prints those there are.")
    typer.echo(read_file(found[0].folder / CARD).decode())
    for switch in read_switches(Settings().learned):
        if model_id in (switch.before, switch.after):
            typer.echo(f"{switch.at} {switch.kind}: {switch.before} → {switch.after}, by {switch.who}. {switch.why}")


@models_app.command(epilog="Example: `onrecord models promote stance-accurate-3f0c12 --why 'Better on our own audit.'`")
def promote(
    model_id: _Id,
    why: Annotated[str, typer.Option(help="Why, in a sentence; it is logged.")],
    who: _Who = None,
) -> None:
    """Put a model that was trained again here in use, whatever the gate said of it."""
    from analytics.retrain.promotion import promote as switch  # noqa: PLC0415

    done = switch(model_id, _name(who), why)
    typer.echo(f"{done.after} is in use instead of {done.before}; score again with `onrecord rescore`.")


@models_app.command(epilog="Example: `onrecord models rollback --task stance --model accurate --why 'Odd on sport.'`")
def rollback(
    task: _Task = "stance",
    model: Model = None,
    why: Annotated[str, typer.Option(help="Why, in a sentence; it is logged.")] = "",
    who: _Who = None,
) -> None:
    """Put the model before the one in use back in its place, at once."""
    from analytics.retrain.promotion import rollback as switch  # noqa: PLC0415
    from analytics.settings import Settings  # noqa: PLC0415

    done = switch(_task(task), model or Settings().model, _name(who), why)
    typer.echo(f"{done.after} is in use again instead of {done.before}; score again with `onrecord rescore`.")


def _verdict(manifest: dict[str, object]) -> str:
    retrained = manifest.get("retrained")
    if not isinstance(retrained, dict):
        return ""
    gain = retrained["comparison"]["overall"]["gain"]["value"]
    passed = "passed the gate" if retrained["verdict"]["promoted"] else "refused by the gate"
    return f", {passed}, {100 * gain:+.1f} points of macro F1 against {retrained['champion']}"


def _task(task: str) -> Literal["stance", "tone"]:
    for known in _TASKS:
        if known == task:
            return known
    raise InputError(f"{task!r} cannot be trained again; use stance or tone.")


def _name(who: str | None) -> str:
    return who or getpass.getuser()
