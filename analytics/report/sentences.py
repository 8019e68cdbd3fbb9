"""What the figures of a report show, in sentences that claim no more than the intervals bear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.aggregate import THIN_BELOW, Bucket
from analytics.report.wording import bounds, bucket_name, counted, in_a_sentence, period, signed

if TYPE_CHECKING:
    from analytics.report.movement import Movement, Turns

_COUNT = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine"}
_MOST_NAMED = 3


def chance(q_value: float) -> str:
    """Return "q < 0.001", "q = 0.004" or "q = 0.04"."""
    if q_value < 0.001:
        return "q < 0.001"
    return f"q = {q_value:.3f}" if q_value < 0.01 else f"q = {q_value:.2f}"


def mover_sentence(row: Any) -> str:
    """Return a row of ``movers`` that moved, in words."""
    toward = "favor" if row.difference > 0 else "against"
    return (
        f"{row.speaker} on {in_a_sentence(row.target)} moved toward {toward}: from {signed(row.before)} in "
        f"{counted(int(row.n_before), 'statement')} to {signed(row.after)} in {counted(int(row.n), 'statement')}, "
        f"a difference of {signed(row.difference)} (95 % interval {bounds(row.low, row.high)}; {chance(row.q_value)})."
    )


def change_sentence(row: Any, bucket: Bucket) -> str:
    """Return a change point in words; ``row`` as in ``Turns``."""
    began, date, end = (bucket_name(row[name], bucket) for name in ("start", "date", "end"))
    toward = "favor" if row["difference"] > 0 else "against"
    return (
        f"{row['speaker']} on {in_a_sentence(row['target'])} changed toward {toward} around {_the(date, bucket)}: from "
        f"{signed(row['before'])} ({counted(int(row['n_before']), 'statement')} from {_the(began, bucket)}) to "
        f"{signed(row['after'])} ({counted(int(row['n']), 'statement')} until {_the(end, bucket)}), a difference of "
        f"{signed(row['difference'])} (95 % interval {bounds(row['low'], row['high'])}; {chance(row['q_value'])})."
    )


def movement_summary(movement: Movement) -> str:
    """Return how many moved of how many compared, and what that does not say."""
    compared, moved = len(movement.rows), movement.moved
    enough = f"of speaker and party with at least {THIN_BELOW} statements in both periods"
    few = f" {counted(movement.left_out, 'pair')} had too few." if movement.left_out else ""
    if not compared:
        found = f"there is no pair {enough}, so nothing can be said on who moved."
    elif not moved:
        found = (
            f"none of the {counted(compared, 'pair')} {enough} moved by more than chance explains; that is no proof "
            "that nobody moved."
        )
    else:
        found = (
            f"{_number(moved).lower()} of the {counted(compared, 'pair')} {enough} moved by more than chance explains. "
            "The q-value allows for their number: of movements told at q ≤ 0.1, one in ten is expected to be chance."
            f"{_only_told(moved, len(movement.told))}"
        )
    return f"Compared with {period(*movement.comparison)}: {found}{few}"


def turns_summary(turns: Turns) -> str:
    """Return how many change points there are in how many series."""
    looked = f"the {turns.bucket}ly net stance of {counted(turns.series, 'pair')} of speaker and party"
    if not turns.series:
        return "There is no pair of speaker and party in which to look for a change."
    if turns.rows.empty:
        return f"No change point since {turns.first.day} {turns.first:%B %Y} in {looked}; small changes are not found."
    points = "change point" if len(turns.rows) == 1 else "change points"
    return (
        f"{_number(len(turns.rows))} {points} in {looked}. Dates are the likeliest, not certain. Intervals allow for "
        "the date having been searched for, q-values also for the number of series."
        f"{_only_told(len(turns.rows), len(turns.told))}"
    )


def _only_told(of: int, told: int) -> str:
    """Return that a list is cut, where it is."""
    return f" The surest {told} are told here; the tables of the spreadsheet have all." if 0 < told < of else ""


def standing_summary(cells: pd.DataFrame) -> str:
    """Return who stands clearly on one side; ``cells`` are speakers on parties, most statements first."""
    solid = cells[cells["n"] >= THIN_BELOW]
    against, favor = (list(solid[clear].itertuples()) for clear in (solid["high"] < 0, solid["low"] > 0))
    if solid.empty:
        return f"Nobody made {THIN_BELOW} statements on one party, so nothing can be said on who stands where."
    if not against and not favor:
        return (
            f"Of {counted(len(solid), 'pair')} of speaker and party with at least {THIN_BELOW} statements, none has an "
            "interval that leaves out zero: nobody is clearly against or in favor."
        )
    sides = [f"{side}: {_named(rows)}" for side, rows in (("against", against), ("in favor", favor)) if rows]
    return f"Of {counted(len(solid), 'pair')} with at least {THIN_BELOW} statements, clearly {'; '.join(sides)}."


def audit_sentence(cells: pd.DataFrame, audit_id: str | None) -> str:
    """Return who has checked the predictions behind ``cells``."""
    if audit_id is None:
        return "Unaudited: nobody has checked a sample of the predictions behind this report."
    methods = ", ".join(sorted(cells["interval"].unique())) or "no number in it"
    return f"Corrected by the audit {audit_id}, a random sample labeled by people ({methods})."


def _named(rows: Sequence[Any]) -> str:
    shown = [
        f"{row.speaker} on {in_a_sentence(row.target)} {signed(row.net_stance)} "
        f"({bounds(row.low, row.high)}, n {row.n})"
        for row in rows
    ]
    more = len(shown) - _MOST_NAMED
    return ", ".join(shown[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _number(n: int) -> str:
    return _COUNT.get(n, f"{n:,}")


def _the(name: str, bucket: Bucket) -> str:
    return f"the {name}" if bucket == "week" else name
