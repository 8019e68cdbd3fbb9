"""How a challenger would move the charts: the pairs most spoken of, as scored by both models."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pandas as pd

from analytics.aggregate import net_stance, stored_stance
from analytics.retrain.corrections import shown
from analytics.retrain.refit import Score
from analytics.store import Store
from analytics.store.judged import load_statements, load_targets
from analytics.store.views import Filters, load_pairs, with_names
from analytics.train.datasets import Task
from analytics.train.examples import Dataset, Example
from analytics.train.manifest import LABELS

PAIRS = 8
STATEMENTS = 60
"""The pairs that are scored, and how many statements of each at most: with *accurate* they take ten seconds."""

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
    known = with_names(store, stored_stance(store, Filters(), ["speaker_id", "target_id"]))
    known = known.dropna(subset=["speaker_id"])
    most = known.sort_values(["n", "speaker_id", "target_id"], ascending=[False, True, True]).head(PAIRS)
    found = []
    for row in most.to_dict("records"):
        pairs = load_pairs(store, Filters(speakers=(row["speaker_id"],), parties=(row["target_id"],)))
        some = _sampled(pairs)
        before, after = (_reading(task, _rescored(store, task, some, score)) for score in (champion, challenger))
        names = (row["speaker_id"], row["speaker"], row["target_id"], row["target"])
        found.append(Move(*names, int(row["n"]), len(some), before, after))
    return found


def _sampled(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of at most ``STATEMENTS`` pairs, by the hash of their ids."""
    order = pairs["pair_id"].map(lambda one: hashlib.sha256(f"move {one}".encode()).digest())
    return pairs.loc[order.sort_values().index[:STATEMENTS]].reset_index(drop=True)


def _rescored(store: Store, task: Task, pairs: pd.DataFrame, score: Score) -> pd.DataFrame:
    """Return ``pairs`` with the probabilities that ``score`` gives them."""
    of_task = "pair_id" if task == "stance" else "statement_id"
    load = load_targets if task == "stance" else load_statements
    judged = list(load(store, list(pairs[of_task])))
    examples = tuple(Example(shown(one), "", one.story_id, one.item_id) for one in judged)
    rows = dict(zip((example.gid for example in examples), score(Dataset(examples, {})), strict=True))
    values = {column: [rows[one][k] for one in pairs[of_task]] for k, column in enumerate(_COLUMNS[task])}
    labels = {"stance": [LABELS[task][rows[one].argmax()] for one in pairs[of_task]]} if task == "stance" else {}
    return pairs.assign(**values, **labels)


def _reading(task: Task, pairs: pd.DataFrame) -> Reading:
    (row,) = net_stance(pairs, []).itertuples()
    name = "net_stance" if task == "stance" else "net_tone"
    low, high = ("low", "high") if task == "stance" else ("net_tone_low", "net_tone_high")
    return Reading(float(getattr(row, name)), float(getattr(row, low)), float(getattr(row, high)))
