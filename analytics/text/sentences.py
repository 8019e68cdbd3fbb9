"""Sentences with their offsets, by NLTK's Punkt (Kiss & Strunk, Computational Linguistics 2006)."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.paths import resource_dir
from analytics.types import Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

# Punkt knows only straight marks; these replacements keep every offset.
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "\u00a0": " "})
_CONTINUES = re.compile(r"[a-z,;:)]")
_ENDS_IN_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.$")


@lru_cache(maxsize=1)
def _splitter() -> PunktSentenceTokenizer:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer  # noqa: PLC0415 (two seconds to import)

    stored = json.loads((resource_dir("data") / "punkt" / "english.json").read_text(encoding="utf-8"))
    parameters = PunktParameters()
    parameters.abbrev_types = set(stored["abbreviations"])
    parameters.collocations = {tuple(pair) for pair in stored["collocations"]}
    parameters.sent_starters = set(stored["sentence_starters"])
    parameters.ortho_context.update(stored["orthographic_context"])
    return PunktSentenceTokenizer(parameters)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of the sentences of ``text[start:end]``, in order, white space trimmed.

    A piece that begins in lower case belongs to the sentence before it ("“Why?” asked the minister.").
    """
    stop = len(text) if end is None else end
    pieces = _splitter().span_tokenize(text[start:stop].translate(_STRAIGHT))
    spans: list[Span] = []
    for piece_start, piece_end in pieces:
        span = (start + piece_start, start + piece_end)
        if spans and (_CONTINUES.match(text[span[0]]) or _ENDS_IN_INITIAL.search(text, spans[-1][0], spans[-1][1])):
            spans[-1] = (spans[-1][0], span[1])
        else:
            spans.append(span)
    return spans
