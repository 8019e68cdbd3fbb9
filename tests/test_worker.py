"""The worker does jobs, survives bad ones, and gives back what it was told to leave."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics import job_kinds, worker
from analytics.exceptions import InputError
from analytics.ingest import SkipReason
from analytics.job_kinds import Work
from analytics.store import Store, enqueue, open_store
from analytics.store.coverage import load_coverage
from analytics.store.feeds import add_feed, record_poll
from analytics.store.jobs import Job, JobState, load_job, load_jobs
from analytics.uploads import keep_file, new_upload
from analytics.worker import enqueue_due_poll, start_worker, work_until_empty

STORY = "Sergey Lavrov said on Monday that Kyiv had lied to Moscow."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", "linear")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'news.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


def done(store: Store, url: str, job_id: int) -> Job:
    work_until_empty(url)
    job = load_job(store, job_id)
    assert job is not None
    return job


def test_uploaded_files_are_read_reported_and_removed(store: Store, url: str) -> None:
    upload = new_upload(url)
    record = {"text": STORY, "outlet": "The Sarn Times", "title": "Lavrov speaks", "published": "2026-05-04"}
    keep_file(upload, "dump.jsonl", io.BytesIO(f"{json.dumps(record)}\nbroken\n".encode()))
    keep_file(upload, "../image.txt", io.BytesIO(b"\x89PNG\r\n\x1a\n"))
    job = done(store, url, enqueue(store, "files", {"upload": upload.name}, "ann"))
    assert job.state is JobState.DONE and job.counts == {"stored": 1, SkipReason.RECORD: 1, SkipReason.BINARY: 1}
    assert [message.split(":")[0] for message in job.messages] == ["dump.jsonl", "image.txt"]
    assert job.results[0]["title"] == "Lavrov speaks" and not upload.exists()
    assert load_coverage(store)["articles"] == 1


def test_a_job_that_fails_says_why_and_the_next_one_runs(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(work: Work) -> None:
        work.tally.count("tried")
        raise InputError("This cannot be done: do that instead.")

    def break_down(_work: Work) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(worker, "JOB_KINDS", {**job_kinds.JOB_KINDS, "refuse": refuse, "break": break_down})
    ids = [enqueue(store, kind, {}, "ann") for kind in ("refuse", "break", "poll", "unheard of")]
    assert work_until_empty(url) == 4
    refused, broken, polled, unknown = (job for job_id in ids if (job := load_job(store, job_id)))
    assert refused.state is JobState.FAILED and refused.messages == ("This cannot be done: do that instead.",)
    assert refused.counts == {"tried": 1}
    assert broken.state is JobState.FAILED and "ZeroDivisionError: by zero" in broken.messages[0]
    assert polled.state is JobState.DONE and unknown.state is JobState.FAILED


def test_a_page_inside_the_network_is_not_fetched(store: Store, url: str) -> None:
    urls = ["http://127.0.0.1/admin", "http://169.254.169.254/latest/meta-data/"]
    job = done(store, url, enqueue(store, "pages", {"urls": urls}, "ann"))
    assert job.state is JobState.DONE and job.counts == {SkipReason.ADDRESS: 2} and job.done == job.of == 2


def test_feeds_are_polled_when_they_are_due(store: Store) -> None:
    assert not enqueue_due_poll(store)
    for name in "ab":
        add_feed(store, f"https://{name}.example/", None, "ann")
    record_poll(store, "https://a.example/", "nothing new", None, None)
    assert [enqueue_due_poll(store) for _ in range(2)] == [True, False]
    (job,) = load_jobs(store)
    assert job.kind == "poll" and job.payload["feeds"] == ["https://b.example/"]
    assert datetime.now(UTC) - job.created < timedelta(minutes=1)


def test_a_poll_that_nobody_asked_for_and_that_found_nothing_is_not_kept(store: Store, url: str) -> None:
    for who in ("OnRecord", "ann"):
        enqueue(store, "poll", {"feeds": ["https://nowhere.example/"]}, who)
        work_until_empty(url)
    (job,) = load_jobs(store)
    assert job.who == "ann" and job.state is JobState.DONE


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_child_does_the_jobs_while_the_server_runs(store: Store, url: str) -> None:
    job_id = enqueue(store, "pages", {"urls": ["http://10.0.0.1/"]}, "ann")
    with start_worker(url):
        wait_for(lambda: load_job(store, job_id).state is JobState.DONE)


SLEEPER = """
import sys, time
from analytics import worker
def sleep(work):
    work.tally.say("asleep")
    time.sleep(60)
worker.JOB_KINDS = {"sleep": sleep}
worker.end_in_order()
worker.end_with_parent()
worker.work(sys.argv[1])
"""


@pytest.mark.parametrize("how", ["signal", "parent"])
def test_a_worker_that_is_told_to_end_gives_its_job_back(store: Store, url: str, how: str) -> None:
    job_id = enqueue(store, "sleep", {}, "ann")
    command = [sys.executable, "-c", SLEEPER, url]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."})
    wait_for(lambda: load_job(store, job_id).messages == ("asleep",))
    if how == "signal":
        child.send_signal(signal.SIGTERM)
    else:
        child.stdin.close()
    assert child.wait(timeout=20) == 0
    assert load_job(store, job_id).state is JobState.QUEUED
