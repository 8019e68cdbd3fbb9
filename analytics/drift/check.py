"""What changed between two windows: input, predictions and calibration, each by a stated test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from analytics.drift.measures import Distance, adjusted, calibration_apart, categories_apart, numbers_apart
from analytics.drift.windows import Window, training_words, windows, words_of
from analytics.exceptions import InputError
from analytics.store import Store
from analytics.store.drift_checks import record_check

SURE = 0.05
LARGE_INDEX, LARGE_DISTANCE, LARGE_GROWTH = 0.2, 0.15, 0.03
"""The population stability index, the Kolmogorov–Smirnov distance and the growth of the calibration error from which a
sure difference is told: with many stories every small one is sure."""
LEAST_STORIES, LEAST_AUDITED = 50, 50

_PROBABILITIES = ["p_against", "p_neutral", "p_favor"]


@dataclass(frozen=True)
class Finding:
    """One comparison: what, by which test, its effect and Holm-adjusted p-value, on how many, and a sentence.

    ``alert`` where the effect is both large and sure. ``p`` is ``None`` where there was too little to compare.
    """

    what: str
    test: str
    effect: float
    p: float | None
    before: int
    now: int
    alert: bool
    detail: str


@dataclass(frozen=True)
class Drift:
    """What a check found, when, and on which days (ISO 8601, both included)."""

    at: str
    before: tuple[str, str]
    now: tuple[str, str]
    findings: tuple[Finding, ...]

    @property
    def alerts(self) -> tuple[Finding, ...]:
        """The findings that somebody should look at."""
        return tuple(finding for finding in self.findings if finding.alert)

    def summary(self) -> str:
        """Return the check in sentences, one a line, alerts first."""
        days = f"{self.now[0]} to {self.now[1]} compared with {self.before[0]} to {self.before[1]}"
        head = f"{days}: {len(self.alerts)} alerts in {len(self.findings)} comparisons."
        ordered = sorted(self.findings, key=lambda finding: not finding.alert)
        return "\n".join([head, *(f"{'ALERT ' if one.alert else ''}{one.detail}" for one in ordered)])


@dataclass(frozen=True)
class _Compared:
    what: str
    test: str
    distance: Distance
    sizes: tuple[int, int]
    large: float
    detail: str


def check_drift(store: Store, days: int = 30) -> Drift:
    """Compare the last ``days`` of a store with as many before, and keep what was found in the store.

    Raises ``InputError`` for no number of days and where no statement has a date, ``StoreError`` when the store cannot
    be read.
    """
    if not 1 <= days <= 3660:
        raise InputError("Compare from 1 to 3660 days.")
    found = windows(store, days)
    if found is None:
        raise InputError("The store holds no statement with a date; ingest some stories first.")
    before, now = found
    compared = list(_compared(store, before, now))
    sure = adjusted([one.distance.p for one in compared])
    findings = [_finding(one, p) for one, p in zip(compared, sure, strict=True)] + list(_too_little(before, now))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    span = [(window.first.isoformat(), window.last.isoformat()) for window in found]
    drift = Drift(at, span[0], span[1], tuple(findings))
    record_check(store, at, asdict(drift))
    return drift


def restored(found: dict[str, Any]) -> Drift:
    """Return a check as it was recorded."""
    findings = tuple(Finding(**finding) for finding in found["findings"])
    return Drift(found["at"], tuple(found["before"]), tuple(found["now"]), findings)


def _compared(store: Store, before: Window, now: Window) -> Iterator[_Compared]:
    sizes = (len(before.pairs), len(now.pairs))
    if min(sizes) >= LEAST_STORIES:
        for what, column in (("outlets", "outlet"), ("parties", "target"), ("stances", "stance"), ("tones", "tone")):
            one, other = (window.pairs[column].fillna("none") for window in (before, now))
            distance = categories_apart(one, other)
            new = "" if what in ("stances", "tones") else _new(set(one), set(other))
            detail = f"The mix of {what} has a population stability index of {distance.effect:.2f}{new}."
            yield _Compared(what, "chi-square", distance, sizes, LARGE_INDEX, detail)
        yield _numbers("confidence", *(window.pairs[_PROBABILITIES].max(axis=1).to_numpy() for window in (before, now)))
        known = training_words(store)
        yield _numbers("unknown words", *(_unknown(window, known) for window in (before, now)))
    if min(len(before.audited), len(now.audited)) >= LEAST_AUDITED:
        distance = calibration_apart(_judged(before), _judged(now))
        detail = f"The calibration error on audited statements changed by {distance.effect:+.3f}."
        audited = (len(before.audited), len(now.audited))
        yield _Compared("calibration", "bootstrap", distance, audited, LARGE_GROWTH, detail)


def _numbers(what: str, before: Any, now: Any) -> _Compared:
    distance = numbers_apart(before, now)
    means = f"{100 * before.mean():.1f} % to {100 * now.mean():.1f} %"
    words = "The mean confidence" if what == "confidence" else "The share of words that no model learnt from"
    return _Compared(
        what, "Kolmogorov–Smirnov", distance, (len(before), len(now)), LARGE_DISTANCE, f"{words} went from {means}."
    )


def _finding(one: _Compared, p: float) -> Finding:
    alert = p < SURE and one.distance.effect >= one.large
    return Finding(one.what, one.test, one.distance.effect, p, *one.sizes, alert, one.detail)


def _too_little(before: Window, now: Window) -> Iterator[Finding]:
    stories, audited = (len(before.pairs), len(now.pairs)), (len(before.audited), len(now.audited))
    if min(stories) < LEAST_STORIES:
        there = f"there are {stories[0]} and {stories[1]}"
        detail = f"Input and predictions need {LEAST_STORIES} stories in both windows; {there}."
        yield Finding("input and predictions", "none", 0.0, None, *stories, False, detail)
    if min(audited) < LEAST_AUDITED:
        detail = (
            f"Calibration needs {LEAST_AUDITED} audited statements in both windows; there are {audited[0]} and "
            f"{audited[1]} (`onrecord audits draw`)."
        )
        yield Finding("calibration", "none", 0.0, None, *audited, False, detail)


def _new(before: set[str], now: set[str]) -> str:
    names = sorted(now - before)
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"; not there before: {', '.join(names[:3])}{more}" if names else ""


def _unknown(window: Window, known: frozenset[str]) -> Any:
    """Return the share of unknown words of each statement."""
    words = (words_of(text) for text in window.pairs["excerpt"])
    return np.array([np.mean([word not in known for word in found]) if found else 0.0 for found in words])


def _judged(window: Window) -> tuple[Any, Any]:
    confidence = window.audited[_PROBABILITIES].max(axis=1).to_numpy()
    return confidence, (window.audited["stance"] == window.audited["human_stance"]).to_numpy()
