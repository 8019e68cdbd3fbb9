"""Speakers against our labels: the counting on a made-up text, and the figure on PolNeAR's dev month."""

from pathlib import Path

import pytest

from analytics.attribution.polnear import AnnotatedText, read_polnear
from analytics.exceptions import DatasetError
from analytics.parties.evaluate import SOURCE_KINDS, evaluate_speakers, read_labels
from analytics.parties.registry import load_registry
from analytics.settings import Settings
from analytics.types import Attribution

GOLD = Path(__file__).parents[2] / "data" / "gold"


def attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    return Attribution(*(((text.index(part), text.index(part) + len(part)),) for part in (source, cue, content)))


def test_right_wrong_and_unresolved_are_counted() -> None:
    text = "Many voters said it rained. Barack Obama said “it is dry.” Mayor Ann Lee said it snowed."
    found = (
        attribution(text, "Many voters", "said it r"[:4], "it rained"),
        attribution(text, "Barack Obama", "said “"[:4], "“it is dry.”"),
        attribution(text, "Mayor Ann Lee", "said it s"[:4], "it snowed"),
    )
    labels = {
        "made-up_2016-09-10_x": {
            a.source: name for a, name in zip(found, ("unresolved", "Barack Obama", "Bo Lee"), strict=True)
        }
    }
    scores = evaluate_speakers([AnnotatedText("made-up_2016-09-10_x", text, found)], labels, load_registry())
    assert scores["all"]["n"] == 3
    assert scores["all"]["accuracy"] == pytest.approx(2 / 3)
    assert scores["all"]["named"] == {"right": 1, "wrong": 1, "unresolved": 0}
    assert scores["all"]["nobody"] == {"right": 1, "wrong": 0}
    assert scores["direct"] == {"accuracy": 1.0, "precision": 1.0, "n": 1} | {
        "named": {"right": 1, "wrong": 0, "unresolved": 0},
        "nobody": {"right": 0, "wrong": 0},
    }


def test_a_missing_file_of_labels_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="restore data/gold"):
        read_labels(tmp_path)


def test_speakers_of_real_news_keep_their_floor() -> None:
    folder = Settings().datasets / "polnear" / "dev"
    if not folder.is_dir():
        pytest.skip("PolNeAR is not here: run `onrecord data fetch` or set ONRECORD_DATASETS")
    labels = read_labels(GOLD)
    assert len(labels) >= 40
    scores = evaluate_speakers(list(read_polnear(folder)), labels, load_registry())
    assert scores["all"]["n"] > 1000
    assert scores["all"]["accuracy"] >= 0.89
    assert scores["all"]["precision"] >= 0.96
    assert scores["direct"]["accuracy"] >= 0.92


def test_speakers_of_articles_no_rule_was_made_on_keep_their_floor() -> None:
    folder = Settings().datasets / "polnear" / "train"
    if not folder.is_dir():
        pytest.skip("PolNeAR is not here: run `onrecord data fetch` or set ONRECORD_DATASETS")
    labels = read_labels(GOLD)
    texts = [annotated for annotated in read_polnear(folder) if annotated.name in labels]
    assert len(texts) == 35
    scores = evaluate_speakers(texts, labels, load_registry())
    assert scores["all"]["n"] > 600
    assert scores["all"]["accuracy"] >= 0.84
    assert scores["all"]["precision"] >= 0.90
    assert scores["direct"]["accuracy"] >= 0.87


def test_sources_are_counted_by_what_they_are() -> None:
    said = {"Ann Lee": "Ann Lee", "Lee": "Ann Lee", "The mayor": "Ann Lee", "She": "Ann Lee", "CNN": "CNN"}
    text = " ".join(f"{source} said it rained." for source in (*said, "Voters"))
    found = tuple(
        Attribution(((place, place + len(source)),), (), ((place + len(source) + 9, place + len(source) + 15),))
        for source in (*said, "Voters")
        if (place := text.index(f". {source} said") + 2 if source != "Ann Lee" else 0) >= 0
    )
    labels = {"x_2016-09-10": {a.source: name for a, name in zip(found, (*said.values(), "unresolved"), strict=True)}}
    scores = evaluate_speakers([AnnotatedText("x_2016-09-10", text, found)], labels, load_registry())
    assert {kind: scored["n"] for kind, scored in scores["by_source"].items()} == dict.fromkeys(SOURCE_KINDS, 1)
