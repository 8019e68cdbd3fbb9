"""A store filled with the made-up world, an app on it, and a browser to look at it with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from waitress.server import create_server

from analytics.store import mark_fictional, open_store, write_analysis
from analytics.types import Actor, ActorKind, ArticleAnalysis, Speaker, StatementKind
from dashboard.app import create_app
from dashboard.data import DataDoor
from tests.dashboard import world

_PATIENCE = 20_000  # milliseconds: the first page of a process waits for imports
Fill = Callable[[Path, list[ArticleAnalysis]], str]


def write_stories(path: Path, analyses: list[ArticleAnalysis]) -> str:
    return write_to(f"sqlite:///{path}", analyses)


def write_to(url: str, analyses: list[ArticleAnalysis]) -> str:
    store = open_store(url)
    parties = {party.id: party for party in world.PARTIES}
    for analysis in analyses:
        write_analysis(store, analysis, parties, {})
    store.close()
    return url


@pytest.fixture(scope="session")
def fill() -> Fill:
    return write_stories


@pytest.fixture(scope="session")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("store") / "made-up.db"
    url = write_stories(path, [*world.stories(), world.hostile_story(), world.long_story()])
    store = open_store(url)
    mark_fictional(store)
    store.close()
    return url


@pytest.fixture(scope="session")
def data(store_url: str) -> DataDoor:
    return DataDoor(store_url)


@pytest.fixture(scope="session")
def running() -> Iterator[Callable[[DataDoor], str]]:
    """Starts servers and returns their addresses; all are closed at the end."""
    servers = []

    def start(door: DataDoor) -> str:
        server = create_server(create_app(door).server, host="127.0.0.1", port=0, threads=8)
        Thread(target=server.run, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.effective_port}"

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def address(running: Callable[[DataDoor], str], data: DataDoor) -> str:
    """The address of a running server on the made-up world."""
    return running(data)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Debian's chromium (apt-get install chromium)")
    return {
        "executable_path": chromium,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture
def nothing_goes_wrong(page: Page) -> Iterator[None]:
    """No test may leave an error in the console, nor ask any other host for anything."""
    page.set_default_timeout(_PATIENCE)
    expect.set_options(timeout=_PATIENCE)
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: trouble.append(request.url) if is_elsewhere(request.url) else None)
    yield
    assert trouble == []


def is_elsewhere(url: str) -> bool:
    return urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).hostname != "127.0.0.1"


def reprinted(analysis: ArticleAnalysis, outlet: str) -> ArticleAnalysis:
    """The same words in another outlet, a day later."""
    when = analysis.article.published
    assert when is not None
    article = replace(analysis.article, outlet=outlet, published=when.replace(day=when.day + 1), title=f"From {outlet}")
    speaker = Speaker(Actor(outlet.casefold().replace(" ", "-"), outlet, ActorKind.OUTLET))
    statements = tuple(
        replace(one, statement=replace(one.statement, speaker=speaker))
        if one.statement.kind is StatementKind.NARRATION
        else one
        for one in analysis.statements
    )
    return replace(analysis, article=article, statements=statements)


@pytest.fixture(scope="session")
def wire(tmp_path_factory: pytest.TempPathFactory) -> DataDoor:
    """The first stories, one of them printed by three outlets and another by two."""
    stories = world.stories(12)
    again = [reprinted(stories[0], "Velinka Herald"), reprinted(stories[0], "Sarn Sea Wire"),
             reprinted(stories[4], "Velinka Herald")]  # fmt: skip
    return DataDoor(write_stories(tmp_path_factory.mktemp("wire") / "wire.db", [*stories, *again]))
