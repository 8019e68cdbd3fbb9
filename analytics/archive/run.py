"""A run over an archive: what is missing is scored, what fails is tried again, and nothing waits in memory."""

from __future__ import annotations

import fcntl
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from textwrap import shorten
from typing import Any, Literal

from analytics.archive.job import Job, made_by
from analytics.archive.partitions import STORIES, Partition, cut
from analytics.archive.parts import clear_unfinished, known_keys, prepare, read_analyses, replace_file, write_failures
from analytics.archive.pools import Pool
from analytics.archive.worker import Outcome, failure_row
from analytics.exceptions import InputError, OnRecordError
from analytics.ingest.readers import read_raw
from analytics.intake import known_entities
from analytics.parties.user_registry import registry_in_use
from analytics.store import open_store
from analytics.store.writer import write_analyses

TRIES = 3
"""Times that a partition is started when its worker dies or cannot do it."""

WORKER_FAILED = "worker failed"
"""The reason of a story whose partition was given up; such stories are tried again by the next run."""

_MADE_BY = "made_by.json"
_LONGEST_REASON = 300  # characters: joblib and Dask say a lot
_QUEUED = 2  # partitions in flight for each that can be scored at once: one at work, one waiting

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True)
class ScoreReport:
    """What a run did: articles scored, their statements, stories done before, and failures by reason."""

    articles: int
    statements: int
    known: int
    failures: Counter[str]

    def summary(self) -> str:
        """Return the report in one line."""
        parts = [f"{self.articles} articles scored with {self.statements} statements", f"{self.known} done before"]
        if self.failures:
            counted = ", ".join(f"{count} {reason}" for reason, count in self.failures.most_common())
            parts.append(f"{self.failures.total()} failed ({counted})")
        return ", ".join(parts) + "."


def score_archive(
    paths: Iterable[Path | Literal["-"]],
    job: Job,
    pool: AbstractContextManager[Pool],
    *,
    progress: Progress,
    at_most: int = STORIES,
) -> ScoreReport:
    """Score the stories under ``paths`` that ``job.output`` lacks, in partitions of up to ``at_most`` stories.

    The files depend on the stories, the models and the registry alone, to the byte: not on how many workers there are
    or which of them die. Only one run at a time may write to an output folder. Raises ``InputError`` for a path that
    does not exist and an output folder that other models filled, and ``ClusterError``.
    """
    stories = read_raw(paths)
    job = replace(job, output=job.output.resolve(), made_by=made_by(job.model, registry_in_use()))
    articles, statements, failures = 0, 0, Counter[str]()
    with _claimed(job), pool as opened:
        known = known_keys(job.output)
        before = len(known)
        for outcome in progress(_outcomes(cut(stories, known, at_most), job, opened), "Partitions scored"):
            articles += outcome.articles
            statements += outcome.statements
            failures.update(outcome.failures)
    return ScoreReport(articles, statements, before, failures)


def load_output(output: Path, store_url: str, *, progress: Progress) -> int:
    """Bring the analyses in ``output`` into a store, a partition a transaction; return how many it did not have.

    Raises ``StoreError`` when the store cannot be used.
    """
    store, (parties, actors) = open_store(store_url), known_entities(registry_in_use())
    loaded = (write_analyses(store, analyses, parties, actors) for analyses in read_analyses(output))
    return sum(progress(loaded, "Partitions loaded"))


@contextmanager
def _claimed(job: Job) -> Iterator[None]:
    """Prepare the output folder and keep other runs out of it, until the run ends or is killed."""
    with ExitStack() as stack:
        try:
            job.output.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((job.output / ".lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _check(job)
            prepare(job.output)
        except BlockingIOError as error:
            raise InputError(f"Another run is writing to {job.output}; wait until it has finished.") from error
        except OSError as error:
            reason = f"{job.output} cannot be written: {error.strerror}"
            raise InputError(f"{reason}; choose another folder with --output.") from error
        yield
        clear_unfinished(job.output)


def _check(job: Job) -> None:
    """Refuse an output folder whose results would not fit to ours."""
    place = job.output / _MADE_BY
    if not place.exists():
        replace_file(place, lambda file: file.write(json.dumps(job.made_by, indent=2).encode()))
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{place} is damaged; choose another folder with --output.") from error
    if found != job.made_by:
        other = ", ".join(name for name, value in job.made_by.items() if found.get(name) != value)
        raise InputError(f"{job.output} holds results of another {other}; choose another folder with --output.")


def _outcomes(partitions: Iterator[Partition], job: Job, pool: Pool) -> Iterator[Outcome]:
    """Yield what becomes of ``partitions``, drawn no faster than they are scored."""
    running: dict[Future[Outcome], tuple[Partition, int]] = {}
    while True:
        room = max(1, _QUEUED * pool.capacity()) - len(running)
        running |= {_start(pool, partition, job): (partition, 1) for partition in islice(partitions, max(0, room))}
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            partition, tries = running.pop(future)
            error = _error(future)
            if error is None:
                yield future.result()
            elif isinstance(error, OnRecordError):  # every partition would fail in the same way
                raise error
            elif tries < TRIES:
                running[_start(pool, partition, job)] = (partition, tries + 1)
            else:
                yield _given_up(partition, job, error)


def _start(pool: Pool, partition: Partition, job: Job) -> Future[Outcome]:
    try:
        return pool.submit(partition, job)
    except Exception as error:  # the pool broke since we looked
        failed: Future[Outcome] = Future()
        failed.set_exception(error)
        return failed


def _error(future: Future[Outcome]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:  # by the cluster
        return error


def _given_up(partition: Partition, job: Job, error: BaseException) -> Outcome:
    said = shorten(str(error), _LONGEST_REASON)
    detail = f"The worker failed {TRIES} times ({type(error).__name__}: {said})."
    rows = [
        failure_row(key, story.where, WORKER_FAILED, detail)
        for key, story in zip(partition.keys, partition.stories, strict=True)
    ]
    write_failures(job.output, partition.name, rows)
    return Outcome(0, 0, {WORKER_FAILED: len(rows)})
