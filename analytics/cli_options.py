"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

Store = Annotated[
    Optional[str],  # noqa: UP045 (typer reads this at run time)
    typer.Option("--store", help="Store to use: a file or a database URL. Default: ONRECORD_DATABASE_URL."),
]
Registries = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option("--registry", help="Registry file to use instead of ours and yours; may be given several times."),
]
