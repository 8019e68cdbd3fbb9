"""Where the project's own ``data`` and ``models`` folders are, in a checkout and in an installed wheel."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """Return the folder ``data`` or ``models``.

    The environment variable (``ONRECORD_DATA``, ``ONRECORD_MODELS``) wins, then the checkout, then the copy bundled
    with the wheel. An editable install ignores the wheel's bundled copy, hence the second step.
    """
    override = os.environ.get(f"ONRECORD_{name.upper()}")
    if override:
        return Path(override)
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return _PACKAGE / "_bundled" / name
