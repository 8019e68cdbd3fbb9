"""Pictures of every page of the dashboard on the sample, in light, in dark and on a phone.

    python docs/screenshots.py [--store URL] [--output DIR]

Builds the store of ``onrecord demo`` if it is not there yet (or takes the one of ``--store``), walks the pages of the
navigation, a story, an open mark and an embedded chart with Debian's chromium, and writes a WebP file of each to
docs/images: ``network-dark.webp``. Needs the extra "dev" and Pillow.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from analytics.demo import build_demo_store
from analytics.store.views import load_newest
from dashboard.app import create_app
from dashboard.data import DataDoor
from dashboard.pages import PAGES
from dashboard.reading.selection import filters_of
from dashboard.state import Mark, ViewState
from dashboard.url import article_path, format_search
from dashboard.views import rows

TALLEST = 2_000  # pixels of the page
QUALITY = 78


@dataclass(frozen=True)
class Look:
    """How a page is looked at: the end of the file's name, the size of the window in pixels, and the colours."""

    name: str
    width: int
    height: int
    scheme: str


LOOKS = (Look("light", 1440, 900, "light"), Look("dark", 1440, 900, "dark"), Look("phone", 390, 844, "light"))


def places(data: DataDoor) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of everything to be shown."""
    for page in PAGES:
        if page.name and page.home:
            yield page.name.casefold().replace(" ", "-"), page.home
    state = data.resolve(ViewState())
    cell = next(rows(data.stances(filters_of(state)).nlargest(1, "n")))
    yield "evidence", "/" + format_search(ViewState(mark=Mark(cell.actor, cell.target)))
    newest = load_newest(data.store, filters_of(state), 0, 1)[0]
    yield "story", article_path(newest.article_id)
    yield "embed", f"/embed{format_search(state)}&chart=everyone"


def picture(browser: Browser, address: str, look: Look) -> Image.Image:
    """Return the page at ``address`` from its top, once it is drawn."""
    context = browser.new_context(viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.locator("h1, .story-title").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    opened = page.locator("#evidence-heading").is_visible()  # the panel is as high as the window
    tall = look.height if opened else min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    shot = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": look.width, "height": tall})
    context.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def walk(data: DataDoor, address: str, output: Path) -> None:
    """Write a picture of every place in every look."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        for name, path in places(data):
            for look in LOOKS:
                file = output / f"{name}-{look.name}.webp"
                picture(browser, address + path, look).save(file, quality=QUALITY, method=6)
                print(f"{file} {file.stat().st_size // 1024} KB", flush=True)
        browser.close()


def main() -> None:
    """Serve the store on a port of the system's choice and take the pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", help="a store's URL; the sample's if not named")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "images")
    arguments = parser.parse_args()
    silently: Callable[[Iterable[Any], str], Iterable[Any]] = lambda items, _words: items  # noqa: E731
    data = DataDoor(arguments.store or build_demo_store(silently))
    server = create_server(create_app(data).server, host="127.0.0.1", port=0, threads=8)
    Thread(target=server.run, daemon=True).start()
    arguments.output.mkdir(parents=True, exist_ok=True)
    walk(data, f"http://127.0.0.1:{server.effective_port}", arguments.output)


if __name__ == "__main__":
    main()
