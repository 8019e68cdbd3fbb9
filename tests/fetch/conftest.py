from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from analytics.fetch import Fetcher
from tests.fetch.badserver import BadServer


@pytest.fixture
def server() -> Iterator[BadServer]:
    with BadServer() as running:
        yield running


@pytest.fixture
def fetcher(server: BadServer) -> Fetcher:
    return Fetcher(server.policy(), sleep=server.slept.append)


@pytest.fixture
def fetcher_with(server: BadServer) -> Callable[..., Fetcher]:
    return lambda **limits: Fetcher(server.policy(**limits), sleep=server.slept.append)
