"""What the gate lets through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.retrain.comparison import Calibration, Comparison, Interval, SetScores, Slice
from analytics.retrain.gate import allowed_fall, judge


def scores(name: str, n: int, champion: float, challenger: float, low: float = 0.01) -> SetScores:
    gain = challenger - champion
    return SetScores(name, n, Interval(champion, 0, 1), Interval(challenger, 0, 1), Interval(gain, low, gain + 0.02))


BETTER = Comparison(
    overall=scores("all", 500, 0.70, 0.74),
    sets=(scores("own test", 400, 0.80, 0.81), scores("corrections test", 100, 0.6, 0.67)),
    slices=(Slice("party", "russia", 100, 0.70, 0.72),),
    champion=Calibration(0.04, ()),
    challenger=Calibration(0.045, ()),
)


def test_what_is_better_beyond_noise_passes() -> None:
    verdict = judge(BETTER, [])
    assert verdict.promoted
    assert verdict.reasons == (
        "It gains 4.0 points of macro F1 (1.0 to 6.0), falls nowhere by more than it may, and keeps its calibration.",
    )


@pytest.mark.parametrize(
    ("worse", "says"),
    [
        (replace(BETTER, overall=scores("all", 500, 0.70, 0.74, low=-0.01)), "not beyond noise"),
        (replace(BETTER, overall=scores("all", 500, 0.70, 0.701, low=0.001)), "not beyond noise"),
        (replace(BETTER, sets=(scores("own test", 400, 0.80, 0.77),)), "Macro F1 on own test falls from 80.0 to 77.0"),
        (replace(BETTER, slices=(Slice("party", "iran", 100, 0.7, 0.6),)), "party 'iran' falls from 70.0 to 60.0"),
        (replace(BETTER, challenger=Calibration(0.06, ())), "calibration error rises from 0.040 to 0.060"),
    ],
)
def test_anything_else_keeps_the_champion_and_says_why(worse: Comparison, says: str) -> None:
    verdict = judge(worse, [])
    assert not verdict.promoted and len(verdict.reasons) == 1 and says in verdict.reasons[0]


def test_a_pinned_floor_that_is_missed_refuses() -> None:
    assert judge(BETTER, ["Macro F1 on dev_rw.jsonl is 0.6."]).reasons == ("Macro F1 on dev_rw.jsonl is 0.6.",)


def test_a_small_set_or_slice_may_fall_further() -> None:
    assert allowed_fall(10_000) == allowed_fall(625) == 0.02
    assert allowed_fall(100) == pytest.approx(0.05)
    assert judge(replace(BETTER, sets=(scores("sample test", 100, 0.80, 0.76),)), []).promoted
