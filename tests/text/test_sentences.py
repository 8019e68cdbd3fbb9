import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.text.sentences import sentence_spans
from analytics.text.tokens import token_spans

CASES = [
    ("Gov. Smith met Sen. Ray on Jan. 3. They talked.", ["Gov. Smith met Sen. Ray on Jan. 3.", "They talked."]),
    ("The U.S. Embassy closed. Nobody left.", ["The U.S. Embassy closed.", "Nobody left."]),
    ("“Why?” asked the minister. Nobody knew.", ["“Why?” asked the minister.", "Nobody knew."]),
    ("“It is over. We lost,” he said. “Go home.”", ["“It is over.", "We lost,” he said.", "“Go home.”"]),
    ("Shares rose 3.5 percent. Oil fell.", ["Shares rose 3.5 percent.", "Oil fell."]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


@given(st.text(max_size=200))
def test_spans_are_ordered_and_inside_the_text(text: str) -> None:
    previous = 0
    for start, end in sentence_spans(text):
        assert previous <= start < end <= len(text)
        previous = end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trump’s U.S. plan isn't Harvard-trained.", ["Trump", "’s", "U.S.", "plan", "isn't", "Harvard-trained", "."]),
        ("At 11:54, 3.5%…", ["At", "11:54", ",", "3.5", "%", "…"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in token_spans(text)] == expected
