"""What the encoder is shown: a text, the target's words and who speaks, as token ids and a mask of the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from analytics.types import Span, TargetedText

LONGEST_TEXT = 700  # characters; of a longer one only what stands around the target is shown
LONGEST_SPEAKER = 60
MAX_TOKENS = 192

Item = TargetedText | str


class Batch(NamedTuple):
    """Token ids, 1 for a token and 0 for padding, 1 for a token of the target; each of shape (texts, tokens)."""

    input_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    target_mask: NDArray[np.int64]


class TokenReader:
    """Turns texts into batches. A :class:`TargetedText` has a target and maybe a speaker; a plain text has neither.

    The text is followed, as a second segment, by the target's mention and by who speaks, if known. The target's tokens
    in the text are marked besides, so that a name printed twice, or a pronoun, is never mistaken.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS, strategy="only_first")
        self.pad_id = next(i for t in ("<pad>", "[PAD]") if (i := tokenizer.token_to_id(t)) is not None)

    @classmethod
    def from_file(cls, path: Path) -> TokenReader:
        """Read a tokenizer.json."""
        return cls(Tokenizer.from_file(str(path)))

    def batches(self, items: Sequence[Item], size: int) -> Iterator[tuple[NDArray[np.int64], Batch]]:
        """Yield (positions in ``items``, batch), texts of like length together so that little is padding."""
        read = [self._read(item) for item in items]
        order = sorted(range(len(read)), key=lambda k: len(read[k][0]))
        for first in range(0, len(order), size):
            chosen = order[first : first + size]
            yield np.asarray(chosen), self._padded([read[k] for k in chosen])

    def batch(self, items: Sequence[Item]) -> Batch:
        """Return ``items`` as one batch, in their order."""
        return self._padded([self._read(item) for item in items])

    def length(self, item: Item) -> int:
        """Return how many tokens ``item`` has."""
        return len(self._read(item)[0])

    def spans(self, item: Item) -> list[Span]:
        """Return the characters of ``item``'s text behind each token; (0, 0) where a token is not of the text."""
        text, target, hint = _shown(item)
        shift = _window(item)[0] if target else 0
        encoding = self._encode(text, hint)
        return [
            (start + shift, end + shift) if part == 0 and end > start else (0, 0)
            for (start, end), part in zip(encoding.offsets, encoding.sequence_ids, strict=True)
        ]

    def _encode(self, text: str, hint: str):  # type: ignore[no-untyped-def]
        return self._tokenizer.encode(text, hint) if hint else self._tokenizer.encode(text)

    def _read(self, item: Item) -> tuple[list[int], list[int]]:
        text, target, hint = _shown(item)
        encoding = self._encode(text, hint)
        if target is None:
            return encoding.ids, [0] * len(encoding.ids)
        marked = [
            int(part == 0 and start < target[1] and target[0] < end)
            for (start, end), part in zip(encoding.offsets, encoding.sequence_ids, strict=True)
        ]
        return encoding.ids, marked

    def _padded(self, rows: Sequence[tuple[list[int], list[int]]]) -> Batch:
        shape = (len(rows), max(len(ids) for ids, _ in rows))
        batch = Batch(np.full(shape, self.pad_id), np.zeros(shape, np.int64), np.zeros(shape, np.int64))
        for row, (ids, marked) in enumerate(rows):
            batch.input_ids[row, : len(ids)] = ids
            batch.attention_mask[row, : len(ids)] = 1
            batch.target_mask[row, : len(ids)] = marked
        return batch


def _shown(item: Item) -> tuple[str, Span | None, str]:
    """Return the text shown, where the target stands in it, and the second segment."""
    if isinstance(item, str):
        return item[:LONGEST_TEXT], None, ""
    start, end = _window(item)
    mention = item.text[item.target[0] : item.target[1]]
    hint = f"{mention}; {item.speaker[:LONGEST_SPEAKER]}" if item.speaker else mention
    return item.text[start:end], (item.target[0] - start, item.target[1] - start), hint


def _window(item: Item) -> Span:
    if isinstance(item, str) or len(item.text) <= LONGEST_TEXT:
        return 0, len(item) if isinstance(item, str) else len(item.text)
    around = (LONGEST_TEXT - (item.target[1] - item.target[0])) // 2
    start = max(0, min(item.target[0] - around, len(item.text) - LONGEST_TEXT))
    end = min(len(item.text), start + LONGEST_TEXT)
    if start:
        start = min(item.target[0], item.text.find(" ", start) + 1 or start)
    if end < len(item.text):
        end = max(item.target[1], item.text.rfind(" ", start, end))
    return start, end
