"""Sentences that speak for themselves: which ones to print, and their words in marked pieces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from analytics.store.engine import Store
from analytics.store.rows import hull
from analytics.store.views import Excerpt, load_excerpts
from analytics.types import Span, Spans, Stance, StatementKind


@dataclass(frozen=True)
class Piece:
    """Words and the roles they have: "source", "cue", "mention", "evidence"."""

    text: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """A statement to print."""

    excerpt: Excerpt
    pieces: tuple[Piece, ...]


def telling_quotes(store: Store, pairs: pd.DataFrame, stance: Stance, most: int) -> list[Quote]:
    """Return the quotations whose predicted stance is surest, at most one for each speaker and target.

    Only short ones of known speakers come into question. Raises ``StoreError``.
    """
    said = pairs[
        (pairs["stance"] == stance.value)
        & (pairs["kind"] != StatementKind.NARRATION.value)
        & pairs["speaker_id"].notna()
        & ~pairs["excerpt"].str.endswith("…")
    ]
    surest = said.sort_values([f"p_{stance.value}", "pair_id"], ascending=[False, True])
    chosen = surest.drop_duplicates(["speaker_id", "target_id"]).drop_duplicates("excerpt").head(most)
    return [Quote(excerpt, _pieces(excerpt)) for excerpt in load_excerpts(store, chosen["pair_id"].tolist())]


def _pieces(excerpt: Excerpt) -> tuple[Piece, ...]:
    roles = {
        "source": excerpt.source,
        "cue": excerpt.cue,
        "evidence": excerpt.evidence,
        "mention": (excerpt.mention,),
    }
    return cut(excerpt.text, roles, hull(excerpt.source, excerpt.cue, excerpt.content))


def cut(text: str, roles: Mapping[str, Spans], within: Span) -> tuple[Piece, ...]:
    """Cut ``text[start:end]`` wherever a role begins or ends; joined, the pieces are that text again."""
    start, end = within
    edges = {min(max(edge, start), end) for spans in roles.values() for span in spans for edge in span}
    places = sorted(edges | {start, end})
    return tuple(
        Piece(text[first:last], tuple(role for role, spans in roles.items() if _covers(spans, first, last)))
        for first, last in pairwise(places)
    )


def _covers(spans: Iterable[Span], first: int, last: int) -> bool:
    return any(start <= first and last <= end for start, end in spans)
