"""The jobs that can be scheduled: each a function of the store's address and options, which returns what it did.

A part of OnRecord that wants to be run on a timetable adds a line to ``JOBS`` and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from analytics.exceptions import InputError

Options = Mapping[str, str]
_MOST_DAYS = 10_000


@dataclass(frozen=True)
class Job:
    """What is run, in what words it is described, and the options it takes with their meaning.

    ``run`` gets the address of the store and options, and returns sentences for the log. Whatever it raises is a
    failed run. ``check`` raises ``InputError`` for options that it could not run with.
    """

    run: Callable[[str, Options], str]
    about: str
    options: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[Options], object] = dict


def _retrain(store_url: str, options: Options) -> str:
    from analytics.retrain.run import retrain  # noqa: PLC0415 (scikit-learn is slow to import)
    from analytics.settings import Settings  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415

    task = cast(Literal["stance", "tone"], options.get("task", "stance"))
    return retrain(open_store(store_url), task, options.get("model") or Settings().model, "schedule").summary()


def _check_retrain(options: Options) -> None:
    from analytics.train.artifact import KINDS  # noqa: PLC0415

    _one_of("task", options, ("stance", "tone"))
    _one_of("model", options, KINDS)


def _one_of(name: str, options: Options, values: Sequence[str]) -> None:
    if name in options and options[name] not in values:
        raise InputError(f"The option {name} is {options[name]!r}; use one of {', '.join(values)}.")


def _drift(store_url: str, options: Options) -> str:
    from analytics.drift.check import check_drift  # noqa: PLC0415
    from analytics.drift.webhook import send_alerts  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415

    found = check_drift(open_store(store_url), int(options.get("days", "30")))
    if found.alerts and options.get("webhook"):
        send_alerts(options["webhook"], found, private=options.get("private") == "yes")
    return found.summary()


def _check_drift(options: Options) -> None:
    _one_of("private", options, ("yes", "no"))
    days = options.get("days", "30")
    if not (days.isascii() and days.isdigit() and 0 < int(days) < _MOST_DAYS):
        raise InputError(f"The option days is {days!r}; give a number of days, such as 30.")


def _poll(store_url: str, options: Options) -> str:
    from analytics.job_kinds import Work, poll_feeds  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415
    from analytics.tally import Tally, summarise  # noqa: PLC0415

    tally = Tally()
    poll_feeds(Work(open_store(store_url), store_url, {}, tally))
    return "\n".join([summarise(tally.counts), *tally.messages])


def _report(store_url: str, options: Options) -> str:
    from analytics.report.library import reports_folder  # noqa: PLC0415
    from analytics.report.request import request_from_options  # noqa: PLC0415
    from analytics.reporting import write_report  # noqa: PLC0415
    from analytics.settings import Settings  # noqa: PLC0415

    folder = reports_folder(store_url, Settings().reports)
    report = write_report(store_url, request_from_options(options), folder)
    return "\n".join([f"{report.title}: {', '.join(report.files)} in {folder / report.id}.", *report.troubles])


def _check_report(options: Options) -> None:
    from analytics.report.request import request_from_options  # noqa: PLC0415

    request_from_options(options)


JOBS: dict[str, Job] = {
    "retrain": Job(
        _retrain,
        "trains again with what people corrected, and promotes what is better",
        {"task": "stance or tone", "model": "accurate, fast or linear"},
        _check_retrain,
    ),
    "drift": Job(
        _drift,
        "compares the last days with those before, and tells what changed",
        {
            "days": "how many days are compared with as many before; 30",
            "webhook": "address that alerts are sent to as JSON",
            "private": "yes: the webhook may be in a private network",
        },
        _check_drift,
    ),
    "poll": Job(_poll, "reads what the feeds that are followed list and the store does not have"),
    "report": Job(
        _report,
        "makes a report, keeps it in the list of reports, and sends it",
        {
            "template": "daily-brief, monthly-monitor, actor-profile or methods-annex; monthly-monitor",
            "formats": "such as html,pdf; html",
            "parties": "ids or names, separated by commas; all",
            "actors": "ids or names, separated by commas; all",
            "to": "addresses to send it to, separated by commas",
        },
        _check_report,
    ),
}


def job_named(name: str, options: Options) -> Job:
    """Return a job. Raises ``InputError`` when there is none of that name, or it does not take an option so."""
    if name not in JOBS:
        raise InputError(f"There is no job {name!r}; use one of {', '.join(JOBS)}.")
    unknown = sorted(set(options) - set(JOBS[name].options))
    if unknown:
        taken = ", ".join(JOBS[name].options) or "none"
        raise InputError(f"The job {name} does not take the option {unknown[0]!r}; it takes {taken}.")
    JOBS[name].check(options)
    return JOBS[name]
