"""What a registry file holds before it is validated."""

from __future__ import annotations

from pathlib import Path

import yaml

from analytics.exceptions import RegistryError


def read_registry_yaml(path: Path) -> object:
    """Return the content of a registry file, whatever it is. Raises ``RegistryError``."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RegistryError(f"Cannot read the registry {path}: {error.strerror}.") from error
    except RecursionError as error:
        raise RegistryError(f"The registry {path} is not valid YAML: it is nested too deeply.") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: no UTF-8, or a day that does not exist
        raise RegistryError(f"The registry {path} is not valid YAML: {' '.join(str(error).split())}.") from error
