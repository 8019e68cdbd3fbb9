"""Charts alone: as a page in a frame, and as a table."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from plotly.io.json import to_json_plotly

from analytics.report.wording import in_a_sentence
from analytics.types import Actor, ActorKind, Article, ArticleAnalysis, Speaker
from dashboard.app import create_app
from dashboard.components.chart_tools import file_name
from dashboard.data import DataDoor
from dashboard.page import Address, Page
from dashboard.pages import PAGES
from tests.dashboard import world
from tests.dashboard.conftest import Fill

CHARTS = [chart.name for page in PAGES for chart in page.charts]
ABOUT = "party=ostrevia&actor=tomas-reyk"
BOTH_VOICES = {f"{number}_{voice}" for number in ("net_stance", "low", "high", "n") for voice in ("own", "quoted")}
COLUMNS = {  # those that are not the usual
    "tone": {"net_tone", "low", "high", "n"},
    "who-quotes": {"outlet", "n"},
    "movement": {"before", "n_before", "after", "n", "difference", "low", "high", "before_from", "after_to"},
    "whose-people": {"speakers_of", "against", "neutral", "for", "n"},
    "outlets-table": BOTH_VOICES,
}


@pytest.fixture(scope="module")
def client(data: DataDoor) -> FlaskClient:
    return create_app(data).server.test_client()


def table(client: FlaskClient, search: str) -> list[dict[str, str]]:
    answer = client.get(f"/csv?{search}")
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_names_of_charts_are_unique() -> None:
    assert len(set(CHARTS)) == len(CHARTS)
    assert {"everyone", "heatmap", "network", "every-party", "tone", "ranking", "movement", "outlets"} <= set(CHARTS)


def offered(node: object) -> Iterator[tuple[str, str]]:
    """The address and the title of every chart that a page, as the browser gets it, offers to embed."""
    if isinstance(node, dict):
        if "data-embed" in node:
            yield node["data-embed"], node["data-title"]
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from offered(child)


@pytest.mark.parametrize("page", [page for page in PAGES if page.charts], ids=lambda page: str(page.name))
def test_a_page_offers_its_charts_under_their_own_titles(data: DataDoor, client: FlaskClient, page: Page) -> None:
    layout, _ = page.layout(data, Address(page.home or "", f"?{ABOUT}&compare=anton-brezik"))
    tools = list(offered(json.loads(to_json_plotly(layout))))
    assert len(set(tools)) == len(tools)
    assert {parse_qs(address)["chart"][0] for address, _ in tools} == {chart.name for chart in page.charts}
    for address, title in tools:
        assert f"<h1>{escape(title)}</h1>" in client.get(address).text


def test_only_an_embedded_chart_may_be_framed(client: FlaskClient) -> None:
    framed, page, numbers = (
        client.get(path).headers for path in (f"/embed?chart=everyone&{ABOUT}", "/", f"/csv?chart=everyone&{ABOUT}")
    )
    policy = framed["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "X-Frame-Options" not in framed
    assert policy.replace("frame-ancestors *", "frame-ancestors 'none'") == page["Content-Security-Policy"]
    others = set(dict(page)) - {"Content-Length", "Content-Type", "Content-Security-Policy", "X-Frame-Options"}
    others -= {"X-Request-Id"}
    assert {name: framed[name] for name in others} == {name: page[name] for name in others}
    for headers in (page, numbers):
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_stands_alone(client: FlaskClient, chart: str) -> None:
    answer = client.get(f"/embed?chart={chart}&{ABOUT}")
    assert answer.status_code == 200
    heading = re.search("<h1>(.*?)</h1>", answer.text)
    assert heading and heading[1]
    assert "How to read this." in answer.text and "Source: OnRecord." in answer.text
    assert "All stories, people and states in this sample are fictional." in answer.text
    assert re.search(r'<a href="/[^"]*" target="_blank" rel="noopener">Open in OnRecord', answer.text)
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", answer.text)
    rows = table(client, f"chart={chart}&{ABOUT}")
    assert rows and COLUMNS.get(chart, {"net_stance", "low", "high", "n"}) <= set(rows[0])


def test_the_table_has_the_numbers_of_the_chart(client: FlaskClient) -> None:
    rows = table(client, f"chart=speaker&{ABOUT}")
    framed = client.get(f"/embed?chart=speaker&{ABOUT}").text
    assert all(row["net_stance"] in framed for row in rows)
    assert [row["bucket"] for row in rows] == sorted(row["bucket"] for row in rows)
    month = table(client, f"chart=speaker&{ABOUT}&from=2026-05-01&to=2026-05-31")
    assert [row["bucket"] for row in month] == ["2026-05-01"]


def test_the_table_of_dots_has_the_rows_of_the_list(client: FlaskClient) -> None:
    search = f"chart=every-party&{ABOUT}&compare=anton-brezik"
    rows = table(client, search)
    dots = re.findall(r'aria-label="([^"]+) on ([^":]+): ', client.get(f"/embed?{search}").text)
    assert [(row["speaker"], in_a_sentence(row["party"])) for row in rows] == dots
    assert {row["speaker"] for row in rows} == {"Tomas Reyk", "Anton Brezik"}


def test_a_restricted_chart_says_so(client: FlaskClient) -> None:
    restricted = f"/embed?chart=everyone&{ABOUT}&from=2026-05-01&to=2026-05-31&counting=reach&outlets=velinka-herald"
    said = client.get(restricted).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "1 May 2026 to 31 May 2026, only 1 outlet chosen, by reach. Source: OnRecord." in said


def test_the_file_says_what_it_is(client: FlaskClient) -> None:
    named = client.get(f"/csv?chart=speaker&{ABOUT}&bucket=week").headers["Content-Disposition"]
    assert named == "attachment; filename=onrecord-tomas-reyk-on-ostrevia-week-by-week.csv"
    assert file_name("../../etc/passwd\r\nX: y", "csv") == "onrecord-etc-passwd-x-y.csv"
    assert file_name("—", "svg") == "onrecord-chart.svg"


@pytest.mark.parametrize("search", ["", "chart=nothing", "chart=%00", "chart=<script>"])
def test_a_chart_that_is_none_is_not_found(client: FlaskClient, search: str) -> None:
    assert client.get(f"/embed?{search}").status_code == 404
    assert client.get(f"/csv?{search}").status_code == 404
    assert "<script>" not in client.get(f"/embed?{search}").text.partition("</head>")[2]


def test_a_view_without_statements_says_so(client: FlaskClient) -> None:
    for search in ("chart=everyone&from=1999-01-01&to=1999-01-02", "chart=speaker&actor=nobody", "chart=speaker"):
        assert "No statements match this chart" in client.get(f"/embed?{search}").text
        assert client.get(f"/csv?{search}").status_code == 404


def test_hostile_names_are_text(tmp_path: Path, fill: Fill) -> None:
    store = fill(tmp_path / "hostile.db", [world.hostile_story()])
    client = create_app(DataDoor(store)).server.test_client()
    for chart in CHARTS:
        text = client.get(f"/embed?chart={chart}&party=taldoria&voice=both&actor=x-script-y").text
        assert "<script>window" not in text and "<img" not in text


def test_cells_that_would_run_in_a_spreadsheet_do_not(tmp_path: Path, fill: Fill) -> None:
    page = world.Page()
    speaker = Speaker(Actor("eve", '=HYPERLINK("http://x")', ActorKind.PROVISIONAL), None)
    world.quote(page, speaker, "Eve", world.party("taldoria"), -0.8, Random(1))
    article = Article(page.text, tuple(page.body), "Title", "Velinka Herald", published=datetime(2026, 5, 5, 12))
    door = DataDoor(fill(tmp_path / "formula.db", [ArticleAnalysis(article, tuple(page.statements))]))
    rows = table(create_app(door).server.test_client(), "chart=heatmap")
    assert [row["speaker"] for row in rows] == ['\'=HYPERLINK("http://x")']


def test_an_unreadable_store_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"no store" * 500)
    broken = create_app(DataDoor(f"sqlite:///{tmp_path / 'broken.db'}")).server.test_client()
    for path in ("/embed", "/csv"):
        answer = broken.get(f"{path}?chart=heatmap&party=x")
        assert answer.status_code == 503 and "Traceback" not in answer.text
