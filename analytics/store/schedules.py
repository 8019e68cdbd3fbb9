"""What is to run when, what ran, and the lock by which a job never runs twice at once, whichever process starts it.

A lock is a row that its holder renews; one that was not renewed for ``LEASE`` belongs to a process that is gone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Column, Connection, Index, Row, Table, Text, delete, insert, select, update

from analytics.exceptions import StoreError
from analytics.store.dialect import Code
from analytics.store.engine import Store
from analytics.store.schema import metadata

LEASE = timedelta(seconds=90)
"""How long a lock holds without being renewed."""

schedule = Table(
    "schedule",
    metadata,
    Column("name", Code, primary_key=True),
    Column("job", Code, nullable=False),
    Column("cron", Code, nullable=False),  # minute, hour, day of month, month, day of week
    Column("timezone", Code, nullable=False),
    Column("options", JSON, nullable=False),
    Column("added", Code, nullable=False),  # ISO 8601 in UTC, as all times here
)

schedule_run = Table(
    "schedule_run",
    metadata,
    Column("id", Code, primary_key=True),
    Column("schedule", Code, nullable=False),
    Column("job", Code, nullable=False),
    Column("due", Code),  # empty where somebody started it by hand
    Column("started", Code, nullable=False),
    Column("ended", Code),
    Column("outcome", Code, nullable=False),
    Column("log", Text, nullable=False),
    Index("schedule_run_due", "schedule", "due", unique=True),
    Index("schedule_run_started", "started"),
)

job_lock = Table(
    "job_lock",
    metadata,
    Column("job", Code, primary_key=True),
    Column("run_id", Code, nullable=False),
    Column("until", Code, nullable=False),
)


class Outcome(StrEnum):
    """How a run went; *skipped* where the job was running already, *stopped* where its process was gone."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Schedule:
    """A job with its options, and when it runs: five fields of cron in a time zone."""

    name: str
    job: str
    cron: str
    timezone: str
    options: Mapping[str, str]
    added: str


@dataclass(frozen=True)
class Run:
    """One run of a schedule: when it was due (``None`` by hand), started and ended, how it went, and what it said."""

    id: str
    schedule: str
    job: str
    due: str | None
    started: str
    ended: str | None
    outcome: Outcome
    log: str


def add_schedule(store: Store, new: Schedule) -> None:
    """Add a schedule. Raises ``StoreError`` when there is one of that name."""

    def work(connection: Connection) -> None:
        if connection.scalar(select(schedule.c.name).where(schedule.c.name == new.name)) is not None:
            raise StoreError(f"There is a schedule {new.name!r} already; remove it first.")
        connection.execute(insert(schedule).values(asdict(new)))

    store.write(work)


def remove_schedule(store: Store, name: str) -> None:
    """Remove a schedule; its history stays. Raises ``StoreError`` when there is none of that name."""
    gone = store.write(lambda connection: connection.execute(delete(schedule).where(schedule.c.name == name)).rowcount)
    if not gone:
        raise StoreError(f"There is no schedule {name!r}; `onrecord schedule list` prints those there are.")


def load_schedules(store: Store) -> list[Schedule]:
    """Return every schedule, by name. Raises ``StoreError``."""
    with store.reading() as connection:
        return [Schedule(*row) for row in connection.execute(select(schedule).order_by(schedule.c.name))]


def load_runs(store: Store, name: str | None = None, limit: int = 50) -> list[Run]:
    """Return runs, the latest first, of one schedule or all. Raises ``StoreError``."""
    query = select(schedule_run).order_by(schedule_run.c.started.desc(), schedule_run.c.id).limit(limit)
    if name is not None:
        query = query.where(schedule_run.c.schedule == name)
    with store.reading() as connection:
        return [_run(row) for row in connection.execute(query)]


def last_due(store: Store, name: str) -> str | None:
    """Return the latest time that a run of a schedule was due. Raises ``StoreError``."""
    due = schedule_run.c.due
    query = select(due).where(schedule_run.c.schedule == name, due.is_not(None)).order_by(due.desc()).limit(1)
    with store.reading() as connection:
        return connection.scalar(query)


def begin_run(store: Store, planned: Schedule, due: str | None) -> Run | None:
    """Record that a run begins and lock its job; ``None`` when the run that was ``due`` then is recorded already.

    Where the job runs already, the run is recorded as skipped. A lock that was not renewed is taken over, and the run
    that held it is marked as stopped. Raises ``StoreError``.
    """
    run_id = uuid4().hex

    def work(connection: Connection) -> Run | None:
        now = datetime.now(UTC)
        known = (schedule_run.c.schedule == planned.name) & (schedule_run.c.due == due)
        if due is not None and connection.scalar(select(schedule_run.c.id).where(known)) is not None:
            return None
        lock = _lock_of(planned)
        held = connection.execute(select(job_lock).where(job_lock.c.job == lock)).one_or_none()
        run = Run(run_id, planned.name, planned.job, due, stamp(now), None, Outcome.RUNNING, "")
        if held is not None and held.until > stamp(now):
            there = f"{planned.job} was running already."
            run = replace(run, ended=stamp(now), outcome=Outcome.SKIPPED, log=there)
        else:
            _take_lock(connection, run, lock, held.run_id if held is not None else None)
        connection.execute(insert(schedule_run).values(asdict(run)))
        return run

    return store.write(work)


def renew(store: Store, run: Run) -> bool:
    """Hold the lock of a run for another ``LEASE``; return whether it still was the run's. Raises ``StoreError``."""
    until = stamp(datetime.now(UTC) + LEASE)
    change = update(job_lock).where(job_lock.c.run_id == run.id).values(until=until)
    return bool(store.write(lambda connection: connection.execute(change).rowcount))


def end_run(store: Store, run: Run, outcome: Outcome, log: str) -> None:
    """Record how a run went, and free its job. Raises ``StoreError``."""

    def work(connection: Connection) -> None:
        fields = {"ended": stamp(datetime.now(UTC)), "outcome": outcome.value, "log": log}
        connection.execute(update(schedule_run).where(schedule_run.c.id == run.id).values(fields))
        connection.execute(delete(job_lock).where(job_lock.c.run_id == run.id))

    store.write(work)


def stamp(when: datetime) -> str:
    """Return a time as it is stored: ISO 8601 in UTC, of one width, so that order by text is order by time."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def _lock_of(planned: Schedule) -> str:
    """Return what must not run twice at once: a job with its options. Two reports do not wait for each other."""
    return f"{planned.job} {json.dumps(dict(planned.options), sort_keys=True)}"


def _take_lock(connection: Connection, run: Run, lock: str, stale: str | None) -> None:
    if stale is not None:
        gone = schedule_run.c.id == stale
        fields = {"outcome": Outcome.STOPPED.value, "ended": run.started, "log": "Its process ended without a word."}
        connection.execute(update(schedule_run).where(gone).values(fields))
        connection.execute(delete(job_lock).where(job_lock.c.job == lock))
    until = stamp(datetime.now(UTC) + LEASE)
    connection.execute(insert(job_lock).values(job=lock, run_id=run.id, until=until))


def _run(row: Row[Any]) -> Run:
    return Run(row.id, row.schedule, row.job, row.due, row.started, row.ended, Outcome(row.outcome), row.log)
