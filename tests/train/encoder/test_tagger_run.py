"""A tiny tagger goes all the way from pretrained weights to a shipped folder and to attributions."""

import hashlib
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="training an encoder needs the train extra: pip install -e '.[train]'")
pytest.importorskip("transformers", reason="training an encoder needs the train extra: pip install -e '.[train]'")

from analytics.attribution.polnear import read_polnear
from analytics.attribution.tagger.session import Tagger
from analytics.exceptions import ModelError
from analytics.text.lines import line_spans
from analytics.train.artifact import current_tagger
from analytics.train.attribution import run
from analytics.train.attribution.fine_tune import Recipe
from analytics.train.attribution.run import Course, Plan
from analytics.train.encoder.network import Shape
from analytics.train.encoder.run import Places

PLAN = Plan(
    Course(Shape(layers=2, rounded=True), Recipe(epochs=24, batch=8, encoder_rate=3e-3, head_rate=5e-3)),
    Course(Shape(layers=2, rounded=True), Recipe(epochs=8, batch=8, encoder_rate=3e-3, head_rate=5e-3)),
    smoothing=0.5,
)
NAMES, VERBS = ("Reyk", "Brezik", "Maresk", "Kolvar"), ("said", "praised", "blamed")
THINGS = ("the port", "the meeting on Monday", "a great success", "the help of allies")


def write_polnear(folder: Path, stories: int, seed: int) -> None:
    """Write stories of two paragraphs in each of which somebody says something of somebody."""
    dice = random.Random(seed)
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True)
    for story in range(stories):
        text, lines = "", []
        for number in range(2):
            source, cue, content = dice.choice(NAMES), dice.choice(VERBS), dice.choice(THINGS)
            text += "The meeting is on Monday. "
            for k, (role, words) in enumerate((("Source", source), ("Cue", cue), ("Content", content))):
                lines.append(f"T{number}{k}\t{role} {len(text)} {len(text) + len(words)}\t{words}")
                text += words + (" " if k < 2 else ".\n")
            lines.append(f"E{number}\tAttribution:T{number}1 Source:T{number}0 Cue:T{number}1 Content:T{number}2")
        (folder / "text" / f"s{story}.txt").write_text(text, encoding="utf-8")
        (folder / "attributions" / f"s{story}_1.ann").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, pretrained: Path) -> Places:
    work = tmp_path_factory.mktemp("work")
    write_polnear(work / "datasets" / "polnear" / "train", 60, 1)
    write_polnear(work / "datasets" / "polnear" / "dev", 12, 2)
    return Places(pretrained, work / "datasets", work / "models", work / "checkpoints")


@pytest.fixture(scope="module")
def tagger(places: Places) -> Tagger:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "PLANS", {"accurate": PLAN})
        result = run.train_tagger("accurate", places)
    found = current_tagger("accurate", places.models)
    assert found is not None
    assert found.id == result.model_id
    return found


def test_it_learns_what_is_to_be_learnt(tagger: Tagger) -> None:
    scores = tagger.manifest["metrics"]["PolNeAR dev"]
    assert min(scores[key] for key in ("source.exact", "cue.exact", "content.exact", "linked")) > 0.9


def test_what_it_finds_has_the_offsets_of_the_text(tagger: Tagger, places: Places) -> None:
    text = next(read_polnear(places.datasets / "polnear" / "dev")).text
    found = tagger.attributions(text, line_spans(text))
    assert len(found) == 2
    assert {text[slice(*attribution.source[0])] for attribution in found} <= set(NAMES)
    assert {text[slice(*attribution.cue[0])] for attribution in found} <= set(VERBS)


def test_manifest_and_card_say_what_it_was_made_of(tagger: Tagger) -> None:
    assert tagger.manifest["data"]["PolNeAR train"]["attributions"] == 120
    assert tagger.manifest["plan"]["teacher"]["recipe"]["epochs"] == 8
    card = (tagger.folder / "CARD.md").read_text(encoding="utf-8")
    assert card.startswith(f"# {tagger.id}")
    assert "three taggers of 2 layers" in card


def test_a_teacher_is_never_asked_about_what_it_has_learnt(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: dict[int, set[str]] = {}
    asked: dict[str, int] = {}

    def note(network: Any, reader: Any, stories: Any, recipe: Any, checkpoint: Any, teachers: Any = None) -> None:
        learnt[id(network)] = {story.name for story in stories}
        asked.update({name: id(teacher) for name, teacher in (teachers or {}).items()})

    monkeypatch.setattr(run, "PLANS", {"accurate": PLAN})
    monkeypatch.setattr(run, "fine_tune", note)
    monkeypatch.setattr(run, "write_tagger", lambda *_: None)
    run.train_tagger("accurate", places)
    assert asked.keys() == {f"s{story}" for story in range(60)}
    assert len(set(asked.values())) == 3
    assert [name for name, teacher in asked.items() if name in learnt[teacher]] == []


def test_a_tagger_below_its_floor_is_written_but_not_put_in_use(tagger: Tagger, places: Places) -> None:
    pinned = {"sha256": tagger.manifest["metrics"]["PolNeAR dev"]["sha256"], "linked": 1.01}
    floors = {"attribution": {"accurate": {"PolNeAR dev": pinned}}}
    (places.models / "floors.json").write_text(json.dumps(floors), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "PLANS", {"accurate": replace(PLAN, smoothing=0.6)})
        result = run.train_tagger("accurate", places)  # learnt already: the checkpoints are taken up
    (places.models / "floors.json").unlink()
    assert "below the floor" in result.refusals[0]
    assert result.folder.is_dir()
    in_use = current_tagger("accurate", places.models)
    assert in_use is not None
    assert in_use.id == tagger.id


def test_a_changed_tagger_is_refused(tagger: Tagger, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(tagger.folder, tmp_path / tagger.id))
    network = folder / "tagger.onnx"
    network.write_bytes(network.read_bytes() + b" ")
    changed = Tagger(folder, hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest())
    with pytest.raises(ModelError, match="is not the file"):
        changed.attributions("Reyk said so.", ((0, 13),))
