"""Who may change things: the one place where pages ask."""

from __future__ import annotations

from dashboard.auth import Role, current_name, may


def editor_name() -> str | None:
    """Return the name of who is asking, or ``None`` when they may read only."""
    return current_name() if may(Role.EDITOR) else None
