"""``onrecord retrain``: gather, fit, calibrate, compare, judge, save, promote.

The champion serves until the last step, which is one write; whatever is killed before leaves it in use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analytics.exceptions import DatasetError
from analytics.paths import resource_dir
from analytics.retrain.card import retraining_notes
from analytics.retrain.comparison import Comparison, compare
from analytics.retrain.corrections import read_corrections
from analytics.retrain.gate import Verdict, judge
from analytics.retrain.material import CORRECTIONS, LEAST, Material, gather
from analytics.retrain.moves import moves
from analytics.retrain.promotion import promote
from analytics.retrain.refit import SHARES, Fitted, Score, fit_challenger, remembered, scorer, with_share
from analytics.settings import Settings
from analytics.store import Store
from analytics.train.artifact import LoadedModel, load_model
from analytics.train.card import card_text
from analytics.train.datasets import DEV_FILES, Task, newsmtsc_folder
from analytics.train.evaluate import measure
from analytics.train.fit import LICENCES, SEED, described
from analytics.train.manifest import LABELS
from analytics.train.promote import Artifact, below_floors, library_versions, pack, read_floors, save
from analytics.train.switches import read_switches, taken_back
from analytics.train.teach import TAUGHT, Taught, teach
from analytics.unlabelled import unlabelled_texts

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Retraining:
    """What a retraining gave: the challenger, its comparison with the champion, and whether it was promoted and why.

    There is no comparison where there was nothing to learn.
    """

    champion: str
    challenger: str
    verdict: Verdict
    comparison: Comparison | None = None

    def summary(self) -> str:
        """Return the result in sentences, one a line."""
        if self.verdict.promoted:
            state = f"{self.challenger} is in use; score again what is stored with `onrecord rescore`."
        else:
            state = f"{self.champion} stays in use."
        return "\n".join([state, *self.verdict.reasons])


@dataclass(frozen=True)
class _Setup:
    """What is trained, against which champion, from what."""

    task: Task
    kind: str
    champion: LoadedModel
    material: Material

    def fit(self, material: Material, importance: float | None = None) -> Fitted:
        return fit_challenger(self.task, self.kind, self.champion, material, resource_dir("models"), importance)


def retrain(store: Store, task: Task, kind: str, who: str, progress: Progress = lambda _: None) -> Retraining:
    """Train the model of ``kind`` for ``task`` again with what people corrected; promote it if it is better.

    The challenger is written to the user's folder of models in any case, with its card. Raises ``ModelError`` when
    there is no champion, ``DatasetError`` when there is too little to compare on, and ``StoreError``.
    """
    champion = load_model(task, kind=kind)
    datasets = Settings().datasets
    material = gather(task, kind, datasets, read_corrections(store, task))
    counts = material.corrected
    if counts["train"] < LEAST:
        few = f"There are {counts['train']} corrections to learn from; fewer than {LEAST} teach nothing measurable."
        return Retraining(champion.id, champion.id, Verdict(False, (few,)))
    progress(f"Fitting with {counts['train']} corrections; {counts['test']} are held out.")
    setup = _Setup(task, kind, champion, replace(material, taught=_taught(task, datasets) if kind == TAUGHT else None))
    fitted = setup.fit(setup.material)
    fitted = replace(fitted, score=remembered(fitted.score))
    artifact = pack(task, kind, fitted.weights)
    if artifact.model_id == champion.id:
        return Retraining(champion.id, champion.id, Verdict(False, ("Nothing new was learnt.",)))
    progress(f"Comparing with {champion.id}.")
    scores = (scorer(task, champion), fitted.score)
    comparison = compare(material.test, scores, LABELS[task], material.slices)
    metrics = _metrics(task, material, fitted.score)
    verdict = judge(comparison, below_floors(read_floors(resource_dir("models"), task, kind), metrics))
    taken = taken_back(read_switches(Settings().learned), artifact.model_id)
    if taken:
        again = f"{artifact.model_id} was taken back by {taken.who} on {taken.at[:10]}; only a person can promote it."
        verdict = Verdict(False, (again,))
    progress("Finding what more corrections bring, and what would change on the charts.")
    run = _described(setup, fitted, comparison, verdict) | {"moves": [asdict(m) for m in moves(store, task, *scores)]}
    _save(artifact, _manifest(setup, artifact, fitted, metrics) | {"retrained": run})
    if verdict.promoted:
        promote(artifact.model_id, who, " ".join(verdict.reasons))
    return Retraining(champion.id, artifact.model_id, verdict, comparison)


def _taught(task: Task, datasets: Path) -> Taught | None:
    """Return what the shipped head was taught besides labels, where the public data sets are."""
    try:
        return teach(task, unlabelled_texts(datasets), resource_dir("models"))
    except DatasetError:
        return None


def _save(artifact: Artifact, manifest: Mapping[str, Any]) -> None:
    """Write the challenger's folder; one that was promoted before stays as it was, for the log vouches for it so."""
    learned = Settings().learned
    if any(switch.after == artifact.model_id for switch in read_switches(learned)):
        return
    save(learned / manifest["task"], artifact, manifest, card_text(manifest, retraining_notes(manifest["retrained"])))


def _metrics(task: Task, material: Material, score: Score) -> dict[str, dict[str, Any]]:
    """Return how the challenger does on every set it did not learn from; with the sha256 of files that have floors."""
    found = {}
    for name, data in (material.dev | material.test).items():
        found[name] = measure(data.labels, score(data), LABELS[task])
        if name in DEV_FILES:
            path = newsmtsc_folder(Settings().datasets) / name
            found[name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _described(setup: _Setup, fitted: Fitted, comparison: Comparison, verdict: Verdict) -> dict[str, Any]:
    return {
        "champion": setup.champion.id,
        "corrections": dict(setup.material.corrected),
        "importance": fitted.importance,
        "quarantined": dict(setup.material.quarantined),
        "comparison": asdict(comparison),
        "verdict": asdict(verdict),
        "curve": list(_curve(setup, fitted)),
    }


def _curve(setup: _Setup, fitted: Fitted) -> Iterator[dict[str, Any]]:
    """Yield macro F1 on each held-out set by the number of corrections learnt from."""
    for share in SHARES:
        some = with_share(setup.material, share)
        model = fitted if share == 1 else setup.fit(some, fitted.importance)
        macro_f1 = {
            name: measure(data.labels, model.score(data), LABELS[setup.task])["macro_f1"]
            for name, data in setup.material.test.items()
        }
        yield {"corrections": some.corrected["train"], "macro_f1": macro_f1}


def _manifest(setup: _Setup, artifact: Artifact, fitted: Fitted, metrics: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": artifact.model_id,
        "task": setup.task,
        "sha256": artifact.sha256,
        "labels": LABELS[setup.task],
        **fitted.made_of,
        "libraries": library_versions(),
        "seed": SEED,
        "data": {name: described(found) for name, found in setup.material.train.items()},
        "licences": LICENCES | {CORRECTIONS: "the store's own"},
        "metrics": metrics,
        "trained": datetime.now(UTC).isoformat(timespec="seconds"),
    }
