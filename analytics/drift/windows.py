"""The two windows that are compared: the last days of a store, and as many before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analytics.retrain.corrections import read_corrections
from analytics.settings import Settings
from analytics.store import Store
from analytics.store.audits import list_audits, load_audit
from analytics.store.views import Filters, load_known, load_pairs
from analytics.train.datasets import TRAIN_FILE, newsmtsc_folder, own_training_sets, training_sets
from analytics.train.examples import Dataset

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Window:
    """One statement of each story from ``first`` to ``last``, both included, as ``load_pairs`` gives them.

    Statements of one story are alike, so only one may count in a test. ``audited`` are all pairs that people labeled,
    with ``human_stance``.
    """

    first: date
    last: date
    pairs: pd.DataFrame
    audited: pd.DataFrame


def windows(store: Store, days: int) -> tuple[Window, Window] | None:
    """Return the ``days`` before the last ``days``, and these; ``None`` in a store without dated statements.

    The last day is that of the latest story. Raises ``StoreError``.
    """
    end = load_known(store).last_day
    if end is None:
        return None
    length, step = timedelta(days=days - 1), timedelta(days=days)
    audited = _audited(store)
    before, now = (_window(store, audited, last - length, last) for last in (end - step, end))
    return before, now


def training_words(store: Store) -> frozenset[str]:
    """Return every word, in lower case, that models of stance learn from here: data sets and corrections."""
    datasets = Settings().datasets
    texts = [example.item.text for example in read_corrections(store, "stance").examples]
    for data in _training(datasets).values():
        texts += [item.text for item in data.items]
    return frozenset(word for text in texts for word in words_of(text))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.lower())


def _training(datasets: Path) -> dict[str, Dataset[Any]]:
    there = (newsmtsc_folder(datasets) / TRAIN_FILE).is_file()
    return training_sets("stance", datasets) if there else own_training_sets("stance", datasets)


def _window(store: Store, audited: pd.DataFrame, first: date, last: date) -> Window:
    pairs = load_pairs(store, Filters(start=first, end=last))
    labeled = pairs.merge(audited, on="pair_id")
    order = pd.util.hash_array(pairs["pair_id"].to_numpy(dtype=object))
    one = pairs.iloc[np.argsort(order, kind="stable")].drop_duplicates("story_id").sort_index()
    return Window(first, last, one.reset_index(drop=True), labeled)


def _audited(store: Store) -> pd.DataFrame:
    """Return what people say of the targets of all audits: those are drawn at random, as corrections are not."""
    columns = ["pair_id", "human_stance"]
    found = [load_audit(store, audit.id)[columns].dropna() for audit in list_audits(store)]
    return pd.concat([pd.DataFrame(columns=columns, dtype="str"), *found]).drop_duplicates("pair_id")
