"""The ``onrecord users`` commands: who may log in to a dashboard that is served with ``--auth``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Store
from analytics.types import Role

users_app = typer.Typer(help="Say who may log in to the dashboard, and what for.", no_args_is_help=True)

_Name = Annotated[str, typer.Argument(help="Name to log in with; upper and lower case are the same.", metavar="NAME")]
_FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, one line, and do not ask.")
]


@users_app.command(epilog="Example: `onrecord users add ana --role editor`")
def add(
    name: _Name,
    role: Annotated[Role, typer.Option(help="What for: viewer reads, editor corrects, admin runs it.")] = Role.VIEWER,
    password_stdin: _FromInput = False,
    store: Store = None,
) -> None:
    """Let somebody log in."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.users import add_user  # noqa: PLC0415

    opened = open_store(present(store_url(store)))
    user = add_user(opened, name, role, _password(password_stdin))
    typer.echo(f"{user.name} may log in as {user.role}.")


@users_app.command("list", epilog="Example: `onrecord users list`")
def list_them(store: Store = None) -> None:
    """Print who may log in: name, role and since when."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.users import list_users  # noqa: PLC0415

    for user in list_users(open_store(present(store_url(store)))):
        typer.echo(f"{user.name}  {user.role}  since {user.added:%Y-%m-%d}")


@users_app.command(epilog="Example: `onrecord users remove ana`")
def remove(name: _Name, store: Store = None) -> None:
    """Let somebody log in no longer; the sessions end at once."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.users import remove_user  # noqa: PLC0415

    remove_user(open_store(present(store_url(store))), name)
    typer.echo(f"{name} may log in no longer.")


@users_app.command(epilog="Example: `onrecord users password ana`")
def password(name: _Name, password_stdin: _FromInput = False, store: Store = None) -> None:
    """Give somebody a new password; sessions begun with the old one end at once."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.users import set_password  # noqa: PLC0415

    set_password(open_store(present(store_url(store))), name, _password(password_stdin))
    typer.echo(f"{name} has a new password.")


def _password(from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt="Once more"))
