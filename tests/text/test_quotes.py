import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.text.quotes import find_quotations

CASES = [
    ("“We will not yield,” he said.", ["“We will not yield,”"]),
    ('"Straight," she said, "and again."', ['"Straight,"', '"and again."']),
    (
        "‘We don’t know the ministers’ plan,’ he said, calling it ‘reckless’.",
        ["‘We don’t know the ministers’ plan,’", "‘reckless’"],
    ),
    ("He said 'maybe' in the '90s and doesn't care.", ["'maybe'"]),
    ("“A “nested” one,” she said.", ["“A “nested” one,”"]),
    ("‘She said “no” twice,’ he recalled.", ["‘She said “no” twice,’"]),
    ("«They are very clean,» remarked the harbour master.", ["«They are very clean,»"]),
    ("„Nein“, sagte er.", ["„Nein“"]),
    ("''We feel robbed,'' she said.", ["''We feel robbed,''"]),
    ("“We will not yield, Reyk said on Sunday.", ["“We will not yield,"]),
    ('It is late. We are ready," Lavrov said.', ['It is late. We are ready,"']),
    ("“First,” he said in an interview. It goes on. It ends,” he added.", ["“First,”", "It goes on. It ends,”"]),
    ("The talks went on without a quotation.", []),
]


@pytest.mark.parametrize(("paragraph", "expected"), CASES)
def test_quotations_are_found_as_a_reader_would(paragraph: str, expected: list[str]) -> None:
    assert [paragraph[slice(*q.span)] for q in find_quotations(paragraph)] == expected


def test_an_open_quotation_is_marked_so_that_the_next_paragraph_can_go_on() -> None:
    (quotation,) = find_quotations("“We began with two graves. We shall end with none.")
    assert quotation.opened
    assert not quotation.closed


def test_offsets_are_into_the_whole_text() -> None:
    text = "First paragraph.\n\n“Second,” he said."
    (quotation,) = find_quotations(text, 18, len(text))
    assert text[slice(*quotation.span)] == "“Second,”"


@given(st.text(alphabet="ab .,'\"“”‘’«»\n", max_size=60))
def test_any_text_gives_ordered_disjoint_spans(text: str) -> None:
    previous = 0
    for quotation in find_quotations(text):
        start, end = quotation.span
        assert previous <= start < end <= len(text)
        previous = end
