"""Who may change things: the one place where pages ask."""

from __future__ import annotations

from getpass import getuser


def editor_name() -> str | None:
    """Return the name of who is asking, or ``None`` when they may read only."""
    return getuser()
