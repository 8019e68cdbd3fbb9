"""What every reader of texts does with a pretrained encoder's tokenizer."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from analytics.exceptions import ModelError


def read_tokenizer(path: Path) -> Tokenizer:
    """Read a tokenizer.json. Raises ``ModelError`` when it is none."""
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises bare exceptions
        raise ModelError(f"{path} is no tokenizer; name the folder of a pretrained encoder.") from error


def plain(tokenizer: Tokenizer) -> Tokenizer:
    """Return ``tokenizer`` without the padding and cutting that its file may ask for."""
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def padding_id(tokenizer: Tokenizer) -> int:
    """Return the id that fills a row up."""
    ids = (tokenizer.token_to_id(token) for token in ("<pad>", "[PAD]"))
    return next((number for number in ids if number is not None), 0)


def sound(text: str) -> str:
    """Replace lone surrogates, which no tokenizer takes, one for one."""
    return text.encode("utf-8", "replace").decode() if any("\ud800" <= c <= "\udfff" for c in text) else text
