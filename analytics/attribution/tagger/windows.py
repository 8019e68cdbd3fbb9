"""What the tagger is shown: some paragraphs of a story at a time, as token ids, with marks and the words they make."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from analytics.encoder.tokenizer import padding_id, plain, read_tokenizer, sound
from analytics.text.quotes import find_quotations
from analytics.text.sentences import sentence_spans
from analytics.types import Span, Spans

LAYOUT = 1
"""Raised by one when what a story becomes changes; a tagger belongs to the layout it learnt."""

MARKS = 8
"""Kinds of tokens, added up: in quotation marks (1), first of a paragraph or of a part of one (2), capital (4)."""

WINDOW = 256  # tokens of several paragraphs read together
MOST_TOKENS = 510  # of one paragraph: pretrained encoders know no more places
_LONGEST = 1200  # characters of a paragraph that are read at once; a longer one is cut between sentences
_WORD = re.compile(r"\w+|[^\w\s]")


class Piece(NamedTuple):
    """A paragraph or a part of one: its words, its tokens with their marks, and each word's first token."""

    words: list[Span]
    ids: list[int]
    marks: list[int]
    first: list[int]


class Window(NamedTuple):
    """Pieces joined by separators; as for a piece, ``first`` counts tokens of the window."""

    words: list[Span]
    ids: list[int]
    marks: list[int]
    first: list[int]


class Batch(NamedTuple):
    """Token ids, 1 for a token and 0 for padding, marks, each (windows, tokens); first tokens, 1 for a word and 0 for
    padding, each (windows, words).
    """

    input_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    marks: NDArray[np.int64]
    first: NDArray[np.int64]
    word_mask: NDArray[np.int64]


class StoryReader:
    """Turns the paragraphs of a story into pieces, windows and batches."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = plain(tokenizer)
        self._start, self._separator = tokenizer.encode("").ids
        self._pad = padding_id(tokenizer)

    @classmethod
    def from_file(cls, path: Path) -> StoryReader:
        """Read a tokenizer.json. Raises ``ModelError`` when it is none."""
        return cls(read_tokenizer(path))

    def pieces(self, text: str, body: Spans) -> list[Piece]:
        """Return the pieces of the paragraphs ``body`` of ``text``, in order."""
        spans = [(paragraph, part) for paragraph in body for part in _parts(text, paragraph)]
        shown = [sound(text[slice(*part)]) for _, part in spans]
        quoted = {paragraph: [q.span for q in find_quotations(text, *paragraph)] for paragraph in body}
        encodings = self._tokenizer.encode_batch(shown, add_special_tokens=False)
        return [
            piece
            for (paragraph, part), encoding in zip(spans, encodings, strict=True)
            for piece in _cut(_piece(text, part, quoted[paragraph], encoding))
        ]

    def window(self, pieces: Sequence[Piece]) -> Window:
        """Join pieces to one window."""
        ids, marks, first = [self._start], [0], []
        for piece in pieces:
            first += [place + len(ids) for place in piece.first]
            ids += [*piece.ids, self._separator]
            marks += [*piece.marks, 0]
        return Window([word for piece in pieces for word in piece.words], ids, marks, first)

    def padded(self, windows: Sequence[Window]) -> Batch:
        """Return ``windows`` as one batch, in their order."""
        tokens = (len(windows), max(len(window.ids) for window in windows))
        words = (len(windows), max(1, *(len(window.words) for window in windows)))
        batch = Batch(
            np.full(tokens, self._pad), *(np.zeros(shape, np.int64) for shape in (tokens, tokens, words, words))
        )
        for row, window in enumerate(windows):
            batch.input_ids[row, : len(window.ids)] = window.ids
            batch.attention_mask[row, : len(window.ids)] = 1
            batch.marks[row, : len(window.ids)] = window.marks
            batch.first[row, : len(window.words)] = window.first
            batch.word_mask[row, : len(window.words)] = 1
        return batch


def packed(pieces: Sequence[Piece], most: int = WINDOW) -> Iterator[list[Piece]]:
    """Yield runs of pieces, in order, of at most ``most`` tokens; a longer piece is a run of its own."""
    run: list[Piece] = []
    for piece in pieces:
        if run and sum(len(p.ids) + 1 for p in (*run, piece)) + 1 > most:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _parts(text: str, paragraph: Span) -> Iterator[Span]:
    """Cut a long paragraph between sentences, and a long sentence where it must be."""
    start, end = paragraph
    if end - start <= _LONGEST:
        yield paragraph
        return
    for first, last in sentence_spans(text, start, end):
        if last - start > _LONGEST and first > start:
            yield start, first
            start = first
        while last - start > _LONGEST:
            yield start, start + _LONGEST
            start += _LONGEST
    if start < end:
        yield start, end


def _piece(text: str, part: Span, quoted: Sequence[Span], encoding: Encoding) -> Piece:
    tokens = [(start + part[0], end + part[0]) for start, end in encoding.offsets]
    words, first = [], []
    place = 0
    for match in _WORD.finditer(text, *part):
        start, end = match.span()
        while place < len(tokens) and tokens[place][1] <= start:
            place += 1
        if place < len(tokens) and tokens[place][0] < end:  # else a word that the tokenizer leaves out
            words.append((start, end))
            first.append(place)
    opening = tokens[0][0] if tokens else 0
    inside = {place for start, end in quoted for place in range(max(start, part[0]), min(end, part[1]))}
    marks = [(start in inside) + 2 * (start == opening) + 4 * text[start : start + 1].isupper() for start, _ in tokens]
    return Piece(words, encoding.ids, marks, first)


def _cut(piece: Piece) -> Iterator[Piece]:
    """Cut a piece of more tokens than can be read at once, mostly no prose, between words."""
    most = MOST_TOKENS - 2
    while len(piece.ids) > most:
        kept = bisect_right(piece.first, most - 1)
        if kept == len(piece.first):  # a last word without end
            break
        # The last word may run on beyond what can be read, so it is left to the next piece, if any stands before it.
        end = (piece.first[kept - 1] if kept else 0) or piece.first[kept]
        kept = bisect_left(piece.first, end)
        yield Piece(piece.words[:kept], piece.ids[: min(end, most)], piece.marks[: min(end, most)], piece.first[:kept])
        piece = Piece(piece.words[kept:], piece.ids[end:], piece.marks[end:], [f - end for f in piece.first[kept:]])
    yield Piece(piece.words, piece.ids[:most], piece.marks[:most], piece.first)
