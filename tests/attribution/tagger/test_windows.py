"""A story as the tagger is shown it: words that fit the text, windows of a size, whatever the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from analytics.attribution.tagger.windows import MOST_TOKENS, StoryReader, packed
from analytics.text.lines import line_spans

TEXT = "“We met,” Reyk said.\nA U.S. envoy isn’t here: he didn't come."


@pytest.fixture(scope="module")
def reader() -> StoryReader:
    pieces = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        *"abcdefghijklmnopqrstuvwxyz.,:’'“”",
        *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"),
    ]
    tokenizer = Tokenizer(models.WordPiece({p: k for k, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return StoryReader(tokenizer)


def test_words_are_finer_than_any_boundary_readers_draw(reader: StoryReader) -> None:
    first, second = reader.pieces(TEXT, line_spans(TEXT))
    assert [TEXT[s:e] for s, e in first.words] == ["“", "We", "met", ",", "”", "Reyk", "said", "."]
    assert [TEXT[s:e] for s, e in second.words][:8] == ["A", "U", ".", "S", ".", "envoy", "isn", "’"]


def test_marks_say_what_lower_case_letters_hide(reader: StoryReader) -> None:
    first, second = reader.pieces(TEXT, line_spans(TEXT))
    marks = dict(zip((TEXT[s:e] for s, e in first.words), (first.marks[k] for k in first.first), strict=True))
    assert marks == {"“": 3, "We": 5, "met": 1, ",": 1, "”": 1, "Reyk": 4, "said": 0, ".": 0}
    assert second.marks[0] == 6  # begins a paragraph, with a capital


def test_a_window_points_at_the_first_token_of_each_word(reader: StoryReader) -> None:
    window = reader.window(reader.pieces(TEXT, line_spans(TEXT)))
    batch = reader.padded([window, reader.window([])])
    assert batch.input_ids[0, 0] == 2
    assert (batch.input_ids[0] == 3).sum() == 2  # a separator after each paragraph
    assert batch.word_mask.sum(axis=1).tolist() == [len(window.words), 0]
    assert batch.attention_mask[1].sum() == 1
    assert sorted(set(window.first)) == window.first


def test_runs_keep_to_their_size_and_lose_nothing(reader: StoryReader) -> None:
    text = "\n".join(f"He said {'so ' * n}." for n in range(1, 40))
    pieces = reader.pieces(text, line_spans(text))
    runs = list(packed(pieces, 60))
    assert [piece for run in runs for piece in run] == pieces
    assert all(len(run) == 1 or len(reader.window(run).ids) <= 60 for run in runs)
    assert len(runs) < len(pieces)


def test_a_paragraph_without_end_is_read_in_parts(reader: StoryReader) -> None:
    text = "The minister said that it rained. " * 3000 + "x" * 5000
    pieces = reader.pieces(text, ((0, len(text)),))
    assert all(len(piece.ids) <= MOST_TOKENS for piece in pieces)
    assert [text[s:e] for piece in pieces for s, e in piece.words].count("minister") == 3000


@pytest.mark.parametrize(
    "text",
    [
        "😀a" + "中" * 600 + " x went.",
        "He said 😀a" + "中" * 600 + " x went.",
        "中" * 1500,
        "a." * 2000,
        "x" * 5000 + " y z",
    ],
)
def test_what_is_no_prose_is_cut_and_ends(reader: StoryReader, text: str) -> None:
    pieces = reader.pieces(text, ((0, len(text)),))
    assert all(len(piece.ids) == len(piece.marks) <= MOST_TOKENS for piece in pieces)
    assert all(0 <= place < len(piece.ids) for piece in pieces for place in piece.first)
    words = [word for piece in pieces for word in piece.words]
    assert words == sorted(set(words))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_words_in_order_within_it(reader: StoryReader, text: str) -> None:
    pieces = reader.pieces(text, line_spans(text))
    words = [word for piece in pieces for word in piece.words]
    assert words == sorted(words)
    assert all(0 <= start < end <= len(text) for start, end in words)
    for piece in pieces:
        assert len(piece.ids) == len(piece.marks)
        assert all(0 <= place < len(piece.ids) for place in piece.first)
        assert all(0 <= mark < 8 for mark in piece.marks)
