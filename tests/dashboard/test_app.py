import json
import re
from pathlib import Path
from typing import Any

import dash
import plotly
import pytest
from flask.testing import FlaskClient

import dashboard
from dashboard.app import create_app
from dashboard.data import DataDoor
from tests.dashboard import world
from tests.dashboard.conftest import Fill


@pytest.fixture(scope="module")
def client(data: DataDoor) -> FlaskClient:
    return create_app(data).server.test_client()


def show_page(client: FlaskClient, pathname: Any, search: Any = "") -> Any:
    outputs = [{"id": "page", "property": "children"}, {"id": "title", "property": "data"}]
    return client.post(
        "/_dash-update-component",
        json={
            "output": "..page.children...title.data..",
            "outputs": outputs,
            "inputs": [{"id": "url", "property": "pathname", "value": pathname}],
            "state": [{"id": "url", "property": "search", "value": search}],
            "changedPropIds": ["url.pathname"],
        },
    )


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    for path in ("/", "/health", "/nowhere", "/_dash-layout", "/assets/onrecord.js"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "unsafe" not in scripts
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_the_first_answer_names_no_other_host(client: FlaskClient) -> None:
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", client.get("/").text)


def test_health(client: FlaskClient, tmp_path: Path) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    (tmp_path / "broken.db").write_bytes(b"no store" * 500)
    broken = create_app(DataDoor(f"sqlite:///{tmp_path / 'broken.db'}")).server.test_client()
    assert broken.get("/health").status_code == 503
    assert "cannot be read" in show_page(broken, "/").text


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/article/0123456789abcdef", 200), ("/nope", 404), ("/article/../x", 404)]
)
def test_status_of_pages(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize("pathname", ["/nope", "/article/0123456789abcdef", "/article/<script>", "/article/"])
def test_a_missing_page_says_so(client: FlaskClient, pathname: str) -> None:
    assert "There is no such page" in show_page(client, pathname).text


@pytest.mark.parametrize(
    "search",
    [
        "?from=2026-99-99&bucket=%00",
        "?party=<script>",
        "?" + "a=b&" * 5000,
        "?who=x&on=y&when=z",
        "??&&==",
        None,
        {"a": 1},
        7,
    ],
)
def test_malformed_addresses_show_the_page(client: FlaskClient, search: Any) -> None:
    answer = show_page(client, "/", search)
    assert answer.status_code == 200
    assert "Who stands where on" in answer.text


def test_filters_that_leave_nothing_offer_a_way_out(client: FlaskClient) -> None:
    text = show_page(client, "/", "?from=1999-01-01&to=1999-01-02").text
    assert "No statements match these filters" in text and "Clear all filters" in text


def test_an_empty_store_says_what_to_do(tmp_path: Path, fill: Fill) -> None:
    client = create_app(DataDoor(fill(tmp_path / "empty.db", []))).server.test_client()
    text = show_page(client, "/").text
    assert "onrecord demo" in text and "onrecord ingest" in text
    assert "fictional" not in client.get("/_dash-layout").text


def test_the_banner_follows_the_stores_flag(client: FlaskClient) -> None:
    assert "All stories, people and states in this sample are fictional" in client.get("/_dash-layout").text


def test_two_apps_in_one_process_do_not_mix(data: DataDoor, tmp_path: Path, fill: Fill) -> None:
    other = create_app(DataDoor(fill(tmp_path / "other.db", world.stories(2)))).server.test_client()
    first = create_app(data).server.test_client()
    assert "2\\u00a0stories" in show_page(other, "/").text
    assert "46\\u00a0stories" in show_page(first, "/").text
    names = [callback["output"] for callback in json.loads(first.get("/_dash-dependencies").text)]
    assert len(names) == len(set(names))
    assert not dash.page_registry


def test_the_charts_script_is_of_the_version_plotly_writes_for() -> None:
    def version(path: Path) -> str:
        return next(line for line in path.read_text(encoding="utf-8").splitlines() if "plotly.js" in line).split(" v")[
            -1
        ]

    own = Path(dashboard.__file__).parent / "assets/vendor/plotly-basic.min.js"
    assert version(own) == version(Path(plotly.__file__).parent / "package_data/plotly.min.js")
