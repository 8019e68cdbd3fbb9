"""The life of a store, by the commands and the pages that people use: read, look, correct, retrain, look again, report.

The champion never saw the stories (see ``tests/retrain/domain.py``), whose right labels are known to who corrects.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from analytics.store import Store, open_store
from analytics.store.annotations import annotate, load_annotations
from analytics.store.excerpts import Excerpt, load_excerpts
from analytics.store.views import load_pairs
from analytics.train.artifact import current_model_id
from analytics.train.gold import GoldStatement
from analytics.types import AnnotatedField, Annotation, Stance
from tests.dashboard.conftest import browser_type_launch_args, nothing_goes_wrong
from tests.dashboard.served import serving
from tests.retrain import domain

__all__ = ["browser_type_launch_args", "nothing_goes_wrong"]  # fixtures

BY_KEY = 6
KEYS = {Stance.AGAINST: "a", Stance.NEUTRAL: "n", Stance.FAVOR: "f"}
NUMBER = ".everyone .panel-value strong"

pytestmark = pytest.mark.usefixtures("nothing_goes_wrong")


def onrecord(*words: str) -> str:
    """Run the command, and return what it printed."""
    command = [sys.executable, "-m", "analytics.cli", *words]
    done = subprocess.run(command, check=False, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def champion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A linear champion and folders of this test's own; returns its id."""
    monkeypatch.setenv("ONRECORD_MODEL", "linear")
    monkeypatch.setenv("ONRECORD_LEARNED", str(tmp_path / "learned"))
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path / 'news.db'}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # the user's own registry
    return domain.train_champion(tmp_path, monkeypatch)


@pytest.fixture
def stories(tmp_path: Path) -> dict[str, list[GoldStatement]]:
    """The stories by title, which are in ``stories.jsonl`` too."""
    found = domain.gold_stories()
    with (tmp_path / "stories.jsonl").open("w", encoding="utf-8") as file:
        for number, (title, statements) in enumerate(found.items()):
            row = {
                "title": title,
                "outlet": f"Gazette {number % 3}",
                "published": f"2026-{1 + number % 6:02d}-{1 + number % 28:02d}",
                "text": "\n\n".join(one.text for one in statements),
            }
            file.write(json.dumps(row) + "\n")
    return found


@pytest.fixture
def address(tmp_path: Path, champion: str, stories: dict[str, list[GoldStatement]]) -> Iterator[str]:
    """The server, with its worker, on the stories that were ingested."""
    told = onrecord("ingest", str(tmp_path / "stories.jsonl"))
    assert f"{len(stories)} articles stored" in told
    with serving(f"sqlite:///{tmp_path / 'news.db'}") as (found, process):
        Thread(target=lambda: list(process.stdout or ()), daemon=True).start()  # its log must not fill the pipe
        yield found


@pytest.fixture
def store(tmp_path: Path, address: str) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    yield opened
    opened.close()


def right_labels(store: Store, stories: dict[str, list[GoldStatement]]) -> dict[str, Stance]:
    """Return the right label of each target that was found, by its id."""
    found = load_excerpts(store, list(load_pairs(store)["pair_id"]))
    labels = {one.pair_id: _right(one, stories[one.title or ""]) for one in found}
    return {pair_id: label for pair_id, label in labels.items() if label}


def _right(found: Excerpt, statements: list[GoldStatement]) -> Stance | None:
    for one in statements:
        start = found.text.find(one.text)
        for (first, last), stance in one.targets if start >= 0 else ():
            if start + first < found.mention[1] and found.mention[0] < start + last:
                return stance
    return None


def correct_by_key(page: Page, address: str, labels: dict[str, Stance]) -> None:
    """Decide on the first statements of the review page whose label is known, and skip the others."""
    page.goto(f"{address}/review")
    decided = 0
    while decided < BY_KEY:
        shown = page.locator(".review-card")
        expect(shown).to_be_visible()
        pair_id = page.evaluate(_CARD)
        page.keyboard.press(KEYS[labels[pair_id]] if pair_id in labels else "Space")
        decided += pair_id in labels
        page.wait_for_function(f"before => ({_CARD}) !== before", arg=pair_id)


