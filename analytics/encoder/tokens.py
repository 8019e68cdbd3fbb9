"""What the encoder is shown: a text, the target's words and who speaks, as token ids and a mask of the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from analytics.encoder.tokenizer import padding_id, plain, read_tokenizer, sound
from analytics.types import Span, TargetedText

LAYOUT = 1
"""Raised by one when what a text becomes changes; an encoder and its heads belong to the layout they learnt."""

LONGEST_TEXT = 700  # characters; of a longer one only what stands around the target is shown
LONGEST_MENTION, LONGEST_SPEAKER = 160, 60  # characters of them in the second segment
MAX_TOKENS = 192
_SHORTEST = 32  # characters of a text that are shown however many tokens they are

Item = TargetedText | str


class Batch(NamedTuple):
    """Token ids, 1 for a token and 0 for padding, 1 for a token of the target; each of shape (texts, tokens)."""

    input_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    target_mask: NDArray[np.int64]


class Tokens(NamedTuple):
    """A text as token ids, which of them are the target's (1, else 0), and the characters of the text behind each.

    The characters are (0, 0) where a token is not of the text.
    """

    ids: list[int]
    marked: list[int]
    spans: list[Span]


class TokenReader:
    """Turns texts into batches. A :class:`TargetedText` has a target and maybe a speaker; a plain text has neither.

    The text is followed, as a second segment, by the target's mention and by who speaks, if known. The target's tokens
    in the text are marked besides, so that a name printed twice, or a pronoun, is never mistaken.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = plain(tokenizer)
        self.pad_id = padding_id(tokenizer)

    @classmethod
    def from_file(cls, path: Path) -> TokenReader:
        """Read a tokenizer.json. Raises ``ModelError`` when it is none."""
        return cls(read_tokenizer(path))

    def batches(self, items: Sequence[Item], size: int) -> Iterator[tuple[NDArray[np.int64], list[Tokens]]]:
        """Yield (positions in ``items``, their tokens), texts of like length together so that little is padding."""
        read = self.read(items)
        order = sorted(range(len(read)), key=lambda k: len(read[k].ids))
        for first in range(0, len(order), size):
            chosen = order[first : first + size]
            yield np.asarray(chosen), [read[k] for k in chosen]

    def batch(self, items: Sequence[Item]) -> Batch:
        """Return ``items`` as one batch, in their order."""
        return self.padded(self.read(items))

    def read(self, items: Sequence[Item]) -> list[Tokens]:
        """Return the tokens of each of ``items``; many at once are read in parallel."""
        windows = [_window(item, LONGEST_TEXT) for item in items]
        shown = [_shown(item, window) for item, window in zip(items, windows, strict=True)]
        encodings = self._tokenizer.encode_batch([text if hint is None else (text, hint) for text, hint in shown])
        return [
            _tokens(item, *self._fitted(item, window, encoding))
            for item, window, encoding in zip(items, windows, encodings, strict=True)
        ]

    def padded(self, rows: Sequence[Tokens]) -> Batch:
        """Return ``rows`` as one batch, in their order, padded to the longest."""
        shape = (len(rows), max(len(row.ids) for row in rows))
        batch = Batch(np.full(shape, self.pad_id), np.zeros(shape, np.int64), np.zeros(shape, np.int64))
        for number, row in enumerate(rows):
            batch.input_ids[number, : len(row.ids)] = row.ids
            batch.attention_mask[number, : len(row.ids)] = 1
            batch.target_mask[number, : len(row.ids)] = row.marked
        return batch

    def _fitted(self, item: Item, window: Span, encoding: Encoding) -> tuple[Span, Encoding]:
        """Return the part of the text that is shown and its tokens; a text of very many tokens is shown in part."""
        while len(encoding.ids) > MAX_TOKENS and window[1] - window[0] > _SHORTEST:
            shorter = (window[1] - window[0]) * MAX_TOKENS // len(encoding.ids) - 1
            window = _window(item, max(_SHORTEST, shorter))
            encoding = self._tokenizer.encode(*_shown(item, window))
        encoding.truncate(MAX_TOKENS)  # only where the second segment alone is as long
        return window, encoding


def _tokens(item: Item, window: Span, encoding: Encoding) -> Tokens:
    spans = [
        (start + window[0], end + window[0]) if part == 0 and end > start else (0, 0)
        for (start, end), part in zip(encoding.offsets, encoding.sequence_ids, strict=True)
    ]
    if isinstance(item, str):
        return Tokens(encoding.ids, [0] * len(spans), spans)
    first, last = item.target
    return Tokens(encoding.ids, [int(start < last and first < end) for start, end in spans], spans)


def _shown(item: Item, window: Span) -> tuple[str, str | None]:
    """Return the segments that are shown: the text, and the target's mention with who speaks."""
    if isinstance(item, str):
        return sound(item[slice(*window)]), None
    mention = item.text[slice(*item.target)][:LONGEST_MENTION]
    hint = f"{mention}; {item.speaker[:LONGEST_SPEAKER]}" if item.speaker else mention
    return sound(item.text[slice(*window)]), sound(hint)


def _window(item: Item, longest: int) -> Span:
    """Return the part of at most ``longest`` characters that is shown: the start, or what is around the target."""
    if isinstance(item, str):
        return 0, min(len(item), longest)
    if len(item.text) <= longest:
        return 0, len(item.text)
    first, last = item.target[0], min(item.target[1], item.target[0] + longest)
    around = (longest - (last - first)) // 2
    start = max(0, min(first - around, len(item.text) - longest))
    end = min(len(item.text), start + longest)
    if start:
        start = min(first, item.text.find(" ", start) + 1 or start)
    if end < len(item.text):
        end = max(last, item.text.rfind(" ", start, end))
    return start, end
