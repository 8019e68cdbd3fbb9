"""Searching statements in Debian's chromium."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.components.statements import ROWS
from dashboard.data import DataDoor
from dashboard.reading.statements import count, load_rows
from dashboard.state import ViewState
from dashboard.url import parse_search

pytestmark = pytest.mark.usefixtures("nothing_goes_wrong")

ROW = ".ag-center-cols-container .ag-row"


def open_statements(page: Page, address: str, search: str = "") -> None:
    page.goto(f"{address}/statements{search}")
    expect(page.locator(f"{ROW} .words").first).to_be_visible()


def state_of(page: Page) -> ViewState:
    return parse_search(urlsplit(page.url).query)


def first_story(page: Page) -> str:
    """The address that the first row leads to."""
    return page.locator(f"{ROW}[row-index='0'] .in-story a").get_attribute("href") or ""


def expected_first(data: DataDoor, state: ViewState) -> str:
    row = load_rows(data, state, 0, 1)[0]
    return f"/article/{row.article_id}#s{row.ordinal}"


def test_typed_words_are_in_the_address_and_back_and_forward_work(page: Page, address: str, data: DataDoor) -> None:
    open_statements(page, address)
    everything = f"{count(data, ViewState()):,}"
    expect(page.locator("#found")).to_have_text(re.compile(f"{everything}.statements"))
    field = page.get_by_role("textbox", name="Words to search for")
    field.press_sequentially("harbour talks", delay=20)
    n = count(data, ViewState(words="harbour talks"))
    expect(page.locator("#found")).to_have_text(re.compile(f"{n}.statements"))
    assert state_of(page).words == "harbour talks"
    expect(page.locator(f"{ROW} .m-hit").first).to_have_text("harbour")
    page.go_back()
    expect(page.locator("#found")).to_have_text(re.compile(f"{everything}.statements"))
    expect(field).to_have_value("")
    page.go_forward()
    expect(page.locator("#found")).to_have_text(re.compile(f"{n}.statements"))
    expect(field).to_have_value("harbour talks")


def test_a_row_leads_to_its_place_in_the_story_and_back(page: Page, address: str) -> None:
    open_statements(page, address, "?words=reckless")
    page.locator(f"{ROW} .in-story a").first.click()
    expect(page.locator(".story-title")).to_be_visible()
    expect(page.locator(".printed .is-chosen").first).to_be_in_viewport()
    assert "reckless" in " ".join(page.locator(".printed .is-chosen").all_inner_texts())
    page.locator(".back").click()
    expect(page.locator("#found")).to_be_visible()
    assert state_of(page).words == "reckless"


def test_a_head_sorts_and_the_sort_is_in_the_address(page: Page, address: str, data: DataDoor) -> None:
    open_statements(page, address, "?words=harbour")
    for heading, sort in (("Stance", "surest"), ("Stance", "least-sure"), ("Speaker", "speaker")):
        page.locator(".ag-header-cell", has_text=heading).click()
        expect(page).to_have_url(re.compile(f"sort={sort}$"))
        expect(page.locator(f"{ROW}[row-index='0'] .in-story a")).to_have_attribute(
            "href", expected_first(data, ViewState(words="harbour", sort=sort))
        )
    page.go_back()
    expect(page.locator(".ag-header-cell[aria-sort=ascending]")).to_have_text(re.compile("Stance"))
    expect(page.locator(f"{ROW}[row-index='0'] .in-story a")).to_have_attribute(
        "href", expected_first(data, ViewState(words="harbour", sort="least-sure"))
    )
    page.reload()
    expect(page.locator(f"{ROW} .words").first).to_be_visible()
    assert first_story(page) == expected_first(data, ViewState(words="harbour", sort="least-sure"))


def test_filters_restrict_the_grid_and_rows_are_asked_for_as_they_are_shown(
    page: Page, address: str, data: DataDoor
) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.post_data or ""))
    open_statements(page, address)
    assert page.locator(ROW).count() < 40
    n = count(data, ViewState())
    page.evaluate("n => window.dash_ag_grid.getApi('statement-grid').ensureIndexVisible(n - 1)", n)
    expect(page.locator(f"{ROW}[row-index='{n - 1}'] .words")).to_be_visible()
    starts = [int(start) for one in asked for start in re.findall(r'"startRow":(\d+)', one)]
    assert starts[0] == 0 and starts[-1] == (n - 1) // ROWS * ROWS
    page.get_by_role("textbox", name="Whose words").click()
    page.get_by_role("option", name="The outlets’ narration").click()
    expect(page.locator(f"{ROW}[row-index='0'] .in-kind")).to_have_text("narration")


def test_nothing_found_says_what_to_do(page: Page, address: str) -> None:
    page.goto(f"{address}/statements?words=zzz&voice=both")
    expect(page.get_by_role("heading", name="No statement says zzz")).to_be_visible()
    expect(page.locator(".statement-grid")).to_be_hidden()
    page.get_by_role("textbox", name="Words to search for").fill("harbour")
    expect(page.locator(f"{ROW} .words").first).to_be_visible()


def test_a_phone_has_cards_in_pages(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/statements?actors=mina-orlo")
    expect(page.locator("#statement-cards .card")).to_have_count(20)
    expect(page.locator(".statement-grid")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Show 13 more of 13").click()
    expect(page.locator("#statement-cards .card")).to_have_count(33)
    page.locator("#statement-cards .card-link").last.click()
    expect(page.locator(".story-title")).to_have_text("Thirty-three questions")
    assert page.url.endswith("#s32")


def test_hostile_words_in_rows_do_not_run(page: Page, address: str) -> None:
    open_statements(page, address, "?actors=x-script-y")
    expect(page.locator(f"{ROW} .in-speaker").first).to_contain_text("<script>")
    assert page.evaluate("window.hacked") is None


def test_the_file_has_what_is_shown(page: Page, address: str) -> None:
    open_statements(page, address, "?words=patience")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them as CSV").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith('"date","outlet"') and len(lines) > 2
    assert all("patience" in line for line in lines[1:])


def test_the_grid_is_used_with_the_keyboard(page: Page, address: str) -> None:
    open_statements(page, address, "?words=harbour")
    page.locator(f"{ROW}[row-index='0'] .in-story a").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".story-title")).to_be_visible()
