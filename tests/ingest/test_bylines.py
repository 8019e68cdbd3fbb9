import pytest

from analytics.ingest.bylines import Byline, is_outlet, is_person, is_role, read_byline, split_title
from analytics.ingest.header import Header, read_dateline, read_line

BYLINES = [
    ("By Jane Doe", ("Jane Doe",), None),
    ("By Jane Doe and John Smith", ("Jane Doe", "John Smith"), None),
    ("By Jane Doe, John Smith and Ada van Orlen", ("Jane Doe", "John Smith", "Ada van Orlen"), None),
    ("by JANE DOE", ("Jane Doe",), None),
    ("By Jane Doe, Political Editor", ("Jane Doe",), None),
    ("By Jane Doe in Velinka", ("Jane Doe",), None),
    ("By Jane Doe for The Maresk Courier", ("Jane Doe",), "The Maresk Courier"),
    ("By Jane Doe, Reuters", ("Jane Doe",), "Reuters"),
    ("By The Associated Press", (), "The Associated Press"),
    ("Written by Jean-Luc O’Neill", ("Jean-Luc O’Neill",), None),
    ("By Staff Writer", (), None),
    ("By: Jane Doe with John Smith", ("Jane Doe", "John Smith"), None),
]


@pytest.mark.parametrize(("line", "authors", "outlet"), BYLINES)
def test_bylines(line, authors, outlet) -> None:
    assert read_byline(line) == Byline(authors, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "By Sunday the talks had failed.",
        "By refusing to talk, Brezik has shown his hand",
        "Bystanders watched from the quay",
        "By all accounts a quiet man",
        "By JANE DOE Granite House staff will likely differ from those of the old president.",
    ],
)
def test_sentences_that_begin_with_by_are_no_bylines(line) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize(
    "name", ["Admin", "admin", "Staff Writer", "News Desk", "Web desk", "Editorial Board", "Newsroom"]
)
def test_roles_name_nobody(name) -> None:
    assert is_role(name)
    assert not is_person(name)


@pytest.mark.parametrize(
    "name", ["Jane Doe", "Ada van Orlen", "Tomás de la Cruz", "J. R. Smith", "Ruairí Ó Súilleabháin"]
)
def test_persons(name) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["The Maresk Courier", "Reuters", "AFP", "Port Aurel Gazette", "BBC News", "Taldoria Today"]
)
def test_outlets(name) -> None:
    assert is_outlet(name)
    assert not is_person(name)


@pytest.mark.parametrize("line", ["News", "Sun", "Reyk attacks the Press", "He reads The Times"])
def test_no_outlets(line) -> None:
    assert not is_outlet(line)


@pytest.mark.parametrize(
    ("line", "title", "outlet"),
    [
        ("Talks resume at last | The Maresk Courier", "Talks resume at last", "The Maresk Courier"),
        ("Talks resume at last - BBC News", "Talks resume at last", "BBC News"),
        ("Talks resume at last – in vain", "Talks resume at last – in vain", None),
        ("Reyk–Brezik talks resume", "Reyk–Brezik talks resume", None),
    ],
)
def test_the_outlet_after_a_headline(line, title, outlet) -> None:
    assert split_title(line) == (title, outlet)


def test_lines_of_several_parts() -> None:
    line = read_line("Jane Doe | Sarn Sea Wire | 10 November 2026")
    assert line == Header(authors=("Jane Doe",), outlet="Sarn Sea Wire", dates=("10 November 2026",))
    assert read_line("Reyk – Brezik – and the sea between them") is None
    assert read_line("Jane Doe | John Smith") is None


@pytest.mark.parametrize(
    ("text", "agency", "date"),
    [
        ("VELINKA, 3 April (SSW) – The ministry said", "SSW", "3 April"),
        ("FLINT, Mich., Oct. 4 (UPI) — Former President", "UPI", "Oct. 4"),
        ("MARESK (Reuters) - Taldoria said", "Reuters", None),
        ("MARESK, 3 April 2026 - Taldoria said", None, "3 April 2026"),
        ("The ministry (SSW) - a body", None, None),
        ("Taldoria – and Ostrevia – agreed", None, None),
    ],
)
def test_datelines(text, agency, date) -> None:
    assert read_dateline(text) == Header(outlet=agency, dates=(date,) if date else ())
