"""What a worker can do: each kind of job is one plain function.

A new kind is a function here or elsewhere and one line in ``JOB_KINDS``. It says how it goes on through ``work.tally``,
and ends by returning; what it raises becomes the job's last message, and the job fails. It may be started again from
the beginning when its worker died, so it must not do twice what was done already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analytics.exceptions import JobLostError
from analytics.store import Store
from analytics.tally import Tally


@dataclass(frozen=True)
class Work:
    """A job for the function that does it: the store (open, and its address), what is asked for, and where to tell."""

    store: Store
    store_url: str
    payload: Mapping[str, Any]
    tally: Tally


JobFunction = Callable[[Work], None]


def read_files(work: Work) -> None:
    """Read the files of an upload, and remove them. Payload: ``upload``, the name of its folder."""
    from analytics.uploads import find_upload, remove_upload  # noqa: PLC0415

    upload = find_upload(work.store_url, str(work.payload["upload"]))
    try:
        _read_files(work, upload)
    except JobLostError:  # another worker reads them
        raise
    except Exception:
        remove_upload(upload)
        raise
    remove_upload(upload)


def fetch_pages(work: Work) -> None:
    """Fetch pages. Payload: ``urls``, and ``outlet`` where that is to be the name of their outlet."""
    from analytics.gathering import gather_pages  # noqa: PLC0415

    gather_pages(_gathering(work), [str(url) for url in work.payload["urls"]], work.payload.get("outlet"))


def poll_feeds(work: Work) -> None:
    """Poll feeds. Payload: ``feeds``, their addresses, or all that are followed when it is empty."""
    from analytics.gathering import poll_feeds as poll  # noqa: PLC0415
    from analytics.store.feeds import load_feeds  # noqa: PLC0415

    wanted = set(work.payload.get("feeds", ()))
    poll(_gathering(work), [feed for feed in load_feeds(work.store) if not wanted or feed.url in wanted])


def make_report(work: Work) -> None:
    """Make a report and keep it. Payload: ``request``, as ``request_to_json`` writes it."""
    from analytics.report.library import reports_folder  # noqa: PLC0415
    from analytics.report.request import request_from_json  # noqa: PLC0415
    from analytics.reporting import write_report  # noqa: PLC0415
    from analytics.settings import Settings  # noqa: PLC0415

    request = request_from_json(str(work.payload["request"]))
    kept = write_report(work.store_url, request, reports_folder(work.store_url, Settings().reports))
    for trouble in kept.troubles:
        work.tally.say(trouble)
    work.tally.count("files of a report written", len(kept.files))


JOB_KINDS: Mapping[str, JobFunction] = {
    "files": read_files,
    "pages": fetch_pages,
    "poll": poll_feeds,
    "report": make_report,
}
"""The function of each kind of job."""


def _gathering(work: Work) -> Any:
    from analytics.fetch import Fetcher  # noqa: PLC0415
    from analytics.gathering import Gathering  # noqa: PLC0415
    from analytics.intake import Intake  # noqa: PLC0415

    return Gathering(Intake(work.store), Fetcher(), work.tally)


def _read_files(work: Work, upload: Path) -> None:
    from analytics.ingest import Skipped, read_paths  # noqa: PLC0415
    from analytics.intake import Intake, tell  # noqa: PLC0415
    from analytics.uploads import shown_name  # noqa: PLC0415

    intake = Intake(work.store)
    for item in read_paths([upload]):
        outcome = item if isinstance(item, Skipped) else intake.take(item)
        if isinstance(outcome, Skipped):
            outcome = replace(outcome, where=shown_name(upload, outcome.where))
        tell(work.tally, outcome)
        work.tally.step()
