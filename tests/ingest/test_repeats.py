import pytest

from analytics.ingest import read_text

A = "Almost four years after the invasion, troops continue to push forward and control a fifth of the land"
B = "Western nations insist that they will never recognise the annexation of these regions"
C = "The Amber Palace did not comment on any of the claims made in Maresk on Monday"


@pytest.mark.parametrize(
    ("paragraphs", "kept"),
    [
        ([f"{A}.", f"{B}.", f"{A}."], [f"{A}.", f"{B}."]),
        ([f"{A}.", f"{A.upper()}!", f"{B}."], [f"{A}.", f"{B}."]),
        ([f"{A} {A}.", f"{B}."], [f"{A}.", f"{B}."]),
        ([f"{A}. {A}. {A}.", f"{B}."], [f"{A}.", f"{B}."]),
        ([f"{A} {A}.", f"{A}."], [f"{A}."]),
        ([f"“{A}” “{A}.”"], [f"“{A}.”"]),
        ([f"{C}. {A}. {A}."], [f"{C}. {A}."]),
        ([f"{C}. {A}. {A}. {B}."], [f"{C}. {A}.", f"{B}."]),
        ([f"{A}.", f"“{B},” he said. {C}.", f"“{B}”"], [f"{A}.", f"“{B},” he said. {C}."]),
        ([f"“{B}”", f"{A}.", f"“{B},” he said. {C}."], [f"{A}.", f"“{B},” he said. {C}."]),
    ],
    ids=[
        "paragraph twice",
        "in capitals",
        "within one paragraph without a break",
        "three times",
        "within one and in another",
        "in quotation marks",
        "at the end of a paragraph",
        "in the middle of a paragraph",
        "pull quote below",
        "pull quote above",
    ],
)
def test_a_passage_printed_twice_is_counted_once(paragraphs, kept, body) -> None:
    assert body(read_text("\n\n".join(paragraphs))) == kept
    assert body(read_text("\n\n".join(paragraphs), as_is=True)) == kept


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["He was asked and asked again that day.", "“No,” he said.", "And asked once more.", "“No,” he said."],
        ["“Never again, never again, never again,” the crowd in Maresk shouted."],
        ["Do you really see those two as equivalent? Do you really see those two as equivalent, Mark?"],
    ],
)
def test_what_is_repeated_for_effect_stays(paragraphs, body) -> None:
    assert body(read_text("\n\n".join(paragraphs))) == paragraphs


def test_the_copy_that_ends_like_a_sentence_is_kept_in_place(body) -> None:
    text = f"{B}.\n{A} {A}.\n{C}."
    article = read_text(text, as_is=True)
    start, end = article.body[1]
    assert (start, text[start:end]) == (text.rindex(A), f"{A}.")
