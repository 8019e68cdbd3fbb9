"""What a token's state tells of how much its word matters: learnt from deleting words, one after the other.

Deleting each word of a text and asking again finds the words that carry a prediction, for a forward pass per word. A
linear map from the states that one pass gives anyway to what the deletions would show costs nothing when texts are
scored (amortised explanation, as FastSHAP does it: Jethani et al., ICLR 2022).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from analytics.encoder.head import TemperedRegression, for_task
from analytics.encoder.session import Encoder
from analytics.stance.encoder_evidence import words_to_show
from analytics.stance.evidence import contrasts
from analytics.train.examples import Dataset
from analytics.types import Span, Stance, TargetedText

PAIRS = 1_200
"""Texts whose words are deleted: about fourteen forward passes each."""

_STRENGTH = 1_000.0  # of the ridge; from 500 to 5,000 little changes
_LONGEST = 400  # characters of a text
_NEUTRAL = 0.25  # the share of neutral texts, for what makes a text neutral is rarely a word
_SEED = 5
_AT_ONCE = 50  # texts whose variants are encoded together


def fit_word_effects(encoder: Encoder, head: TemperedRegression, items: Sequence[TargetedText]) -> NDArray[np.float32]:
    """Return, for each label, the weights of a token's state whose sum over a word's tokens predicts what it carries.

    The shape is (labels, hidden). What a word carries of a label is by how much the label's log-odds against the mean
    of the others' fall without it.
    """
    states, drops = zip(*_deletions(encoder, head, items), strict=True)
    weights = contrasts(np.eye(len(head.classes_)))
    ridge = Ridge(alpha=_STRENGTH, fit_intercept=False).fit(np.concatenate(states), np.concatenate(drops) @ weights.T)
    return np.asarray(ridge.coef_, np.float32)


def texts_to_delete_from(sets: Mapping[str, Dataset[Any]], count: int = PAIRS) -> list[TargetedText]:
    """Return ``count`` texts of the training ``sets``, the same on every call; most of them take a side."""
    dice = random.Random(_SEED)
    short = [one for data in sets.values() for one in data.examples if len(one.item.text) <= _LONGEST]
    dice.shuffle(short)
    neutral = [one.item for one in short if one.label == Stance.NEUTRAL][: round(_NEUTRAL * count)]
    sided = [one.item for one in short if one.label != Stance.NEUTRAL][: count - len(neutral)]
    return [*sided, *neutral]


def without(item: TargetedText, spans: Iterable[Span]) -> TargetedText:
    """Return the text without ``spans``, none of which touches the target."""
    kept, shift, at = [], 0, 0
    for start, end in sorted(spans):
        kept.append(item.text[at:start])
        at = end
        shift += (end - start) if end <= item.target[0] else 0
    target = (item.target[0] - shift, item.target[1] - shift)
    return TargetedText("".join([*kept, item.text[at:]]), target, item.speaker)


def _deletions(
    encoder: Encoder, head: TemperedRegression, items: Sequence[TargetedText]
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float64]]]:
    """Yield for each text the summed states of its words' tokens, and how far each label's log-odds fall without it."""

    def odds(features: NDArray[np.float32], texts: Sequence[TargetedText]) -> NDArray[np.float64]:
        return head.decision_function(for_task(features, texts, "stance"))

    for start in range(0, len(items), _AT_ONCE):
        some = items[start : start + _AT_ONCE]
        words = [words_to_show(item) for item in some]
        variants = [without(item, [word]) for item, found in zip(some, words, strict=True) for word in found]
        after = np.split(odds(encoder.features(variants), variants), np.cumsum([len(found) for found in words])[:-1])
        for positions, features, states, tokens in encoder.batches(some):
            before = odds(features, [some[position] for position in positions])
            for number, position in enumerate(positions):
                found = words[position]
                if found:
                    yield _summed(found, tokens[number].spans, states[number]), before[number] - after[position]


def _summed(words: Sequence[Span], tokens: Sequence[Span], states: NDArray[np.float32]) -> NDArray[np.float32]:
    starts, ends = np.array(tokens).T
    inside = [(ends > starts) & (starts < word[1]) & (word[0] < ends) for word in words]
    return np.stack([states[: len(tokens)][chosen].sum(axis=0) for chosen in inside])
