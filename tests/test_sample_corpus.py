"""The sample corpus is whole, and what rules and tagger find in it does not fall below its floors."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from analytics.attribution.evaluate import match_contents
from analytics.attribution.tagger.session import Tagger
from analytics.ingest.readers import read_paths
from analytics.parties.evaluate_targets import form_of
from analytics.parties.registry import load_registry
from analytics.paths import resource_dir
from analytics.pipeline import find_statements
from analytics.train.artifact import current_tagger
from analytics.types import ActorKind, Article, Speaker, StatementKind

SAMPLE = resource_dir("data") / "sample"
REGISTRY = load_registry(SAMPLE / "registry.yaml")
KNOWN = {*REGISTRY.parties, *REGISTRY.people, *REGISTRY.outlets}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


ARTICLES = {article["id"]: article for article in lines(SAMPLE / "articles.jsonl")}
ANNOTATIONS = {story["id"]: story["statements"] for story in lines(SAMPLE / "annotations.jsonl")}


def test_every_story_is_annotated() -> None:
    assert len(ARTICLES) >= 60
    assert ARTICLES.keys() == ANNOTATIONS.keys()
    assert len({article["outlet"] for article in ARTICLES.values()}) == 6


def test_spans_and_ids_hold() -> None:
    for story, statements in ANNOTATIONS.items():
        text = ARTICLES[story]["text"]
        for statement in statements:
            assert statement["content"], story
            spans = [span for role in ("source", "cue", "content") for span in statement[role]]
            spans += [target["mention"] for target in statement["targets"]]
            assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans), story
            assert statement["speaker"] is None or statement["speaker"] in KNOWN, story
            assert {t["id"] for t in statement["targets"]} <= KNOWN, story


def test_labels_are_varied_enough_to_learn_from() -> None:
    stances = Counter(t["stance"] for s in ANNOTATIONS.values() for statement in s for t in statement["targets"])
    assert min(stances[label] for label in ("against", "neutral", "favor")) >= 100
    kinds = Counter(statement["kind"] for s in ANNOTATIONS.values() for statement in s)
    assert min(kinds[kind] for kind in ("direct", "indirect", "mixed", "narration")) >= 100


FLOORS = {  # of rules, of the accurate tagger
    ("matched", "predicted"): (0.82, 0.82),
    ("matched", "gold"): (0.77, 0.91),
    ("kind right", "matched"): (0.96, 0.96),
    ("speaker right", "matched"): (0.83, 0.83),
    ("targets right", "targets predicted"): (0.87, 0.88),
    ("targets right", "targets gold"): (0.69, 0.67),
}


@pytest.fixture(scope="module", params=["linear", "accurate"])
def counts(request: pytest.FixtureRequest) -> tuple[str, Counter[str]]:
    found: Counter[str] = Counter()
    tagger = current_tagger(request.param)
    assert (tagger is None) == (request.param == "linear")
    articles = [a for a in read_paths([SAMPLE / "articles.jsonl"]) if isinstance(a, Article)]
    assert len(articles) == len(ARTICLES)
    by_title = {article["title"]: story for story, article in ARTICLES.items()}
    for article in articles:
        assert article.title is not None
        story = by_title[article.title]
        assert article.text == ARTICLES[story]["text"]
        count_story(found, article, ANNOTATIONS[story], tagger)
    return request.param, found


def count_story(found: Counter[str], article: Article, gold: list[dict[str, Any]], tagger: Tagger | None) -> None:
    predicted, failures = find_statements(article, REGISTRY, tagger)
    assert failures == ()
    contents = [tuple((start, end) for start, end in statement["content"]) for statement in gold]
    found["gold"] += sum(s["kind"] != "narration" for s in gold)
    found["predicted"] += sum(s.kind is not StatementKind.NARRATION for s in predicted)
    for i, j in match_contents(article.text, contents, [s.content for s in predicted]):
        labelled, statement = gold[i], predicted[j]
        wanted = {t["id"] for t in labelled["targets"]}
        # the corpus holds no pronouns for mentions
        got = {t.via or t.id for t in statement.targets if form_of(article.text, t.mention) != "pronoun"}
        found["targets gold"] += len(wanted)
        found["targets predicted"] += len(got)
        found["targets right"] += len(wanted & got)
        if labelled["kind"] != "narration" and statement.kind is not StatementKind.NARRATION:
            found["matched"] += 1
            found["kind right"] += labelled["kind"] == statement.kind
            found["speaker right"] += labelled["speaker"] == registered(statement.speaker)


def registered(speaker: Speaker | None) -> str | None:
    return speaker.actor.id if speaker and speaker.actor.kind is not ActorKind.PROVISIONAL else None


@pytest.mark.parametrize(("part", "whole"), FLOORS)
def test_what_is_found_holds_its_level(counts: tuple[str, Counter[str]], part: str, whole: str) -> None:
    kind, found = counts
    assert found[part] / found[whole] >= FLOORS[part, whole][kind == "accurate"]
