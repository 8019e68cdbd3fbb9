"""The reports of a store in a folder: one folder for each, with its files and a note on what they are."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, ValidationError

from analytics.exceptions import InputError, OnRecordError
from analytics.report.files import replacing
from analytics.report.request import ReportRequest
from analytics.store.address import parse_address

_NOTE = "report.json"
_ID = re.compile(r"\d{8}-\d{6}-[a-z]+(-[a-z]+)*-[0-9a-f]{8}(-\d+)?")
_MOST_TWINS = 1000


class StoredReport(BaseModel):
    """A report that is kept. ``files`` are names in its folder; ``troubles`` what could not be made or delivered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    lead: str
    made: datetime
    request: ReportRequest
    files: tuple[str, ...]
    troubles: tuple[str, ...] = ()


def reports_folder(store_url: str, chosen: Path | None = None) -> Path:
    """Return where the reports of a store are kept: the folder ``chosen``, else beside a file, else in the user's data.

    Raises ``StoreError`` for an address that is none.
    """
    if chosen is not None:
        return chosen
    path = parse_address(store_url).path
    return user_data_path("onrecord") / "reports" if path is None else path.with_name(f"{path.stem}-reports")


def keep(folder: Path, report: StoredReport, write: Callable[[Path], StoredReport]) -> StoredReport:
    """Make the folder of ``report`` by ``write``, which is handed an empty one and returns the report with its files.

    It is seen once it is whole. Raises ``OnRecordError`` when the folder cannot be written, and what ``write`` raises.
    """
    unfinished = folder / f".{report.id}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.mkdir()
    except OSError as error:
        raise OnRecordError(f"The folder {folder} for reports cannot be written: {error.strerror or error}.") from error
    try:
        done = write(unfinished)
        _write_note(unfinished, done)
        unfinished.rename(folder / report.id)
    except OSError as error:
        raise OnRecordError(f"The folder {folder} for reports cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return done


def add_trouble(folder: Path, report: StoredReport, trouble: str) -> StoredReport:
    """Write down what went wrong with a report after it was made, and return it so."""
    noted = report.model_copy(update={"troubles": (*report.troubles, trouble)})
    _write_note(folder / report.id, noted)
    return noted


def new_id(folder: Path, made: datetime, template: str, says: str) -> str:
    """Return a name for a report that is not taken: its time, its template and a part of the hash of what it says."""
    name = f"{made:%Y%m%d-%H%M%S}-{template}-{hashlib.sha256(says.encode()).hexdigest()[:8]}"
    names = [name, *(f"{name}-{number}" for number in range(2, _MOST_TWINS))]
    return next(free for free in names if not (folder / free).exists())


def list_reports(folder: Path) -> list[StoredReport]:
    """Return the reports in ``folder``, the latest first; what is no report is left out."""
    try:
        names = sorted((entry.name for entry in folder.iterdir() if _ID.fullmatch(entry.name)), reverse=True)
    except OSError:
        return []
    found = [_read_note(folder / name) for name in names]
    return [report for report in found if report is not None]


def report_file(folder: Path, report_id: str, name: str) -> Path:
    """Return the path of a file of a report. Raises ``InputError`` when there is none of that name."""
    report = _read_note(folder / report_id) if _ID.fullmatch(report_id) else None
    if report is None or name not in report.files or not (folder / report_id / name).is_file():
        raise InputError("There is no such report; look at the list again.")
    return folder / report_id / name


def _write_note(folder: Path, report: StoredReport) -> None:
    with replacing(folder / _NOTE) as file:
        file.write(report.model_dump_json(indent=2).encode())


def _read_note(folder: Path) -> StoredReport | None:
    try:
        report = StoredReport.model_validate_json((folder / _NOTE).read_bytes())
    except (OSError, ValidationError):
        return None
    return report if report.id == folder.name and all(Path(name).name == name for name in report.files) else None
