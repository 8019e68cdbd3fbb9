"""What the encoder is shown of a text."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.encoder.tokens import LONGEST_TEXT, MAX_TOKENS, TokenReader
from analytics.types import TargetedText


def at(text: str, mention: str, speaker: str = "") -> TargetedText:
    start = text.index(mention)
    return TargetedText(text, (start, start + len(mention)), speaker)


def test_the_targets_tokens_are_marked_and_its_words_follow_the_text(reader: TokenReader) -> None:
    batch = reader.batch([at("the minister praised ostrevia again", "ostrevia")])
    assert batch.input_ids.shape == batch.attention_mask.shape == batch.target_mask.shape == (1, 9)
    assert batch.target_mask[0].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert batch.input_ids[0, 4] == batch.input_ids[0, 7]


def test_of_a_name_printed_twice_the_right_one_is_marked(reader: TokenReader) -> None:
    text = "he praised he"
    first, second = TargetedText(text, (0, 2)), TargetedText(text, (11, 13))
    batch = reader.batch([first, second])
    assert batch.target_mask.argmax(axis=1).tolist() == [1, 3]


def test_a_plain_text_has_no_target_and_no_second_segment(reader: TokenReader) -> None:
    batch = reader.batch(["the minister met", at("the minister met", "minister")])
    assert batch.target_mask[0].sum() == 0
    assert batch.attention_mask.sum(axis=1).tolist() == [5, 7]


def test_who_speaks_is_shown_when_known(reader: TokenReader) -> None:
    known, unknown = at("he met ostrevia", "ostrevia", "the minister"), at("he met ostrevia", "ostrevia")
    assert len(reader.read([known])[0].ids) > len(reader.read([unknown])[0].ids)


def test_batches_hold_every_text_once(reader: TokenReader) -> None:
    items = ["the minister met " * k for k in (5, 1, 3, 2, 4)]
    found = [int(p) for positions, _ in reader.batches(items, 2) for p in positions]
    assert sorted(found) == [0, 1, 2, 3, 4]
    assert found == [1, 3, 2, 4, 0]


def test_spans_lead_back_to_the_text(reader: TokenReader) -> None:
    item = at("the minister praised ostrevia", "ostrevia")
    assert [item.text[s:e] for s, e in reader.read([item])[0].spans if e] == ["the", "minister", "praised", "ostrevia"]


@given(before=st.integers(0, 3000), after=st.integers(0, 3000), noise=st.text("abc é\n’\u0130🙂.", max_size=20))
def test_a_mention_is_never_lost_however_long_the_text(
    reader: TokenReader, before: int, after: int, noise: str
) -> None:
    text = f"{noise} {'the port ' * (before // 9)}ostrevia {'he said ' * (after // 8)}{noise}"
    item = at(text, "ostrevia")
    batch = reader.batch([item])
    assert batch.target_mask.sum() == 1
    assert batch.input_ids.shape[1] <= MAX_TOKENS
    marked = [span for span, mark in zip(reader.read([item])[0].spans, batch.target_mask[0], strict=True) if mark]
    assert [text[s:e] for s, e in marked] == ["ostrevia"]


def test_a_target_amid_very_many_tokens_is_kept(reader: TokenReader) -> None:
    text = "1,2.3;" * 60 + " ostrevia " + "4/5:6!" * 60
    item = at(text, "ostrevia")
    batch = reader.batch([item])
    assert batch.input_ids.shape[1] <= MAX_TOKENS
    assert [text[s:e] for (s, e), m in zip(reader.read([item])[0].spans, batch.target_mask[0], strict=True) if m] == [
        "ostrevia"
    ]


def test_a_mention_longer_than_anything_is_cut(reader: TokenReader) -> None:
    text = "the minister blamed " + "x" * 2000 + "; " + "1 2 " * 400
    batch = reader.batch([TargetedText(text, (20, len(text)), "he " * 300)])
    assert batch.input_ids.shape[1] <= MAX_TOKENS
    assert batch.target_mask.sum() > 0


def test_half_a_character_is_no_error(reader: TokenReader) -> None:
    assert reader.batch([TargetedText("he met \ud83d ostrevia", (9, 17), "\udc00"), "\ud83d"]).target_mask[0].sum() == 1


def test_of_a_long_text_the_surroundings_of_the_target_are_shown(reader: TokenReader) -> None:
    text = "the port " * 300 + "the minister blamed ostrevia again " + "he said " * 300
    spans = [span for span in reader.read([at(text, "ostrevia")])[0].spans if span[1]]
    assert spans[-1][1] - spans[0][0] <= LONGEST_TEXT
    assert "the minister blamed ostrevia again" in text[spans[0][0] : spans[-1][1]]
