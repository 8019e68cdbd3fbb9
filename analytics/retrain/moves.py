"""How a challenger would move the charts: the pairs most spoken of, as scored by both models."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.aggregate import net_stance, stored_stance
from analytics.retrain.corrections import shown
from analytics.retrain.refit import Score
from analytics.store import Store
from analytics.store.judged import load_statements, load_targets
from analytics.store.views import Filters, load_pairs, with_names
from analytics.train.datasets import Task
from analytics.train.examples import Dataset, Example

PAIRS = 8
STATEMENTS = 60
"""The pairs that are scored, and how many statements of each at most: with *accurate* they take ten seconds."""

_PAIR = ["speaker_id", "target_id"]
_COLUMNS = {  # in the order of ``LABELS``
    "stance": ("p_against", "p_favor", "p_neutral"),
    "tone": ("p_negative", "p_tone_neutral", "p_positive"),
}


@dataclass(frozen=True)
class Reading:
    """A net stance, or net tone, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Move:
    """What both models make of the same ``scored`` statements of ``speaker`` on ``target``, of ``n`` in the store."""

    speaker_id: str
    speaker: str
    target_id: str
    target: str
    n: int
    scored: int
    before: Reading
    after: Reading


def moves(store: Store, task: Task, champion: Score, challenger: Score) -> list[Move]:
    """Return the pairs of speaker and target with the most statements, before and after. Raises ``StoreError``."""
    known = with_names(store, stored_stance(store, Filters(), _PAIR)).dropna(subset=["speaker_id"])
    most = known.sort_values(["n", *_PAIR], ascending=[False, True, True]).head(PAIRS)
    if most.empty:
        return []
    rows = most.to_dict("records")
    chosen = (Filters(speakers=(row["speaker_id"],), parties=(row["target_id"],)) for row in rows)
    pairs = pd.concat([_sampled(load_pairs(store, filters)) for filters in chosen], ignore_index=True)
    examples = _examples(store, task, pairs)
    before, after = (_readings(task, pairs, examples, score) for score in (champion, challenger))
    scored = pairs.groupby(_PAIR)["statement_id"].nunique()
    keys = [(row["speaker_id"], row["target_id"]) for row in rows]
    return [
        Move(key[0], row["speaker"], key[1], row["target"], int(row["n"]), int(scored[key]), before[key], after[key])
        for key, row in zip(keys, rows, strict=True)
    ]


def _sampled(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of at most ``STATEMENTS`` pairs, by the hash of their ids."""
    order = pairs["pair_id"].map(lambda one: hashlib.sha256(f"move {one}".encode()).digest())
    return pairs.loc[order.sort_values().index[:STATEMENTS]]


def _examples(store: Store, task: Task, pairs: pd.DataFrame) -> Dataset[Any]:
    """Return what the models are shown of ``pairs``; each is named by its id."""
    load, ids = (load_targets, "pair_id") if task == "stance" else (load_statements, "statement_id")
    judged = load(store, list(pairs[ids]))
    return Dataset(tuple(Example(shown(one), "", one.story_id, one.item_id) for one in judged), {})


def _readings(task: Task, pairs: pd.DataFrame, examples: Dataset[Any], score: Score) -> dict[tuple[str, str], Reading]:
    """Return what ``score`` makes of ``pairs``, by speaker and target."""
    rows = {example.gid: row for example, row in zip(examples.examples, score(examples), strict=True)}
    ids = pairs["pair_id" if task == "stance" else "statement_id"]
    scored = pairs.assign(**{name: [rows[one][k] for one in ids] for k, name in enumerate(_COLUMNS[task])})
    found = net_stance(scored, _PAIR).set_index(_PAIR)
    columns = ["net_stance", "low", "high"] if task == "stance" else ["net_tone", "net_tone_low", "net_tone_high"]
    return {key: Reading(*map(float, row)) for key, *row in found[columns].itertuples()}
