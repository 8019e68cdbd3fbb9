"""The log of which model was put in use, when, by whom and why; the log itself says which one is in use now.

Each switch is a file of its own, ``switches/000001.json`` and so on, in the user's folder of models. It is written
beside its place and linked there in one step, which fails when the number is taken. So no switch is ever half written
or lost, whoever is killed or promotes at the same time, and no lock can be left behind.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from analytics.exceptions import ModelError

SWITCHES = "switches"
_FILE = re.compile(r"\d{6}\.json")
_MODEL_ID = re.compile(r"(stance|tone)-(accurate|fast|linear)-[0-9a-f]{6,64}")
_ATTEMPTS = 100  # promotions at the very same time


class SwitchKind(StrEnum):
    """Whether a switch went to a new model or back to the one before."""

    PROMOTION = "promotion"
    ROLLBACK = "rollback"


@dataclass(frozen=True)
class Switch:
    """From one model to another: their ids, who did it, when (ISO 8601 in UTC) and why, in sentences.

    ``sha256`` is that of the manifest of the model switched to, as it was then; ``None`` for a model that is shipped.
    """

    kind: SwitchKind
    before: str
    after: str
    sha256: str | None
    who: str
    at: str
    why: str


def record_switch(folder: Path, switch: Switch) -> None:
    """Add ``switch`` to the log in ``folder``: from then on its model is in use. Raises ``ModelError``."""
    place = folder / SWITCHES
    draft = place / f".{uuid4().hex}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(switch), indent=2) + "\n", encoding="utf-8")
        for _ in range(_ATTEMPTS):
            try:
                os.link(draft, place / f"{_last_number(place) + 1:06}.json")
                return
            except FileExistsError:  # another was faster
                continue
        raise ModelError(f"Too many promote models at the same time in {folder}; try again.")
    except OSError as error:
        raise ModelError(f"The switch cannot be written to {place}: {error.strerror}; set ONRECORD_LEARNED.") from error
    finally:
        draft.unlink(missing_ok=True)


def read_switches(folder: Path) -> list[Switch]:
    """Return every switch, the earliest first. Raises ``ModelError`` when one is damaged."""
    return [_read(path) for path in _files(folder / SWITCHES)]


def taken_back(switches: list[Switch], model_id: str) -> Switch | None:
    """Return the rollback by which a model went out of use, where that is the last that happened to it."""
    own = [switch for switch in switches if model_id in (switch.before, switch.after)]
    return own[-1] if own and own[-1].kind is SwitchKind.ROLLBACK and own[-1].before == model_id else None


def lineage(switches: list[Switch], task: str, kind: str) -> Iterator[Switch]:
    """Yield the promotion of the model in use for ``task`` and ``kind``, then that of the one before it, and so on.

    It ends where a shipped model was in use, which may be at once.
    """
    mine = [switch for switch in switches if switch.after.startswith(f"{task}-{kind}-")]
    model_id, seen = mine[-1].after if mine else "", set[str]()
    while model_id not in seen:
        seen.add(model_id)
        made = [s for s in mine if s.after == model_id and s.kind is SwitchKind.PROMOTION and s.sha256]
        if not made:
            return
        yield made[-1]
        model_id = made[-1].before


def _files(place: Path) -> list[Path]:
    return sorted(path for path in place.glob("*.json") if _FILE.fullmatch(path.name))


def _last_number(place: Path) -> int:
    files = _files(place)
    return int(files[-1].stem) if files else 0


def _read(path: Path) -> Switch:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        switch = Switch(**{**fields, "kind": SwitchKind(fields["kind"])})
        if not (_MODEL_ID.fullmatch(switch.before) and _MODEL_ID.fullmatch(switch.after)):
            raise ValueError(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is damaged; restore it, or delete it to do without that switch.") from error
    return switch
