from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analytics.aggregate import net_stance
from analytics.aggregate.estimate import UNAUDITED

Make = Callable[..., pd.DataFrame]

ROWS = [
    ("s1", "a1", "Lavrov", "Ukraine", "2025-11-03", 0.9, 0.0),
    ("s2", "a1", "Lavrov", "Ukraine", "2025-11-03", 0.5, 0.1),
    ("s3", "a2", "Lavrov", "Ukraine", "2025-11-09", 0.1, 0.2),
    ("s3", "a2", "Lavrov", "Russia", "2025-11-09", 0.0, 0.8),
    ("s4", "a2", None, "Ukraine", "2025-11-10", 0.2, 0.7),
    ("s5", "a3", "Peskov", "Ukraine", None, 0.3, 0.3),
]


def test_a_group_counts_statements_stories_and_shares(make_pairs: Make) -> None:
    row = (
        net_stance(make_pairs(ROWS), ["speaker", "target"]).set_index(["speaker", "target"]).loc[("Lavrov", "Ukraine")]
    )
    assert (row["n"], row["n_stories"]) == (3, 2)
    assert row["net_stance"] == pytest.approx((-0.9 - 0.4 + 0.1) / 3)
    assert row[["share_against", "share_neutral", "share_favor", "takes_side"]].tolist() == pytest.approx(
        [2 / 3, 1 / 3, 0, 2 / 3]
    )
    assert row["low"] < row["net_stance"] < row["high"]


def test_two_mentions_of_a_party_in_one_statement_count_once(make_pairs: Make) -> None:
    twice = [
        ("s1", "a1", "Lavrov", "Ukraine", "2025-11-03", 0.8, 0.0),
        ("s1", "a1", "Lavrov", "Ukraine", "2025-11-03", 0.0, 0.6),
        ("s2", "a1", "Lavrov", "Ukraine", "2025-11-03", 0.0, 0.3),
    ]
    row = net_stance(make_pairs(twice), ["target"]).iloc[0]
    assert row["n"] == 2
    assert row["net_stance"] == pytest.approx((-0.1 + 0.3) / 2)
    assert row["share_favor"] == pytest.approx(0.25)


def test_every_row_has_an_interval_even_of_one_statement(make_pairs: Make) -> None:
    rows = net_stance(make_pairs(ROWS), ["speaker", "target"])
    assert rows[["low", "high"]].notna().all(axis=None)
    assert (rows["low"] <= rows["net_stance"]).all() and (rows["net_stance"] <= rows["high"]).all()
    assert rows["low"].min() >= -1 and rows["high"].max() <= 1
    single = rows[rows["n"] == 1]
    assert len(single) and (single["high"] - single["low"] > 0.9).all()
    assert set(rows["interval"]) == {UNAUDITED}


def test_a_missing_speaker_is_a_group_of_its_own_at_the_end(make_pairs: Make) -> None:
    rows = net_stance(make_pairs(ROWS), ["speaker"])
    assert rows["speaker"].fillna("?").tolist() == ["Lavrov", "Peskov", "?"]
    assert rows["n"].sum() == 5


@pytest.mark.parametrize(
    ("bucket", "starts"),
    [
        ("day", ["2025-11-03", "2025-11-09", "2025-11-10"]),
        ("week", ["2025-11-03", "2025-11-10"]),  # Sunday the 9th ends the week that began on Monday the 3rd
        ("month", ["2025-11-01"]),
    ],
)
def test_buckets_start_where_expected_and_leave_out_undated_pairs(
    make_pairs: Make, bucket: str, starts: list[str]
) -> None:
    rows = net_stance(make_pairs(ROWS), ["target"], bucket)  # type: ignore[arg-type]
    ukraine = rows[rows["target"] == "Ukraine"]
    assert ukraine["date"].dt.strftime("%Y-%m-%d").tolist() == starts
    assert ukraine["n"].sum() == 4
    assert rows["date"].dtype == "datetime64[us]"


def test_no_columns_make_one_row_of_everything(make_pairs: Make) -> None:
    rows = net_stance(make_pairs(ROWS), [])
    assert (rows["n"].tolist(), rows["n_stories"].tolist()) == ([5], [3])


@pytest.mark.parametrize("bucket", [None, "week"])
@pytest.mark.parametrize("by", [[], ["target"], ["speaker", "target"]])
def test_no_pairs_give_no_rows_with_the_same_types(make_pairs: Make, by: list[str], bucket: None) -> None:
    pairs = make_pairs(ROWS)
    empty = net_stance(pairs.iloc[:0], by, bucket)
    assert empty.empty
    assert empty.dtypes.to_dict() == net_stance(pairs, by, bucket).dtypes.to_dict()


def test_pairs_are_not_changed(make_pairs: Make) -> None:
    pairs = make_pairs(ROWS)
    before = pairs.copy(deep=True)
    net_stance(pairs, ["speaker", "target"], "week")
    pd.testing.assert_frame_equal(pairs, before)


def test_neither_the_order_of_rows_nor_their_index_matters(make_pairs: Make) -> None:
    pairs = make_pairs(ROWS)
    shuffled = pairs.sample(frac=1, random_state=1).set_index(pd.Index([7] * len(pairs)))
    pd.testing.assert_frame_equal(
        net_stance(pairs, ["speaker", "target"], "week"), net_stance(shuffled, ["speaker", "target"], "week")
    )


@pytest.mark.parametrize("by", [["nothing"], ["target", "target"]])
def test_an_unknown_or_repeated_column_is_refused(make_pairs: Make, by: list[str]) -> None:
    with pytest.raises(ValueError, match="cannot group by"):
        net_stance(make_pairs(ROWS), by)


def test_statements_of_one_story_weigh_less_than_those_of_many(make_pairs: Make) -> None:
    def width(articles: int) -> float:
        rows = [(f"s{i}", f"a{i % articles}", "x", "y", "2025-11-03", 0.4 + 0.05 * (i % 5), 0.2) for i in range(40)]
        row = net_stance(make_pairs(rows), ["target"]).iloc[0]
        return float(row["high"] - row["low"])

    assert width(1) > 1.3 * width(40)


def test_a_certain_classifier_is_not_widened(make_pairs: Make) -> None:
    certain = [(f"s{i}", f"a{i}", "x", "y", "2025-11-03", float(i % 2), float(i % 2 == 0)) for i in range(400)]
    timid = [(*row[:5], 0.3 * row[5] + 0.2, 0.3 * row[6] + 0.2) for row in certain]
    wide, narrow = (net_stance(make_pairs(rows), ["target"]).iloc[0] for rows in (timid, certain))
    assert narrow["high"] == pytest.approx(0.1, abs=0.02)  # 1.96 / √400
    assert wide["high"] > narrow["high"]
