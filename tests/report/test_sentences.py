"""Sentences from frames made by hand, whose numbers can be checked by eye."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from analytics.report.movement import Movement, Turns, is_moved, with_chance
from analytics.report.sentences import (
    audit_sentence,
    chance,
    change_sentence,
    movement_summary,
    mover_sentence,
    standing_summary,
    turns_summary,
)

APRIL = (date(2026, 4, 1), date(2026, 4, 30))


def plain(sentence: str) -> str:
    return sentence.replace("\u00a0", " ")


def moved(**changes: Any) -> pd.DataFrame:
    row = {"speaker": "Ann", "target": "Northland", "n_before": 28, "n": 34, "before": -0.5, "after": 0.1}
    row |= {"difference": 0.6, "low": 0.3, "high": 0.95, "p_value": 0.001, "q_value": 0.0042}
    return pd.DataFrame([row | changes])


@pytest.mark.parametrize(
    ("q_value", "expected"),
    [(0.0002, "q < 0.001"), (0.0042, "q = 0.004"), (0.04, "q = 0.04"), (0.1, "q = 0.10")],
)
def test_chance_is_never_rounded_to_nothing(q_value: float, expected: str) -> None:
    assert chance(q_value) == expected


def test_a_mover_is_told_with_its_numbers_and_its_doubt() -> None:
    assert plain(mover_sentence(next(moved().itertuples()))) == (
        "Ann on Northland moved toward favor: from −0.50 in 28 statements to +0.10 in 34 statements, a difference of "
        "+0.60 (95 % interval +0.30 to +0.95; q = 0.004)."
    )
    back = moved(before=0.1, after=-0.5, difference=-0.6, low=-0.95, high=-0.3)
    assert "Ann on Northland moved toward against: from +0.10" in mover_sentence(next(back.itertuples()))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, True),
        ({"q_value": 0.1}, True),
        ({"q_value": 0.11}, False),
        ({"low": -0.01}, False),
        ({"difference": -0.6, "low": -0.95, "high": -0.3}, True),
    ],
)
def test_moved_are_only_those_of_whom_it_is_sure(changes: dict[str, float], told: bool) -> None:
    assert list(is_moved(moved(**changes))) == [told]


def test_how_many_moved_is_said_with_how_many_were_looked_at() -> None:
    some = pd.concat([moved(), moved(q_value=0.4, low=-0.2)], ignore_index=True)
    assert plain(movement_summary(Movement(APRIL, some, (), 3))) == (
        "Compared with 1 April 2026 to 30 April 2026: one of the 2 pairs of speaker and party with at least 10 "
        "statements in both periods moved by more than chance explains. The q-value allows for their number: of "
        "movements told at q ≤ 0.1, one in ten is expected to be chance. 3 pairs had too few."
    )
    nobody = plain(movement_summary(Movement(APRIL, some.iloc[1:], (), 0)))
    assert "none of the 1 pair" in nobody and nobody.endswith("that is no proof that nobody moved.")
    assert "so nothing can be said on who moved. 5 pairs had too few." in plain(
        movement_summary(Movement(APRIL, some.iloc[:0], (), 5))
    )


def test_a_change_is_told_around_its_date() -> None:
    row = pd.Series(
        {
            "speaker": "Ann", "target": "Northland", "start": pd.Timestamp("2026-03-02"),
            "date": pd.Timestamp("2026-05-04"), "end": pd.Timestamp("2026-06-01"), "n_before": 21, "n": 1,
            "before": 0.2, "after": -0.35, "difference": -0.55, "low": -0.9, "high": -0.2, "q_value": 0.0005,
        }
    )  # fmt: skip
    assert plain(change_sentence(row, "week")) == (
        "Ann on Northland changed toward against around the week of 4 May 2026: from +0.20 (21 statements from the "
        "week of 2 March 2026) to −0.35 (1 statement until the week of 1 June 2026), a difference of −0.55 (95 % "
        "interval −0.90 to −0.20; q < 0.001)."
    )
    assert "around May 2026: from" in change_sentence(row, "month")


def test_change_points_are_counted_over_the_series_looked_at() -> None:
    turns = Turns(pd.DataFrame({"date": [1]}), (), 12, "week", APRIL[0])
    assert plain(turns_summary(turns)).startswith("One change point in the weekly net stance of 12 pairs of speaker")
    none = Turns(pd.DataFrame(), (), 12, "month", APRIL[0])
    assert plain(turns_summary(none)) == (
        "No change point since 1 April 2026 in the monthly net stance of 12 pairs of speaker and party; small changes "
        "are not found."
    )
    assert "no pair" in turns_summary(Turns(pd.DataFrame(), (), 0, "week", APRIL[0]))


def cells(*rows: tuple[str, int, float, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["speaker", "n", "net_stance", "low", "high"])
    return frame.assign(target="Northland", interval="clustered, unaudited")


def test_who_stands_where_names_only_what_the_interval_bears() -> None:
    found = standing_summary(
        cells(
            ("Ann", 30, -0.6, -0.8, -0.4),
            ("Bob", 20, 0.1, -0.2, 0.4),
            ("Cy", 12, 0.5, 0.1, 0.8),
            ("Di", 9, 0.9, 0.8, 1),
        )
    )
    assert plain(found) == (
        "Of 3 pairs with at least 10 statements, clearly against: Ann on Northland −0.60 (−0.80 to −0.40, n 30); "
        "in favor: Cy on Northland +0.50 (+0.10 to +0.80, n 12)."
    )
    assert "none has an interval that leaves out zero" in standing_summary(cells(("Bob", 20, 0.1, -0.2, 0.4)))
    assert standing_summary(cells(("Di", 9, 0.9, 0.8, 1))).startswith("Nobody made 10 statements on one party")
    many = standing_summary(cells(*((f"S{number}", 20, -0.5, -0.7, -0.3) for number in range(6))))
    assert "S2 on Northland" in many and "S3" not in many and many.endswith("and 3 more.")


def test_who_checked_the_predictions_is_always_said() -> None:
    some = cells(("Ann", 30, -0.6, -0.8, -0.4))
    assert audit_sentence(some, None).startswith("Unaudited: nobody has checked")
    audited = audit_sentence(some.assign(interval="audited (57)"), "abc")
    assert audited == "Corrected by the audit abc, a random sample labeled by people (audited (57))."


def series(name: str, values: list[float]) -> pd.DataFrame:
    days = pd.date_range("2026-01-05", periods=len(values), freq="W-MON").astype("datetime64[us]")
    return pd.DataFrame(
        {"speaker_id": name, "date": days, "net_stance": values, "standard_error": 0.1, "freedom": 20.0, "n": 2}
    )


def test_change_points_are_corrected_for_all_series_looked_at() -> None:
    step, flat = [-0.6] * 8 + [0.6] * 8, [0.0, 0.05] * 8
    alone = with_chance(series("a", step), ["speaker_id"])
    among = with_chance(pd.concat([series("a", step), *(series(f"b{k}", flat) for k in range(9))]), ["speaker_id"])
    assert list(among["speaker_id"]) == ["a"] and among["date"][0] == pd.Timestamp("2026-03-02")
    assert among["q_value"][0] == pytest.approx(10 * alone["q_value"][0])
    assert (among["n_before"][0], among["n"][0]) == (16, 16)
    assert with_chance(series("a", step).iloc[:0], ["speaker_id"]).empty


def test_names_are_printed_as_they_are() -> None:
    row = SimpleNamespace(**moved(speaker="<b>Eve</b>").iloc[0].to_dict())
    assert mover_sentence(row).startswith("<b>Eve</b> on Northland")
