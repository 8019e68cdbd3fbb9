from __future__ import annotations

from collections.abc import Iterator

import pytest

from analytics.schedule import jobs
from analytics.schedule.jobs import Job, Options
from analytics.store import Store, open_store

RAN: list[str] = []


@pytest.fixture(autouse=True)
def made_up_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that notes that it ran, and one that fails."""

    def note(store_url: str, options: Options) -> str:
        RAN.append(store_url)
        return f"Noted {options.get('word', '')}."

    def fail(_store_url: str, _options: Options) -> str:
        raise IndexError("odd")

    RAN.clear()
    monkeypatch.setattr(jobs, "JOBS", {"note": Job(note, "notes", {"word": "what"}), "fail": Job(fail, "fails")})


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()
