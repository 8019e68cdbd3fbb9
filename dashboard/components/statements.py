"""Statements as a list: a grid where there is room, which asks for the rows it shows, and cards where there is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from analytics.report.wording import NO_BREAK, counted
from analytics.types import SURE_FROM, StatementKind, StatementOrder
from dashboard.components.evidence import evidence_cards
from dashboard.components.filters import filter_id
from dashboard.components.labels import STANCE_WORDS
from dashboard.components.markup import aria, go
from dashboard.components.static import Static, static
from dashboard.state import ViewState
from dashboard.url import LONGEST_WORDS, article_path, format_search
from dashboard.views import CardTarget, EvidenceCard, StatementRow
from dashboard.wording import probability

GRID = "statement-grid"
ROWS = 50
"""Rows the grid asks for at once."""
CARDS = 20

_KINDS = {
    StatementKind.DIRECT: "direct",
    StatementKind.INDIRECT: "indirect",
    StatementKind.MIXED: "mixed",
    StatementKind.NARRATION: "narration",
}
_SORTED = {  # by column: what a click on its head sorts by, upward and downward
    "date": (StatementOrder.OLDEST, StatementOrder.NEWEST),
    "speaker": (StatementOrder.SPEAKER, StatementOrder.SPEAKER_BACKWARD),
    "target": (StatementOrder.TARGET, StatementOrder.TARGET_BACKWARD),
    "stance": (StatementOrder.LEAST_SURE, StatementOrder.SUREST),
}


def words_input(state: ViewState) -> html.Label:
    """Return the field for what is searched for, set into the headline; it writes to the address after a pause."""
    # Not Mantine's field: that echoes after the pause what "Back" put into it, and so undoes a quick "Forward".
    field = dcc.Input(
        id=filter_id("words"),
        value=state.words or "",
        placeholder="anything",
        debounce=0.4,
        autoComplete="off",
        maxLength=LONGEST_WORDS,
    )
    return html.Label([html.Span("Words to search for", className="visually-hidden"), field], className="words-input")


def how_to_search() -> html.Div:
    """Return what the page lists, and what can be typed."""
    lede = "What was said, as it was printed: by whom, of whom, and in which story."
    how: list[str | Component] = [
        html.Strong("How to search. "),
        "Words in any order, “a phrase as it stands” in quotation marks, -without for what must not be said, "
        "promis* for all words that begin so. Capitals and accents make no difference.",
    ]
    return html.Div([html.P(lede, className="lede"), html.P(how, className="how")])


def found_line(n: int, most: int, state: ViewState) -> Static:
    """Return how many statements there are, and the way to a file of them."""
    limit = f", the first {most:,} of them" if n > most else ""
    words = f"Download them as CSV{limit}"
    link = html.A(words, href=f"/statements.csv{format_search(state.without_mark())}", download="statements.csv")
    count = html.Strong(counted(n, "statement"), id="found", role="status")
    return static(html.P([count, html.Span([link, " (one row per statement and target)"])], className="found"))


def statement_grid(order: StatementOrder) -> html.Div:
    """Return the grid, without rows: it asks for them as it comes to show them."""
    grid = dag.AgGrid(
        id=GRID,
        rowModelType="infinite",
        columnDefs=_columns(order),
        defaultColDef={"sortable": False, "resizable": True, "suppressMovable": True},
        dashGridOptions={
            "cacheBlockSize": ROWS,
            "infiniteInitialRowCount": 1,
            "maxBlocksInCache": 10,
            "rowHeight": 92,
            "headerHeight": 40,
            "suppressCellFocus": False,
            "ensureDomOrder": True,
            "suppressMultiSort": True,
            "suppressScrollOnNewData": False,
            "tooltipShowDelay": 300,
        },
        style={"height": "min(46rem, 78vh)"},
    )
    return html.Div(grid, className="statement-grid", role="region", **aria(label="Statements, as a grid"))


def sorted_by(sort_model: Any) -> StatementOrder:
    """Return the order that a request of the grid asks for; the newest first where it asks for none."""
    first = sort_model[0] if isinstance(sort_model, list) and sort_model else None
    if not isinstance(first, dict) or str(first.get("colId")) not in _SORTED:
        return StatementOrder.NEWEST
    upward, downward = _SORTED[first["colId"]]
    return upward if first.get("sort") == "asc" else downward


def grid_row(row: StatementRow) -> dict[str, Any]:
    """Return what the cells of a row show; the renderers are in ``assets/statements.js``."""
    return {
        "date": f"{row.published.day}{NO_BREAK}{row.published:%b %Y}" if row.published else "undated",
        "speaker": {"words": row.speaker, "href": actor_path(row.speaker_id) if row.speaker_id else None},
        "kind": _KINDS[row.kind],
        "target": [on.target for on in row.targets],
        "stance": [_stance(on.stance.label, on.stance.probabilities) for on in row.targets],
        "tone": {"label": row.tone.label, "probability": probability(row.tone.probabilities[row.tone.label])},
        "words": _pieces(row),
        "outlet": row.outlet,
        "story": {"words": row.title, "href": article_path(row.article_id, row.ordinal)},
    }


def cards(rows: Sequence[StatementRow]) -> Static:
    """Return statements as the cards of the evidence panel."""
    return static(evidence_cards([_card(row) for row in rows]))


def more_cards(shown: int, n: int) -> html.Button | None:
    """Return the button for the next cards, or nothing when all are shown."""
    if shown >= n:
        return None
    return html.Button(
        f"Show {min(CARDS, n - shown)} more of {n - shown:,}",
        id={"type": "more-statements", "shown": shown},
        className="button",
    )


def actor_path(actor_id: str) -> str:
    """Return the address of an actor's page."""
    return f"/actor{format_search(ViewState(actor=actor_id))}"


