"""The Sources page as an editor uses it, in Debian's chromium, with a worker at work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from analytics.worker import start_worker
from dashboard.data import DataDoor
from tests.dashboard import world
from tests.dashboard.conftest import Fill

pytestmark = pytest.mark.usefixtures("nothing_goes_wrong")
WORK = 60_000  # milliseconds in which a worker starts and does its first job, on a busy machine
STORY = """Lavrov ready for talks

Sergey Lavrov said on Sunday that he was ready to meet Marco Rubio in Kyiv. He praised Ukraine.

“We are patient,” he said of Moscow."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, fill: Fill, running: Callable[[DataDoor], str]) -> Iterator[str]:
    """The address of a server with a worker of its own."""
    url = fill(tmp_path_factory.mktemp("sources") / "news.db", world.stories(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_MODEL", "linear")
        with start_worker(url):
            yield running(DataDoor(url))


def test_a_pasted_text_ends_as_a_story_with_the_keyboard_alone(page: Page, site: str) -> None:
    page.goto(f"{site}/sources")
    page.get_by_label("Text of one story").focus()
    page.keyboard.insert_text(STORY)
    page.keyboard.press("Tab")
    page.keyboard.insert_text("The Sarn Times")
    page.get_by_role("button", name="Read the text").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="was queued")).to_be_visible()
    expect(page.get_by_label("Text of one story")).to_have_value("")
    link = page.locator(".job-links a", has_text="Lavrov ready for talks")
    expect(link).to_be_visible(timeout=WORK)
    link.press("Enter")
    expect(page.locator(".story-title")).to_have_text("Lavrov ready for talks")
    expect(page.locator(".byline")).to_contain_text("The Sarn Times")
    expect(page.locator("#back")).to_have_text("Sources")


def test_files_say_what_was_stored_and_what_was_not(page: Page, site: str) -> None:
    page.goto(f"{site}/sources")
    page.get_by_role("tab", name="Send files").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    lines = [json.dumps({"text": f"Sergey Lavrov said Ukraine lied {n} times."}) for n in range(4)]
    chooser.value.set_files(
        [
            {"name": "dump.jsonl", "mimeType": "", "buffer": "\n".join([*lines, *["broken"] * 4]).encode()},
            {"name": "<b>x</b>.txt", "mimeType": "text/html", "buffer": b"\x89PNG\r\n\x1a\n"},
        ]
    )
    job = page.locator(".jobs > li", has_text="2 files, the first dump.jsonl")
    expect(job).to_contain_text("4 stored, 4 bad record, 1 binary", timeout=WORK)
    expect(job.locator(".is-done")).to_be_visible(timeout=WORK)
    job.get_by_role("link", name="and 4 more").click()
    expect(page.locator(".job-messages li")).to_have_count(5)
    expect(page.locator(".job-messages")).to_contain_text("The file is an image")
    expect(page.locator(".nav-link[aria-current=page]")).to_have_text("Sources")
    page.locator(".back").click()
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()


def test_a_feed_is_followed_and_left_on_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/sources")
    page.get_by_role("tab", name="Follow a feed").click()
    page.get_by_label("Address of a feed or sitemap").fill("file:///etc/passwd")
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.locator("#sources-said")).to_contain_text("Only addresses that begin with http")
    page.get_by_label("Address of a feed or sitemap").fill("http://127.0.0.1/rss")
    page.get_by_role("button", name="Follow", exact=True).click()
    feed = page.locator(".feed", has_text="http://127.0.0.1/rss")
    expect(feed).to_contain_text("an address inside a network", timeout=WORK)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.get_by_role("button", name="Poll all now")).to_be_visible()
    feed.get_by_role("button", name="Stop following").click()
    expect(page.locator("#feeds")).to_contain_text("No feed is followed yet")
    expect(page.get_by_role("button", name="Poll all now")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_the_page_is_hard_to_reach_or_read(page: Page, site: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/sources")
    expect(page.locator(".jobs > li").first).to_be_visible()
    for tab in ("Send files", "Fetch pages", "Follow a feed"):
        page.get_by_role("tab", name=tab).click()
        found = axe.run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