# The page says nowhere which item is shown but in the key that React knows its card by.
_CARD = """(() => {
  const node = document.querySelector(".review-card");
  const fiber = node && node[Object.keys(node).find(key => key.startsWith("__reactFiber"))];
  return fiber && fiber.key;
})()"""


def correct_in_story(page: Page, address: str, pair_id: str, stance: Stance) -> None:
    """Decide on one target in the form of its story."""
    article, statement, place = pair_id.split("-")
    page.goto(f"{address}/article/{article}")
    note = page.locator(f".statement-note[data-statement='{statement}']")
    note.get_by_role("button", name="Correct statement").press("Enter")
    form = page.get_by_role("form", name="Correct statement")
    form.get_by_label("Stance on").nth(int(place)).select_option(stance.value)
    form.get_by_role("button", name="Save").press("Enter")
    expect(note).to_contain_text("Corrected: ")


def wait_for(store: Store, decisions: int) -> None:
    for _ in range(200):
        if len(load_annotations(store)) >= decisions:
            return
        time.sleep(0.1)
    raise AssertionError(f"fewer than {decisions} decisions arrived")


def number_on_chart(page: Page, address: str, unlike: str | None = None) -> str:
    """Return everyone's number, which is not ``unlike`` once the app follows the store; its evidence says the same."""
    for _ in range(20):
        page.goto(f"{address}/?voice=both")
        expect(page.locator(NUMBER)).to_be_visible()
        if page.locator(NUMBER).inner_text() != unlike:
            break
        time.sleep(2)
    number = page.locator(NUMBER).inner_text()
    page.locator(".everyone .panel-value").click()
    expect(page.locator(".evidence-value")).to_have_text(number)
    return number


def test_the_whole_life(
    page: Page, address: str, store: Store, champion: str, stories: dict[str, list[GoldStatement]], tmp_path: Path
) -> None:
    before = number_on_chart(page, address)
    labels = right_labels(store, stories)
    correct_by_key(page, address, labels)
    wait_for(store, BY_KEY)
    done = set(load_annotations(store)["item_id"])
    left = [pair_id for pair_id in labels if pair_id not in done]
    predicted = load_pairs(store).set_index("pair_id")["stance"]
    wrong = next(pair_id for pair_id in left if predicted[pair_id] != labels[pair_id])
    correct_in_story(page, address, wrong, labels[wrong])
    wait_for(store, BY_KEY + 1)
    left.remove(wrong)
    for pair_id in left:
        said = Annotation(labels[pair_id].value, "ana", datetime.now(UTC))
        annotate(store, pair_id, AnnotatedField.STANCE, said)
    decided = load_annotations(store).set_index("item_id")["label"]
    assert decided.to_dict() == {pair_id: label.value for pair_id, label in labels.items()}

    told = onrecord("retrain")
    challenger = current_model_id("stance", kind="linear")
    assert challenger != champion and f"{challenger} is in use" in told
    page.goto(f"{address}/models")
    expect(page.get_by_text(f"{challenger} promoted in place of {champion}")).to_be_visible()
    expect(page.locator(".lede")).to_contain_text(f"scored by {champion}, not by the model in use")

    assert challenger in onrecord("version")
    onrecord("rescore")
    after = number_on_chart(page, address, unlike=before)
    assert after != before
    page.goto(f"{address}/models")
    expect(page.locator(".lede")).not_to_contain_text("not by the model in use")

    onrecord("report", "--format", "html", "--format", "xlsx", "--output", str(tmp_path / "reports"))
    files = {path.suffix: path for path in (tmp_path / "reports").iterdir()}
    assert challenger in files[".html"].read_text(encoding="utf-8") and challenger in words_of(files[".xlsx"])

    assert f"{champion} is in use again" in onrecord("models", "rollback", "--why", "To see it go back.")
    assert current_model_id("stance", kind="linear") == champion
    page.goto(f"{address}/models")
    expect(page.get_by_text(f"{champion} back in place of {challenger}")).to_be_visible()


def words_of(workbook: Path) -> str:
    """Return all that the cells of a workbook say."""
    book: Any = openpyxl.load_workbook(workbook, read_only=True)
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
