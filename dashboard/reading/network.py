"""What the network shows: the pairs of speaker and party with the most statements."""

from __future__ import annotations

from dashboard.data import DataDoor
from dashboard.reading.selection import filters_of
from dashboard.state import ViewState
from dashboard.views import Network, named

_EDGES = 40  # that can be told from each other
_MOST = 200  # shown when all are asked for: beyond, a drawing tells nothing


def load_network(data: DataDoor, state: ViewState) -> Network | None:
    """Return the pairs of the view with the most statements, or ``None`` when no statement is left."""
    cells = data.stances(filters_of(state))
    if cells.empty:
        return None
    by_n = cells.sort_values(["n", "actor", "target"], ascending=[False, True, True])
    edges = by_n.head(_MOST if state.all_rows else _EDGES).reset_index(drop=True)
    choices = data.choices()
    return Network(
        edges,
        named(choices.actors, edges["actor"].unique()),
        named(choices.parties, edges["target"].unique()),
        len(cells),
    )
