"""A real Dask scheduler with two real workers, one of which is killed half-way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from analytics.archive.pools import cluster_pool
from analytics.exceptions import ClusterError
from tests.archive.small import AT_MOST, ROOT, STORIES, files, run

pytest.importorskip("distributed")


class Cluster:
    """Where the scheduler listens, and the processes of the two workers."""

    def __init__(self, address: str, workers: list[subprocess.Popen[bytes]]) -> None:
        self.address = address
        self.workers = workers


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    place = tmp_path / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", *arguments, "--scheduler-file", str(place), "--no-dashboard"]
        process = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.DEVNULL)
        stack.callback(process.wait)
        stack.callback(process.kill)
        return process

    with ExitStack() as stack:
        start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        worker = ("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny")
        workers = [start(*worker) for _ in range(2)]
        while not place.exists() or not place.read_text():
            time.sleep(0.05)
        yield Cluster(json.loads(place.read_text())["address"], workers)


def test_the_result_is_complete_and_the_same_though_a_worker_is_killed(
    archive: Path, expected: Path, tmp_path: Path, cluster: Cluster
) -> None:
    output = tmp_path / "out"
    left: list[int] = []

    def kill_half_way() -> None:
        while len(list((output / "articles").glob("part-*"))) < 2:
            time.sleep(0.02)
        cluster.workers[0].send_signal(signal.SIGKILL)
        cluster.workers[0].wait()
        left.append(STORIES // AT_MOST - len(list((output / "articles").glob("part-*"))))

    killer = threading.Thread(target=kill_half_way, daemon=True)
    killer.start()
    report = run(archive, output, cluster_pool(cluster.address))
    killer.join(10)
    assert left
    assert left[0] > 0
    assert cluster.workers[1].poll() is None
    assert (report.articles, report.failures.total()) == (STORIES, 0)
    assert files(output) == files(expected)


def test_a_scheduler_that_is_not_there_is_a_sentence(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.archive.pools._PATIENCE", 1.0)
    with pytest.raises(ClusterError, match=r"No Dask scheduler with a worker answers at tcp://127\.0\.0\.1:9"):
        run(archive, tmp_path, cluster_pool("tcp://127.0.0.1:9"))
