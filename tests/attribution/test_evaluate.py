"""The scorer on cases small enough to count by hand, and PolNeAR's reader."""

from pathlib import Path

import pytest

from analytics.attribution.evaluate import evaluate_attributions, find_attributions
from analytics.attribution.polnear import AnnotatedText, read_polnear
from analytics.evaluation import evaluate_task
from analytics.exceptions import DatasetError
from analytics.settings import Settings
from analytics.types import Attribution

TEXT = "Reyk said it rained hard."
GOLD = Attribution(((0, 4),), ((5, 9),), ((10, 24),))


def scores(*predicted: Attribution) -> dict[str, float]:
    result, _ = evaluate_attributions([AnnotatedText("a", TEXT, (GOLD,))], lambda _text: predicted)
    return {key: score.f1 for key, score in result.items()}


def test_the_gold_itself_scores_one_everywhere() -> None:
    found = scores(GOLD)
    assert {found[key] for key in found if not key.startswith(("direct", "mixed"))} == {1.0}
    assert {found[key] for key in found if key.startswith(("direct", "mixed"))} == {0.0}  # there is none of these


def test_nothing_scores_zero() -> None:
    assert set(scores().values()) == {0.0}


def test_a_boundary_off_by_a_word_counts_by_overlap_alone() -> None:
    found = scores(Attribution(GOLD.source, GOLD.cue, ((10, 19),)))
    assert found["content.exact"] == 0
    assert found["content.overlap"] == 1  # "it rained" is 8 of 12 characters
    assert found["linked"] == 1


def test_less_than_half_is_no_overlap() -> None:
    assert scores(Attribution(GOLD.source, GOLD.cue, ((10, 12),)))["content.overlap"] == 0


def test_a_content_given_to_somebody_else_is_not_linked() -> None:
    assert scores(Attribution(((20, 24),), GOLD.cue, GOLD.content))["linked"] == 0
    assert scores(Attribution((), GOLD.cue, GOLD.content))["linked"] == 0


def test_one_right_of_two_predicted() -> None:
    found = scores(GOLD, Attribution((), ((10, 12),), ((20, 24),)))
    assert found["cue.exact"] == pytest.approx(2 / 3)


def test_standoff_is_read_with_discontinuous_contents(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_text("“A,” he said, “b.”", encoding="utf-8")
    (tmp_path / "attributions" / "a_1.ann").write_text(
        "T1\tContent 0 4;14 18\t“A,” “b.”\nT2\tSource 5 7\the\nT3\tCue 8 12\tsaid\nT4\tAttribution 8 12\tsaid\n"
        "E1\tAttribution:T4 Source:T2 Cue:T3 Content:T1\n",
        encoding="utf-8",
    )
    (tmp_path / "attributions" / "a_2.ann").write_text("", encoding="utf-8")  # a second annotator is not read
    (annotated,) = read_polnear(tmp_path)
    assert annotated.attributions == (Attribution(((5, 7),), ((8, 12),), ((0, 4), (14, 18))),)
    assert find_attributions(annotated.text, None) == annotated.attributions


def test_a_folder_that_is_not_polnear_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="not a PolNeAR folder"):
        list(read_polnear(tmp_path))


def test_the_rules_hold_their_level_on_polnear_dev() -> None:
    folder = Settings().datasets / "polnear" / "dev"
    if not folder.is_dir():
        pytest.skip("PolNeAR is not here: run `onrecord data fetch` or set ONRECORD_DATASETS")
    result = evaluate_task("attribution", folder, None, "linear")
    assert result["found_by"] == "rules"
    floors = {"source.exact": 0.64, "cue.exact": 0.62, "content.exact": 0.49, "linked": 0.57}
    assert {key: floor for key, floor in floors.items() if result[key]["f1"] < floor} == {}
