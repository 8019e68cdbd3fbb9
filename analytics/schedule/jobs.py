"""The jobs that can be scheduled: each a function of the store's address and options, which returns what it did.

A part of OnRecord that wants to be run on a timetable adds a line to ``JOBS`` and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from analytics.exceptions import InputError

Options = Mapping[str, str]


@dataclass(frozen=True)
class Job:
    """What is run, in what words it is described, and the options it takes with their meaning.

    ``run`` gets the address of the store and options, and returns sentences for the log. Whatever it raises is a
    failed run.
    """

    run: Callable[[str, Options], str]
    about: str
    options: Mapping[str, str] = field(default_factory=dict)


def _retrain(store_url: str, options: Options) -> str:
    from analytics.retrain.run import retrain  # noqa: PLC0415 (scikit-learn is slow to import)
    from analytics.settings import Settings  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415

    task: Literal["stance", "tone"] = "tone" if options.get("task") == "tone" else "stance"
    return retrain(open_store(store_url), task, options.get("model") or Settings().model, "schedule").summary()


def _drift(store_url: str, options: Options) -> str:
    from analytics.drift.check import check_drift  # noqa: PLC0415
    from analytics.drift.webhook import send_alerts  # noqa: PLC0415
    from analytics.store import open_store  # noqa: PLC0415

    found = check_drift(open_store(store_url), int(options.get("days", "30")))
    if found.alerts and options.get("webhook"):
        send_alerts(options["webhook"], found, private=options.get("private") == "yes")
    return found.summary()


JOBS: dict[str, Job] = {
    "retrain": Job(
        _retrain,
        "trains again with what people corrected, and promotes what is better",
        {"task": "stance or tone", "model": "accurate, fast or linear"},
    ),
    "drift": Job(
        _drift,
        "compares the last days with those before, and tells what changed",
        {
            "days": "how many days are compared with as many before; 30",
            "webhook": "address that alerts are sent to as JSON",
            "private": "yes: the webhook may be in a private network",
        },
    ),
}


def job_named(name: str, options: Options) -> Job:
    """Return a job. Raises ``InputError`` when there is none of that name, or it does not take an option."""
    if name not in JOBS:
        raise InputError(f"There is no job {name!r}; use one of {', '.join(JOBS)}.")
    unknown = sorted(set(options) - set(JOBS[name].options))
    if unknown:
        taken = ", ".join(JOBS[name].options) or "none"
        raise InputError(f"The job {name} does not take the option {unknown[0]!r}; it takes {taken}.")
    return JOBS[name]
