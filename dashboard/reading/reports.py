"""The reports of a store: those that are kept, and one more."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from analytics.report.library import StoredReport, list_reports, report_file, reports_folder
from analytics.report.request import request_from_json
from analytics.reporting import write_report
from analytics.settings import Settings
from analytics.store.audits import list_audits
from dashboard.data import DataDoor
from dashboard.views import Choice

FIELDS = (
    "template", "parties", "actors", "start", "end", "compare_start", "compare_end", "audit_id", "formats",
)  # fmt: skip
"""What a reader can ask for; the others of ``ReportRequest`` are the operator's."""


@dataclass(frozen=True)
class ReportFile:
    """A file of a report: where it is downloaded, its format and its size in bytes."""

    href: str
    name: str
    format: str
    size: int


@dataclass(frozen=True)
class KeptReport:
    """A report in the list."""

    title: str
    lead: str
    made: datetime
    files: tuple[ReportFile, ...]
    troubles: tuple[str, ...]


def load_reports(data: DataDoor) -> tuple[KeptReport, ...]:
    """Return the reports of the store, the latest first."""
    folder = _folder(data)
    return tuple(_kept(folder, report) for report in list_reports(folder))


def load_audit_choices(data: DataDoor) -> tuple[Choice, ...]:
    """Return the audits by which a report can be corrected, the latest first. Raises ``StoreError``."""
    return tuple(
        Choice(audit.id, f"{audit.size:,} statements drawn on {audit.drawn:%Y-%m-%d}")
        for audit in reversed(list_audits(data.store))
    )


def make_report(data: DataDoor, form: Mapping[str, Any]) -> StoredReport:
    """Make the report that ``form`` asks for, by the names in ``FIELDS``, and keep it.

    Raises ``InputError`` for values that make no sense, and else as ``write_report``.
    """
    asked = {name: form[name] for name in FIELDS if form.get(name)}
    return write_report(data.url, request_from_json(json.dumps(asked)), _folder(data))


def downloaded(data: DataDoor, report_id: str, name: str) -> Path:
    """Return the path of a file of a report. Raises ``InputError`` when there is none of that name."""
    return report_file(_folder(data), report_id, name)


def _folder(data: DataDoor) -> Path:
    return reports_folder(data.url, Settings().reports)


def _kept(folder: Path, report: StoredReport) -> KeptReport:
    paths = [folder / report.id / name for name in report.files]
    files = tuple(
        ReportFile(f"/reports/{report.id}/{path.name}", path.name, path.suffix.removeprefix("."), path.stat().st_size)
        for path in paths
        if path.is_file()
    )
    return KeptReport(report.title, report.lead, report.made, files, report.troubles)
