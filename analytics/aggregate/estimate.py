"""The estimate, the interval and the name of its method for every cell of statements, with an audit or without."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.aggregate.audit import OWN_FROM, Rectifier, borrowed_means, own_means
from analytics.aggregate.intervals import Floats, clustered_interval, clustered_means, shown_part

UNAUDITED = "clustered, unaudited"
"""Name of the method where nobody has checked a sample of the predictions: stories are clusters, and that is all."""

ESTIMATE = ["net_stance", "predicted", "standard_error", "freedom", "low", "high", "interval", "audited"]
"""Columns of ``net_stances``."""


def net_stances(statements: pd.DataFrame, rectifier: Rectifier | None) -> pd.DataFrame:
    """Return one row per cell of ``statements`` (columns cell, story, p_against, p_favor, human) with ``ESTIMATE``.

    ``human`` is −1, 0 or +1, NaN where nobody looked. Without a rectifier the estimate is what the classifier says,
    whoever looked.
    """
    frame = _as_predicted(statements)
    return frame if rectifier is None else _rectified(frame, statements, rectifier)


def net_tones(statements: pd.DataFrame) -> pd.DataFrame:
    """Return net_tone, net_tone_low and net_tone_high of every cell (columns cell, story, p_negative, p_positive)."""
    cell, story = (statements[column].to_numpy() for column in ("cell", "story"))
    negative, positive = (statements[column].to_numpy() for column in ("p_negative", "p_positive"))
    means = clustered_means(cell, story, positive - negative)
    low, high = clustered_interval(means, shown_part(negative, positive))
    return pd.DataFrame({"net_tone": means.mean, "net_tone_low": low, "net_tone_high": high})


def _as_predicted(statements: pd.DataFrame) -> pd.DataFrame:
    cell, story = (statements[column].to_numpy() for column in ("cell", "story"))
    against, favor = (statements[column].to_numpy() for column in ("p_against", "p_favor"))
    means = clustered_means(cell, story, favor - against)
    low, high = clustered_interval(means, shown_part(against, favor))
    return pd.DataFrame(
        {
            "net_stance": means.mean,
            "predicted": means.mean,
            "standard_error": means.error,
            "freedom": means.freedom,
            "low": low,
            "high": high,
            "interval": pd.Series(UNAUDITED, index=range(len(low)), dtype="str"),
            "audited": np.bincount(cell, statements["human"].notna(), minlength=len(low)).astype("int64"),
        }
    )


def _rectified(frame: pd.DataFrame, statements: pd.DataFrame, rectifier: Rectifier) -> pd.DataFrame:
    """Return ``frame`` with every cell estimated by its own audited statements, if they are enough, or by all."""
    cell, story = (statements[column].to_numpy() for column in ("cell", "story"))
    against, favor = (statements[column].to_numpy() for column in ("p_against", "p_favor"))
    borrowed = borrowed_means(cell, story, np.stack([against, 1 - against - favor, favor], axis=1), rectifier)
    own = own_means(cell, favor - against, statements["human"].to_numpy(), borrowed.clustering)
    enough = (frame["audited"] >= OWN_FROM).to_numpy()

    def chosen(one: Floats, other: Floats) -> Floats:
        return np.where(enough, one, other)

    (own_low, own_high), (low, high) = own.interval(), borrowed.interval()
    return frame.assign(
        net_stance=np.clip(chosen(own.mean, borrowed.mean), -1, 1),
        standard_error=chosen(own.error, borrowed.error),
        freedom=chosen(own.freedom, borrowed.freedom),
        low=np.clip(chosen(own_low, low), -1, 1),
        high=np.clip(chosen(own_high, high), -1, 1),
        interval=[_method(count, rectifier.size) for count in frame["audited"]],
    ).astype({"interval": "str"})


def _method(in_cell: int, in_store: int) -> str:
    return f"audited ({in_cell})" if in_cell >= OWN_FROM else f"audited store-wide ({in_store})"