def nothing_found(state: ViewState) -> html.Section:
    """Return what the page says when nothing is found, and what to do."""
    if not state.words:
        said, advice = "No statement matches these filters", "Widen the days, or take a filter away."
    else:
        said = f"No statement says {state.words}"
        advice = "Try fewer words, or the beginning of one with * after it, or take a filter away."
    clear = go("Clear all filters", format_search(state.cleared()), className="button")
    return html.Section([html.H2(said), html.P(advice), clear], className="nothing")


def _columns(order: StatementOrder) -> list[dict[str, Any]]:
    looks: dict[str, tuple[str, int, str | None]] = {
        "date": ("Date", 122, None),
        "speaker": ("Speaker", 140, "GoLink"),
        "kind": ("Kind", 84, None),
        "target": ("Target", 136, "Lines"),
        "stance": ("Stance", 148, "StanceLines"),
        "tone": ("Tone", 116, "Tone"),
        "words": ("Words", 260, "Words"),
        "outlet": ("Outlet", 116, None),
        "story": ("Story", 150, "GoLink"),
    }
    return [_column(name, heading, width, renderer, order) for name, (heading, width, renderer) in looks.items()]


def _column(name: str, heading: str, width: int, renderer: str | None, order: StatementOrder) -> dict[str, Any]:
    column: dict[str, Any] = {"field": name, "headerName": heading, "width": width, "cellClass": f"in-{name}"}
    if renderer:
        column["cellRenderer"] = renderer
    if name in ("words", "story"):
        column |= {"flex": 2 if name == "words" else 1, "minWidth": width}
    if name in _SORTED:
        upward, downward = _SORTED[name]
        first = ["desc", "asc"] if name in ("date", "stance") else ["asc", "desc"]
        column |= {"sortable": True, "sortingOrder": first, "context": {"asc": upward.value, "desc": downward.value}}
        column["sort"] = {upward: "asc", downward: "desc"}.get(order)
    return column


def _stance(label: str, probabilities: Any) -> dict[str, Any]:
    value = probabilities[label]
    return {
        "label": label,
        "words": STANCE_WORDS[label],
        "probability": probability(value),
        "sure": value >= SURE_FROM,
    }


def _pieces(row: StatementRow) -> list[list[Any]]:
    """Return the words in pieces, each with whether it is a hit."""
    pieces, position = [], 0
    for start, end in row.hits:
        pieces += [[row.words[position:start], False], [row.words[start:end], True]]
        position = end
    return [*pieces, [row.words[position:], False]]


def _card(row: StatementRow) -> EvidenceCard:
    return EvidenceCard(
        article_id=row.article_id,
        ordinal=row.ordinal,
        title=row.title,
        outlet=row.outlet,
        published=row.published,
        kind=row.kind,
        speaker=row.speaker,
        text=row.words,
        content=((0, len(row.words)),),
        source=(),
        cue=(),
        evidence=(),
        targets=tuple(CardTarget(on.target, (), on.stance.label, on.stance.probabilities) for on in row.targets),
        tone=row.tone.label,
        tone_probability=row.tone.probabilities[row.tone.label],
        hits=row.hits,
    )
