"""Two windows of a store compared, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics.drift.check import check_drift, restored
from analytics.exceptions import InputError
from analytics.store import Store, open_store, write_analysis
from analytics.store.annotations import annotate
from analytics.store.audits import draw_audit, load_audit
from analytics.store.drift_checks import latest_check
from analytics.store.views import Filters
from analytics.types import AnnotatedField, Annotation
from tests.store.builder import ACTORS, PARTIES, make_analysis

END = datetime(2026, 11, 20, 9)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("ONRECORD_DATASETS", str(tmp_path))
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    yield opened
    opened.close()


def fill(store: Store, number: int, *, moved: bool) -> None:
    """Write ``number`` stories in each of two windows of ten days; if ``moved``, those of the second elsewhere."""
    for k in range(2 * number):
        late = k >= number
        outlet = f"The Other Paper {k % 2}" if late and moved else f"The Sarn Times {k % 2}"
        published = END - timedelta(days=k % number % 10 + (0 if late else 10))
        analysis = make_analysis(k, published, outlet)
        quoted = analysis.statements[:2]  # the narrated one names the outlet otherwise
        write_analysis(store, replace(analysis, statements=quoted), PARTIES, ACTORS)


def test_what_is_read_elsewhere_is_an_alert_and_kept(store: Store) -> None:
    fill(store, 60, moved=True)
    found = check_drift(store, 10)
    assert [alert.what for alert in found.alerts] == ["outlets"]
    assert "not there before: The Other Paper 0, The Other Paper 1" in found.summary()
    assert (found.before, found.now) == (("2026-11-01", "2026-11-10"), ("2026-11-11", "2026-11-20"))
    kept = latest_check(store)
    assert kept is not None and restored(kept) == found


def test_what_stays_the_same_is_none(store: Store) -> None:
    fill(store, 60, moved=False)
    found = check_drift(store, 10)
    assert found.alerts == ()
    assert {one.what for one in found.findings} == {
        "outlets", "parties", "stances", "tones", "confidence", "unknown words", "calibration"
    }  # fmt: skip


def test_calibration_is_that_of_audited_statements(store: Store) -> None:
    fill(store, 60, moved=False)
    audit = draw_audit(store, 300, 0, Filters())
    who = {row.pair_id: row for row in load_audit(store, audit.id).itertuples()}
    late = {f"{make_analysis(k, END, f'The Sarn Times {k % 2}').article.id}" for k in range(60, 120)}
    for pair_id, row in who.items():
        wrong = pair_id.split("-")[0] in late
        label = "neutral" if wrong else row.stance
        annotate(store, pair_id, AnnotatedField.STANCE, Annotation(label, "ana", datetime.now(UTC)))
    assert [alert.what for alert in check_drift(store, 10).alerts] == ["calibration"]


def test_too_little_is_said_and_no_alert(store: Store) -> None:
    fill(store, 4, moved=True)
    found = check_drift(store, 10)
    assert found.alerts == () and "need 50 stories in both windows; there are 4 and 4" in found.summary()


def test_an_empty_store_and_no_days_are_said(store: Store) -> None:
    with pytest.raises(InputError, match="no statement with a date"):
        check_drift(store, 10)
    with pytest.raises(InputError, match="1 to 3660"):
        check_drift(store, 0)
