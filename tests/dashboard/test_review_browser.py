"""People decide, in Debian's chromium: the review page by key and by mouse, and the form in a story."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analytics.review import queue
from analytics.store import Store, open_store
from analytics.store.annotations import load_annotations
from analytics.store.audits import draw_audit, list_audits, load_audit
from analytics.store.cell_check import count_wrong_cells
from analytics.store.views import Filters, load_pairs
from dashboard.data import DataDoor
from dashboard.pages import review
from tests.dashboard import world
from tests.dashboard.conftest import Fill

CARD = ".review-card"


pytestmark = pytest.mark.usefixtures("nothing_goes_wrong")


@pytest.fixture
def store(fill: Fill, tmp_path: Path) -> Iterator[Store]:
    """A store of this test's own, with an audit of two."""
    opened = open_store(fill(tmp_path / "own.db", [*world.stories(8), world.hostile_story()]))
    draw_audit(opened, 2, 1, Filters())
    yield opened
    opened.close()


@pytest.fixture
def address(running: Callable[[DataDoor], str], store: Store) -> str:
    return running(DataDoor(f"sqlite:///{store.label}"))


def open_review(page: Page, address: str) -> None:
    page.goto(f"{address}/review")
    expect(page.locator(CARD)).to_be_visible()


def decided(store: Store, n: int) -> list[tuple[str, str]]:
    """Return fields and labels of the decisions, once there are ``n``."""
    for _ in range(100):
        frame = load_annotations(store)
        if len(frame) >= n:
            break
        time.sleep(0.05)
    return list(zip(frame["field"], frame["label"], strict=True))


def test_a_person_decides_by_key_and_takes_it_back(
    page: Page, address: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "SECOND_OPINIONS", 0)
    open_review(page, address)
    audit = set(load_audit(store, list_audits(store)[-1].id)["pair_id"])
    expect(page.locator(".review-status")).to_contain_text("0 of 2 in this audit.")
    expect(page.locator(".review-why")).to_contain_text("Drawn at random")
    expect(page.locator(".review-card .stance-bar")).to_have_count(0)  # blind
    first = page.locator(".review-card .printed").inner_text()
    page.keyboard.press("1")
    expect(page.locator(".review-why")).to_contain_text("The model is unsure")
    expect(page.locator(".review-card .stance-bar")).to_have_count(1)
    expect(page.locator(".review-status")).to_contain_text("1 of 2 in this audit.")
    assert decided(store, 1) == [("stance", "against")] and load_annotations(store)["item_id"].iloc[0] in audit
    page.keyboard.press("u")
    expect(page.locator(".review-card .printed")).to_have_text(first)
    expect(page.locator(".review-status")).to_contain_text("0 of 2 in this audit.")
    assert load_annotations(store).empty and len(load_annotations(store, with_undone=True)) == 1
    page.keyboard.press("?")
    expect(page.locator("#review-help")).to_be_visible()


