from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from lxml import html as lxml_html
from sqlalchemy import update

from analytics.report.charts import bucket_name
from analytics.report.contents import choose_bucket, leading_findings, make_finding, stance_step
from analytics.report.export import csv_bytes
from analytics.report.html import render_report
from analytics.report.quotes import cut, telling_quotes
from analytics.report.wording import counted, period, signed
from analytics.store import Store, mark_fictional, open_store, schema
from analytics.store.views import Filters, load_pairs
from analytics.types import Stance
from tests.report.builder import fill

EVERYTHING = Filters()


def report(store: Store, filters: Filters = EVERYTHING, **changes: str | None) -> str:
    return render_report(store, filters, **{"title": None, "command": "onrecord report --output r.html", **changes})


def text_of(page: str) -> str:
    return " ".join(lxml_html.fromstring(page).text_content().split())


def test_the_report_says_who_stands_where(store: Store) -> None:
    words = text_of(report(store))
    found = re.search(
        r"Mara Lind on Northland: (−\d\.\d\d) \((−\d\.\d\d) to (−\d\.\d\d)\), (21 statements in 21 stories)", words
    )
    assert found and -0.9 < float(found[1].replace("−", "-")) < -0.7
    assert "Mara Lind on Southland: +0.8" in words
    assert "5 January 2026 to 18 May 2026" in words
    assert "5 quotations without a resolved speaker" in words and "1 article without a date" in words
    assert "stance-made-up" in words and "tone-made-up" in words
    assert "onrecord report --output r.html" in words


def test_quotations_are_printed_with_their_target_marked(store: Store) -> None:
    page = lxml_html.fromstring(report(store))
    quotes = page.xpath("//figure[@class='quote']")
    assert len(quotes) == 3  # one for each speaker and party, none by an unknown speaker
    assert {quote.xpath(".//mark/text()")[0] for quote in quotes} == {"Northland", "Southland"}
    assert quotes[0].xpath(".//u/text()") and "P(against) 0." in quotes[0].text_content()


def test_outlets_are_kept_apart(store: Store) -> None:
    page = lxml_html.fromstring(report(store))
    speakers, outlets = page.xpath("//table[@class='matrix']")
    assert "The Gazette" not in speakers.text_content()
    assert outlets.xpath(".//tbody/tr/th/text()") == ["The Gazette"]


def test_charts_show_every_month_with_its_interval(store: Store) -> None:
    page = lxml_html.fromstring(report(store))
    northland = page.xpath("//svg")[0]
    titles = northland.xpath(".//circle/title/text()")
    assert [title.split(":")[0] for title in titles] == [
        f"{name} 2026" for name in "January February March April May".split()
    ]
    assert len(northland.xpath(".//line[@class='bar']")) == len(titles)


def test_nothing_in_an_article_becomes_markup_and_nothing_is_fetched(store: Store) -> None:
    page = report(store)
    assert "<script" not in page and "&lt;script&gt;" in page
    assert not re.search(r"""(src|href)=|url\(|@import|https?://""", page)
    assert "default-src 'none'" in page


def test_the_same_store_gives_the_same_bytes_but_for_the_time(store: Store, tmp_path: Path) -> None:
    other = fill(tmp_path / "again.db")
    without_time = [re.sub(r"<time.*?</time>", "", report(one)) for one in (store, store, other)]
    assert len(set(without_time)) == 1


def test_the_data_hash_is_that_of_the_csv_export(store: Store) -> None:
    assert hashlib.sha256(csv_bytes(load_pairs(store))).hexdigest() in report(store)


def test_filters_narrow_the_report_and_are_said(store: Store) -> None:
    words = text_of(report(store, Filters(start=date(2026, 2, 1), end=date(2026, 2, 28), parties=("southland",))))
    assert "1 February 2026 to 28 February 2026" in words and "a part of the corpus" in words
    assert "Mara Lind on Southland" in words and "Mara Lind on Northland" not in words
    assert "a part of the corpus" not in text_of(report(store))


def test_an_empty_selection_and_an_empty_store_say_so(store: Store, tmp_path: Path) -> None:
    empty = open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    for page in (report(store, Filters(speakers=("nobody",))), report(empty)):
        assert "Nothing to report" in text_of(page)


