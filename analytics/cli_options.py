"""Options that several commands take."""

from __future__ import annotations

from getpass import getuser
from pathlib import Path
from typing import Annotated, Literal, Optional, TypeVar

import typer

from analytics.exceptions import InputError

_Choice = TypeVar("_Choice", bound=str)

Paths = Annotated[list[str], typer.Argument(help="Files or folders; - reads standard input.", metavar="PATH…")]
Model = Annotated[
    Optional[str],  # noqa: UP045 (typer reads this at run time)
    typer.Option("--model", help="accurate, fast or linear. Default: ONRECORD_MODEL, else accurate."),
]
Store = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--store", help="Store to use: a file or a database URL. Default: ONRECORD_DATABASE_URL."),
]
Registries = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option("--registry", help="Registry file to use instead of ours and yours; may be given several times."),
]


def user_name() -> str:
    """Return who runs the command."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # no such user on this system, as in some containers
        return "local"


def inputs(paths: list[str]) -> list[Path | Literal["-"]]:
    """Return what the user named as the readers take it."""
    return ["-" if path == "-" else Path(path) for path in paths]


def one_of(value: str, allowed: tuple[_Choice, ...]) -> _Choice:
    """Return the one of ``allowed`` that ``value`` is. Raises ``InputError`` when it is none."""
    for choice in allowed:
        if choice == value:
            return choice
    raise InputError(f"{value!r} is not known here; use one of {', '.join(allowed)}.")
