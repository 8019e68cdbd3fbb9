"""Reading annotated data: what is used, and what is left out and why."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from analytics.exceptions import DatasetError
from analytics.train.datasets import newsmtsc_stances, newsmtsc_tones, sample_task, tone_of
from analytics.train.newsmtsc import read_newsmtsc, story_of
from analytics.train.sample import sample_stances, sample_tones
from analytics.train.splits import split_of
from analytics.types import Stance, Tone

SENTENCE = "Reyk praised Brezik."


def target(**changes: Any) -> dict[str, Any]:
    return {"Input.gid": "g", "from": 0, "to": 4, "mention": "Reyk", "polarity": 6.0} | changes


def write(path: Path, *targets: Any, sentence: str = SENTENCE) -> Path:
    line = {"primary_gid": "polusa_v1_1_-1_3_Reyk_0_4", "sentence_normalized": sentence, "targets": list(targets)}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return path


def test_a_target_is_read_with_its_story(tmp_path: Path) -> None:
    data = newsmtsc_stances(write(tmp_path / "a.jsonl", target()))
    (example,) = data.examples
    assert (example.item.text, example.item.target, example.label) == (SENTENCE, (0, 4), "favor")
    assert (example.story, example.gid, data.rejects) == ("polusa_v1_1", "g", {})


@pytest.mark.parametrize(
    ("targets", "kept", "rejects"),
    [
        ([target(to=5)], 0, {"offsets do not match the mention": 1}),
        ([target(to=400, mention="Nobody")], 0, {"offsets point outside the sentence": 1}),
        ([target(**{"from": "0"})], 0, {"offsets do not match the mention": 1}),
        ([target(polarity=3.0)], 0, {"unknown polarity": 1}),
        ([target(polarity=None)], 0, {"unknown polarity": 1}),
        ([target(), target()], 1, {"duplicate": 1}),
        ([target(), target(polarity=2.0)], 0, {"contradictory duplicate": 2}),
        (["Reyk"], 0, {"target is not an object": 1}),
        ([target(polarity="4")], 1, {}),
        ([target(polarity=-1)], 1, {}),
        ([target(polarity="against")], 1, {}),
    ],
)
def test_what_cannot_be_used_is_counted(tmp_path: Path, targets: list[Any], kept: int, rejects: dict[str, int]) -> None:
    data = newsmtsc_stances(write(tmp_path / "a.jsonl", *targets))
    assert (len(data.examples), data.rejects) == (kept, rejects)


def test_bad_lines_do_not_lose_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", target())
    path.write_text("{\n[1]\n{}\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    rejects = Counter[str]()
    assert len(list(read_newsmtsc(path, rejects))) == 1
    assert rejects == {"line is not JSON": 1, "line has no sentence": 2}


def test_a_flat_file_as_for_hugging_face_is_read_too(tmp_path: Path) -> None:
    line = {
        "id": "allsides_10_2_1_Reyk_0_4",
        "sentence": SENTENCE,
        "from": 0,
        "to": 4,
        "mention": "Reyk",
        "polarity": 1,
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    (example,) = newsmtsc_stances(path).examples
    assert (example.label, example.story) == ("favor", "allsides_2")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_is_none_is_named_in_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.jsonl"
    if content:
        path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"a\.jsonl"):
        newsmtsc_stances(path)


@pytest.mark.parametrize(
    ("stances", "tone"),
    [
        ([Stance.NEUTRAL], Tone.NEUTRAL),
        ([Stance.NEUTRAL, Stance.AGAINST], Tone.NEGATIVE),
        ([Stance.FAVOR, Stance.FAVOR], Tone.POSITIVE),
        ([Stance.FAVOR, Stance.AGAINST], None),
    ],
)
def test_the_tone_is_what_the_targets_agree_on(stances: list[Stance], tone: Tone | None) -> None:
    assert tone_of(stances) == tone


def test_sentences_whose_targets_oppose_have_no_tone(tmp_path: Path) -> None:
    other = target(**{"from": 13, "to": 19}, mention="Brezik", polarity=2.0)
    assert newsmtsc_tones(write(tmp_path / "a.jsonl", target(), other)).rejects == {"targets of opposite polarity": 1}


def test_story_of_an_id_that_follows_no_form() -> None:
    assert story_of("odd") == "odd"


STORY = "Reyk said: “Ostrevia lied.” Rain fell."


def write_sample(folder: Path, statements: list[dict[str, Any]], name: str = "sample-001") -> Path:
    (folder / "articles.jsonl").write_text(json.dumps({"id": name, "text": STORY}), encoding="utf-8")
    (folder / "annotations.jsonl").write_text(json.dumps({"id": name, "statements": statements}), encoding="utf-8")
    return folder


def statement(**changes: Any) -> dict[str, Any]:
    found = {
        "kind": "direct",
        "source": [[0, 4]],
        "cue": [[5, 9]],
        "content": [[11, 27]],
        "speaker": "reyk",
        "tone": "negative",
        "targets": [{"id": "ostrevia", "mention": [12, 20], "stance": "against"}],
    }
    return found | changes


def test_the_sample_gives_stances_and_tones(tmp_path: Path) -> None:
    rejects = Counter[str]()
    folder = write_sample(tmp_path, [statement()])
    (stance,) = sample_stances(folder, rejects)
    (tone,) = sample_tones(folder, rejects)
    assert (stance.item.text, stance.label) == ("Reyk said: “Ostrevia lied.”", "against")
    assert stance.item.text[slice(*stance.item.target)] == "Ostrevia"
    assert (tone.item, tone.label, rejects) == ("said “Ostrevia lied.”", "negative", {})


@pytest.mark.parametrize(
    "changes",
    [
        {"content": [[11, 400]]},
        {"content": []},
        {"tone": "sad", "targets": [{"id": "x", "mention": [12, 200], "stance": "against"}]},
        {"tone": "sad", "targets": [{"id": "x", "mention": [12, 20], "stance": "angry"}]},
    ],
)
def test_annotations_that_do_not_fit_are_counted(tmp_path: Path, changes: dict[str, Any]) -> None:
    folder = write_sample(tmp_path, [statement(**changes)])
    for read in (sample_stances, sample_tones):
        rejects = Counter[str]()
        assert list(read(folder, rejects)) == []
        assert rejects == {"annotation does not fit its text": 1}


def test_only_the_split_asked_for_is_read(tmp_path: Path) -> None:
    folder = write_sample(tmp_path, [statement()])
    sizes = {split: len(sample_task("stance", folder, split).examples) for split in ("train", "dev", "test")}
    assert sizes == {"train": 0, "dev": 0, "test": 0} | {split_of("sample-001"): 1}


def test_without_a_sample_corpus_there_is_an_empty_set(tmp_path: Path) -> None:
    assert sample_task("tone", tmp_path, "train").examples == ()
