"""The tables of who may log in: people, the key that signs their sessions, and how often somebody tried lately."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, Table

from analytics.store.dialect import Code
from analytics.store.schema import metadata

user = Table(
    "user",
    metadata,
    Column("key", Code, primary_key=True),  # the name without its upper case: "Ana" and "ana" are one person
    Column("name", Code, nullable=False),
    Column("role", Code, nullable=False),
    Column("password_hash", Code, nullable=False),  # Argon2id, with its parameters and salt
    Column("stamp", Code, nullable=False),  # a session holds it too, and ends when it is another
    Column("added", Code, nullable=False),  # ISO 8601 in UTC
)

secret = Table(
    "secret",
    metadata,
    Column("name", Code, primary_key=True),  # "session"
    Column("value", Code, nullable=False),
)

attempt = Table(
    "attempt",
    metadata,
    Column("key", Code, primary_key=True),  # what is limited, and for whom
    Column("count", Integer, nullable=False),
    Column("expires", Float, nullable=False),  # seconds since 1970
)
