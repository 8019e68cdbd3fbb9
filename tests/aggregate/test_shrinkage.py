from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.aggregate.shrinkage import THIN_BELOW, with_shrunken


def cells(seed: int, speakers: int = 12, parties: int = 6) -> pd.DataFrame:
    """Speakers differ, and each speaks of parties around a mean of their own; 1 to 60 statements a cell."""
    rng = np.random.default_rng(seed)
    speaker = np.repeat(np.arange(speakers), parties)
    truth = np.clip(rng.normal(-0.2, 0.35, speakers)[speaker] + rng.normal(0, 0.2, speaker.size), -1, 1)
    n = rng.choice([1, 2, 3, 5, 8, 15, 30, 60], speaker.size)
    error = np.sqrt(0.6 / n)
    value = np.clip(truth + rng.normal(size=n.size) * error, -1, 1)
    columns = {"speaker_id": speaker, "n": n, "net_stance": value, "standard_error": error, "truth": truth}
    return pd.DataFrame(columns)


def squared_error(frame: pd.DataFrame, column: str) -> float:
    return float(((frame[column] - frame["truth"]) ** 2).mean())


def test_shrunken_values_are_nearer_to_the_truth() -> None:
    found = [
        (
            squared_error(frame, "net_stance"),
            *(squared_error(with_shrunken(frame, by), "shrunken") for by in ([], by_speaker)),
        )
        for by_speaker in [["speaker_id"]]
        for frame in map(cells, range(50))
    ]
    raw, toward_all, toward_speaker = np.mean(found, axis=0)
    assert toward_all < 0.6 * raw
    assert toward_speaker < 0.85 * toward_all


def test_thin_cells_move_most_and_toward_their_speaker() -> None:
    frame = with_shrunken(cells(3), ["speaker_id"])
    moved = (frame["shrunken"] - frame["net_stance"]).abs()
    assert moved[frame["n"] < 3].mean() > 4 * moved[frame["n"] > 20].mean()
    assert (frame["thin"] == (frame["n"] < THIN_BELOW)).all()


def test_cells_that_differ_by_noise_alone_become_one_value() -> None:
    frame = cells(0).assign(net_stance=0.3)
    assert with_shrunken(frame)["shrunken"].to_numpy() == pytest.approx(0.3)


def test_a_speaker_with_one_cell_is_drawn_toward_all() -> None:
    frame = cells(1, speakers=40, parties=1)
    found = with_shrunken(frame, ["speaker_id"])
    moved = found["shrunken"] - found["net_stance"]
    toward = np.sign(np.average(frame["net_stance"], weights=frame["n"]) - frame["net_stance"])
    far = (frame["net_stance"] - frame["net_stance"].mean()).abs() > 0.3
    assert (np.sign(moved) == toward)[far].all()


def test_cells_are_not_changed_and_none_give_none() -> None:
    frame = cells(0)
    before = frame.copy(deep=True)
    with_shrunken(frame, ["speaker_id"])
    pd.testing.assert_frame_equal(frame, before)
    assert with_shrunken(frame.iloc[:0], ["speaker_id"]).empty
