from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from lxml import html as lxml_html
from sqlalchemy import update

from analytics.report.branding import Brand
from analytics.report.cells import csv_bytes
from analytics.report.contents import read_contents
from analytics.report.findings import leading_findings, make_finding, stance_step
from analytics.report.html import Look, render_html
from analytics.report.quotes import Surest, cut, safe_link
from analytics.report.request import ReportRequest, Template, make_plan
from analytics.report.trends import choose_bucket
from analytics.report.wording import bucket_name, counted, period, signed
from analytics.store import Store, mark_fictional, schema
from analytics.store.views import Filters, load_pairs, stream_pairs
from analytics.types import Stance
from tests.report.builder import fill
from tests.report.conftest import EVERYTHING, MADE


def report(store: Store, request: ReportRequest = EVERYTHING, **look: str | bool) -> str:
    return render_html(read_contents(store, make_plan(store, request)), Look(Brand(), MADE, **look))


def text_of(page: str) -> str:
    return " ".join(lxml_html.fromstring(page).text_content().split())


def test_the_report_says_who_stands_where(store: Store) -> None:
    words = text_of(report(store))
    found = re.search(
        r"Mara Lind on Northland: (−\d\.\d\d) \((−\d\.\d\d) to (−\d\.\d\d)\), (20 statements in 20 stories)", words
    )
    assert found and -0.9 < float(found[1].replace("−", "-")) < -0.7
    assert "Mara Lind on Southland: +0.8" in words
    assert "5 January 2026 to 18 May 2026" in words
    assert "5 quotations without a resolved speaker" in words and "1 article without a date" in words
    assert "stance-made-up" in words and "tone-made-up" in words
    assert "onrecord report --template monthly-monitor --start 2026-01-05 --end 2026-05-18 --compare-start" in words
    assert "Unaudited: nobody has checked" in words and "Wire copy counts once" in words


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
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1 and page.count("<script") == 1 and "&lt;script&gt;" in page
    assert "javascript:" not in page
    assert not re.search(r"""(src|href)=|url\(|@import|https?://(?!www\.w3\.org/2000/svg)""", page)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'" in page


def test_on_paper_there_is_nothing_that_needs_a_script(store: Store) -> None:
    page = report(store, printed=True)
    assert "<script" not in page and "<button" not in page and "<input" not in page


