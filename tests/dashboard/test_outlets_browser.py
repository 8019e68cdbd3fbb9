"""Outlets side by side in Debian's chromium."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.data import DataDoor
from dashboard.url import parse_search

pytestmark = pytest.mark.usefixtures("nothing_goes_wrong")


def open_outlets(page: Page, address: str, search: str = "") -> None:
    page.goto(f"{address}/outlets{search}")
    expect(page.locator(".outlets-chart .point").first).to_be_attached()


def test_a_mark_opens_its_statements_and_they_lead_to_the_story(page: Page, address: str) -> None:
    open_outlets(page, address)
    page.locator(".outlets-chart .point").first.click(force=True)
    expect(page.locator("#evidence-heading")).to_have_text(re.compile("on Ostrevia, in its own words"))
    shown = page.locator(".evidence-number").inner_text()
    n = int(re.search(r"(\d+)\sstatement", shown)[1])  # type: ignore[index]
    expect(page.locator("#evidence-list .card")).to_have_count(n)
    assert set(page.locator("#evidence-list .card-kind").all_inner_texts()) == {"narration"}
    page.locator(".card-link").first.click()
    expect(page.locator(".printed .is-chosen").first).to_be_in_viewport()


def test_cells_and_names_open_as_many_statements_as_they_say(page: Page, address: str) -> None:
    open_outlets(page, address)
    for selector in (".outlets tr:nth-child(2) td:nth-child(3) a", ".outlets tr:nth-child(2) td:last-child a"):
        link = page.locator(selector).first
        n = int(re.findall(r"\d+", link.inner_text())[-1])
        link.click()
        expect(page.locator(".evidence-number")).to_have_text(re.compile(rf"\b{n}\sstatement"))
        page.get_by_label("Close the evidence panel").click()
        expect(page.locator("#evidence-list")).to_be_hidden()


def test_another_party_and_period_are_in_the_address(page: Page, address: str) -> None:
    open_outlets(page, address)
    page.get_by_role("textbox", name="Party that the statements are about").click()
    page.get_by_role("option", name="Taldoria").click()
    expect(page.get_by_role("heading", name="On Taldoria, outlet by outlet")).to_be_visible()
    assert parse_search(urlsplit(page.url).query).party == "taldoria"
    expect(page.get_by_role("textbox", name="Whose words")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", name="On Ostrevia, outlet by outlet")).to_be_visible()


def test_a_story_that_several_outlets_print(page: Page, wire: DataDoor, running: Callable[[DataDoor], str]) -> None:
    page.goto(f"{running(wire)}/outlets?party=ostrevia")
    story = page.locator(".one-story").first
    expect(story.locator("tbody tr")).not_to_have_count(1)
    cell = story.locator("tbody tr").last.locator(".cell").last
    n = int(cell.inner_text().split()[-1])
    cell.click()
    expect(page.locator("#evidence-heading")).to_have_text(re.compile("in one story"))
    expect(page.locator("#evidence-list .card")).to_have_count(n)
    page.get_by_label("Close the evidence panel").click()
    headline = story.locator("tbody tr").last.locator("th a").first
    title = headline.inner_text()
    headline.click()
    expect(page.locator(".story-title")).to_have_text(title)


def test_nothing_is_wider_than_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_outlets(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
