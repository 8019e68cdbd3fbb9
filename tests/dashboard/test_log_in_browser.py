"""Logging in and out in Debian's chromium, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from waitress.server import create_server

from dashboard.app import create_app
from dashboard.data import DataDoor
from dashboard.serving import Serving
from tests.dashboard.served import PASSWORD, store_with_users


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    door = DataDoor(store_with_users(tmp_path_factory.mktemp("browser")))
    app = create_app(door, Serving(auth=True)).server
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)


def fill_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_from_a_link_through_the_log_in_to_its_page_and_out_again(page: Page, address: str) -> None:
    page.goto(f"{address}/?party=taldoria")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    fill_in(page, "editor", "not the password")
    expect(page.get_by_role("alert")).to_have_text("The name or the password is wrong.")
    fill_in(page, "editor")
    expect(page.get_by_role("heading", name="Who stands where on")).to_be_visible()
    assert page.url == f"{address}/?party=taldoria"
    expect(page.get_by_role("link", name="Review", exact=True)).to_be_visible()
    page.get_by_role("link", name="log out").click()
    expect(page.get_by_text("You are logged in as editor")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_session_that_ends_leads_to_the_log_in_and_back(page: Page, address: str) -> None:
    page.goto(address)
    fill_in(page, "viewer")
    expect(page.locator(".panel .point").first).to_be_attached()
    expect(page.get_by_role("link", name="Review", exact=True)).to_have_count(0)
    page.context.clear_cookies()
    page.locator(".panel .point").first.click(force=True)
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    fill_in(page, "viewer")
    expect(page.locator("#evidence-list")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_fit_for_all_on_a_phone_and_in_the_dark(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}/login")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()


def test_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    fill_in(page, "admin")
    assert page.url == f"{address}/"
    page.goto(f"{address}/api/v1/docs")
    expect(page.get_by_role("heading", name="The API of OnRecord")).to_be_visible()
    context.close()
