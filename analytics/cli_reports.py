"""The ``onrecord report`` command."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from analytics.addresses import present, store_url
from analytics.cli_options import Store, one_of
from analytics.exceptions import InputError

if TYPE_CHECKING:
    from analytics.report.request import ReportFormat

_Day = Optional[datetime]  # noqa: UP045 (typer reads this at run time)
_Texts = Optional[list[str]]  # noqa: UP045


def report(  # noqa: PLR0913, PLR0917 (typer makes an option of each)
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            help="File to write, or folder for several formats. Default: kept beside the store, where the app lists it."
        ),
    ] = None,
    file_format: Annotated[
        _Texts,
        typer.Option(
            "--format",
            help="html, pdf, xlsx, csv, parquet, svg or png; several times for several. "
            "Default: as the file's ending says, else html.",
        ),
    ] = None,
    template: Annotated[
        str, typer.Option(help="daily-brief, monthly-monitor, actor-profile or methods-annex.")
    ] = "monthly-monitor",
    party: Annotated[_Texts, typer.Option(help="Party spoken of, id or name; several times for several.")] = None,
    actor: Annotated[_Texts, typer.Option(help="Actor who speaks, id or name; several times for several.")] = None,
    start: Annotated[_Day, typer.Option(help="First day. Default: as the template has it.")] = None,
    end: Annotated[_Day, typer.Option(help="Last day. Default: the last of the store.")] = None,
    compare_start: Annotated[_Day, typer.Option(help="First day to compare with. Default: as long before.")] = None,
    compare_end: Annotated[
        _Day, typer.Option(help="Last day to compare with. Default: the day before the first.")
    ] = None,
    audit: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Audit by which the numbers are corrected; see `onrecord audits`."),
    ] = None,
    title: Annotated[Optional[str], typer.Option(help="Title of the report.")] = None,  # noqa: UP045
    branding: Annotated[Optional[Path], typer.Option(help="TOML file with name, color and logo.")] = None,  # noqa: UP045
    recipient: Annotated[
        _Texts, typer.Option(help="Address to send it to by e-mail; several times for several.")
    ] = None,
    store: Store = None,
) -> None:
    """Write a report: who stands where, who moved and when, with the sentences that show it."""
    from analytics.report.library import reports_folder  # noqa: PLC0415
    from analytics.report.request import ReportFormat, ReportRequest, Template  # noqa: PLC0415
    from analytics.reporting import write_files, write_report  # noqa: PLC0415
    from analytics.settings import Settings  # noqa: PLC0415

    if output and recipient:
        raise InputError("What is sent is kept beside the store: leave out --output or --recipient.")
    request = ReportRequest(
        template=one_of(template, tuple(Template)),
        parties=tuple(party or ()),
        actors=tuple(actor or ()),
        start=_day(start),
        end=_day(end),
        compare_start=_day(compare_start),
        compare_end=_day(compare_end),
        audit_id=audit,
        formats=_formats(file_format or [], output, tuple(ReportFormat)),
        title=title,
        branding=branding,
        recipients=tuple(recipient or ()),
    )
    url = present(store_url(store))
    if output:
        done = write_files(url, request, output)
        files, troubles = list(done.files), done.troubles
    else:
        folder = reports_folder(url, Settings().reports)
        kept = write_report(url, request, folder)
        files, troubles = [folder / kept.id / name for name in kept.files], kept.troubles
    for path in files:
        typer.echo(f"Wrote {path}.")
    for trouble in troubles:
        typer.echo(f"onrecord: {trouble}", err=True)
    if troubles:
        raise typer.Exit(2)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _formats(given: list[str], output: Path | None, allowed: tuple[ReportFormat, ...]) -> tuple[ReportFormat, ...]:
    ending = output.suffix.removeprefix(".").lower() if output else ""
    by_ending = tuple(one for one in allowed if one.value == ending)
    chosen = tuple(one_of(name, allowed) for name in given) or by_ending or allowed[:1]
    if by_ending and chosen != by_ending:
        raise InputError(f"{output} ends in .{ending}, but other formats are asked for; name a folder or change one.")
    return chosen
