"""A run on this machine: the same files whatever happens, and only what is missing."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pandas as pd
import pytest

from analytics.archive import run as run_module
from analytics.archive.job import Job
from analytics.archive.partitions import Partition
from analytics.archive.pools import Pool, local_pool
from analytics.archive.run import TRIES, WORKER_FAILED
from analytics.archive.worker import Outcome, score_partition
from analytics.exceptions import InputError
from analytics.ingest.readers import read_raw
from tests.archive.small import AT_MOST, STORIES, children, files, pool_of, run, sample, write_archive


def done(partition: Partition, job: Job) -> Future[Outcome]:
    """Score in this process, as a worker would."""
    future: Future[Outcome] = Future()
    future.set_result(score_partition(partition, job))
    return future


def failed(error: Exception) -> Future[Outcome]:
    future: Future[Outcome] = Future()
    future.set_exception(error)
    return future


HERE = Pool(done, lambda: 1)


def kill_when_half_done(output: Path, words: str, killed: list[int]) -> threading.Thread:
    """Kill one process of ours with ``words`` in its command line, once two partitions are done."""

    def watch() -> None:
        while len(list((output / "articles").glob("part-*"))) < 2:
            time.sleep(0.02)
        pid = children(os.getpid(), words)[0]
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


def test_two_processes_give_the_bytes_that_one_gives(archive: Path, expected: Path, tmp_path: Path) -> None:
    report = run(archive, tmp_path, local_pool(2))
    assert (report.articles, report.known, report.failures.total()) == (STORIES, 0, 0)
    assert files(tmp_path) == files(expected)


@pytest.mark.parametrize("words", ["LokyProcess", "analytics.archive.analyst"])
def test_a_killed_process_changes_nothing(words: str, archive: Path, expected: Path, tmp_path: Path) -> None:
    killed: list[int] = []
    watcher = kill_when_half_done(tmp_path, words, killed)
    report = run(archive, tmp_path, local_pool(2))
    watcher.join(10)
    assert killed
    assert report.articles == STORIES
    assert files(tmp_path) == files(expected)


def test_a_killed_run_is_taken_up_where_it_was(archive: Path, expected: Path, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from tests.archive.small import run; import sys; "
        "run(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(archive), str(tmp_path)])
    while not list((tmp_path / "articles").glob("part-*")):
        assert process.poll() is None
        time.sleep(0.02)
    below = children(process.pid, "LokyProcess") + children(process.pid, "analytics.archive.analyst")
    assert below
    process.kill()
    process.wait()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in below):
        assert time.monotonic() < deadline, "the workers of a killed run live on"
        time.sleep(0.1)
    report = run(archive, tmp_path)
    assert report.known >= AT_MOST
    assert report.known + report.articles == STORIES
    assert files(tmp_path) == files(expected)


def test_a_rerun_does_nothing_and_a_grown_archive_only_what_is_new(tmp_path: Path) -> None:
    archive, output = write_archive(tmp_path / "a.jsonl", sample(5)), tmp_path / "out"
    assert run(archive, output, pool_of(HERE)).articles == 5
    before = files(output)
    again = run(archive, output, pool_of(HERE))
    assert (again.articles, again.known) == (0, 5)
    assert files(output) == before
    write_archive(archive, sample(7))
    grown = run(archive, output, pool_of(HERE))
    assert (grown.articles, grown.known) == (2, 5)
    assert pd.read_parquet(output / "articles")["article_id"].nunique() == 7


def test_a_partition_that_kills_its_workers_is_given_up_and_taken_up_by_the_next_run(tmp_path: Path) -> None:
    archive, output = write_archive(tmp_path / "a.jsonl", sample(6)), tmp_path / "out"
    tries: list[str] = []

    def submit(partition: Partition, job: Job) -> Future[Outcome]:
        if "a.jsonl:1" in partition.stories[0].where:
            tries.append(partition.name)
            return failed(MemoryError("killed"))
        return done(partition, job)

    report = run(archive, output, pool_of(Pool(submit, lambda: 1)), at_most=2)
    assert len(tries) == TRIES
    assert (report.articles, report.failures) == (4, {WORKER_FAILED: 2})
    failures = pd.read_parquet(output / "failures")
    assert set(failures["reason"]) == {WORKER_FAILED}
    assert "MemoryError: killed" in failures["detail"].iloc[0]
    assert run(archive, output, pool_of(HERE), at_most=2).articles == 2
    assert pd.read_parquet(output / "failures").empty


def test_the_archive_is_read_no_faster_than_it_is_scored(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, ahead, finished = [], [], []

    def counted(paths: list[Path]) -> Iterator[object]:
        for story in read_raw(paths):
            drawn.append(story)
            yield story

    def submit(partition: Partition, job: Job) -> Future[Outcome]:
        ahead.append(len(drawn) - len(finished))
        finished.append(partition)
        future: Future[Outcome] = Future()
        future.set_result(Outcome(1, 0, {}))
        return future

    monkeypatch.setattr(run_module, "read_raw", counted)
    run(archive, tmp_path, pool_of(Pool(submit, lambda: 1)), at_most=1)
    assert len(drawn) == STORIES
    assert max(ahead) <= 3


def test_other_models_do_not_mix_and_two_runs_do_not_either(tmp_path: Path) -> None:
    archive, output = write_archive(tmp_path / "a.jsonl", sample(1)), tmp_path / "out"
    run(archive, output, pool_of(HERE))
    made_by = output / "made_by.json"
    made_by.write_text(made_by.read_text().replace("stance-linear", "stance-other"))
    with pytest.raises(InputError, match="another stance; choose another folder"):
        run(archive, output, pool_of(HERE))
    with (output / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="Another run"):
            run(archive, output, pool_of(HERE))
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        run(archive, tmp_path / "file" / "out", pool_of(HERE))
