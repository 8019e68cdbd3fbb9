"""The Sources page without a browser: what it asks for, what it says, and who may."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from analytics.exceptions import InputError
from analytics.store import Store, enqueue, open_store
from analytics.store.feeds import add_feed, load_feeds, record_poll
from analytics.store.jobs import JobState, claim, finish, load_job, load_jobs, save
from analytics.tally import Tally
from analytics.uploads import uploads_folder
from analytics.worker import work_until_empty
from dashboard import adding, editing
from dashboard.app import create_app
from dashboard.components.jobs import feed_facts, job_list, whole_job
from dashboard.data import DataDoor
from dashboard.page import Address
from dashboard.pages import sources
from dashboard.reading.sources import load_sources
from tests.dashboard.test_components import walk, words


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataDoor:
    monkeypatch.setenv("ONRECORD_MODEL", "linear")
    return DataDoor(f"sqlite:///{tmp_path / 'news.db'}")


@pytest.fixture
def store(data: DataDoor) -> Iterator[Store]:
    opened = open_store(data.url)
    yield opened
    opened.close()


@pytest.fixture
def client(data: DataDoor) -> FlaskClient:
    return create_app(data).server.test_client()


def uploads(data: DataDoor) -> list[Path]:
    folder = uploads_folder(data.url)
    return list(folder.iterdir()) if folder.exists() else []


def test_a_pasted_text_becomes_a_story_with_what_was_said_of_it(data: DataDoor, store: Store) -> None:
    text = "Sergey Lavrov said on Monday that Kyiv had lied to Moscow."
    said = adding.add_text(data, adding.PastedText(text, "", "The Sarn Times", "2026-11-09"), "ann")
    assert said == "Job 1 was queued; what becomes of it is listed under Jobs." and len(uploads(data)) == 1
    work_until_empty(data.url)
    job = load_job(store, 1)
    assert job is not None and job.state is JobState.DONE and job.who == "ann" and uploads(data) == []
    page = words(job_list([job]))
    assert "Pasted: Sergey Lavrov said" in page and "1 stored" in page
    with store.reading() as connection:
        row = connection.exec_driver_sql("SELECT outlet, published FROM article").one()
    assert tuple(row) == ("The Sarn Times", "2026-11-09T00:00:00")


@pytest.mark.parametrize(
    "act",
    [
        lambda data: adding.add_text(data, adding.PastedText(" \n"), "ann"),
        lambda data: adding.add_files(data, [], "ann"),
        lambda data: adding.add_pages(data, " \n ", "", "ann"),
        lambda data: adding.add_pages(data, "file:///etc/passwd", "", "ann"),
        lambda data: adding.add_pages(data, "example.org\n" * 201, "", "ann"),
        lambda data: adding.follow_feed(data, "", "", "ann"),
        lambda data: adding.follow_feed(data, "https://example.org:22/", "", "ann"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_no_job(data: DataDoor, store: Store, act: Any) -> None:
    with pytest.raises(InputError, match=r"^[A-Z].*\.$"):
        act(data)
    assert load_jobs(store) == () and load_feeds(store) == () and uploads(data) == []


def test_a_feed_is_followed_polled_and_left(data: DataDoor, store: Store) -> None:
    assert adding.follow_feed(data, "example.org/rss", " The Example ", "ann").endswith(
        "Job 1 was queued; what becomes of it is listed under Jobs."
    )
    (feed,) = load_feeds(store)
    assert (feed.url, feed.outlet, feed.who) == ("https://example.org/rss", "The Example", "ann")
    job = load_job(store, 1)
    assert job is not None and job.payload["feeds"] == [feed.url]
    adding.unfollow_feed(data, feed.url)
    assert load_feeds(store) == ()


def send(client: FlaskClient, *files: tuple[bytes, str]) -> Any:
    form = {"files": [(io.BytesIO(content), name) for content, name in files]}
    return client.post("/sources/files", data=form, content_type="multipart/form-data")


def test_files_are_sent_read_and_removed(client: FlaskClient, data: DataDoor, store: Store) -> None:
    story = b'{"text": "Sergey Lavrov said that Kyiv had lied to Moscow."}\n'
    answer = send(client, (story, "../../a.jsonl"), (b"\x89PNG\r\n\x1a\n", "<img src=x>.txt"))
    assert (answer.status_code, answer.json) == (
        200,
        {"said": "Job 1 was queued; what becomes of it is listed under Jobs."},
    )
    work_until_empty(data.url)
    job = load_job(store, 1)
    assert job is not None and job.counts == {"stored": 1, "binary": 1} and uploads(data) == []


def test_files_that_are_too_large_or_missing_are_refused(
    client: FlaskClient, data: DataDoor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(client).status_code == 400
    monkeypatch.setattr("analytics.uploads.MOST_BYTES", 10)
    answer = send(client, (b"12345", "a.txt"), (b"123456", "b.txt"))
    assert answer.status_code == 400 and "at once" in answer.json["said"]
    assert uploads(data) == [] and load_jobs(store) == ()


def test_more_than_a_callback_may_hold_is_taken_as_files(client: FlaskClient, data: DataDoor) -> None:
    assert send(client, (b"x" * 3_000_000, "a.txt"), (b"y" * 3_000_000, "b.txt")).status_code == 200
    assert sum(path.stat().st_size for path in uploads(data)[0].iterdir()) == 6_000_000
    assert send(client, (b"x" * 21_000_000, "a.txt")).status_code == 413


def test_another_site_cannot_send_files(client: FlaskClient, store: Store) -> None:
    form = {"files": [(io.BytesIO(b"Lavrov spoke to Rubio."), "a.txt")]}
    answer = client.post("/sources/files", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and load_jobs(store) == ()


def test_who_may_only_read_changes_nothing(
    client: FlaskClient, data: DataDoor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "editor_name", lambda: None)
    assert send(client, (b"Lavrov spoke to Rubio.", "a.txt")).status_code == 403
    page, _ = sources.layout(data, Address("/sources"))
    assert "You may read only" in words(page) and "Paste a text" not in words(page)
    assert not [one for one in walk(page) if getattr(one, "id", None) in ("poll-all", "paste-send")]
    assert sources._said(1, lambda who: who) == (sources._READ_ONLY, False)
    assert load_jobs(store) == ()
    assert editing.editor_name()


def test_the_lists_say_what_was_stored_and_why_not(store: Store) -> None:
    add_feed(store, "https://example.org/rss", "The Example", "ann")
    record_poll(store, "https://example.org/rss", "3 stored; 40 wait for the next poll", None, None)
    (feed,) = load_feeds(store)
    assert "The Example" in words(feed_facts(feed)) and "40 wait for the next poll" in words(feed_facts(feed))
    enqueue(store, "pages", {"title": "5 pages"}, "ann")
    claim(store, "one")
    tally = Tally(done=2, of=5, messages=[f"message {n}" for n in range(4)])
    tally.count("stored", 2)
    tally.count("closed by robots.txt")
    for number in range(4):
        tally.made(f"{number:016x}", f"Story {number}")
    tally.made("report.pdf", "A report")
    save(store, 1, "one", tally)
    shown = words(job_list(load_jobs(store)))
    assert "2 of 5" in shown and "2 stored, 1 closed by robots.txt" in shown and "and 4 more" in shown
    assert "message 3" not in shown
    finish(store, 1, "one", tally, JobState.FAILED)
    job = load_job(store, 1)
    assert job is not None
    whole = whole_job(job)
    assert "failed" in words(whole) and "message 3" in words(whole) and "2 of 5" not in words(whole)
    links = [one.href for one in walk(whole) if getattr(one, "href", "").startswith("/article/")]
    assert links == [f"/article/{number:016x}" for number in range(4)]


def test_the_page_says_when_nobody_does_the_jobs(data: DataDoor, store: Store) -> None:
    enqueue(store, "poll", {}, "ann")
    assert not load_sources(data).without_worker and load_sources(data).at_work
    store.write(lambda connection: connection.exec_driver_sql("UPDATE job SET created = '2026-01-01T00:00:00+00:00'"))
    assert load_sources(data).without_worker
    claim(store, "one")
    assert not load_sources(data).without_worker


def test_what_changes_on_the_page_changes_its_fingerprint(data: DataDoor, store: Store) -> None:
    seen = {load_sources(data).fingerprint}
    changes = [
        lambda: add_feed(store, "https://example.org/rss", None, "ann"),
        lambda: record_poll(store, "https://example.org/rss", "nothing new", None, None),
        lambda: enqueue(store, "poll", {}, "ann"),
        lambda: claim(store, "one"),
        lambda: save(store, 1, "one", Tally(done=1)),
        lambda: finish(store, 1, "one", Tally(done=1), JobState.DONE),
    ]
    for number, change in enumerate(changes, 2):
        change()
        seen.add(load_sources(data).fingerprint)
        assert len(seen) == number


@pytest.mark.parametrize(("path", "status"), [("/sources", 200), ("/sources/1", 200), ("/sources/x", 404)])
def test_status_of_the_pages_addresses(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_a_job_that_is_not_there_says_so(data: DataDoor) -> None:
    assert "There is no such page" in words(sources.layout(data, Address("/sources/7"))[0])
