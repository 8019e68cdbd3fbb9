"""Nothing serious for axe on any page, light and dark, and every page within reach of the keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.pages import PAGES
from tests.dashboard import world

pytestmark = pytest.mark.usefixtures("nothing_goes_wrong")

HOMES = [page.home for page in PAGES if page.home]
STORY = f"/article/{world.stories(1)[0].article.id}"
EVIDENCE = "/?who=tomas-reyk&on=ostrevia"
PLACES = [*HOMES, STORY, EVIDENCE, "/embed?chart=everyone&party=ostrevia", "/embed?chart=heatmap"]


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_serious(page: Page, address: str, place: str) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(address + place)
    expect(page.locator("h1").first).to_be_visible()
    if place == EVIDENCE:
        expect(page.locator(".card").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    for scheme in ("light", "dark"):
        page.evaluate("name => document.documentElement.setAttribute('data-mantine-color-scheme', name)", scheme)
        violations = Axe().run(page).response["violations"]
        serious = [one for one in violations if one["impact"] in ("serious", "critical")]
        assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in serious] == []


def test_the_keyboard_goes_to_every_page(page: Page, address: str) -> None:
    page.goto(f"{address}/network")
    expect(page.locator("h1")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Tab")
    for home in (None, *HOMES):
        focused = page.locator(":focus")
        assert home is None or focused.get_attribute("href") == home
        page.keyboard.press("Tab")
    page.locator(".nav-link", has_text="Overview").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".party-picker")).to_be_visible()
    expect(page.locator(".nav-link[aria-current=page]")).to_have_text("Overview")


def test_a_dark_page_prints_on_white(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    expect(page.locator(".heatmap")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 22, 26)"
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator(".filter-bar")).to_be_hidden()
    expect(page.locator(".bar-inner")).to_be_hidden()


def test_paper_says_what_the_page_is_restricted_to(page: Page, address: str) -> None:
    page.goto(f"{address}/?counting=reach")
    only = page.locator(".print-only")
    expect(only).to_be_hidden()
    page.emulate_media(media="print")
    expect(only).to_have_text("Filtered: by reach.")
    page.emulate_media(media="screen")
    page.locator(".clear-filters, a", has_text="Clear all").first.click()
    page.emulate_media(media="print")
    expect(only).to_have_text("")
