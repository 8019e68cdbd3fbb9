"""Work that outlasts a request: queued by whoever wants it, done by a worker, and watched by everybody.

A job is claimed by one worker at a time, since all writes to a store happen one after the other. A worker tells that it
lives by a heartbeat; a job whose worker fell silent is queued again, and fails when that happened ``TRIES`` times. A
worker that comes back from a long silence learns with its next word that the job is no longer its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Update, delete, insert, select, update

from analytics.exceptions import JobLostError
from analytics.store.engine import Store
from analytics.store.intake_tables import job
from analytics.tally import Tally

TRIES = 3
"""Times that a job is started when its worker dies."""

SILENCE = 120.0
"""Seconds without a heartbeat after which a worker is given up; the clocks of several machines may differ a little."""


class JobState(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Job:
    """A job as the store has it; times are in UTC. ``who`` asked for it."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    state: JobState
    who: str
    created: datetime
    started: datetime | None
    finished: datetime | None
    done: int
    of: int | None
    counts: Mapping[str, int]
    messages: tuple[str, ...]
    results: tuple[Mapping[str, str], ...]


def enqueue(store: Store, kind: str, payload: Mapping[str, Any], who: str) -> int:
    """Queue a job and return its id; one that waits already for the same is not queued twice.

    ``payload`` must be JSON and say all that the job needs. Raises ``StoreError``.
    """

    def work(connection: Connection) -> int:
        waiting = select(job.c.id, job.c.payload).where(job.c.state == JobState.QUEUED.value, job.c.kind == kind)
        for row in connection.execute(waiting):
            if row.payload == dict(payload):
                return int(row.id)
        tally = _tally_fields(Tally())
        fields = {"kind": kind, "payload": dict(payload), "state": JobState.QUEUED.value, "who": who, **tally}
        new = insert(job).values(**fields, created=_now(), tries=0)
        return int(connection.execute(new.returning(job.c.id)).scalar_one())

    return store.write(work)


def claim(store: Store, worker: str, *, silence: float = SILENCE) -> Job | None:
    """Take the job that waits longest, or ``None``; jobs of workers silent for ``silence`` seconds wait again first.

    ``worker`` names the caller and nobody else. Raises ``StoreError``.
    """
    if not _is_work(store, silence):
        return None

    def work(connection: Connection) -> Job | None:
        _recover(connection, silence)
        waiting = select(job).where(job.c.state == JobState.QUEUED.value).order_by(job.c.id).limit(1)
        found = connection.execute(waiting).one_or_none()
        if found is None:
            return None
        start = {"state": JobState.RUNNING.value, "worker": worker, "started": _now(), "heartbeat": _now()}
        mine = update(job).where(job.c.id == found.id)
        connection.execute(mine.values(**start, **_tally_fields(Tally()), tries=found.tries + 1))
        return _to_job(connection.execute(select(job).where(job.c.id == found.id)).one())

    return store.write(work)


def save(store: Store, job_id: int, worker: str, tally: Tally | None = None) -> None:
    """Tell that ``worker`` is alive and, with a ``tally``, how far it is. Raises ``JobLostError``, ``StoreError``."""
    fields = {} if tally is None else _tally_fields(tally)
    _change(store, job_id, worker, fields)


def finish(store: Store, job_id: int, worker: str, tally: Tally, state: JobState) -> None:
    """End a job as done or failed, with what became of it. Raises ``JobLostError`` and ``StoreError``."""
    _change(store, job_id, worker, {**_tally_fields(tally), "state": state.value, "finished": _now()})


def release(store: Store, job_id: int, worker: str) -> None:
    """Queue a job again that its worker was told to leave; that is no failed try. As ``finish``."""
    again = {"state": JobState.QUEUED.value, "worker": None, "started": None, "tries": job.c.tries - 1}
    _change(store, job_id, worker, again)


def discard(store: Store, job_id: int, worker: str) -> None:
    """Remove a job that is done and of which there is nothing to tell. Raises ``JobLostError`` and ``StoreError``."""
    gone = delete(job).where(job.c.id == job_id, job.c.worker == worker, job.c.state == JobState.RUNNING.value)
    if store.write(lambda connection: connection.execute(gone).rowcount) == 0:
        raise _lost(job_id)


def load_jobs(store: Store, limit: int = 20) -> tuple[Job, ...]:
    """Return the newest ``limit`` jobs, the newest first. Raises ``StoreError``."""
    with store.reading() as connection:
        return tuple(map(_to_job, connection.execute(select(job).order_by(job.c.id.desc()).limit(limit))))


def load_job(store: Store, job_id: int) -> Job | None:
    """Return a job, or ``None`` when there is none of that id. Raises ``StoreError``."""
    with store.reading() as connection:
        found = connection.execute(select(job).where(job.c.id == job_id)).one_or_none()
    return None if found is None else _to_job(found)


def is_under_way(store: Store, kind: str) -> bool:
    """Return whether a job of that kind waits or runs. Raises ``StoreError``."""
    states = (JobState.QUEUED.value, JobState.RUNNING.value)
    with store.reading() as connection:
        return (
            connection.scalar(select(job.c.id).where(job.c.kind == kind, job.c.state.in_(states)).limit(1)) is not None
        )


def _is_work(store: Store, silence: float) -> bool:
    """Whether there is anything to claim: a look that takes no lock, since every idle worker looks every second."""
    with store.reading() as connection:
        silent = (job.c.state == JobState.RUNNING.value) & (job.c.heartbeat < _now(-silence))
        query = select(job.c.id).where((job.c.state == JobState.QUEUED.value) | silent).limit(1)
        return connection.scalar(query) is not None


def _recover(connection: Connection, silence: float) -> None:
    silent = (job.c.state == JobState.RUNNING.value) & (job.c.heartbeat < _now(-silence))
    connection.execute(update(job).where(silent, job.c.tries < TRIES).values(state=JobState.QUEUED.value, worker=None))
    why = [f"The worker died {TRIES} times at this job: leave out part of it, and look into the worker’s log."]
    failed = {"state": JobState.FAILED.value, "finished": _now(), "messages": why}
    connection.execute(update(job).where(silent, job.c.tries >= TRIES).values(failed))


def _change(store: Store, job_id: int, worker: str, fields: Mapping[str, Any]) -> None:
    mine = (job.c.id == job_id) & (job.c.worker == worker) & (job.c.state == JobState.RUNNING.value)
    change: Update = update(job).where(mine).values(**{"heartbeat": _now(), **fields})
    if store.write(lambda connection: connection.execute(change).rowcount) == 0:
        raise _lost(job_id)


def _lost(job_id: int) -> JobLostError:
    return JobLostError(f"Job {job_id} was given to another worker, since this one was silent for too long.")


def _tally_fields(tally: Tally) -> dict[str, Any]:
    return {
        "done": tally.done,
        "of": tally.of,
        "counts": dict(tally.counts),
        "messages": list(tally.messages),
        "results": list(tally.results),
    }


def _to_job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        payload=row.payload,
        state=JobState(row.state),
        who=row.who,
        created=datetime.fromisoformat(row.created),
        started=_time(row.started),
        finished=_time(row.finished),
        done=row.done,
        of=row.of,
        counts=row.counts,
        messages=tuple(row.messages),
        results=tuple(row.results),
    )


def _time(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)


def _now(seconds: float = 0.0) -> str:
    """Return the time as it is stored, in UTC and always of the same length, so that texts compare like times."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
