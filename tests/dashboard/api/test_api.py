"""The API tells what the dashboard shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from analytics.serialise import analysis_to_json
from analytics.store.views import Filters, count_statements, load_coverage
from dashboard.api import reading
from dashboard.api.cursors import to_cursor
from dashboard.app import create_app
from dashboard.data import DataDoor
from dashboard.reading.selection import filters_of
from dashboard.state import ViewState
from tests.dashboard import world
from tests.dashboard.conftest import Fill

AT = "/api/v1"


@pytest.fixture(scope="module")
def client(data: DataDoor) -> FlaskClient:
    return create_app(data).server.test_client()


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get(AT + path)
    assert answer.status_code == 200, answer.text
    return answer.json


def every_page(client: FlaskClient, path: str) -> list[Any]:
    items, cursor = [], ""
    while True:
        page = get(client, path + cursor)
        items += page["items"]
        if page["next"] is None:
            return items
        cursor = f"&cursor={page['next']}"


def test_the_numbers_are_those_of_the_charts(client: FlaskClient, data: DataDoor) -> None:
    shown = data.stances(filters_of(ViewState()))
    told = get(client, "/aggregate")["items"]
    assert [(one["actor"], one["party"], one["n"], one["net_stance"], one["low"], one["high"]) for one in told] == list(
        shown[["actor", "target", "n", "net_stance", "low", "high"]].itertuples(index=False, name=None)
    )


def test_numbers_by_party_and_month_under_filters(client: FlaskClient) -> None:
    told = get(client, "/aggregate?by=party&parties=ostrevia&bucket=month&voice=both&from=2026-05-01&to=2026-06-30")
    assert [(one["party"], one["start"]) for one in told["items"]] == [("ostrevia", f"2026-0{n}-01") for n in (5, 6)]
    assert all("actor" not in one and one["low"] <= one["net_stance"] <= one["high"] for one in told["items"])
    assert sum(one["share_against"] + one["share_neutral"] + one["share_favor"] for one in told["items"]) == 2
    everything = get(client, "/aggregate?by=party&parties=ostrevia&bucket=month&voice=both")["items"]
    assert [one for one in everything if one["start"] in {"2026-05-01", "2026-06-01"}] == told["items"]


def test_numbers_of_outlets_and_of_what_people_decided(client: FlaskClient) -> None:
    assert {one["outlet"] for one in get(client, "/aggregate?by=outlet&by=party")["items"]} >= {"velinka-herald"}
    assert get(client, "/aggregate?audited=only")["items"] == []


def test_more_numbers_than_can_be_given_are_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_NUMBERS", 3)
    answer = client.get(f"{AT}/aggregate")
    assert answer.status_code == 422 and "choose actors" in answer.json["error"]


@pytest.mark.parametrize("size", [1, 7, 200])
def test_pages_of_statements_make_up_the_whole_once(client: FlaskClient, data: DataDoor, size: int) -> None:
    items = every_page(client, f"/statements?parties=ostrevia&voice=both&limit={size}")
    pairs = [item["pair_id"] for item in items]
    statements = list(dict.fromkeys(item["statement_id"] for item in items))
    assert len(pairs) == len(set(pairs))
    view = data.resolve(ViewState())
    assert view.party == "ostrevia"
    assert len(statements) == count_statements(data.store, Filters(parties=("ostrevia",)))[0]
    days = [item["published"] for item in items]
    assert days == sorted(days, reverse=True)


def test_a_statement_proves_itself(client: FlaskClient) -> None:
    item = get(client, "/statements?actors=tomas-reyk&parties=ostrevia&limit=1")["items"][0]
    assert item["actor"] == {"id": "tomas-reyk", "name": "Tomas Reyk"} and item["party"]["id"] == "ostrevia"
    start, end = item["mention"]
    assert item["text"][start:end] == "Ostrevia"
    assert abs(sum(item["stance"]["probabilities"].values()) - 1) < 0.001


@pytest.mark.parametrize(("path", "size"), [("/parties", 1), ("/actors", 3), ("/outlets", 500)])
def test_pages_of_lists_make_up_the_whole_once(client: FlaskClient, data: DataDoor, path: str, size: int) -> None:
    ids = [item["id"] for item in every_page(client, f"{path}?limit={size}")]
    choices = getattr(data.choices(), path[1:])
    assert ids[: len(choices)] == [choice.id for choice in choices] and len(ids) == len(set(ids))


def test_an_article_is_what_analyze_prints(client: FlaskClient) -> None:
    story = world.hostile_story()
    told = get(client, f"/articles/{story.article.id}")
    assert told == json.loads(json.dumps(analysis_to_json(story)))


def test_coverage_and_health(client: FlaskClient, data: DataDoor) -> None:
    assert get(client, "/coverage")["statements"] == load_coverage(data.store)["statements"]
    assert get(client, "/health") == {"status": "ok", "data_version": data.version()}


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, data: DataDoor) -> None:
    first = client.get(f"{AT}/parties")
    tag = first.headers["ETag"]
    assert tag == f'W/"{data.version()}"' and "no-cache" in first.headers["Cache-Control"]
    again = client.get(f"{AT}/parties", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(f"{AT}/parties", headers={"If-None-Match": 'W/"0"'}).status_code == 200
    assert client.get(f"{AT}/parties?limit=0", headers={"If-None-Match": tag}).status_code == 422


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/aggregate?from=2026-13-01", 422, "'from'"),
        ("/aggregate?from=0", 422, "2026-05-04"),
        ("/aggregate?from=2026-05-04&to=2026-05-03", 422, "To is on the day"),
        ("/aggregate?from=2000-01-01&to=2026-05-03", 422, "3660 days"),
        ("/aggregate?by=actor", 422, "name one of parties"),
        ("/aggregate?by=party&actors=a&actors=b", 422, "name one of actors"),
        ("/aggregate?by=party&by=party", 422, "once"),
        ("/aggregate?bucket=year", 422, "'bucket'"),
        ("/aggregate?bucket=week&bucket=month", 422, "more than once"),
        ("/aggregate?" + "actors=a&" * 51, 422, "'actors'"),
        ("/aggregate?actors=" + "a" * 121, 422, "'actors'"),
        ("/aggregate?actors=%00", 422, "'actors'"),
        ("/aggregate?party=ostrevia", 422, "There is no parameter 'party'"),
        ("/aggregate?start=2026-05-04", 422, "There is no parameter 'start'"),
        ("/statements?limit=201", 422, "'limit'"),
        ("/statements?limit=many", 422, "'limit'"),
        ("/statements?cursor=WyJhIl0", 422, "'cursor'"),
        ("/statements?cursor=%ff", 422, "'cursor'"),
        (f"/statements?cursor={to_cursor(None, 'a', 2**70)}", 422, "'cursor'"),
        (f"/statements?cursor={to_cursor(None, chr(0), 1)}", 422, "'cursor'"),
        (f"/statements?cursor={to_cursor(7, 'a', 1)}", 422, "'cursor'"),
        ("/actors?cursor=WyJub2JvZHkiXQ", 422, "'cursor'"),
        ("/articles/0123456789abcdef", 404, "no such article"),
        ("/articles/..%2f..%2fetc", 404, "no such"),
        ("/articles/%00", 404, "no such article"),
        ("/nothing", 404, "/api/v1/docs"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_a_sentence(client: FlaskClient, path: str, status: int, says: str) -> None:
    answer = client.get(AT + path)
    assert answer.status_code == status
    assert says.lower() in answer.json["error"].lower() and answer.json["error"].endswith(".")


def test_a_store_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"no store" * 500)
    broken = create_app(DataDoor(f"sqlite:///{tmp_path / 'broken.db'}")).server.test_client()
    answer = broken.get(f"{AT}/parties")
    assert answer.status_code == 503 and "Traceback" not in answer.text and answer.json["error"]


def test_an_empty_store_has_empty_lists(tmp_path: Path, fill: Fill) -> None:
    empty = create_app(DataDoor(fill(tmp_path / "empty.db", []))).server.test_client()
    for path in ("/parties", "/actors", "/outlets", "/aggregate", "/aggregate?bucket=week", "/statements"):
        assert get(empty, path)["items"] == []


def test_the_documentation_needs_no_other_host_and_names_everything(client: FlaskClient) -> None:
    page = client.get(f"{AT}/docs")
    assert page.status_code == 200 and "//" not in page.text.replace("<!DOCTYPE html>", "").replace("https://", "//", 0)
    document = get(client, "/openapi.json")
    assert document["openapi"] == "3.1.0"
    for path, operations in document["paths"].items():
        assert f"GET {path}" in page.text
        assert all(parameter["name"] in page.text for parameter in operations["get"]["parameters"])
