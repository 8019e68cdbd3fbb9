"""Reports: made from a store, written where they are asked for, or kept beside the store and sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analytics.exceptions import InputError, OnRecordError
from analytics.report.branding import load_brand
from analytics.report.contents import Contents, read_contents
from analytics.report.delivery import send_report
from analytics.report.files import stated_time
from analytics.report.html import Look
from analytics.report.library import StoredReport, add_trouble, keep, new_id
from analytics.report.render import write_formats
from analytics.report.request import Plan, ReportFormat, ReportRequest, make_plan, request_to_json
from analytics.settings import Settings
from analytics.store import open_store


@dataclass(frozen=True)
class Written:
    """The files of a report, and a sentence for each format that could not be made."""

    files: tuple[Path, ...]
    troubles: tuple[str, ...]


def write_files(store_url: str, request: ReportRequest, output: Path) -> Written:
    """Write a report to ``output``: a file for one format, else a folder, in which files are named after the report.

    Raises ``InputError`` for a request that the store cannot answer and a folder that cannot be made, ``StoreError``
    when the store cannot be read. What is at a place that is written to is replaced, by finished files only.
    """
    contents, look = _made(store_url, request)
    if len(request.formats) == 1 and not output.is_dir():
        paths = {request.formats[0]: output}
    else:
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"Cannot write to {output}: {error.strerror}; choose another place with --output."
            ) from error
        paths = _paths(contents.plan, output)
    files, troubles = write_formats(contents, look, paths)
    return Written(tuple(files), tuple(troubles))


def write_report(store_url: str, request: ReportRequest, folder: Path) -> StoredReport:
    """Make a report, keep it in ``folder`` (see ``library.reports_folder``), send it to its recipients, and return it.

    A format that cannot be made and a message that cannot be sent are sentences in its ``troubles``; the rest is kept.
    Raises as ``write_files``, and ``OnRecordError`` when the folder cannot be written.
    """
    contents, look = _made(store_url, request)
    report = StoredReport(
        id=new_id(folder, look.made, request.template.value, request_to_json(request) + contents.basis.sha256),
        title=contents.title,
        lead=contents.lead,
        made=look.made,
        request=request,
        files=(),
    )

    def write(place: Path) -> StoredReport:
        files, troubles = write_formats(contents, look, _paths(contents.plan, place))
        names = tuple(path.name for path in files)
        return report.model_copy(update={"files": names, "troubles": tuple(troubles)})

    kept = keep(folder, report, write)
    if request.recipients:
        try:
            send_report(kept, folder / kept.id, request.recipients, Settings())
        except OnRecordError as error:
            return add_trouble(folder, kept, str(error))
    return kept


def _made(store_url: str, request: ReportRequest) -> tuple[Contents, Look]:
    settings = Settings()
    brand = load_brand(request.branding or settings.branding)
    store = open_store(store_url)
    try:
        contents = read_contents(store, make_plan(store, request))
    finally:
        store.close()
    return contents, Look(brand, stated_time(), settings.public_url)


def _paths(plan: Plan, folder: Path) -> dict[ReportFormat, Path]:
    name = plan.request.template.value + (f"-{plan.period[1]:%Y-%m-%d}" if plan.period else "")
    return {one: folder / f"{name}.{one.value}" for one in dict.fromkeys(plan.request.formats)}
