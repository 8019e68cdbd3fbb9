"""Targets against our labels: the counting on a made-up text, and the figures on PolNeAR's texts."""

from pathlib import Path

import pytest

from analytics.attribution.polnear import AnnotatedText, read_polnear
from analytics.exceptions import DatasetError, InputError
from analytics.parties.evaluate_targets import LabelledStatement, evaluate_targets, form_of, read_target_labels
from analytics.parties.registry import load_registry
from analytics.settings import Settings
from analytics.types import Statement, StatementKind

GOLD = Path(__file__).parents[2] / "data" / "gold"


def test_mentions_and_identities_are_counted_apart() -> None:
    text = "The White House blamed Moscow, NATO and the talks that she led."
    name = "made-up_2016-09-10_x"

    def span(words: str) -> tuple[int, int]:
        return (text.index(words), text.index(words) + len(words))

    statement = Statement(StatementKind.NARRATION, ((0, len(text)),))
    wanted = {
        "United States": (span("The White House"),),  # found, as "White House"
        "Russia": (span("blamed Moscow"),),  # found elsewhere
        "Angela Merkel": (span("she"),),  # not found
    }
    labels = {name: [LabelledStatement(statement, wanted)]}
    scores = evaluate_targets([AnnotatedText(name, text, ())], labels, load_registry())
    assert scores["statements"] == 1
    assert (scores["exact"]["gold"], scores["exact"]["predicted"]) == (3, 3)
    assert scores["exact"]["precision"] == pytest.approx(1 / 3)
    assert scores["linked"]["precision"] == scores["linked"]["recall"] == pytest.approx(2 / 3)
    assert scores["by_form"]["pronoun"]["linked"] == {
        "precision": 0.0, "recall": 0.0, "f1": 0.0, "gold": 1, "predicted": 0,
    }  # fmt: skip


def test_other_annotations_than_those_labelled_are_an_error_that_names_the_text() -> None:
    text, name = "Ann Lee said it rained.", "made-up_2016-09-10_x"
    labelled = LabelledStatement(Statement(StatementKind.INDIRECT, ((13, 22),), ((0, 7),), ((8, 12),)), {})
    with pytest.raises(DatasetError, match=name):
        evaluate_targets([AnnotatedText(name, text, ())], {name: [labelled]}, load_registry())


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("her", "pronoun"),
        ("Our", "pronoun"),
        ("the White House", "name"),
        ("Trump’s", "name"),
        ("the panel", "description"),
    ],
)
def test_forms(words: str, form: str) -> None:
    assert form_of(words, (0, len(words))) == form


def test_texts_without_labels_and_missing_labels_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="train or dev"):
        evaluate_targets([], {}, load_registry())
    with pytest.raises(DatasetError, match="restore data/gold"):
        read_target_labels(tmp_path)


@pytest.mark.parametrize(
    ("part", "statements", "precision", "recall"), [("train", 200, 0.92, 0.74), ("dev", 120, 0.88, 0.73)]
)
def test_targets_of_real_news_keep_their_floor(part: str, statements: int, precision: float, recall: float) -> None:
    folder = Settings().datasets / "polnear" / part
    if not folder.is_dir():
        pytest.skip("PolNeAR is not here: run `onrecord data fetch` or set ONRECORD_DATASETS")
    scores = evaluate_targets(list(read_polnear(folder)), read_target_labels(GOLD), load_registry())
    assert scores["statements"] >= statements
    assert scores["exact"]["precision"] >= precision
    assert scores["exact"]["recall"] >= recall


def test_every_label_lies_in_the_content_of_its_statement() -> None:
    for labelled in (found for statements in read_target_labels(GOLD).values() for found in statements):
        content = labelled.statement.content
        for start, end in (span for mentions in labelled.targets.values() for span in mentions):
            assert any(s <= start < end <= e for s, e in content)
