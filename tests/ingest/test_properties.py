"""What holds for any text: offsets prove themselves, nothing raises, and a cleaned story is read as itself."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.exceptions import InputError
from analytics.ingest import read_paths, read_text
from analytics.ingest.encoding import decode
from analytics.ingest.skips import StoryError
from analytics.types import Article

PIECES = [
    "Taldoria rejects Ostrevian offer",
    "Taldoria rejects Ostrevian offer.",
    "Brezik calls early election after second tape.",
    "Maresk Mourns Lost Crew of the Halvard.",
    "“We will not yield.”",
    "– We will not yield, said Reyk.",
    "Foreign Minister Tomas Reyk said on Sunday that the boat left the strait at dawn and sank within the hour.",
    "Foreign Minister Tomas Reyk said on Sunday that the boat left the strait at dawn and sank within the hour. " * 2,
    "the boat left the strait at dawn and sank within the hour",
    "and so it went on, hour after hour, without an end in sight",
    "The Amber Palace did not comment.",
    "By Jane Doe",
    "Jane Doe",
    "The Maresk Courier",
    "Reyk Attacks Press",
    "10 November, 11:54",
    "Published: 10 November 2026",
    "• News",
    "* Jane Doe",
    "# Maresk mourns",
    "- item",
    "Related stories",
    "Read more: something else",
    "Title: Maresk mourns",
    "Advertisement",
    "VELINKA, 3 April (SSW) – The ministry said so.",
    "Enough.",
    "\u200b- \u00ad",
    "e\u0301\u200b",
    "\x00",
    "....",
]
GAPS = ["\n", "\n\n", " ", "\r\n", "\u2028", " \n \n", ""]


@st.composite
def pages(draw) -> str:
    parts = draw(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), min_size=1, max_size=14))
    return "".join(piece + gap for piece, gap in parts)


texts = st.one_of(pages(), st.text(max_size=400), st.text(alphabet="aB. \n“”\"-•#*'|:", max_size=200))


def read_or_none(text: str, **options) -> Article | None:
    try:
        return read_text(text, **options)
    except InputError:
        return None


def paragraphs(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.body]


@settings(deadline=None)
@given(texts, st.booleans())
def test_spans_lie_in_the_text_in_order_and_hold_words(text, as_is) -> None:
    article = read_or_none(text, as_is=as_is)
    if article is None:
        return
    position = 0
    for start, end in article.body:
        assert position <= start < end <= len(article.text)
        assert article.text[start:end] == article.text[start:end].strip()
        assert any(character.isalnum() for character in article.text[start:end])
        position = end


@settings(deadline=None)
@given(texts)
@example("A Title Of Four\n\nAnother Title Of Four\n\nBody text that ends, with more than eight words in it.")
def test_a_cleaned_story_is_read_as_itself(text) -> None:
    article = read_or_none(text)
    if article is None:
        return
    again = read_text(article.text)
    assert (again.text, again.body) == (article.text, article.body)
    assert article.text == "\n\n".join(paragraphs(article))


@settings(deadline=None)
@given(texts)
def test_the_same_paragraphs_are_found_either_way(text) -> None:
    cleaned, as_is = read_or_none(text), read_or_none(text, as_is=True)
    assert (cleaned is None) == (as_is is None)
    if cleaned and as_is:
        assert as_is.text == text
        assert len(as_is.body) == len(cleaned.body)
        assert as_is.title == cleaned.title


@settings(deadline=None)
@given(texts)
def test_reading_twice_gives_the_same(text) -> None:
    assert read_or_none(text) == read_or_none(text)


@settings(deadline=None)
@given(texts, st.one_of(st.none(), st.text(max_size=30)), st.text(max_size=30), st.text(max_size=30))
def test_any_metadata_is_read(text, title, authors, published) -> None:
    article = read_or_none(text, title=title, authors=authors, published=published, url=published, outlet=authors)
    assert article is None or (article.url is None or article.url.startswith("http"))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data) -> None:
    try:
        assert isinstance(decode(data), str)
    except StoryError as error:
        assert error.detail.endswith(".")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a"])
@settings(deadline=None)
@given(data=st.binary(max_size=200))
def test_any_file_is_read_or_skipped(name, data, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("files") / name
    path.write_bytes(data)
    for item in read_paths([path]):
        assert isinstance(item, Article) or item.detail.endswith(".")