def test_a_fictional_corpus_is_called_so(tmp_path: Path) -> None:
    store = fill(tmp_path / "news.db")
    assert "are fictional" not in text_of(report(store))
    mark_fictional(store)
    assert "are fictional" in text_of(report(store))


def test_the_title_can_be_chosen(store: Store) -> None:
    page = lxml_html.fromstring(report(store, title="North & South"))
    assert page.xpath("string(//h1)") == page.xpath("string(//title)") == "North & South"


def test_findings_are_those_whose_interval_leaves_out_zero() -> None:
    rows = pd.DataFrame(
        {
            "speaker": ["A", "B", "C"],
            "target": ["X"] * 3,
            "n": [1, 41, 7],
            "n_stories": [1, 17, 5],
            "net_stance": [-0.5, -0.62, 0.4],
            "low": [-1.0, -0.74, 0.1],
            "high": [0.2, -0.49, 0.8],
        }
    )
    against, favor = leading_findings(rows)
    assert [one.sentence.replace("\u00a0", " ") for one in against] == [
        "B on X: −0.62 (−0.74 to −0.49), 41 statements in 17 stories"
    ]
    assert [one.actor for one in favor] == ["C"]
    single = make_finding(next(rows.itertuples()))
    assert single.basis.replace("\u00a0", " ") == "1 statement in 1 story" and not single.sure


def test_telling_quotes_are_the_surest_first(store: Store) -> None:
    quotes = telling_quotes(store, load_pairs(store), Stance.AGAINST, 5)
    sure = [quote.excerpt.stance.probabilities["against"] for quote in quotes]
    assert sure == sorted(sure, reverse=True) and len(quotes) == 2
    assert all(quote.excerpt.stance.label == "against" for quote in quotes)


def test_pieces_join_to_the_text_and_keep_their_roles() -> None:
    text = "He said Rome lied, he said."
    pieces = cut(text, {"source": ((0, 2),), "mention": ((8, 12),), "evidence": ((8, 17),)}, (0, 18))
    assert "".join(piece.text for piece in pieces) == "He said Rome lied,"
    assert [(piece.text, piece.roles) for piece in pieces] == [
        ("He", ("source",)),
        (" said ", ()),
        ("Rome", ("mention", "evidence")),
        (" lied", ("evidence",)),
        (",", ()),
    ]


@pytest.mark.parametrize(
    ("value", "expected"), [(0.314, "+0.31"), (-0.62, "−0.62"), (0.004, "0.00"), (-0.004, "0.00"), (1, "+1.00")]
)
def test_signed(value: float, expected: str) -> None:
    assert signed(value) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 5, 4), date(2026, 5, 4), "4 May 2026"),
        (date(2026, 5, 4), date(2026, 6, 1), "4 May 2026 to 1 June 2026"),
        (date(2026, 5, 4), None, "from 4 May 2026"),
        (None, date(2026, 5, 4), "until 4 May 2026"),
        (None, None, "all dates"),
    ],
)
def test_period(start: date | None, end: date | None, expected: str) -> None:
    assert period(start, end).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("last", "bucket"), [(date(2026, 1, 14), "day"), (date(2026, 1, 15), "week"), (date(2026, 6, 1), "month")]
)
def test_a_chart_has_as_many_points_as_fit(last: date, bucket: str) -> None:
    assert choose_bucket(date(2026, 1, 1), last) == bucket


def test_names_of_buckets_and_steps() -> None:
    day = pd.Timestamp("2026-05-04")
    assert [bucket_name(day, bucket) for bucket in ("day", "week", "month")] == ["4 May", "week of 4 May", "May 2026"]
    assert [stance_step(value) for value in (-0.9, -0.1, 0.05, 0.3)] == ["against-4", "against-1", "level", "favor-2"]
    assert counted(1204, "story", "stories") == "1,204\u00a0stories"


def test_a_report_says_when_models_are_mixed(tmp_path: Path) -> None:
    mixed = fill(tmp_path / "mixed.db")
    assert "onrecord rescore" not in text_of(report(mixed))
    newer = update(schema.target).where(schema.target.c.stance == "favor").values(stance_model="stance-newer")
    mixed.write(lambda connection: connection.execute(newer))
    assert "Two models scored these statements: stance-made-up, stance-newer; run" in text_of(report(mixed))
    mixed.close()
