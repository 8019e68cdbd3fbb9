"""What every worker of a run must do alike: the same models and the same registry, wherever it works."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from analytics.parties.registry import Registry
from analytics.train.artifact import current_model_id, current_tagger

TIME_LIMIT = 300.0
"""Seconds for one story. A page of news takes the accurate models about a second, a long book chapter half a minute."""

LAYOUT = 1
"""The version of the files written; raised whenever their columns change."""


MadeBy = dict[str, str | int]


@dataclass(frozen=True)
class Job:
    """Where results go, which models score (accurate, fast or linear), and the seconds that one story may take.

    ``made_by`` is what the results depend on besides the stories, as the starter of the run has it.
    """

    output: Path
    model: str
    time_limit: float = TIME_LIMIT
    made_by: MadeBy = field(default_factory=dict)


def made_by(model: str, registry: Registry) -> MadeBy:
    """Return the release, the ids of the models of kind ``model``, and a hash of the registry, as installed here.

    Raises ``ModelError`` when there is no such model in use, ``InputError`` for another kind.
    """
    tagger = current_tagger(model)
    entries = "\n".join(entry.model_dump_json() for entry in registry.entries)
    return {
        "layout": LAYOUT,
        "onrecord": version("onrecord"),
        "stance": current_model_id("stance", kind=model),
        "tone": current_model_id("tone", kind=model),
        "attribution": tagger.id if tagger else "rules",
        "registry": hashlib.sha256(entries.encode()).hexdigest()[:16],
    }
