"""A process that reads and scores one story after another for a worker, so that a story can kill nothing but it.

    python -m analytics.archive.analyst DESCRIPTOR

It talks over the socket of that number. The job comes in, and ``None`` goes out once the models are loaded; then
stories come in, and ``Scored`` or ``Skipped`` go out. An exception goes out where no story can be scored. The process
ends when the socket closes, when it has been idle, and, by the alarm of the system, in the middle of a story that takes
longer than the job allows; not even a hang in a C library outlasts that.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from socket import gethostname
from typing import Any

from analytics.archive.job import Job, made_by
from analytics.archive.parts import Scored, scored
from analytics.exceptions import ClusterError, ModelError, OnRecordError
from analytics.ingest.readers import RawStory, Skipped, SkipReason
from analytics.intake import known_entities
from analytics.pipeline import Pipeline

_IDLE = 300.0  # seconds until the models are let go of: the workers of a cluster live on after a run

Analyse = Callable[[RawStory], Scored | Skipped]


def main() -> None:
    """Serve the worker at the other end of the socket."""
    with Connection(int(sys.argv[1])) as worker:
        job: Job = worker.recv()
        try:
            pipeline = _load(job)
            worker.send(None)
        except OnRecordError as error:
            worker.send(error)
            return
        _serve(worker, _analyse(pipeline), job.time_limit)


def _load(job: Job) -> Pipeline:
    pipeline = Pipeline.load(kind=job.model)
    found = made_by(job.model, pipeline.registry)
    other = ", ".join(name for name, value in job.made_by.items() if found.get(name) != value)
    if other:
        raise ClusterError(f"The worker on {gethostname()} has another {other} than the run; install the same there.")
    return pipeline


def _serve(worker: Connection[Any, Any], analyse: Analyse, time_limit: float) -> None:
    while worker.poll(_IDLE):
        try:
            story = worker.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, time_limit)
        try:
            result: object = analyse(story)
        except ModelError as error:  # every story would fail in the same way
            result = error
        except Exception as error:  # one bad story never takes down a batch
            detail = f"The story could not be analysed ({type(error).__name__}: {error})."
            result = Skipped(story.where, SkipReason.UNREADABLE, detail)
        signal.setitimer(signal.ITIMER_REAL, 0)
        worker.send(result)


def _analyse(pipeline: Pipeline) -> Analyse:
    parties, actors = known_entities(pipeline.registry)

    def analyse(story: RawStory) -> Scored | Skipped:
        article = story.read()
        return article if isinstance(article, Skipped) else scored(pipeline.analyze(article), parties, actors)

    return analyse


if __name__ == "__main__":
    main()
