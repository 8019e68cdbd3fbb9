"""The reports of a store: those that are kept, and one more that a worker makes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from analytics.report.library import StoredReport, list_reports, report_file, reports_folder
from analytics.report.request import make_plan, request_from_json, request_to_json
from analytics.settings import Settings
from analytics.store.audits import list_audits
from analytics.store.jobs import Job, enqueue, load_job
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


def queue_report(data: DataDoor, form: Mapping[str, Any], who: str) -> int:
    """Queue the making of the report that ``form`` asks for, by the names in ``FIELDS``, and return the job's id.

    Raises ``InputError`` for values that make no sense, and ``StoreError``.
    """
    asked = {name: form[name] for name in FIELDS if form.get(name)}
    request = request_from_json(json.dumps(asked))
    make_plan(data.store, request)  # what the store cannot answer is said now, not by the job
    title = f"Report: {request.template.value.replace('-', ' ')}"
    return enqueue(data.store, "report", {"request": request_to_json(request), "title": title}, who)


def load_report_job(data: DataDoor, job_id: int) -> Job | None:
    """Return the job that makes a report, or ``None`` when there is none of that id. Raises ``StoreError``."""
    job = load_job(data.store, job_id)
    return job if job is not None and job.kind == "report" else None


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
