"""The tone classifier and what it is shown."""

import random

import numpy as np
import pytest

from analytics.stance.reading import read_passage
from analytics.tone.inputs import statement_text
from analytics.tone.model import tone_classifier
from analytics.tone.views import kinds_of_words, scores
from analytics.types import Statement, StatementKind


def test_the_cue_colours_and_the_speaker_does_not() -> None:
    text = '"Two ships," scoffed Reyk of Maresk, "and a card."'
    statement = Statement(StatementKind.DIRECT, content=((0, 12), (37, 50)), source=((21, 25),), cue=((13, 20),))
    assert statement_text(text, statement) == '"Two ships," scoffed "and a card."'


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("they condemned it", "criticise"),
        ("they did not condemn it", "not_criticise"),
        ("it was condemned by all", "passive:criticise"),
        ("an olive branch", "cooperation"),
    ],
)
def test_kinds_of_words(text: str, clue: str) -> None:
    assert clue in {found.name for found in kinds_of_words(read_passage(text, {}))}


def test_what_follows_but_is_summed_apart() -> None:
    found = {clue.name for clue in scores(read_passage("an honest man but a liar", {}))}
    assert {"any+ before but", "any- after but"} <= found


def test_it_learns_and_reads_any_text() -> None:
    dice = random.Random(0)
    words = {"negative": "a shameful failure", "positive": "a great success", "neutral": "a meeting at noon"}
    labels = [dice.choice(list(words)) for _ in range(90)]
    texts = [f"It was {words[label]} in room {k}" for k, label in enumerate(labels)]
    model = tone_classifier().fit(texts, labels)
    assert (model.predict(texts) == np.array(labels)).mean() > 0.95
    assert model.predict_proba(["", "…", "x" * 100_000]).shape == (3, 3)
