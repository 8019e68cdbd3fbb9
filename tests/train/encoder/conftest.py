"""A pretrained encoder small enough to train in a test."""

import json
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def pretrained(tmp_path_factory: pytest.TempPathFactory, datasets: Path) -> Path:
    torch = pytest.importorskip("torch", reason="training an encoder needs the train extra: pip install -e '.[train]'")
    transformers = pytest.importorskip(
        "transformers", reason="training an encoder needs the train extra: pip install -e '.[train]'"
    )
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

    folder = tmp_path_factory.mktemp("pretrained")
    rows = [json.loads(line) for line in (datasets / "newsmtsc" / "train.jsonl").read_text().splitlines()]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=400, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.train_from_iterator([row["sentence_normalized"] for row in rows], trainer)
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    size = {"vocab_size": 400, "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    transformers.BertModel(transformers.BertConfig(**size, intermediate_size=128)).save_pretrained(folder)
    return folder
