"""What changed, the network, and charts that are saved or embedded, in Debian's chromium."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from dashboard.data import DataDoor
from dashboard.reading.evidence import load_evidence
from dashboard.state import ViewState
from dashboard.url import parse_search

pytestmark = pytest.mark.usefixtures("nothing_goes_wrong")
PANEL = "#evidence-list"


def evidence_of(page: Page, data: DataDoor) -> int:
    """The n of the open mark, of which the panel shows as many cards as it has room for."""
    expect(page.locator(PANEL)).to_be_visible()
    mark = parse_search(page.url.partition("?")[2]).mark
    evidence = load_evidence(data, ViewState(mark=mark), 0, 20)
    assert evidence is not None
    expect(page.locator("#evidence-list .card")).to_have_count(len(evidence.cards))
    return evidence.n


def test_everyones_line_opens_everyones_statements(page: Page, address: str, data: DataDoor) -> None:
    page.goto(address)
    value = page.locator(".everyone .panel-value")
    value.click()
    n = evidence_of(page, data)
    assert f"{n} statements" in value.inner_text().replace("\N{NO-BREAK SPACE}", " ")


def test_a_new_statement_leads_to_its_place_in_the_story(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".newest .card")).to_have_count(10)
    page.locator(".newest .card-link").first.click()
    expect(page.locator(".story-title")).to_be_visible()
    expect(page.locator(".is-chosen").first).to_be_in_viewport()


def test_the_table_is_sorted_by_links(page: Page, address: str) -> None:
    page.goto(address)
    first = page.locator(".heatmap .row-name").first
    page.get_by_role("link", name="Sort by the stance on Taldoria, those against it first").click()
    expect(page.locator("#sort-line")).to_contain_text("stance on Taldoria")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Taldoria")
    hostile = first.inner_text()
    page.get_by_role("link", name="Sort by the stance on Taldoria, those for it first").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Taldoria")
    assert first.inner_text() != hostile and "sort=-taldoria" in page.url
    page.locator("#sort-line a", has_text="name").click()
    expect(page.locator(".corner[aria-sort=ascending]")).to_be_visible()


def test_rarer_filters_are_behind_a_button_that_says_how_many_are_set(page: Page, address: str) -> None:
    page.goto(address)
    controls = [page.locator(f".filters > .filter >> nth={place}") for place in range(5)]
    heights = {round((one.bounding_box() or {"y": 0})["y"] / 30) for one in controls}
    assert len(heights) == 1
    more = page.get_by_role("button", name="More filters")
    expect(page.locator("#rare")).to_be_hidden()
    more.click()
    page.get_by_text("Audited only").click()
    expect(page.get_by_role("button", name="More filters (1 set)")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#rare")).to_be_hidden()
    page.get_by_role("button", name="More filters").click()
    expect(page.locator("#rare")).to_be_visible()
    page.locator(".headline").click(position={"x": 2, "y": 2})
    expect(page.locator("#rare")).to_be_hidden()
    page.goto(f"{address}/?counting=reach&outlets=velinka-herald")
    expect(page.get_by_role("button", name="More filters (2 set)")).to_be_visible()


def test_an_edge_opens_exactly_its_statements(page: Page, address: str, data: DataDoor) -> None:
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto(address)
    page.get_by_role("link", name="Network", exact=True).click()
    expect(page.locator(".network .js-plotly-plot .lines path").first).to_be_attached()
    middle = page.evaluate(
        """() => { const lines = [...document.querySelectorAll('.network .scatterlayer .js-line')];
        const path = lines[39]; const at = path.getPointAtLength(path.getTotalLength() / 2);
        const {x, y} = at.matrixTransform(path.getScreenCTM()); return [x, y]; }"""
    )
    page.mouse.move(*middle)
    expect(page.locator(".hoverlayer")).to_contain_text("Click to read them")
    said = page.locator(".hoverlayer").text_content() or ""
    page.mouse.click(*middle)
    n = evidence_of(page, data)
    assert re.search(rf"\b{n}\sstatements?", said.replace("\N{NO-BREAK SPACE}", " "))


def test_the_network_works_by_keyboard_on_a_phone(page: Page, address: str, data: DataDoor) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/network")
    link = page.locator(".edge-value").first
    table, drawing = page.locator(".network-table").bounding_box(), page.locator(".network-drawing").bounding_box()
    assert table and drawing and table["y"] < drawing["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    link.focus()
    page.keyboard.press("Enter")
    evidence_of(page, data)


def test_a_chart_is_saved_as_picture_and_table(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address)
    tools = page.locator(".everyone .chart-tools")
    tools.locator("summary").click()
    beginnings = {"PNG": b"\x89PNG", "SVG": b"<svg", "CSV": b'"bucket"'}
    for kind, beginning in beginnings.items():
        with page.expect_download() as download:
            tools.get_by_text(kind, exact=True).click()
        name = f"onrecord-everyone-on-ostrevia-month-by-month.{kind.lower()}"
        assert download.value.suggested_filename == name
        download.value.save_as(tmp_path / name)
        content = (tmp_path / name).read_bytes()
        assert content.startswith(beginning)
    assert "Everyone on Ostrevia" in (tmp_path / "onrecord-everyone-on-ostrevia-month-by-month.svg").read_text("utf-8")


@pytest.fixture
def newspaper(address: str) -> Iterator[str]:
    """Another site, with a page that shows a chart in a frame."""
    site = Flask("newspaper")
    frames = f'<iframe src="{address}/embed?chart=everyone&party=ostrevia" width="700" height="480"></iframe>'
    site.add_url_rule("/", "page", lambda: f"<!doctype html><title>News</title><link rel=icon href=data:,>{frames}")
    server = make_server("127.0.0.1", 0, site, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_chart_in_a_frame_leads_to_its_evidence(page: Page, newspaper: str, address: str) -> None:
    page.goto(newspaper)
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("Everyone on Ostrevia, month by month")
    expect(frame.locator(".point").first).to_be_attached()
    with page.context.expect_page() as opened:
        frame.locator(".point").nth(1).click(force=True)
    expect(opened.value.locator(PANEL)).to_be_visible()
    assert opened.value.url.startswith(f"{address}/?")


def test_the_embed_code_is_given(page: Page, address: str) -> None:
    page.goto(f"{address}/network")
    page.locator(".network .chart-tools summary").click()
    page.get_by_role("button", name="copy embed code").click()
    code = page.locator(".network .embed-code")
    expect(code).to_contain_text(f'<iframe src="{address}/embed?')
    expect(code).to_contain_text("chart=network")
