"""How long a reader waits in a browser: until a page is drawn, and for every interaction with it.

    python benchmarks/browser.py STORE [--rounds 10]

STORE is a store's URL, such as sqlite:///onrecord.db. Serves it, opens Debian's chromium with an empty cache, and
prints for each page when the first thing and the whole page are painted, and for each interaction (a filter, a mark,
another page) the median and 95th percentile from the click until the result is painted, by the page's own clock. The
peer, in the same run and from the same server: the overview's table as plain static HTML, without any script, which is
the least that a browser needs to show it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
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
CALM = 500  # milliseconds between two interactions
STEPS = {  # what is clicked (a selector, and words in it) and what is there then (likewise; "" any, None nothing)
    "by week": ("label", "Week", "h2", "week by week"),
    "by month, again": ("label", "Month", "h2", "month by month"),
    "open a mark": (".cell", "", "#evidence-list .card", ""),
    "close it": ("[aria-label='Close the evidence panel']", "", "#evidence-list", None),
    "sort the table": ("#sort-line a", "name", "#sort-line strong", "name"),
    "to the network": (".nav-link", "Network", ".network .js-line", ""),
    "to the overview": (".nav-link", "Overview", ".panel .point", ""),
    "to the network, again": (".nav-link", "Network", ".network .js-line", ""),
}
UNTIL_PAINTED = """async ([click, words, result, said, patience]) => {
  const seen = (node, text) => node.getClientRects().length && node.textContent.includes(text);
  const found = (selector, text) => [...document.querySelectorAll(selector)].filter((node) => seen(node, text));
  const frame = () => new Promise(requestAnimationFrame);
  const there = () => said === null ? !found(result, "").length : found(result, said).length;
  const start = performance.now();
  found(click, words)[0].click();
  while (!there()) {
    if (performance.now() - start > patience) return null;
    await frame();
  }
  await frame();
  await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - start;
}"""
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


def timed(page: Page, address: str, parties: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds from each click until its result is painted, in each round but the first, which warms up.

    Every round is about another party, so that only what says "again" was asked for before.
    """
    found: dict[str, list[float]] = {}
    for round_ in range(rounds + 1):
        page.goto(f"{address}/?party={parties[round_ % len(parties)]}")
        page.locator(".panel .point").first.wait_for(state="attached")
        for name, (click, words, result, said) in STEPS.items():
            page.wait_for_timeout(CALM)
            took = page.evaluate(UNTIL_PAINTED, [click, words, result, said, PATIENCE])
            if took is None:
                raise SystemExit(f"{name}: nothing came of it in {PATIENCE // 1000} seconds.")
            if round_:
                found.setdefault(name, []).append(took)
    return found


def line(name: str, times: list[float]) -> str:
    """Return a row of the table."""
    return f"{name:<38}{median(times):>10.0f}{quantiles(times, n=20, method='inclusive')[-1]:>10.0f}"


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
        parties = [party.id for party in data.choices().parties[: arguments.rounds + 1]]
        for name, times in timed(page, address, parties, arguments.rounds).items():
            print(line(name, times), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
