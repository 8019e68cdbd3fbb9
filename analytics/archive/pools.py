"""Where partitions are scored: processes of this machine by joblib, or the workers of a Dask cluster."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from analytics.archive.job import Job
from analytics.archive.partitions import Partition
from analytics.archive.worker import Outcome, score_partition
from analytics.exceptions import ClusterError

_PATIENCE = 30.0  # seconds to wait for a cluster
_IDLE = 600  # seconds until an idle process ends: longer than the next partition may take to be read


@dataclass(frozen=True)
class Pool:
    """``submit`` starts a partition; ``capacity`` says how many can be scored at once, at this moment.

    ``capacity`` raises ``ClusterError`` when the cluster is gone.
    """

    submit: Callable[[Partition, Job], Future[Outcome]]
    capacity: Callable[[], int]


def cores() -> int:
    """Return the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def local_pool(processes: int) -> Iterator[Pool]:
    """Yield a pool of processes; when one is killed, the next partition gets all of them anew."""
    from joblib.externals.loky import get_reusable_executor  # noqa: PLC0415 (only for this pool)

    def executor() -> Any:
        return get_reusable_executor(processes, timeout=_IDLE, initializer=_end_with, initargs=(os.getpid(),))

    try:
        yield Pool(lambda partition, job: executor().submit(score_partition, partition, job), lambda: processes)
    finally:
        executor().shutdown(wait=True, kill_workers=True)


def _end_with(parent: int) -> None:
    """End this process soon after ``parent``, which joblib alone does not see to when it is killed."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def cluster_pool(address: str) -> Iterator[Pool]:
    """Yield the workers of the Dask scheduler at ``address``; the cluster itself gives a dead worker's work to others.

    Raises ``ClusterError`` when Dask is not installed, and when no scheduler answers there or it has no worker.
    """
    try:
        from distributed import Client  # noqa: PLC0415 (of an extra)
    except ImportError as error:
        raise ClusterError("Dask is not installed; install onrecord[dist] here and on every worker.") from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(f"No Dask scheduler with a worker answers at {address}: {error}.") from error

    def capacity() -> int:
        if client.status != "running":
            raise ClusterError(f"The Dask scheduler at {address} is gone; run again, what is done is kept.")
        return sum(client.nthreads().values())

    with client:
        executor = client.get_executor(pure=False)
        yield Pool(lambda partition, job: executor.submit(score_partition, partition, job), capacity)
