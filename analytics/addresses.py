"""Where a command finds its store."""

from __future__ import annotations

from pathlib import Path

from analytics.exceptions import InputError


def store_url(store: str | None) -> str:
    """Return the address of the store named on the command line, a file or a URL, or else in the settings."""
    from analytics.settings import Settings  # noqa: PLC0415

    if store is None:
        return Settings().database_url
    if "://" in store:
        return store
    try:
        return f"sqlite:///{Path(store).expanduser()}"
    except RuntimeError as error:  # "~nobody/store.db"
        raise InputError(f"There is no home folder for {store}; write the path out.") from error


def present(url: str) -> str:
    """Return the address of a store that is there: a mistyped one must not be made."""
    from analytics.store import is_there  # noqa: PLC0415
    from analytics.store.address import parse_address  # noqa: PLC0415

    if not is_there(url):
        label = parse_address(url).label
        raise InputError(f"There is no store at {label}; check --store, or ingest some stories first.")
    return url
