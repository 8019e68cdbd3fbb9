"""What a reader does on the pages of actors and parties, in Debian's chromium."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.state import Mark
from dashboard.url import parse_search
from tests.dashboard.test_browser import PANEL, POINT, mark_in

pytestmark = pytest.mark.usefixtures("nothing_goes_wrong")


def expect_statements(page: Page, n: int) -> None:
    """The panel is open, says ``n`` and shows as many cards as fit."""
    expect(page.locator(".evidence-number")).to_contain_text(re.compile(rf"\b{n}.statements? in"))
    expect(page.locator(f"{PANEL} .card")).to_have_count(min(n, 20))


def number_in(line: Locator, part: str) -> int:
    return int(re.sub(r"\D", "", line.locator(part).inner_text()))


def test_an_actors_numbers_open_exactly_their_statements(page: Page, address: str) -> None:
    page.goto(f"{address}/actor?actor=tomas-reyk")
    expect(page.locator(POINT).first).to_be_attached()
    expect(page).to_have_title("Tomas Reyk · OnRecord")
    for line, part in ((page.locator(".dot-line").first, ".dot-n"), (page.locator(".bar-line").first, ".bar-n")):
        n = number_in(line, part)
        line.focus()
        page.keyboard.press("Enter")
        expect_statements(page, n)
        page.keyboard.press("Escape")
        expect(page.locator(PANEL)).to_be_hidden()
    page.locator(".tone-panels .point").first.click(force=True)
    expect(page.locator(PANEL)).to_be_visible()
    mark = mark_in(page)
    assert mark is not None and mark == Mark("tomas-reyk", start=mark.start)


def test_a_telling_statement_leads_to_its_place_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}/actor?actor=tomas-reyk")
    page.locator(".telling .card-link").first.click()
    expect(page.locator(".story-title")).to_be_visible()
    assert re.search(r"/article/[0-9a-f]{16}#s\d+$", page.url)
    page.locator(".back").click()
    expect(page.get_by_role("textbox", name="Actor whose statements these are")).to_have_value("Tomas Reyk")


def test_an_actor_is_chosen_and_compared(page: Page, address: str) -> None:
    page.goto(f"{address}/actor")
    picker = page.get_by_role("textbox", name="Actor whose statements these are")
    picker.click()
    page.get_by_role("option", name="Jana Kolvar").click()
    expect(page.get_by_role("heading", name="Who quotes Jana Kolvar")).to_be_visible()
    compare = page.get_by_role("textbox", name="Compare with")
    compare.click()
    page.get_by_role("option", name="Tomas Reyk").click()
    expect(page.locator(".dot-name", has_text="Tomas Reyk").first).to_be_visible()
    expect(page.locator(".tone-panels .panel")).to_have_count(2)
    state = parse_search(urlsplit(page.url).query)
    assert (state.actor, state.compare) == ("jana-kolvar", ("tomas-reyk",))
    page.go_back()
    expect(page.locator(".tone-panels .panel")).to_have_count(1)


def test_names_lead_to_their_pages_with_the_filters(page: Page, address: str) -> None:
    page.goto(f"{address}/?voice=both&party=ostrevia")
    page.locator(".row-name", has_text="Tomas Reyk").click()
    expect(page.get_by_role("textbox", name="Actor whose statements these are")).to_have_value("Tomas Reyk")
    assert parse_search(urlsplit(page.url).query).voice.value == "both"
    page.locator(".dots-head .name-link", has_text="Taldoria").click()
    expect(page.get_by_role("textbox", name="Party that the statements are about")).to_have_value("Taldoria")
    page.locator(".dot-line").first.click()
    page.locator("#evidence-heading .name-link").first.click()
    expect(page.locator(".tone-panels .panel").first).to_be_visible()
    expect(page.locator(PANEL)).to_be_hidden()


def test_a_partys_numbers_open_exactly_their_statements(page: Page, address: str) -> None:
    page.goto(f"{address}/party?party=ostrevia")
    for line, part in (
        (page.locator(".dot-line").nth(1), ".dot-n"),
        (page.get_by_role("list", name="Net stance of each outlet’s narration on Ostrevia").locator(".dot-line").first,
         ".dot-n"),
        (page.locator(".bars.split .bar-line").first, ".bar-n"),
        (page.locator(".move-numbers a").first, ".move-n"),
    ):  # fmt: skip
        n = number_in(line, part)
        line.click()
        expect_statements(page, n)
        page.get_by_label("Close the evidence panel").click()
        expect(page.locator(PANEL)).to_be_hidden()


def test_tone_alone_keeps_its_colours_and_its_statements(page: Page, address: str) -> None:
    page.goto(f"{address}/actor?actor=tomas-reyk")
    panel = page.locator(".tone-panels .panel").first
    ends = panel.locator(".ytick text").first, panel.locator(".ytick text").last
    fills = [end.evaluate("node => getComputedStyle(node).fill") for end in ends]
    panel.locator(".chart-tools summary").click()
    with page.context.expect_page() as opened:
        panel.get_by_text("Alone", exact=True).click()
    alone = opened.value
    expect(alone.locator("h1")).to_have_text("Tone of Tomas Reyk, month by month")
    again = alone.locator(".ytick text").first, alone.locator(".ytick text").last
    assert [end.evaluate("node => getComputedStyle(node).fill") for end in again] == fills
    with page.context.expect_page() as evidence:
        alone.locator(".point").first.click(force=True)
    expect(evidence.value.locator(PANEL)).to_be_visible()
    assert evidence.value.url.startswith(f"{address}/actor?")


def test_a_list_of_dots_alone_leads_to_its_statements(page: Page, address: str) -> None:
    page.goto(f"{address}/embed?chart=ranking&party=ostrevia")
    line = page.locator(".dot-line").first
    n = number_in(line, ".dot-n")
    with page.context.expect_page() as opened:
        line.click()
    expect_statements(opened.value, n)


def test_days_to_compare_are_chosen(page: Page, address: str) -> None:
    page.goto(
        f"{address}/party?party=ostrevia&from=2026-07-01&to=2026-09-30&before_from=2026-04-01&before_to=2026-06-15"
    )
    then = page.locator(".moves a.spot").first
    n = number_in(page.locator(".move-numbers a").first, ".move-n")
    then.click()
    expect_statements(page, n)
    expect(page.locator(".evidence-number")).to_contain_text(re.compile("1.April 2026 to 15.June 2026"))


@pytest.mark.parametrize("path", ["/actor?actor=tomas-reyk&compare=anton-brezik", "/party?party=ostrevia"])
def test_nothing_is_wider_than_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + path)
    expect(page.locator(".dot-line").first).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
