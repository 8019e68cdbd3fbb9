"""The worker: does the jobs of a store one after another, in a process of its own.

``onrecord work`` runs one. ``start_worker`` runs one as a child of a server, so that an app works without further ado.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from uuid import uuid4

from analytics.exceptions import JobLostError, OnRecordError, StoreError
from analytics.job_kinds import JOB_KINDS, Work
from analytics.store import Store, enqueue, open_store
from analytics.store.feeds import load_feeds
from analytics.store.jobs import Job, JobState, claim, discard, finish, is_under_way, release, save
from analytics.tally import Tally

POLL_EVERY = timedelta(minutes=30)
"""How often a worker polls the feeds that are followed."""

_IDLE = 1.0  # seconds between two looks for a job
_BEAT = 10.0  # seconds between two heartbeats
_TOLD = 0.5  # seconds between two words on how far a job is
_OURSELVES = "OnRecord"  # who asks for the polls that are due
_RESTART = 5.0  # seconds until a worker that died is started again
_LOG = logging.getLogger(__name__)


def work_until_empty(store_url: str) -> int:
    """Do the jobs that wait, and return how many there were. Raises ``StoreError``."""
    store, worker = open_store(store_url), uuid4().hex
    done = 0
    while (job := claim(store, worker)) is not None:
        _do(store, store_url, worker, job)
        done += 1
    return done


def work(store_url: str) -> None:
    """Do jobs as they come, and poll the feeds that are due, until the process is told to end.

    A job at hand is then queued again. Raises ``StoreError`` when the store cannot be opened.
    """
    store, worker = open_store(store_url), uuid4().hex
    while True:
        try:
            job = claim(store, worker)
            if job is not None:
                _do(store, store_url, worker, job)
                continue
            if enqueue_due_poll(store):
                continue
        except StoreError as error:  # such as a server that is being restarted
            _LOG.warning("%s", error)
        time.sleep(_IDLE)


def enqueue_due_poll(store: Store) -> bool:
    """Queue a poll of the first feed that nobody polled for ``POLL_EVERY``, and return whether there is one.

    One feed at a time, and none while a poll is under way: what people ask for must not wait for all feeds.
    """
    before = datetime.now(UTC) - POLL_EVERY
    due = next((feed.url for feed in load_feeds(store) if feed.polled is None or feed.polled < before), None)
    if due is None or is_under_way(store, "poll"):
        return False
    enqueue(store, "poll", {"feeds": [due], "title": f"Feed: {due[:80]}"}, _OURSELVES)
    return True


@contextmanager
def start_worker(store_url: str) -> Iterator[None]:
    """Keep a worker for a store running in a process of its own, while the block runs.

    It ends with this process, whatever ends that, and is started again when it dies.
    """
    stopping, process = threading.Event(), os.getpid()
    child = _Child(store_url)
    keeper = threading.Thread(target=child.keep_running, args=(stopping,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        if os.getpid() == process:  # a copy of this process that ends leaves the worker to the others
            stopping.set()
            child.end()
            keeper.join(_RESTART)


class _Child:
    """The process of a worker. It ends when its standard input does, which the system sees to when we die."""

    def __init__(self, store_url: str) -> None:
        # Not among the arguments, which everybody on the machine can read: it may hold a password.
        home = str(Path(__file__).resolve().parent.parent)
        paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
        self._environment = {**os.environ, "ONRECORD_DATABASE_URL": store_url, "PYTHONPATH": paths}
        self._process = self._start()

    def keep_running(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            self._process.wait()
            if stopping.wait(_RESTART):
                return
            self._process = self._start()

    def end(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", "analytics.worker"]  # -P: nothing is imported from the current folder
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=self._environment)


def _do(store: Store, store_url: str, worker: str, job: Job) -> None:
    """Do a job to its end, good or bad. It is queued again when the process is told to end meanwhile."""
    tally = Tally()
    tally.changed = _Throttled(store, job, worker, tally)
    state = JobState.FAILED
    try:
        with _heartbeat(store, job, worker):
            JOB_KINDS[job.kind](Work(store, store_url, job.payload, tally))
        state = JobState.DONE
    except JobLostError as error:
        _LOG.warning("%s", error)
        return
    except (SystemExit, KeyboardInterrupt):
        with suppress(StoreError):
            release(store, job.id, worker)
        raise
    except OnRecordError as error:
        tally.messages.append(str(error))
    except Exception as error:  # one job never takes down the worker
        _LOG.exception("job %d failed", job.id)
        tally.messages.append(f"The job failed ({type(error).__name__}: {error}).")
    with suppress(JobLostError):
        if job.who == _OURSELVES and state is JobState.DONE and not tally.counts:
            discard(store, job.id, worker)  # of every feed, every half an hour: nobody would see anything else
        else:
            finish(store, job.id, worker, tally, state)


class _Throttled:
    """Tells the store how far a job is, not more often than a reader can see."""

    def __init__(self, store: Store, job: Job, worker: str, tally: Tally) -> None:
        self._store, self._job, self._worker, self._tally = store, job, worker, tally
        self._told = float("-inf")

    def __call__(self) -> None:
        if time.monotonic() - self._told < _TOLD:
            return
        self._told = time.monotonic()
        _say(self._store, self._job, self._worker, self._tally)


@contextmanager
def _heartbeat(store: Store, job: Job, worker: str) -> Iterator[None]:
    """Tell that the worker lives while the block runs, also in the middle of one long step."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(_BEAT):
            with suppress(JobLostError):  # the work itself learns it with its next word
                _say(store, job, worker, None)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _say(store: Store, job: Job, worker: str, tally: Tally | None) -> None:
    try:
        save(store, job.id, worker, tally)
    except JobLostError:
        raise
    except StoreError as error:  # the next word may come through
        _LOG.warning("%s", error)


def end_with_parent() -> None:
    """End this process as if it was told to, when its standard input ends."""

    def watch() -> None:
        while os.read(0, 1024):  # not through sys.stdin, whose lock would be held when the interpreter ends
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def end_in_order() -> None:
    """Let the signals that end a process come as ``SystemExit``, so that the job at hand is given back."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)


if __name__ == "__main__":
    from analytics.settings import Settings

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s worker: %(message)s")
    end_in_order()
    end_with_parent()
    try:
        work(Settings().database_url)
    except OnRecordError as error:
        sys.exit(f"worker: {error}")
