"""Net stances in words, one by one and as a matrix of speakers and parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.aggregate import THIN_BELOW
from analytics.report.wording import basis, bounds, in_a_sentence, signed

MOST_ACTORS, MOST_PARTIES, MOST_FINDINGS = 14, 7, 5
_STEPS = (0.1, 0.3, 0.5, 0.7)  # the dashboard's


@dataclass(frozen=True)
class Finding:
    """One actor's net stance toward one party; ``look`` names its step on the stance scale."""

    actor: str
    party: str
    value: str
    bounds: str
    basis: str
    n: int
    look: str
    sure: bool  # whether the interval leaves out zero
    thin: bool  # whether there are too few statements to say anything

    @property
    def sentence(self) -> str:
        """For example "Lavrov on Ukraine: −0.62 (−0.74 to −0.49), 41 statements in 17 stories"."""
        return f"{self.actor} on {in_a_sentence(self.party)}: {self.value} ({self.bounds}), {self.basis}"


@dataclass(frozen=True)
class Matrix:
    """Actors in rows, parties in columns; ``None`` where an actor does not speak of a party."""

    parties: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Finding | None, ...]], ...]
    actors_in_all: int
    parties_in_all: int


def make_finding(row: Any) -> Finding:
    """Return a row of speakers on parties in words."""
    return Finding(
        actor=row.speaker,
        party=row.target,
        value=signed(row.net_stance),
        bounds=bounds(row.low, row.high),
        basis=basis(row),
        n=int(row.n),
        look=stance_step(row.net_stance),
        sure=bool(row.low > 0 or row.high < 0),
        thin=bool(row.n < THIN_BELOW),
    )


def stance_step(value: float) -> str:
    """Return the step of the stance scale that ``value`` in [−1, 1] falls on, from "against-4" to "favor-4"."""
    level = sum(abs(value) >= edge for edge in _STEPS)
    return "level" if level == 0 else f"{'favor' if value > 0 else 'against'}-{level}"


def leading_findings(rows: pd.DataFrame, most: int = MOST_FINDINGS) -> tuple[list[Finding], list[Finding]]:
    """Return the findings against and in favor, those of most statements first.

    Their intervals leave out zero, and none is thin.
    """
    solid = rows[rows["n"] >= THIN_BELOW]
    against, favor = solid[solid["high"] < 0].head(most), solid[solid["low"] > 0].head(most)
    return [make_finding(row) for row in against.itertuples()], [make_finding(row) for row in favor.itertuples()]


def make_matrix(rows: pd.DataFrame) -> Matrix:
    """Return the speakers and parties with most statements as a matrix."""
    actors, parties = leading(rows, "speaker"), leading(rows, "target")
    cells = {(row.speaker_id, row.target_id): make_finding(row) for row in rows.itertuples()}
    shown = list(parties.items())[:MOST_PARTIES]
    return Matrix(
        tuple(name for _, name in shown),
        tuple(
            (name, tuple(cells.get((actor, party)) for party, _ in shown))
            for actor, name in list(actors.items())[:MOST_ACTORS]
        ),
        len(actors),
        len(parties),
    )


def leading(rows: pd.DataFrame, who: str) -> dict[str, str]:
    """Return names by id of "speaker" or "target", most statements first."""
    sums = rows.groupby([f"{who}_id", who])["n"].sum().reset_index()
    ordered = sums.sort_values(["n", f"{who}_id"], ascending=[False, True])
    return dict(zip(ordered[f"{who}_id"], ordered[who], strict=True))
