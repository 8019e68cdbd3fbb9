"""The ``onrecord schedule`` commands: jobs on timetables."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Annotated, Optional

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Store
from analytics.exceptions import InputError

schedule_app = typer.Typer(help="Run jobs on timetables.", no_args_is_help=True)

_Name = Annotated[str, typer.Argument(help="Name of a schedule.", metavar="NAME")]


@schedule_app.command(epilog="Example: `onrecord schedule add nightly retrain '0 3 * * *' --option task=stance`")
def add(
    name: Annotated[str, typer.Argument(help="Name for the schedule.", metavar="NAME")],
    job: Annotated[str, typer.Argument(help="What to run; `onrecord schedule list` prints the jobs.", metavar="JOB")],
    cron: Annotated[str, typer.Argument(help="Minute, hour, day of month, month, day of week.", metavar="CRON")],
    option: Annotated[Optional[list[str]], typer.Option(help="key=value; may be given several times.")] = None,  # noqa: UP045
    timezone: Annotated[str, typer.Option(help="Zone of the hours, such as Europe/Vienna.")] = "UTC",
    store: Store = None,
) -> None:
    """Add a schedule; `onrecord schedule run` follows within 30 seconds."""
    from analytics.schedule.jobs import job_named  # noqa: PLC0415
    from analytics.schedule.timetable import trigger  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.schedules import Schedule, add_schedule, stamp  # noqa: PLC0415

    options = dict(_pair(given) for given in option or ())
    job_named(job, options)
    now = datetime.now(UTC)
    first = trigger(cron, timezone).get_next_fire_time(None, now)
    if first is None:
        raise InputError(f"{cron!r} never comes; give another timetable.")
    add_schedule(open_store(present(store_url(store))), Schedule(name, job, cron, timezone, options, stamp(now)))
    typer.echo(f"{name} runs {job}, first on {first:%Y-%m-%d at %H:%M %Z}.")


@schedule_app.command("list", epilog="Example: `onrecord schedule list`")
def list_them(store: Store = None) -> None:
    """Print every schedule with its next time, and the jobs that can be scheduled."""
    from analytics.schedule.jobs import JOBS  # noqa: PLC0415
    from analytics.schedule.timetable import trigger  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.schedules import load_schedules  # noqa: PLC0415

    for one in load_schedules(open_store(present(store_url(store)))):
        due = trigger(one.cron, one.timezone).get_next_fire_time(None, datetime.now(UTC))
        options = " ".join(f"{key}={value}" for key, value in one.options.items())
        typer.echo(
            f"{one.name}  {one.job}  {one.cron} {one.timezone}  next {due:%Y-%m-%d %H:%M %Z}  {options}".rstrip()
        )
    for name, job in JOBS.items():
        typer.echo(f"job {name}: {job.about}. Options: {', '.join(job.options) or 'none'}.")


@schedule_app.command(epilog="Example: `onrecord schedule remove nightly`")
def remove(name: _Name, store: Store = None) -> None:
    """Remove a schedule; its history stays."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.schedules import remove_schedule  # noqa: PLC0415

    remove_schedule(open_store(present(store_url(store))), name)
    typer.echo(f"{name} removed.")


@schedule_app.command(epilog="Example: `onrecord schedule history nightly --limit 5`")
def history(
    name: Annotated[Optional[str], typer.Argument(help="Only this schedule.", metavar="NAME")] = None,  # noqa: UP045
    limit: Annotated[int, typer.Option(help="How many runs, the latest first.", min=1)] = 20,
    store: Store = None,
) -> None:
    """Print what ran, when, how it went and what it said."""
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.schedules import load_runs  # noqa: PLC0415

    for run in load_runs(open_store(present(store_url(store))), name, limit):
        typer.echo(f"{run.started}  {run.schedule} ({run.job})  {run.outcome}, due {run.due or 'by hand'}")
        for line in run.log.splitlines():
            typer.echo(f"    {line}")


@schedule_app.command("run", epilog="Example: `onrecord schedule run` or `onrecord schedule run nightly`")
def run_them(
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="Run this schedule now and end, for cron and Kubernetes.", metavar="NAME"),
    ] = None,
    store: Store = None,
) -> None:
    """Run what is due until stopped; or with NAME, that schedule once, now."""
    from analytics.schedule.runner import run_once  # noqa: PLC0415
    from analytics.schedule.service import serve  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.store.schedules import Outcome, load_schedules  # noqa: PLC0415

    url = present(store_url(store))
    if name is None:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
        serve(url)
        return
    planned = next((one for one in load_schedules(open_store(url)) if one.name == name), None)
    if planned is None:
        raise InputError(f"There is no schedule {name!r}; `onrecord schedule list` prints those there are.")
    run = run_once(url, planned)
    if run is not None:
        typer.echo(f"{run.outcome}. {run.log}")
    if run is None or run.outcome is Outcome.FAILED:
        raise typer.Exit(2)


def _pair(given: str) -> tuple[str, str]:
    key, equals, value = given.partition("=")
    if not equals or not key:
        raise InputError(f"{given!r} is no option; write it as key=value.")
    return key, value
