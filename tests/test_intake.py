"""What an ingest counts."""

from __future__ import annotations

import json
from pathlib import Path

from analytics.intake import ingest_paths
from analytics.parties.registry import world_paths
from analytics.store import open_store
from analytics.store.coverage import load_coverage
from analytics.store.models import outdated_articles
from analytics.store.names import load_known

ENGLISH = "Sergey Lavrov said on Monday that Kyiv had lied to Moscow."
GERMAN = "Der Minister sagte am Montag, die Regierung werde den Vertrag mit Moskau nicht unterzeichnen. " * 3


def test_a_story_in_another_language_is_kept_and_not_scored(tmp_path: Path) -> None:
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path, text in zip(paths, (ENGLISH, GERMAN), strict=True):
        path.write_text(text, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'news.db'}"
    report = ingest_paths(paths, url, model="linear", progress=lambda items, _label: items)
    assert (report.stored, report.unscored, report.statements, len(report.skipped)) == (2, 1, 1, 0)
    assert "1 of them not in English and not scored" in report.summary()
    assert any("“de”" in note for note in report.notes)
    store = open_store(url)
    coverage = load_coverage(store)
    assert coverage["languages"] == {"de": 1, "en": 1} and coverage["statements"] == 1
    assert len(outdated_articles(store, "another", "model")) == 1  # what is not scored needs no other score
    store.close()


def test_an_outlet_is_the_same_one_when_a_story_has_no_word_of_its_own(tmp_path: Path) -> None:
    registry = tmp_path / "registry.yaml"
    registry.write_text("outlets:\n  - {id: observer, name: The Observer, aliases: [Observer of Velinka]}\n")
    stories = [
        {"text": f"{ENGLISH} Nobody in Kyiv was surprised.", "outlet": "The Observer"},
        {"text": ENGLISH, "outlet": "The Observer"},
        {"text": f"{ENGLISH} “We know nothing of that,” he said.", "outlet": "Observer of Velinka"},
        {"text": GERMAN, "outlet": "the observer"},
        {"text": f"{ENGLISH} Nobody in Moscow was surprised.", "outlet": "The  Observer."},
    ]
    path = tmp_path / "stories.jsonl"
    path.write_text("".join(json.dumps(story) + "\n" for story in stories), encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'news.db'}"
    world = (*world_paths(), registry)
    ingest_paths([path], url, registry=world, model="linear", progress=lambda items, _label: items)
    store = open_store(url)
    outlets = load_known(store).outlets
    store.close()
    assert [(row.outlet_id, row.outlet, row.n) for row in outlets.itertuples()] == [("observer", "The Observer", 5)]
