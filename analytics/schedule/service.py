"""``onrecord schedule run``: waits for what is due and runs it, until it is stopped."""

from __future__ import annotations

import logging
import signal
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.blocking import BlockingScheduler

from analytics.exceptions import OnRecordError
from analytics.schedule.runner import run_once
from analytics.schedule.timetable import latest_due, trigger
from analytics.store import open_store
from analytics.store.schedules import Outcome, Run, Schedule, last_due, load_schedules, stamp

_LOG = logging.getLogger(__name__)
_LOOK = 30  # seconds between two looks at the table of schedules


def serve(store_url: str) -> None:
    """Run schedules when they are due, until SIGINT or SIGTERM; a run at work is then waited for.

    The table is looked at every 30 seconds, so schedules come and go while this runs. A run missed while nothing
    ran is made up for, once. Several processes may do this on one store: each run is done by one of them. Raises
    ``StoreError`` when the store cannot be opened.
    """
    open_store(store_url).close()
    scheduler = BlockingScheduler(timezone=UTC)
    known: dict[str, Schedule] = {}
    scheduler.add_job(_follow, "interval", (scheduler, store_url, known), seconds=_LOOK, next_run_time=_now())
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: scheduler.shutdown(wait=False))
    scheduler.start()


def run_due(store_url: str, name: str) -> Run | None:
    """Run a schedule if a run is due that nobody did; return its record. Raises ``StoreError``."""
    store = open_store(store_url)
    try:
        planned = next((found for found in load_schedules(store) if found.name == name), None)
        if planned is None:
            return None
        after = datetime.fromisoformat(last_due(store, name) or planned.added)
    finally:
        store.close()
    due = latest_due(trigger(planned.cron, planned.timezone), after, _now())
    return run_once(store_url, planned, stamp(due)) if due else None


def _follow(scheduler: Any, store_url: str, known: dict[str, Schedule]) -> None:
    """Let the scheduler know what the table of schedules says now."""
    store = open_store(store_url)
    try:
        found = {planned.name: planned for planned in load_schedules(store)}
    finally:
        store.close()
    for name in [name for name, planned in known.items() if found.get(name) != planned]:
        scheduler.remove_job(name)
        del known[name]
    for name, planned in found.items():
        if name not in known:
            when = {"trigger": trigger(planned.cron, planned.timezone), "misfire_grace_time": None, "coalesce": True}
            scheduler.add_job(_run, args=(store_url, name), id=name, **when)
            scheduler.add_job(_run, args=(store_url, name), id=f"{name} (missed)", misfire_grace_time=None)
            known[name] = planned


def _run(store_url: str, name: str) -> None:
    try:
        run = run_due(store_url, name)
    except OnRecordError as error:
        _LOG.error("%s could not be run: %s", name, error)
        return
    if run is not None:
        level = logging.INFO if run.outcome is Outcome.DONE else logging.WARNING
        _LOG.log(level, "%s (%s): %s. %s", name, run.job, run.outcome, run.log)


def _now() -> datetime:
    return datetime.now(UTC)
