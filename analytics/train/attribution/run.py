"""Training a tagger from pretrained weights to a verified folder in use."""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch

from analytics.attribution.evaluate import evaluate_attributions, find_attributions
from analytics.attribution.polnear import AnnotatedText, read_polnear
from analytics.attribution.tagger.session import NETWORK, Tagger
from analytics.attribution.tagger.windows import LAYOUT, MOST_TOKENS, Batch, StoryReader
from analytics.encoder.folder import MANIFEST, TOKENIZER
from analytics.train.attribution.card import tagger_card
from analytics.train.attribution.fine_tune import Recipe, fine_tune
from analytics.train.attribution.material import Story, lessons, stories_of
from analytics.train.attribution.network import TaggerNetwork
from analytics.train.encoder.export import Interface, export
from analytics.train.encoder.loop import Checkpoint
from analytics.train.encoder.network import Shape
from analytics.train.encoder.provenance import check_folders, made_with, weights_digest
from analytics.train.encoder.run import Places
from analytics.train.fit import TrainingResult
from analytics.train.manifest import TAGGERS
from analytics.train.promote import below_floors, described, put_in_use, read_floors, write_folder

FOLDS = 3
_MEASURED, _BATCH = 192, 8  # windows on which the sizes of channels are measured before rounding
_INTERFACE = Interface(
    {name: ("windows", "words" if name in ("first", "word_mask") else "tokens") for name in Batch._fields},
    {"tags": ("windows", "words"), "heads": ("windows", "words", "words")},
)


@dataclass(frozen=True)
class Course:
    """What a network is and how it learns."""

    shape: Shape
    recipe: Recipe


@dataclass(frozen=True)
class Plan:
    """How a kind of tagger is made: what it is, what teaches it, if anything does, and SmoothQuant's alpha."""

    tagger: Course
    teacher: Course | None = None
    smoothing: float = 0.85


PLANS = {
    "accurate": Plan(
        Course(Shape(layers=6, rounded=True), Recipe(epochs=12, encoder_rate=8e-5)),
        Course(Shape(layers=11, rounded=True), Recipe(epochs=6, encoder_rate=5e-5)),
    ),
    "fast": Plan(Course(Shape(layers=6), Recipe(epochs=18, encoder_rate=2e-4))),
}


def train_tagger(kind: str, places: Places, progress: Callable[[str], None] = lambda _: None) -> TrainingResult:
    """Fine-tune the tagger of ``kind`` on PolNeAR's training articles, write its folder, and put it in use.

    An *accurate* tagger is taught by three larger ones, each trained without a third of the stories and asked about
    just those: what they say of stories they have learnt would be the annotators' words once more. An interrupted run
    is taken up from its checkpoint. The tagger is put in use unless it misses a floor of ``models/floors.json``.
    Raises ``ModelError`` when the pretrained folder is incomplete, ``DatasetError`` when PolNeAR is missing.
    """
    plan = PLANS[kind]
    check_folders(places.pretrained, places.models)
    texts = list(read_polnear(places.datasets / "polnear" / "train"))
    reader = StoryReader.from_file(places.pretrained / TOKENIZER)
    stories = stories_of(texts, reader)
    teachers: dict[str, TaggerNetwork] = {}
    for fold in range(FOLDS):
        if plan.teacher is None:
            break
        progress(f"Training teacher {fold + 1} of {FOLDS}.")
        seen = [story for story in stories if fold_of(story.name) != fold]
        teacher = _learnt(plan.teacher, places, f"teacher {fold}", reader, seen)
        teachers |= {story.name: teacher for story in stories if fold_of(story.name) == fold}
    progress(f"Fine-tuning on {len(stories)} stories.")
    network = _learnt(plan.tagger, places, f"{kind} taught by {plan.teacher}", reader, stories, teachers)
    progress("Writing and measuring the tagger.")
    return write_tagger(kind, network, texts, places)


def fold_of(name: str) -> int:
    """Return the third, 0 to 2, that a story is in, by its name."""
    return zlib.crc32(name.encode()) % FOLDS


def _learnt(
    course: Course,
    places: Places,
    role: str,
    reader: StoryReader,
    stories: Sequence[Story],
    teachers: Mapping[str, TaggerNetwork] | None = None,
) -> TaggerNetwork:
    torch.manual_seed(course.recipe.seed)  # the heads begin at random
    network = TaggerNetwork(places.pretrained, course.shape)
    shown = hashlib.sha256(repr(stories).encode()).hexdigest()
    making = f"{role} {course} {LAYOUT} {weights_digest(places.pretrained)} {shown}"
    fine_tune(network, reader, stories, course.recipe, Checkpoint(places.checkpoints, TAGGERS, making), teachers)
    return network


def write_tagger(kind: str, network: TaggerNetwork, texts: Sequence[AnnotatedText], places: Places) -> TrainingResult:
    """Export a trained network, measure the file on PolNeAR's dev articles, write its folder and put it in use."""
    plan, reader = PLANS[kind], StoryReader.from_file(places.pretrained / TOKENIZER)
    random = Random(0)
    windows = [
        lesson.window
        for story in stories_of(texts[:: max(1, len(texts) // 40)], reader)
        for lesson in lessons(story, reader, random, plan.tagger.recipe.sizes)
    ][:_MEASURED]
    batches = [reader.padded(windows[start : start + _BATCH])._asdict() for start in range(0, len(windows), _BATCH)]
    exported = export(network, _INTERFACE, batches, smoothing=plan.smoothing, places=MOST_TOKENS + 2)
    files = {NETWORK: exported, TOKENIZER: (places.pretrained / TOKENIZER).read_bytes()}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = {
        "task": TAGGERS,
        "id": f"{TAGGERS}-{kind}-{digests[NETWORK][:6]}",
        "plan": asdict(plan),
        **made_with(places.pretrained),
        "layout": LAYOUT,
        "hidden": network.backbone.hidden,
        "files": digests,
        "data": {"PolNeAR train": _described(texts)},
    }
    metrics = _measured(manifest, files, places.datasets / "polnear" / "dev")
    manifest["metrics"] = metrics
    folder = places.models / TAGGERS / str(manifest["id"])
    write_folder(folder, files | described(manifest, tagger_card(manifest)))
    refusals = tuple(below_floors(read_floors(places.models, TAGGERS, kind), metrics))
    if not refusals:
        put_in_use(places.models / TAGGERS, str(manifest["id"]))
    return TrainingResult(str(manifest["id"]), folder, metrics, refusals)


def _measured(manifest: Mapping[str, Any], files: dict[str, bytes], dev: Path) -> dict[str, dict[str, Any]]:
    """Return the scores of the files as they will be shipped, by what is scored."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = write_folder(Path(temporary) / str(manifest["id"]), files | described(manifest, ""))
        tagger = Tagger(folder, hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest())
        texts = list(read_polnear(dev))
        scores, _ = evaluate_attributions(texts, lambda text: find_attributions(text, tagger))
    return {"PolNeAR dev": {"sha256": _described(texts)["sha256"], **{key: s.f1 for key, s in scores.items()}}}


def _described(texts: Sequence[AnnotatedText]) -> dict[str, Any]:
    digest = hashlib.sha256(repr([(text.name, text.text, text.attributions) for text in texts]).encode())
    return {"sha256": digest.hexdigest(), "n": len(texts), "attributions": sum(len(t.attributions) for t in texts)}
