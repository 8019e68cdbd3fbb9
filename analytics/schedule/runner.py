"""One run of a job: claimed and locked in the store, its lock renewed while it works, its outcome recorded."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from analytics.exceptions import OnRecordError, StoreError
from analytics.schedule.jobs import job_named
from analytics.store import open_store
from analytics.store.schedules import LEASE, Outcome, Run, Schedule, begin_run, end_run, load_runs, renew

_LONGEST_LOG = 20_000  # characters; of a longer one the end is kept


def run_once(store_url: str, planned: Schedule, due: str | None = None) -> Run | None:
    """Run a schedule and return its record; ``None`` when the run ``due`` at that time was somebody else's.

    What the job raises is its log, and the outcome is *failed*. Raises ``StoreError``.
    """
    store = open_store(store_url)
    try:
        run = begin_run(store, planned, due)
        if run is None or run.outcome is Outcome.SKIPPED:
            return run
        with _renewed(store_url, run):
            outcome, log = _outcome(store_url, planned)
        end_run(store, run, outcome, log[-_LONGEST_LOG:])
        return next(found for found in load_runs(store, planned.name) if found.id == run.id)
    finally:
        store.close()


def _outcome(store_url: str, planned: Schedule) -> tuple[Outcome, str]:
    try:
        return Outcome.DONE, job_named(planned.job, planned.options).run(store_url, planned.options)
    except OnRecordError as error:
        return Outcome.FAILED, str(error)
    except Exception:  # a job may fail in any way, and the next one still runs
        return Outcome.FAILED, traceback.format_exc()


@contextmanager
def _renewed(store_url: str, run: Run) -> Iterator[None]:
    """Renew the lock of ``run`` from another thread, with a store of its own, until the block is left."""
    done = Event()

    def keep() -> None:
        store = open_store(store_url)
        while not done.wait(LEASE.total_seconds() / 4):
            try:
                renew(store, run)
            except StoreError:  # a server that is away for a moment; three more tries fit into a lease
                continue
        store.close()

    thread = Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
