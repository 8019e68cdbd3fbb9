"""The address of a store: a SQLite file or a PostgreSQL database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from analytics.exceptions import StoreError

_FILE = "sqlite:///PATH"
_SERVER = "postgresql://USER:PASSWORD@HOST/DATABASE"
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}


@dataclass(frozen=True)
class Address:
    """Where a store is, and how messages name it: without its user and password."""

    url: URL
    label: str

    @property
    def path(self) -> Path | None:
        """The file of a SQLite store, ``None`` on a server."""
        return Path(self.url.database or "") if self.url.drivername == "sqlite" else None


def parse_address(url: str) -> Address:
    """Return the address that ``url`` spells; ``StoreError`` when it is none."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise StoreError(f"The address of a store reads {_FILE} or {_SERVER}.") from error
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise StoreError(f"A store at {parsed.drivername}:// is not supported; use {_FILE} or {_SERVER}.")
    parsed = parsed.set(drivername=driver)
    return _file(parsed) if driver == "sqlite" else _server(parsed)


def _file(url: URL) -> Address:
    if not url.database or url.database == ":memory:" or url.query or url.host:
        raise StoreError(f"The address of a store in SQLite names a file and nothing else: {_FILE}.")
    return Address(URL.create("sqlite", database=url.database), url.database)


def _server(url: URL) -> Address:
    if "@" in (url.host or ""):  # the end of a password: it must not reach a message as part of the label
        raise StoreError("Write an @ in the user or password of a store's address as %40.")
    if not url.database:
        raise StoreError(f"The address of a store on a server names its database: {_SERVER}.")
    shown = URL.create("postgresql", host=url.host, port=url.port, database=url.database)
    return Address(url, shown.render_as_string())
