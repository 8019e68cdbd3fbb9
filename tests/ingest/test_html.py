"""Web pages: the story's text and what the page says about it, and never any markup, script or network."""

import socket
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ingest import Skipped, read_paths
from analytics.ingest.html import read_html
from analytics.ingest.skips import StoryError
from analytics.types import Article

STORY = [
    "Foreign Minister Tomas Reyk said on Sunday that “they rammed an unarmed boat & left” the strait at dawn.",
    "The Amber Palace did not comment on the claims, which it had called absurd a week before.",
    "Two fishermen died when the Halvard sank after the collision, and nine were taken from the water.",
    "A Council inquiry is to begin its work in Tervane, where envoys of both states have been heard.",
]
HEAD = """<head><title>Maresk demands apology | The Maresk Courier</title>
<meta property="og:site_name" content="The Maresk Courier"><meta name="author" content="Jane Doe, John Smith">
<meta property="article:published_time" content="2026-11-10T11:54:00+02:00">
<link rel="canonical" href="https://courier.example/story"></head>"""
BODY = "".join(f"<p>{p.replace('&', '&amp;').replace('“', '&ldquo;').replace('”', '&rdquo;')}</p>" for p in STORY)
PAGE = f"""<!DOCTYPE html><html lang="en">{HEAD}<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article>
<h1>Maresk demands apology</h1><p class="byline">By Jane Doe and John Smith</p>{BODY}<script>alert(1)</script></article>
<footer>We use cookies. Follow us on Twitter</footer></body></html>"""


@pytest.fixture(autouse=True)
def no_network(monkeypatch) -> None:
    def refuse(*args, **kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def read(folder: Path, page: str | bytes) -> Article | Skipped:
    path = folder / "page.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    (found,) = read_paths([path])
    return found


@pytest.mark.parametrize("as_is", [False, True])
def test_the_story_and_what_the_page_says_about_it(as_is, tmp_path, body) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    (article,) = read_paths([path], as_is=as_is)
    assert isinstance(article, Article)
    assert body(article) == STORY
    assert (article.title, article.outlet) == ("Maresk demands apology", "The Maresk Courier")
    assert article.authors == ("Jane Doe", "John Smith")
    assert article.url == "https://courier.example/story"
    assert (article.published, article.published_inferred) == (datetime(2026, 11, 10, 11, 54), ())


def test_a_date_printed_on_the_page_is_found_without_tags(tmp_path) -> None:
    page = PAGE.replace(HEAD, "").replace("By Jane Doe and John Smith", "By Jane Doe | 10 November 2026")
    article = read(tmp_path, page)
    assert isinstance(article, Article)
    assert (article.authors, article.published) == (("Jane Doe",), datetime(2026, 11, 10))


def test_a_page_without_a_date_has_none(tmp_path) -> None:
    article = read(tmp_path, PAGE.replace(HEAD, ""))
    assert isinstance(article, Article)
    assert article.published is None


def test_markup_never_reaches_the_text(tmp_path, body) -> None:
    hostile = "<script>alert(1)</script><style>p {}</style><img src=x onerror=alert(2)><svg/onload=alert(3)><!-- c -->"
    article = read(tmp_path, PAGE.replace("</p>", f"{hostile}</p>"))
    assert isinstance(article, Article)
    assert [p for p in body(article) if "<" in p or "alert" in p or "{}" in p] == []
    assert STORY[1] in body(article)


def test_a_declared_encoding_is_believed(tmp_path, body) -> None:
    page = PAGE.replace("&ldquo;", "“").replace("&rdquo;", "”").replace("<head>", '<head><meta charset="windows-1252">')
    article = read(tmp_path, page.encode("cp1252"))
    assert isinstance(article, Article)
    assert body(article) == STORY


def test_broken_markup_is_read_as_far_as_it_goes(tmp_path, body) -> None:
    article = read(tmp_path, f"<html><body><p>{STORY[1]}<div><p>{STORY[2]}<b></i></div></ul")
    assert isinstance(article, Article)
    assert body(article) == STORY[1:3]


@pytest.mark.parametrize("page", ["<html>", "<p>", "<html><body><img src=x></body></html>", "<!-- only -->"])
def test_a_page_without_a_story_is_skipped(page, tmp_path) -> None:
    found = read(tmp_path, page)
    assert isinstance(found, Skipped)
    assert found.detail.endswith(".")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div", ">", "<script>", "&amp;", "&#0;", "<a href='", "word ", "\x00", "<!--"])
    )
)
def test_any_markup_is_read_or_refused(pieces) -> None:
    try:
        draft = read_html("".join(["<html>", *pieces]).encode())
    except StoryError:
        return
    assert draft.text
