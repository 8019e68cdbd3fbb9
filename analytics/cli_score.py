"""The ``onrecord score`` command: a whole archive, by many processes or a cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from analytics.addresses import store_url
from analytics.cli_options import Model, Paths, inputs
from analytics.exceptions import InputError


def score(
    paths: Paths,
    output: Annotated[Path, typer.Option(help="Folder for the results; what is there already is not done again.")],
    processes: Annotated[
        Optional[int],  # noqa: UP045 (typer reads this at run time)
        typer.Option(help="Processes on this machine, each on one core. Default: as many as cores.", min=1),
    ] = None,
    scheduler: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Address of a Dask scheduler, such as tcp://head:8786, to work on its cluster instead."),
    ] = None,
    model: Model = None,
    store: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Also bring the results into this store: a file or a database URL."),
    ] = None,
) -> None:
    """Score an archive (Parquet, JSONL, CSV, text, HTML) by many processes or a cluster, into partitioned Parquet."""
    from analytics.archive.job import Job  # noqa: PLC0415
    from analytics.archive.pools import cluster_pool, cores, local_pool  # noqa: PLC0415
    from analytics.archive.run import load_output, score_archive  # noqa: PLC0415
    from analytics.progress import track  # noqa: PLC0415
    from analytics.settings import Settings  # noqa: PLC0415

    if scheduler and processes:
        raise InputError("Processes are those of this machine: give --processes or --scheduler, not both.")
    pool = cluster_pool(scheduler) if scheduler else local_pool(processes or cores())
    job = Job(output, model or Settings().model)
    report = score_archive(inputs(paths), job, pool, progress=track)
    typer.echo(report.summary())
    if report.failures:
        typer.echo(f"Why each of them failed is in {output / 'failures'}.", err=True)
    if store:
        typer.echo(f"{load_output(output, store_url(store), progress=track)} articles brought into the store.")
    if not report.articles and not report.known:
        raise typer.Exit(2)
