"""Sentences that speak for themselves: which ones to print, and their words in marked pieces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

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

    @property
    def link(self) -> str | None:
        """The address of the story as it was printed, if it is one that a reader may safely follow."""
        return safe_link(self.excerpt.url)


_LOOKED_AT = ["pair_id", "speaker_id", "target_id", "excerpt", "stance", "p_against", "p_favor"]


class Surest:
    """The quotations of which the classifier is surest, at most one for each speaker and target.

    Only short ones of known speakers come into question. Fed with pairs piece by piece, it keeps what it may need.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._best: dict[Stance, pd.DataFrame] = {}

    def add(self, pairs: pd.DataFrame) -> None:
        """Look through more pairs."""
        whole = (pairs["kind"] != StatementKind.NARRATION.value) & ~pairs["excerpt"].str.endswith("…")
        said = pairs.loc[whole & pairs["speaker_id"].notna(), _LOOKED_AT]
        for stance in (Stance.AGAINST, Stance.FAVOR):
            found = pd.concat([self._best.get(stance, said.iloc[:0]), said[said["stance"] == stance.value]])
            ranked = found.sort_values([f"p_{stance.value}", "pair_id"], ascending=[False, True])
            distinct = ranked.drop_duplicates(["speaker_id", "target_id"]).drop_duplicates("excerpt")
            self._best[stance] = distinct.head(self._most)

    def quotes(self, store: Store, stance: Stance) -> list[Quote]:
        """Return the surest with ``stance``, against or favor. Raises ``StoreError``."""
        return load_quotes(store, self._best[stance]["pair_id"].tolist() if stance in self._best else [])


def load_quotes(store: Store, pair_ids: Sequence[str]) -> list[Quote]:
    """Return the statements of pairs in the order of ``pair_ids``. Raises ``StoreError``."""
    return [Quote(excerpt, _pieces(excerpt)) for excerpt in load_excerpts(store, pair_ids)]


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


def safe_link(url: str | None) -> str | None:
    """Return ``url`` when it is a whole http or https address, else ``None``: articles bring theirs along."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