def test_sentences_link_to_the_story_as_printed_and_in_the_dashboard(moving: Store) -> None:
    page = lxml_html.fromstring(report(moving, ReportRequest(), public_url="https://desk.example/"))
    links = page.xpath("//figure[@class='quote']//a/@href")
    assert [link for link in links if link.startswith("https://news.example/")]
    assert [link for link in links if re.fullmatch(r"https://desk\.example/article/[0-9a-f]{16}#s[01]", link)]
    assert set(page.xpath("//a/@rel")) == {"noopener noreferrer external", "noopener noreferrer"}


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://news.example/a?b=1", True),
        ("http://news.example", True),
        ("javascript:alert(1)", False),
        ("//news.example", False),
        ("https:///path", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_only_whole_addresses_of_pages_are_links(url: str | None, safe: bool) -> None:
    assert safe_link(url) == (url if safe else None)


def test_the_same_store_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    other = fill(tmp_path / "again.db")
    assert len({report(one) for one in (store, store, other)}) == 1


def test_the_data_hash_is_that_of_the_csv_export(store: Store) -> None:
    pairs = load_pairs(store, Filters(start=EVERYTHING.start, end=EVERYTHING.end))
    assert hashlib.sha256(csv_bytes(pairs)).hexdigest() in report(store)


def test_parties_narrow_the_report_and_are_said(store: Store) -> None:
    chosen = ReportRequest(start=date(2026, 2, 1), end=date(2026, 2, 28), parties=("Southland",))
    words = text_of(report(store, chosen))
    assert "1 February 2026 to 28 February 2026" in words and "On Southland." in words
    assert "Mara Lind on Southland" in words and "Mara Lind on Northland" not in words


def test_days_on_which_nobody_spoke_say_so(store: Store) -> None:
    words = text_of(report(store, ReportRequest(start=date(2026, 1, 6), end=date(2026, 1, 6))))
    assert "Nothing to report" in words and "How it was made" in words and "Every number" not in words


def test_every_template_has_its_sections(store: Store) -> None:
    heads = {}
    for template in Template:
        page = report(store, replace(EVERYTHING, template=template, actors=("mara-lind",)))
        heads[template] = lxml_html.fromstring(page).xpath("//section[@id]/@id")
    assert heads[Template.DAILY_BRIEF] == ["short", "standings", "quotes", "coverage", "methods"]
    assert {"matrix", "trends", "numbers"} <= set(heads[Template.MONTHLY_MONITOR])
    assert {"matrix", "trends", "numbers"} <= set(heads[Template.ACTOR_PROFILE])
    assert heads[Template.METHODS_ANNEX] == ["short", "coverage", "methods", "definitions"]


def test_thin_cells_are_grey_and_named_nowhere(store: Store) -> None:
    page = lxml_html.fromstring(report(store))
    grey = page.xpath("//td[@class='thin']/@title")
    assert len(grey) == 1 and grey[0].startswith("Eve ")
    assert "Eve" not in page.xpath("string(//section[@id='short'])") + page.xpath("string(//section[@id='standings'])")
    assert page.xpath("//table[@id='numbers-table']//tr[@class='thin']/th/text()")[0].startswith("Eve ")


def test_a_fictional_corpus_is_called_so(tmp_path: Path) -> None:
    store = fill(tmp_path / "news.db")
    assert "are fictional" not in text_of(report(store))
    mark_fictional(store)
    assert "are fictional" in text_of(report(store))


def test_the_title_can_be_chosen(store: Store) -> None:
    page = lxml_html.fromstring(report(store, replace(EVERYTHING, title="North & South")))
    assert page.xpath("string(//h1)") == page.xpath("string(//title)") == "North & South"


def test_findings_are_those_whose_interval_leaves_out_zero() -> None:
    rows = pd.DataFrame(
        {
            "speaker": ["A", "B", "C", "D"],
            "target": ["X"] * 4,
            "n": [1, 41, 17, 9],
            "n_stories": [1, 17, 5, 9],
            "net_stance": [-0.5, -0.62, 0.4, 0.7],
            "low": [-1.0, -0.74, 0.1, 0.5],
            "high": [0.2, -0.49, 0.8, 0.9],
        }
    )
    against, favor = leading_findings(rows)
    assert [one.sentence.replace("\u00a0", " ") for one in against] == [
        "B on X: −0.62 (−0.74 to −0.49), 41 statements in 17 stories"
    ]
    assert [one.actor for one in favor] == ["C"]
    single = make_finding(next(rows.itertuples()))
    assert single.basis.replace("\u00a0", " ") == "1 statement in 1 story" and not single.sure


def test_the_surest_quotes_come_first_whatever_the_pieces(store: Store) -> None:
    found = []
    for at_once in (7, 1000):
        surest = Surest(5)
        for pairs in stream_pairs(store, at_once=at_once):
            surest.add(pairs)
        found.append(surest.quotes(store, Stance.AGAINST))
    assert found[0] == found[1]
    sure = [quote.excerpt.stance.probabilities["against"] for quote in found[0]]
    assert sure == sorted(sure, reverse=True) and len(sure) == 2
    assert all(quote.excerpt.stance.label == "against" for quote in found[0])


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
    assert [bucket_name(day, bucket) for bucket in ("day", "week", "month")] == [
        "4\u00a0May 2026",
        "week of 4\u00a0May 2026",
        "May 2026",
    ]
    assert [stance_step(value) for value in (-0.9, -0.1, 0.05, 0.3)] == ["against-4", "against-1", "level", "favor-2"]
    assert counted(1204, "story", "stories") == "1,204\u00a0stories"


def test_a_report_says_when_models_are_mixed(tmp_path: Path) -> None:
    mixed = fill(tmp_path / "mixed.db")
    assert "onrecord rescore" not in text_of(report(mixed))
    newer = update(schema.target).where(schema.target.c.stance == "favor").values(stance_model="stance-newer")
    mixed.write(lambda connection: connection.execute(newer))
    assert "Two models scored these statements: stance-made-up, stance-newer; run" in text_of(report(mixed))
    mixed.close()
