"""What the Models page shows: versions, switches, drift and runs."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.drift.check import Drift, restored
from analytics.retrain.promotion import Version, versions
from analytics.settings import Settings
from analytics.store.drift_checks import latest_check
from analytics.store.schedules import Run, load_runs
from analytics.train.switches import Switch, read_switches
from dashboard.data import DataDoor

_RUNS = 8  # of the schedules, shown


@dataclass(frozen=True)
class ModelsView:
    """Every model, the switches and runs (the latest first), and the latest check for drift.

    ``kind`` is the kind that scores here; ``scored_by`` are the models that scored what is stored.
    """

    kind: str
    versions: tuple[Version, ...]
    switches: tuple[Switch, ...]
    scored_by: tuple[str, ...]
    drift: Drift | None
    runs: tuple[Run, ...]

    @property
    def in_use(self) -> tuple[Version, ...]:
        """The models in use, those of the kind that scores here first."""
        found = [one for one in self.versions if one.in_use]
        return tuple(sorted(found, key=lambda one: one.model_id.split("-")[1] != self.kind))

    @property
    def learned(self) -> tuple[Version, ...]:
        """The models that were trained again here, the newest first."""
        return tuple(one for one in self.versions if not one.shipped)


def load_models(data: DataDoor) -> ModelsView:
    """Return what the page shows. Raises ``ModelError`` when the log of switches is damaged, and ``StoreError``."""
    settings, check = Settings(), latest_check(data.store)
    return ModelsView(
        settings.model,
        tuple(versions()),
        tuple(reversed(read_switches(settings.learned))),
        tuple(data.coverage()["stance_models"]),
        restored(check) if check else None,
        tuple(load_runs(data.store, limit=_RUNS)),
    )


def load_version(model_id: str) -> Version | None:
    """Return one model, or ``None`` when it is not here. Raises ``ModelError``."""
    return next((one for one in versions() if one.model_id == model_id), None)
