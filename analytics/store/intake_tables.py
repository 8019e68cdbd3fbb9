"""The tables of what comes in: jobs, feeds, and what was seen of them already."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, Table, Text

from analytics.store.dialect import Code
from analytics.store.schema import metadata

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Code, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", Code, nullable=False),  # queued, running, done, failed
    Column("who", Code, nullable=False),
    Column("created", Code, nullable=False),  # all times are ISO 8601 in UTC
    Column("started", Code),
    Column("finished", Code),
    Column("heartbeat", Code),
    Column("worker", Code),
    Column("tries", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("of", Integer),
    Column("counts", JSON, nullable=False),
    Column("messages", JSON, nullable=False),
    Column("results", JSON, nullable=False),
    Index("job_state", "state", "id"),
)

feed = Table(
    "feed",
    metadata,
    Column("url", Code, primary_key=True),
    Column("outlet", Code),
    Column("who", Code, nullable=False),
    Column("added", Code, nullable=False),
    Column("polled", Code),
    Column("outcome", Text),
    Column("etag", Text),
    Column("last_modified", Text),
)

seen = Table(
    "seen",
    metadata,
    Column("key", Code, primary_key=True),  # the address of a page, or "sha256:…" of a file
    Column("at", Code, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reason", Code),  # why there is no article
    Column("article_id", Code),
)
