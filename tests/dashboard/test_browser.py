"""What a reader does, in Debian's chromium."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.data import DataDoor
from dashboard.reading.evidence import load_evidence
from dashboard.state import Mark, ViewState
from dashboard.url import parse_search
from tests.dashboard import world
from tests.dashboard.conftest import Fill

POINT = ".panels .point"
PANEL = "#evidence-list"


pytestmark = pytest.mark.usefixtures("nothing_goes_wrong")


def open_overview(page: Page, address: str, search: str = "") -> None:
    page.goto(f"{address}/{search}")
    expect(page.locator(POINT).first).to_be_attached()


def mark_in(page: Page) -> Mark | None:
    return parse_search(urlsplit(page.url).query).mark


def test_a_point_opens_exactly_its_sentences(page: Page, address: str, data: DataDoor) -> None:
    open_overview(page, address)
    page.locator(POINT).nth(2).click(force=True)  # Plotly puts its own layer over the points
    expect(page.locator(PANEL)).to_be_visible()
    mark = mark_in(page)
    assert mark is not None and mark.start is not None
    evidence = load_evidence(data, ViewState(mark=mark), 0, 100)
    assert evidence is not None
    expect(page.locator("#evidence-list .card")).to_have_count(evidence.n)
    expect(page.locator(".evidence-number")).to_contain_text(re.compile(rf"{evidence.n}.statements? in"))
    card = page.locator("#evidence-list .card").first
    expect(card.locator(".m-source")).to_have_text(evidence.actor.name)
    expect(card.locator(".m-target")).to_have_text("Ostrevia")
    expect(card.locator(".m-cue")).not_to_be_empty()


def test_a_card_leads_to_its_place_in_the_story_and_back(page: Page, address: str) -> None:
    open_overview(page, address, "?voice=both")
    page.locator(".cell:not(.thin)").first.click()
    printed = page.locator("#evidence-list .card .m-content").first.inner_text()
    page.locator("#evidence-list .card-link").first.click()
    expect(page.locator(".story-title")).to_be_visible()
    assert re.search(r"/article/[0-9a-f]{16}#s\d+$", page.url)
    lit = page.locator(".printed .m-said.is-chosen, .printed .m-narrated.is-chosen").first
    expect(lit).to_be_in_viewport()
    assert lit.inner_text().strip("“ ") in printed or printed.strip("“ ") in lit.inner_text()
    page.locator(".back").click()
    expect(page.locator(POINT).first).to_be_attached()
    assert "voice=both" in page.url


def test_a_cell_opens_with_the_keyboard_and_escape_closes(page: Page, address: str) -> None:
    open_overview(page, address)
    cell = page.locator(".cell").nth(1)
    n = int(cell.inner_text().split()[-1])
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-list .card")).to_have_count(n)
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    assert mark_in(page) is None


def test_one_mark_after_the_other_and_the_same_twice(page: Page, address: str) -> None:
    open_overview(page, address)
    point = page.locator(POINT).nth(0)
    for _ in range(2):
        point.click(force=True)
        expect(page.locator(".evidence-who")).to_be_visible()
        page.get_by_label("Close the evidence panel").click()
        expect(page.locator(PANEL)).to_be_hidden()
    first, second = page.locator(".panel-value").nth(0), page.locator(".panel-value").nth(1)
    first.click()
    expect(page.locator("#evidence-heading")).to_have_text(
        re.compile(page.locator("h3").nth(0).inner_text().split()[0])
    )
    second.click()
    expect(page.locator("#evidence-heading")).to_have_text(
        re.compile(page.locator("h3").nth(1).inner_text().split()[0])
    )


def test_a_long_list_is_brought_in_pages_up_to_n(page: Page, address: str) -> None:
    open_overview(page, address, "?who=mina-orlo&on=sarn-sea-council")
    expect(page.locator("#evidence-list .card")).to_have_count(20)
    page.get_by_role("button", name="Show 13 more of 13").click()
    expect(page.locator("#evidence-list .card")).to_have_count(33)
    expect(page.get_by_role("button", name=re.compile("more of"))).to_have_count(0)


def test_filters_are_in_the_address_and_survive_a_reload(page: Page, address: str) -> None:
    open_overview(page, address)
    before = page.locator(".heatmap tbody th").count()
    page.get_by_role("textbox", name="Whose words").click()
    page.get_by_role("option", name="Quoted and narrated").click()
    expect(page.locator(".heatmap tbody th")).not_to_have_count(before)
    page.get_by_text("Week", exact=True).click()
    expect(page.get_by_role("heading", name="On Ostrevia, week by week")).to_be_visible()
    page.get_by_role("textbox", name="Party that the statements are about").click()
    page.get_by_role("option", name="Taldoria").click()
    expect(page.get_by_role("heading", name="On Taldoria, week by week")).to_be_visible()
    state = parse_search(urlsplit(page.url).query)
    assert (state.party, state.voice.value, state.bucket.value) == ("taldoria", "both", "week")
    seen = page.locator(".panel-value").all_inner_texts(), page.locator(".heatmap").inner_text()
    page.reload()
    expect(page.locator(POINT).first).to_be_attached()
    assert (page.locator(".panel-value").all_inner_texts(), page.locator(".heatmap").inner_text()) == seen
    expect(page.get_by_role("textbox", name="Party that the statements are about")).to_have_value("Taldoria")


def test_back_and_forward_bring_charts_and_controls(page: Page, address: str) -> None:
    open_overview(page, address)
    bare = page.url
    picker = page.get_by_role("textbox", name="Party that the statements are about")
    page.locator(".column-link", has_text="Kessaly").click()
    expect(page.get_by_role("heading", name="On Kessaly, month by month")).to_be_visible()
    expect(picker).to_have_value("Kessaly")
    page.get_by_text("Week", exact=True).click()
    expect(page.get_by_role("heading", name="On Kessaly, week by week")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="On Kessaly, month by month")).to_be_visible()
    expect(page.locator("input[value=month]")).to_be_checked()
    page.go_back()
    expect(page.get_by_role("heading", name="On Ostrevia, month by month")).to_be_visible()
    expect(picker).to_have_value("Ostrevia")
    page.wait_for_timeout(400)
    assert page.url == bare  # restoring the controls must not write to the address
    page.go_forward()
    expect(picker).to_have_value("Kessaly")


def test_back_closes_the_evidence(page: Page, address: str) -> None:
    open_overview(page, address)
    page.locator(".panel-value").first.click()
    expect(page.locator(PANEL)).to_be_visible()
    page.go_back()
    expect(page.locator(PANEL)).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/models", "/?who=tomas-reyk&on=ostrevia", "story", "/article/0000000000000000"])
def test_nothing_is_wider_than_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + (f"/article/{world.hostile_story().article.id}" if path == "story" else path))
    expect(page.locator("h1").first).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if "who=" in path:
        expect(page.locator(PANEL)).to_be_visible()
        box = page.locator(".mantine-Drawer-content").bounding_box()
        assert box is not None and box["width"] == 390


def test_filters_are_behind_a_button_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_overview(page, address)
    expect(page.locator("#filters")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(page.locator("#filters")).to_be_visible()


def test_hostile_text_does_not_run(page: Page, address: str) -> None:
    page.goto(f"{address}/article/{world.hostile_story().article.id}")
    expect(page.locator(".story-title")).to_contain_text("<script>")
    assert page.locator(".story img, .story script").count() == 0
    open_overview(page, address, "?party=taldoria&voice=both&actors=x-script-y&who=x-script-y&on=taldoria")
    expect(page.locator("#evidence-list .card").first).to_contain_text("<script>")
    page.locator(POINT).first.hover(force=True)
    expect(page.locator(".panels .hoverlayer")).to_contain_text("Click to read them")
    assert page.evaluate("window.hacked") is None


def test_light_and_dark(page: Page, address: str) -> None:
    open_overview(page, address)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.get_by_label("Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    assert page.evaluate(ground) == "rgb(20, 22, 26)"
    page.reload()
    assert page.evaluate(ground) == "rgb(20, 22, 26)"


def test_the_page_follows_the_store(page: Page, tmp_path: Path, fill: Fill, running: Callable[[DataDoor], str]) -> None:
    stories = world.stories(8)
    url = fill(tmp_path / "growing.db", [])
    page.goto(running(DataDoor(url)))
    expect(page.get_by_role("heading", name="Nothing on record yet")).to_be_visible()
    for count, timer in ((4, "wait"), (8, "poll")):
        fill(tmp_path / "growing.db", stories[:count])
        page.evaluate("timer => window.dash_clientside.set_props(timer, {n_intervals: 1})", timer)
        expect(page.locator(".coverage")).to_contain_text(re.compile(f"{count}.stories"))
