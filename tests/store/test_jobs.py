"""Jobs on both databases: claimed once however many race for them, and taken over from workers that die."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from analytics.exceptions import JobLostError
from analytics.store import Store, data_version, enqueue, open_store
from analytics.store.jobs import (
    TRIES,
    JobState,
    claim,
    finish,
    is_under_way,
    load_job,
    load_jobs,
    release,
    save,
)
from analytics.tally import MOST_MESSAGES, Tally


def state(store: Store, job_id: int) -> JobState:
    job = load_job(store, job_id)
    assert job is not None
    return job.state


def test_a_job_goes_from_queued_to_done_and_says_how_far_it_is(store: Store) -> None:
    job_id = enqueue(store, "pages", {"urls": ["https://example.org/"]}, "ann")
    assert state(store, job_id) is JobState.QUEUED and is_under_way(store, "pages")
    job = claim(store, "one")
    assert job is not None and job.id == job_id and job.payload == {"urls": ["https://example.org/"]}
    assert claim(store, "two") is None
    tally = Tally()
    tally.step(2, of=3)
    tally.count("stored", 2)
    tally.say("Good.")
    tally.made("a1", "Talks resume")
    save(store, job_id, "one", tally)
    running = load_job(store, job_id)
    assert running is not None and (running.state, running.done, running.of) == (JobState.RUNNING, 2, 3)
    assert running.started is not None and running.finished is None
    finish(store, job_id, "one", tally, JobState.DONE)
    done = load_job(store, job_id)
    assert done is not None and done.state is JobState.DONE and done.finished is not None and done.who == "ann"
    assert (done.counts, done.messages, done.results) == (
        {"stored": 2},
        ("Good.",),
        ({"id": "a1", "title": "Talks resume"},),
    )
    assert not is_under_way(store, "pages") and data_version(store) == 0  # no chart changes by a job alone


def test_the_oldest_job_comes_first_and_the_newest_is_listed_first(store: Store) -> None:
    ids = [enqueue(store, "poll", {"feeds": [str(number)]}, "ann") for number in range(3)]
    claimed = [claim(store, "one") for _ in ids]
    assert [job.id for job in claimed if job] == ids
    assert [job.id for job in load_jobs(store, limit=2)] == ids[:0:-1]


def test_a_job_that_waits_already_is_not_queued_twice(store: Store) -> None:
    first = enqueue(store, "poll", {"feeds": []}, "ann")
    assert enqueue(store, "poll", {"feeds": []}, "bob") == first
    assert enqueue(store, "poll", {"feeds": ["x"]}, "bob") != first
    claim(store, "one")
    assert enqueue(store, "poll", {"feeds": []}, "bob") > first  # what runs may have passed that feed already


def take_all(sender: Any, url: str, worker: str) -> None:
    store = open_store(url)
    sender.send("ready")
    taken = []
    while (job := claim(store, worker)) is not None:
        taken.append(job.id)
        finish(store, job.id, worker, Tally(), JobState.DONE)
    sender.send(taken)


def test_workers_that_race_take_every_job_once(url: str, fork: Callable[..., Any]) -> None:
    store = open_store(url)
    ids = [enqueue(store, "poll", {"feeds": [number]}, "ann") for number in range(40)]
    racing = [fork(take_all, url, f"worker {number}")[1] for number in range(3)]
    assert [receiver.recv() for receiver in racing] == ["ready"] * 3
    taken = [receiver.recv() for receiver in racing]
    assert sorted(job_id for some in taken for job_id in some) == ids
    store.close()


def claim_and_hang(sender: Any, url: str) -> None:
    store = open_store(url)
    job = claim(store, "doomed")
    sender.send(job.id if job else None)
    time.sleep(60)


def test_a_job_of_a_killed_worker_is_taken_over_until_it_killed_enough_of_them(
    url: str, fork: Callable[..., Any]
) -> None:
    store = open_store(url)
    job_id = enqueue(store, "poll", {}, "ann")
    for _ in range(TRIES):
        process, receiver = fork(claim_and_hang, url)
        assert receiver.recv() == job_id
        process.kill()
        process.join()
        assert claim(store, "next") is None  # it was heard of a moment ago
        store.write(lambda connection: connection.exec_driver_sql("UPDATE job SET heartbeat = '2026-01-01'"))
    assert claim(store, "next") is None and state(store, job_id) is JobState.FAILED
    failed = load_job(store, job_id)
    assert failed is not None and "died 3 times" in failed.messages[0]
    store.close()


def test_a_worker_that_was_silent_loses_its_job_and_learns_so(store: Store) -> None:
    job_id = enqueue(store, "poll", {}, "ann")
    claim(store, "slow")
    time.sleep(0.01)
    taken = claim(store, "next", silence=0.0)
    assert taken is not None and taken.id == job_id
    for word in (lambda: save(store, job_id, "slow"), lambda: release(store, job_id, "slow")):
        with pytest.raises(JobLostError):
            word()
    with pytest.raises(JobLostError):
        finish(store, job_id, "slow", Tally(), JobState.DONE)
    assert state(store, job_id) is JobState.RUNNING


def test_a_job_given_back_waits_again_and_that_is_no_failure(store: Store) -> None:
    job_id = enqueue(store, "poll", {}, "ann")
    for _ in range(TRIES + 2):
        claim(store, "one")
        release(store, job_id, "one")
        assert state(store, job_id) is JobState.QUEUED


def test_a_tally_keeps_counts_of_everything_and_messages_of_some() -> None:
    tally = Tally()
    for number in range(MOST_MESSAGES * 2):
        tally.say(f"{number}")
        tally.made(str(number), "title")
        tally.count("empty")
    assert len(tally.messages) == MOST_MESSAGES + 1 and len(tally.results) == MOST_MESSAGES
    assert tally.counts["empty"] == MOST_MESSAGES * 2