def test_the_next_is_there_at_once_and_fast_fingers_lose_nothing(page: Page, address: str, store: Store) -> None:
    open_review(page, address)
    waits = []
    for key in "anf2 13":
        before = page.locator(".review-card .review-question").inner_text() + page.locator(".printed").inner_text()
        started = time.monotonic()
        page.keyboard.press(key if key != " " else "Space")
        page.wait_for_function(
            "before => (document.querySelector('.review-question').innerText"
            " + document.querySelector('.printed').innerText) !== before",
            arg=before,
        )
        waits.append(time.monotonic() - started)
    assert sorted(waits)[len(waits) // 2] < 0.3
    labels = ["against", "neutral", "favor", "neutral", "against", "favor"]
    assert decided(store, 6) == [("stance", label) for label in labels]


def test_tone_speaker_and_target_are_corrected_by_key(page: Page, address: str, store: Store) -> None:
    open_review(page, address)
    while not page.get_by_role("button", name="Wrong speaker").count():
        page.keyboard.press("Space")
    for key in "t3":
        page.keyboard.press(key)
    page.keyboard.press("s")
    page.get_by_label("Who speaks?").fill("no such name")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose a name from the list")).to_be_visible()
    page.get_by_label("Who speaks?").fill("idris callo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Speaker: Idris Calloway", exact=True)).to_be_visible()
    page.keyboard.press("g")
    page.get_by_label("Who is meant?").fill("Kessaly")
    page.keyboard.press("Enter")
    page.keyboard.press("f")
    assert decided(store, 4) == [
        ("tone", "positive"), ("speaker", "idris-calloway"), ("target", "kessaly"), ("stance", "favor"),
    ]  # fmt: skip
    pair = load_annotations(store)["item_id"].iloc[-1]
    row = load_pairs(store).set_index("pair_id").loc[pair]
    assert (row["speaker_id"], row["target_id"]) == ("idris-calloway", "kessaly")
    assert count_wrong_cells(store) == 0


def test_a_mouse_or_a_finger_does_it_too(page: Page, address: str, store: Store) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_review(page, address)
    page.get_by_role("button", name="Wrong target").click()
    page.get_by_role("button", name="No party is meant").click()
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="For").first.click()
    found = load_annotations(store)
    assert decided(store, 2)[1] == ("stance", "favor") and len(found) <= 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_story_is_corrected_in_place(page: Page, address: str, store: Store) -> None:
    pairs = load_pairs(store)
    pair = pairs[(pairs["kind"] != "narration") & pairs["speaker_id"].notna() & (pairs["stance"] == "against")].iloc[0]
    ordinal = pair["statement_id"].split("-")[1]
    page.goto(f"{address}/article/{pair['article_id']}")
    note = page.locator(f".statement-note[data-statement='{ordinal}']")
    note.get_by_role("button", name="Correct statement").press("Enter")
    form = page.get_by_role("form", name="Correct statement")
    form.get_by_label("Speaker").fill("Idris Calloway")
    form.get_by_label("Stance on").first.select_option("favor")
    form.get_by_label("Tone").select_option("negative")
    form.get_by_role("button", name="Save").press("Enter")
    expect(note).to_contain_text("Corrected: for, by ")
    expect(note).to_contain_text("Tone ")
    expect(note.locator("strong")).to_have_text("Idris Calloway")
    expect(note).to_contain_text(f"found: {pair['speaker']}")
    assert sorted(decided(store, 3)) == [("speaker", "idris-calloway"), ("stance", "favor"), ("tone", "negative")]
    assert count_wrong_cells(store) == 0
    form.get_by_role("button", name="Undo: ").first.click()
    expect(note.locator("strong")).to_have_text(pair["speaker"])
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(note.get_by_role("button", name="Correct statement")).to_be_focused()
    page.goto(f"{address}/?who={pair['speaker_id']}&on={pair['target_id']}")
    expect(page.locator(".card .corrected").first).to_be_visible()


def test_nothing_in_a_hostile_story_runs_while_it_is_decided_on(page: Page, address: str) -> None:
    open_review(page, address)
    for _ in range(12):
        page.keyboard.press("Space")
    expect(page.locator(".review")).to_be_visible()
    assert page.evaluate("window.hacked") is None


def test_when_all_is_decided_the_page_says_so(page: Page, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "load_questions", lambda *_: [])
    page.goto(f"{address}/review")
    expect(page.get_by_text("Nothing is left to decide on.")).to_be_visible()


def test_while_nothing_is_stored_the_page_says_what_to_do(page: Page, fill: Fill, tmp_path: Path,
                                                          running: Callable[[DataDoor], str]) -> None:  # fmt: skip
    page.goto(f"{running(DataDoor(fill(tmp_path / 'none.db', [])))}/review")
    expect(page.get_by_role("heading", name="Nothing on record yet")).to_be_visible()
