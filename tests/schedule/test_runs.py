"""Runs are recorded, never twice at once, and never twice for the same time, on both back ends."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from analytics.exceptions import InputError, StoreError
from analytics.schedule.jobs import job_named
from analytics.schedule.runner import run_once
from analytics.schedule.service import run_due
from analytics.store import Store, open_store
from analytics.store.schedules import (
    Outcome,
    Schedule,
    add_schedule,
    begin_run,
    end_run,
    job_lock,
    load_runs,
    load_schedules,
    remove_schedule,
    renew,
    stamp,
)
from tests.schedule.conftest import RAN

NOW = datetime.now(UTC)
NIGHTLY = Schedule("nightly", "note", "* * * * *", "UTC", {"word": "this"}, stamp(NOW - timedelta(days=3)))


def test_schedules_come_and_go(store: Store) -> None:
    add_schedule(store, NIGHTLY)
    assert load_schedules(store) == [NIGHTLY]
    with pytest.raises(StoreError, match="already"):
        add_schedule(store, NIGHTLY)
    remove_schedule(store, "nightly")
    with pytest.raises(StoreError, match="no schedule"):
        remove_schedule(store, "nightly")


def test_a_run_is_recorded_with_its_log_and_outcome(store: Store, url: str) -> None:
    done, failed = run_once(url, NIGHTLY), run_once(url, replace(NIGHTLY, job="fail", options={}))
    assert done and (done.outcome, done.log, done.due) == (Outcome.DONE, "Noted this.", None)
    assert failed and failed.outcome is Outcome.FAILED and "IndexError: odd" in failed.log
    assert len(load_runs(store)) == 2 and all(run.ended for run in load_runs(store))


def test_a_job_that_runs_is_not_started_again(store: Store, url: str) -> None:
    at_work = begin_run(store, NIGHTLY, None)
    skipped = run_once(url, replace(NIGHTLY, name="hourly"))
    assert at_work and skipped and skipped.outcome is Outcome.SKIPPED and RAN == []
    end_run(store, at_work, Outcome.DONE, "")
    again = run_once(url, NIGHTLY)
    assert again and again.outcome is Outcome.DONE


def test_two_reports_do_not_wait_for_each_other(store: Store) -> None:
    monday = replace(NIGHTLY, name="monday", options={"template": "daily-brief"})
    first, second = begin_run(store, NIGHTLY, None), begin_run(store, monday, None)
    assert first and second and (first.outcome, second.outcome) == (Outcome.RUNNING, Outcome.RUNNING)


def test_the_lock_of_a_process_that_is_gone_is_taken_over(store: Store, url: str) -> None:
    gone = begin_run(store, NIGHTLY, None)
    assert gone and renew(store, gone)
    past = update(job_lock).values(until=stamp(NOW - timedelta(minutes=1)))
    store.write(lambda connection: connection.execute(past))
    taken = run_once(url, NIGHTLY)
    assert taken and taken.outcome is Outcome.DONE
    assert {run.id: run.outcome for run in load_runs(store)}[gone.id] is Outcome.STOPPED
    assert not renew(store, gone)


def test_what_was_missed_is_made_up_for_once(store: Store, url: str) -> None:
    add_schedule(store, NIGHTLY)  # every minute, for three days
    first, second = run_due(url, "nightly"), run_due(url, "nightly")
    assert first and first.due and first.due > stamp(NOW - timedelta(minutes=2))
    assert second is None or second.due != first.due  # unless a minute began meanwhile
    assert run_due(url, "unknown") is None


def _race(url: str, due: str, sender: Any) -> None:
    store = open_store(url)
    run = begin_run(store, NIGHTLY, due)
    sender.send(None if run is None else run.outcome.value)


def test_of_many_processes_one_does_a_run(store: Store, url: str) -> None:
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("needs a system that can fork")
    context, pipes = multiprocessing.get_context("fork"), []
    store.close()
    for _ in range(6):
        receiver, sender = context.Pipe(duplex=False)
        context.Process(target=_race, args=(url, stamp(NOW), sender), daemon=True).start()
        pipes.append(receiver)
    assert sorted(str(pipe.recv()) for pipe in pipes) == ["None"] * 5 + ["running"]


def test_unknown_jobs_and_options_are_refused() -> None:
    with pytest.raises(InputError, match="no job 'x'; use one of note, fail"):
        job_named("x", {})
    with pytest.raises(InputError, match="does not take the option 'w'"):
        job_named("note", {"w": "1"})
