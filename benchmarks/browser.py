"""How long a reader waits in a browser: until a page is drawn, and for every interaction with it.

    python benchmarks/browser.py STORE [--rounds 10]

STORE is a store's URL, such as sqlite:///onrecord.db. Serves it, opens Debian's chromium with an empty cache, and
prints for each page when the first thing and the whole page are painted, and for each interaction (a filter, a mark,
another page) the median and 95th percentile from the click until the result is on the screen. The peer, in the same
run and from the same server: the overview's table as plain static HTML, without any script, which is the least that a
browser needs to show it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median, quantiles
from threading import Thread

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server
from werkzeug.wrappers import Response

from dashboard.app import create_app
from dashboard.components.sections import all_on_all
from dashboard.components.static import markup_of
from dashboard.data import DataDoor
from dashboard.reading.overview import load_matrix
from dashboard.state import ViewState

PEER = "/peer"
PLACES = {"Overview": ("/", ".newest .card, .point"), "Network": ("/network", ".network .js-line"),
          "static HTML (peer)": (PEER, ".heatmap td")}  # fmt: skip
PATIENCE = 60_000  # milliseconds
FIRST_PAINT = """new Promise(tell => new PerformanceObserver(seen => seen.getEntriesByName("first-contentful-paint")
  .forEach(entry => tell(entry.startTime))).observe({type: "paint", buffered: true}))"""


def add_peer(server: Flask, data: DataDoor) -> None:
    """Serve the overview's table as static HTML with the dashboard's style sheets."""
    matrix = load_matrix(data, data.resolve(ViewState()))
    if matrix is None:
        raise SystemExit("The store has no scored statement; ingest some stories first.")
    sheets = "".join(
        f'<link rel="stylesheet" href="/assets/{name}.css">' for name in ("1-base", "2-labels", "3-overview")
    )
    body = markup_of(all_on_all(matrix, ViewState()), "/")
    html = f"<!DOCTYPE html><html lang=en><head><title>Peer</title>{sheets}</head><body>{body}</body></html>"
    server.add_url_rule(PEER, "peer", lambda: Response(html, mimetype="text/html"))


def painted(browser: Browser, address: str, telling: str, rounds: int) -> tuple[list[float], list[float]]:
    """Return when, in milliseconds, the first thing was painted and ``telling`` was there, with an empty cache."""
    first, whole = [], []
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        start = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator(telling).first.wait_for(state="attached", timeout=PATIENCE)
        whole.append((time.perf_counter() - start) * 1000)
        first.append(float(page.evaluate(FIRST_PAINT)))
        context.close()
    return first, whole


def interactions(page: Page, address: str) -> dict[str, Callable[[int], None]]:
    """Return what a reader does, each ending when its result is on the screen; the number is the round's."""

    def week_or_month(round_: int) -> None:
        page.get_by_text("Month" if round_ % 2 else "Week", exact=True).click()
        page.get_by_role("heading", name="month by month" if round_ % 2 else "week by week").first.wait_for()

    def mark(round_: int) -> None:
        page.locator(".cell").nth(round_).click()
        page.locator("#evidence-list .card").first.wait_for()

    def close(_round: int) -> None:
        page.get_by_label("Close the evidence panel").click()
        page.locator("#evidence-list").wait_for(state="hidden")

    def sort(_round: int) -> None:  # the way back from the network sorts by statements again
        page.locator("#sort-line a", has_text="name").click()
        page.locator("#sort-line strong", has_text="name").wait_for()

    def network(_round: int) -> None:
        page.get_by_role("link", name="Network", exact=True).click()
        page.locator(".network .js-line").first.wait_for(state="attached")

    def overview(_round: int) -> None:
        page.get_by_role("link", name="Overview", exact=True).click()
        page.locator(".panel .point").first.wait_for(state="attached")

    page.goto(address)
    page.locator(".panel .point").first.wait_for(state="attached")
    return {
        "week or month": week_or_month,
        "open a mark": mark,
        "close it": close,
        "sort the table": sort,
        "to the network": network,
        "to the overview": overview,
    }


def timed(page: Page, address: str, rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds that each interaction took in each round but the first, which warms up."""
    steps = interactions(page, address)
    found: dict[str, list[float]] = {name: [] for name in steps}
    for round_ in range(rounds + 1):
        for name, step in steps.items():
            start = time.perf_counter()
            step(round_)
            if round_:
                found[name].append((time.perf_counter() - start) * 1000)
    return found


def line(name: str, times: list[float]) -> str:
    """Return a row of the table."""
    return f"{name:<38}{median(times):>10.0f}{quantiles(times, n=20)[-1]:>10.0f}"


def main() -> None:
    """Measure one store and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store", help="a store's URL")
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()
    data = DataDoor(arguments.store)
    app = create_app(data)
    add_peer(app.server, data)
    server = create_server(app.server, host="127.0.0.1", port=0, threads=8)
    Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=options)
        painted(browser, address, PLACES["Overview"][1], 1)  # the server's first page waits for imports
        print(f"{'milliseconds':<38}{'median':>10}{'p95':>10}")
        for name, (path, telling) in PLACES.items():
            first, whole = painted(browser, address + path, telling, arguments.rounds)
            print(line(f"{name}: first paint", first))
            print(line(f"{name}: drawn", whole), flush=True)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        for name, times in timed(page, address, arguments.rounds).items():
            print(line(name, times), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
