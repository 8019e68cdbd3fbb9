"""A story that fails in the worst way is recorded, and takes no other with it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analytics.archive.job import Job, made_by
from analytics.archive.pools import local_pool
from analytics.archive.sandbox import Sandbox
from analytics.exceptions import ClusterError
from analytics.ingest.articles import Draft
from analytics.ingest.files import Kind
from analytics.ingest.readers import RawStory
from analytics.parties.user_registry import registry_in_use
from tests.archive.small import run, sample

DEEDS = {
    "RAISES": "RuntimeError: poisoned",
    "HANGS": "took longer than 4 seconds",
    "SEGFAULTS": "ended the process that read it (SIGSEGV)",
    "EXITS": "ended the process that read it (exit status 3)",
}


@pytest.mark.usefixtures("poison")
def test_poisoned_stories_are_recorded_and_all_others_scored(tmp_path: Path) -> None:
    records: list[dict[str, object]] = sample(5)
    for place, deed in enumerate(DEEDS, 1):
        text = f"Sergey Lavrov said on Monday that Kyiv had lied to Moscow. POISON-{deed}."
        records.insert(2 * place, {"title": deed, "text": text})
    lines = [json.dumps(record) for record in records]
    lines.insert(3, json.dumps({"text": "word " * 1_000_000}))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("word " * 1_000_000, encoding="utf-8")
    report = run(tmp_path / "in", tmp_path / "out", local_pool(2), time_limit=4.0, at_most=4)
    assert report.articles == 5
    assert report.failures == {"unreadable": 4, "too large": 2}
    failures = pd.read_parquet(tmp_path / "out" / "failures")
    assert not [said for said in DEEDS.values() if not failures["detail"].str.contains(said, regex=False).any()]
    again = run(tmp_path / "in", tmp_path / "out", local_pool(1))
    assert (again.articles, again.known, again.failures.total()) == (0, 11, 0)


def test_a_machine_with_other_models_is_told_apart(tmp_path: Path) -> None:
    other = {**made_by("linear", registry_in_use()), "stance": "stance-linear-ffffff"}
    sandbox = Sandbox(Job(tmp_path, "linear", made_by=other))
    with pytest.raises(ClusterError, match="another stance than the run"):
        sandbox.analyse(RawStory("a:1", Draft("A story of few words."), Kind.JSONL))
