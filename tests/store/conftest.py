from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.store import Store, open_store


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """A store in SQLite, for what only that has."""
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    yield opened
    opened.close()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def fork() -> Callable[..., Any]:
    """Return a function that starts a process which has everything imported already."""
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("needs a system that can fork")
    context = multiprocessing.get_context("fork")

    def start(function: Callable[..., None], *args: object) -> tuple[Any, Any]:
        """Return the process and the end of a pipe on which it sends; ``function`` gets the other end first."""
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=function, args=(sender, *args), daemon=True)
        process.start()
        sender.close()
        return process, receiver

    return start
