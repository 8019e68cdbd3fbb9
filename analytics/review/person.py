"""Who decides, where nobody logs in."""

from __future__ import annotations

import getpass


def this_person() -> str:
    """Return the name of the user of this machine, "somebody" where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a list of users
        return "somebody"
