"""The commands that bring news in as it appears."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from analytics.cli import app
from analytics.exceptions import InputError
from analytics.fetch import FetchError
from analytics.store import enqueue, open_store
from analytics.store.feeds import load_feeds

RUN = CliRunner()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ONRECORD_MODEL", "linear")
    return str(tmp_path / "own.db")


def run(*arguments: str) -> str:
    result = RUN.invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_feeds_are_followed_listed_polled_and_left(store: str) -> None:
    said = run("feeds", "add", "127.0.0.1/rss", "--outlet", "The Example", "--store", store)
    assert said.startswith("https://127.0.0.1/rss is followed;")
    assert "is followed already" in run("feeds", "add", "https://127.0.0.1/rss", "--store", store)
    assert "The Example\n  not polled yet\n1 followed." in run("feeds", "list", "--store", store)
    assert run("feeds", "poll", "--store", store).startswith("1 address refused.\nhttps://127.0.0.1/rss: ")
    assert "UTC: 127.0.0.1 is an address inside a network" in run("feeds", "list", "--store", store)
    run("feeds", "remove", "https://127.0.0.1/rss", "--store", store)
    assert load_feeds(open_store(f"sqlite:///{store}")) == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["feeds", "add", "ftp://example.org"], "http://"),
        (["feeds", "poll", "example.org/rss"], "onrecord feeds add"),
        (["feeds", "remove", "example.org/rss"], "is not followed"),
        (["fetch", "http://user:word@example.org"], "user or password"),
        (["watch", "nowhere"], "is not a folder"),
    ],
)
def test_a_mistake_is_one_sentence(store: str, arguments: list[str], said: str) -> None:
    open_store(f"sqlite:///{store}").close()
    with pytest.raises((InputError, FetchError), match=said):
        RUN.invoke(app, [*arguments, "--store", store], catch_exceptions=False)


def test_fetching_nothing_ends_with_two_and_says_why(store: str) -> None:
    result = RUN.invoke(app, ["fetch", "http://169.254.169.254/", "--store", store])
    assert result.exit_code == 2 and result.output.startswith("1 address refused.\nhttp://169.254.169.254/: ")


def test_waiting_jobs_are_done_once(store: str) -> None:
    opened = open_store(f"sqlite:///{store}")
    enqueue(opened, "poll", {"feeds": []}, "ann")
    assert run("work", "--once", "--store", store) == "1 jobs done.\n"
    assert run("work", "--once", "--store", store) == "0 jobs done.\n"
