"""What an ingest counts."""

from __future__ import annotations

from pathlib import Path

from analytics.intake import ingest_paths
from analytics.store import open_store
from analytics.store.coverage import load_coverage
from analytics.store.models import outdated_articles

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
