"""What the Sources page shows: the feeds that are followed, and the jobs with what became of them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from analytics.store.feeds import Feed, load_feeds
from analytics.store.jobs import Job, JobState, load_job, load_jobs
from dashboard.data import DataDoor

_NEWEST = 15
_LATE = timedelta(minutes=1)


@dataclass(frozen=True)
class Sources:
    """The feeds in the order they were added, and the newest jobs, the newest first."""

    feeds: tuple[Feed, ...]
    jobs: tuple[Job, ...]

    @property
    def at_work(self) -> bool:
        """Whether a job waits or runs."""
        return any(job.state in (JobState.QUEUED, JobState.RUNNING) for job in self.jobs)

    @property
    def without_worker(self) -> bool:
        """Whether a job has waited for a minute while none runs, so that nobody seems to be there to do it."""
        late = datetime.now(UTC) - _LATE
        states = {job.state for job in self.jobs}
        waiting = any(job.state is JobState.QUEUED and job.created < late for job in self.jobs)
        return waiting and JobState.RUNNING not in states

    @property
    def fingerprint(self) -> str:
        """A text that changes when anything that is shown does."""
        told: list[Hashable] = [self.without_worker, *((feed.url, feed.outlet, feed.polled) for feed in self.feeds)]
        told += [
            (job.id, job.state, job.done, job.of, sum(job.counts.values()), len(job.messages)) for job in self.jobs
        ]
        return str(told)


def load_sources(data: DataDoor) -> Sources:
    """Return the feeds and the newest jobs. Raises ``StoreError``."""
    return Sources(load_feeds(data.store), load_jobs(data.store, _NEWEST))


def load_one_job(data: DataDoor, job_id: int) -> Job | None:
    """Return a job, or ``None`` when there is none of that id. Raises ``StoreError``."""
    return load_job(data.store, job_id)
