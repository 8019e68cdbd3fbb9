"""An audit from the draw to the corrected numbers, over the sample corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analytics.exceptions import InputError, StoreError
from analytics.intake import ingest_paths
from analytics.outputs import Aggregate, export_table
from analytics.paths import resource_dir
from analytics.review.exchange import import_file
from analytics.review.items import Format, audit_items, items_text, write
from analytics.store import Store, open_store
from analytics.store.audits import draw_audit, load_audit
from analytics.store.views import Filters, load_pairs

SIZE = 120


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = f"sqlite:///{tmp_path_factory.mktemp('audit') / 'news.db'}"
    sample = resource_dir("data") / "sample"
    registry = (sample / "registry.yaml",)
    ingest_paths([sample / "articles.jsonl"], made, registry=registry, model="linear", progress=lambda found, _: found)
    return made


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


def write_items(store: Store, audit_id: str, path: Path) -> int:
    items = audit_items(store, audit_id)
    write(path, items_text(store, items, Format.JSONL))
    return len(items)


def filled_in(path: Path, store: Store) -> None:
    """Label every item against where the model says so with any conviction, and neutral or in favor otherwise."""
    p = load_pairs(store).set_index("pair_id")
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        row = p.loc[item["item_id"]]
        label = "against" if row["p_against"] > 0.3 else "favor" if row["p_favor"] > 0.3 else "neutral"
        lines.append(json.dumps(item | {"label": label}))
    path.write_text("\n".join(lines), encoding="utf-8")


def test_labels_of_a_random_sample_correct_the_aggregate(store: Store, url: str, tmp_path: Path) -> None:
    audit = draw_audit(store, SIZE, 1, Filters())
    items, table = tmp_path / "items.jsonl", tmp_path / "aggregate.csv"
    aggregate = Aggregate("month", audit_id=audit.id)
    assert write_items(store, audit.id, items) == SIZE
    with pytest.raises(InputError, match="says too little"):
        export_table(url, table, "csv", aggregate)
    assert not table.exists()
    filled_in(items, store)
    done = import_file(store, items, "ana")
    assert (done.new, done.troubles) == (SIZE, ())
    assert load_audit(store, audit.id)["human_stance"].notna().all()
    assert write_items(store, audit.id, tmp_path / "rest.jsonl") == 0
    export_table(url, table, "csv", aggregate)
    rows = pd.read_csv(table)
    assert set(rows["interval"]) == {f"audited store-wide ({SIZE})"}
    assert (rows["net_stance"] - rows["predicted"]).abs().max() > 0.05
    assert rows["audited"].sum() > 0


def test_an_item_shows_the_target_in_its_sentence_and_not_what_the_model_thinks(store: Store, tmp_path: Path) -> None:
    audit = draw_audit(store, 5, 2, Filters())
    write_items(store, audit.id, tmp_path / "items.jsonl")
    pairs = load_pairs(store).set_index("pair_id")
    for line in (tmp_path / "items.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        assert set(item) == {
            *("item_id", "field", "label", "why"),
            *("speaker", "target", "outlet", "published", "kind", "text"),
        }
        start, end = pairs.loc[item["item_id"], ["mention_start", "mention_end"]]
        assert item["text"].index("⟧") - item["text"].index("⟦") - 1 == end - start


def test_what_is_not_there_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no audit"):
        write_items(store, "nothing", tmp_path / "items.jsonl")
    with pytest.raises(InputError, match="Cannot write"):
        write(tmp_path / "none" / "items.jsonl", "")
    with pytest.raises(InputError, match="Cannot read"):
        import_file(store, tmp_path / "none.jsonl", "ana")
