"""A tokenizer small enough to read, and an encoder that needs no file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from analytics.encoder.session import Encoded
from analytics.encoder.tokens import Item, TokenReader

WORDS = "said praised blamed met the a minister of and ostrevia taldoria he port again not rich".split()


def small_tokenizer() -> Tokenizer:
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS, *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz'")]
    tokenizer = Tokenizer(models.WordPiece({p: k for k, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


class BagOfWords:
    """Stands in for an encoder: a token's state says which word it is, so that a linear head can learn."""

    hidden = len(WORDS) + 40
    sha256 = "0" * 64

    def __init__(self) -> None:
        self.reader = TokenReader(small_tokenizer())

    def batches(self, items: Sequence[Item]) -> Iterator[Encoded]:
        for positions, tokens in self.reader.batches(items, 8):
            batch = self.reader.padded(tokens)
            states = np.eye(self.hidden, dtype=np.float32)[np.minimum(batch.input_ids, self.hidden - 1)]
            states *= batch.attention_mask[:, :, None]
            marked = batch.target_mask[:, :, None]
            target = (states * marked).sum(1) / np.maximum(marked.sum(1), 1)
            mean = states.sum(1) / batch.attention_mask.sum(1, keepdims=True)
            features = np.concatenate([target, mean, states[:, 0]], axis=1)
            yield Encoded(positions, features.astype(np.float32), states, tokens)

    def features(self, items: Sequence[Item]) -> np.ndarray:
        found = np.zeros((len(items), 3 * self.hidden), np.float32)
        for encoded in self.batches(items):
            found[encoded.positions] = encoded.features
        return found


@pytest.fixture(scope="session")
def reader() -> TokenReader:
    return TokenReader(small_tokenizer())


@pytest.fixture(scope="session")
def encoder() -> BagOfWords:
    return BagOfWords()
