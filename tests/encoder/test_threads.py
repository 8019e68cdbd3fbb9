"""How many threads a network gets: what the environment says, which keeps many processes from fighting."""

from __future__ import annotations

import pytest

from analytics.encoder import folder


@pytest.mark.parametrize(("value", "wanted"), [("1", 1), ("3", 3), ("", None), ("0", None), ("many", None)])
def test_the_environment_decides(value: str, wanted: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(7)), raising=False)
    assert folder._threads() == (wanted or 7)
