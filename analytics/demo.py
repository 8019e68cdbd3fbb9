"""The demonstration: the sample corpus, which is fictional, in a store of its own."""

from __future__ import annotations

from platformdirs import user_data_path

from analytics.intake import Progress, ingest_paths
from analytics.paths import resource_dir
from analytics.store import mark_fictional, open_store


def build_demo_store(progress: Progress, model: str | None = None) -> str:
    """Ingest the sample corpus into the demonstration's store and return its URL; what is there stays."""
    sample = resource_dir("data") / "sample"
    url = f"sqlite:///{user_data_path('onrecord') / 'demo.db'}"
    mark_fictional(open_store(url))
    ingest_paths([sample / "articles.jsonl"], url, registry=(sample / "registry.yaml",), model=model, progress=progress)
    return url
