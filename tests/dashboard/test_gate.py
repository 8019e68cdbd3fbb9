"""What is turned away, and how that is said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.data import DataDoor
from dashboard.gate import LARGEST_UPLOAD, accepts_uploads, is_local

CALLBACK = "/_dash-update-component"
ROUTER = "..page.children...title.data.."


@pytest.fixture(scope="module")
def server(data: DataDoor) -> Flask:
    server: Flask = create_app(data).server

    @server.post("/upload")
    @accepts_uploads
    def upload() -> str:
        return str(len(request.get_data()))

    @server.get("/local")
    def local() -> str:
        return str(is_local())

    @server.get("/api/broken")
    @server.get("/broken-page")
    def broken() -> str:
        raise RuntimeError("a secret of the house")

    return server


@pytest.fixture
def client(server: Flask) -> FlaskClient:
    return server.test_client()


@pytest.mark.parametrize("host", ["news.example", "news.example:8050", "10.0.0.1", "[", "a b", "localhost.example"])
def test_this_machine_answers_to_its_own_names_only(client: FlaskClient, host: str) -> None:
    for pretended in ({}, {"X-Forwarded-Host": "localhost"}):
        answer = client.get("/_dash-layout", headers={"Host": host, **pretended})
        assert answer.status_code in {400, 403} and "data-version" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "localhost:8050", "127.0.0.1:8050", "[::1]:8050", "LOCALHOST"])
def test_and_to_all_of_those(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://news.example"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, 403),
    ],
)
def test_another_site_cannot_ask_in_the_readers_name(client: FlaskClient, headers: Any, status: int) -> None:
    body = {
        "output": ROUTER,
        "outputs": [{"id": "page", "property": "children"}, {"id": "title", "property": "data"}],
        "inputs": [{"id": "url", "property": "pathname", "value": "/nope"}],
        "state": [{"id": "url", "property": "search", "value": ""}],
        "changedPropIds": ["url.pathname"],
    }
    assert client.post(CALLBACK, json=body, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"output": 7}', "application/json", 400),
        (b'{"output": "no.such"}', "application/json", 400),
        (json.dumps({"output": ROUTER, "inputs": "x"}).encode(), "application/json", 400),
        (json.dumps({"output": ROUTER}).encode(), "text/plain", 415),
        (b"output=a", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_no_page_of_ours_sends_is_told_so(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    answer = client.post(CALLBACK, data=body, content_type=kind)
    assert answer.status_code == status
    assert answer.json["error"].endswith(".") and "Traceback" not in answer.text


def test_sizes(client: FlaskClient) -> None:
    assert client.post(CALLBACK, data=b" " * 1_000_001, content_type="application/json").status_code == 413
    assert client.post("/upload", data=b"x" * 20_000_000).text == "20000000"
    answer = client.post("/upload", data=b"x" * 20_000_001)
    assert answer.status_code == 413 and "20 MB" in answer.text


def test_files_sent_to_sources_may_be_as_large_as_uploads(server: Flask) -> None:
    assert server.view_functions["receive_files"].largest_request == LARGEST_UPLOAD  # type: ignore[attr-defined]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_wrong_method_is_told_which_is_right(client: FlaskClient, method: str) -> None:
    answer = client.open("/health", method=method)
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"] and answer.json["error"]


@pytest.mark.parametrize("path", ["/api/broken", "/broken-page"])
def test_what_breaks_tells_an_id_and_nothing_else(
    client: FlaskClient, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.get(path)
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../app.py",
        "/assets/..%2fapp.py",
        "/assets/%2e%2e/app.py",
        "/assets/fonts/../../app.py",
        "/assets//etc/passwd",
        "/assets/..\\app.py",
        "/_dash-component-suites/dash/../../../app.py",
        "/_dash-component-suites/os/path.py",
    ],
)
def test_assets_lead_nowhere_else(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {308, 404} and "import" not in answer.text


def test_what_came_through_a_proxy_or_from_elsewhere_is_not_local(client: FlaskClient) -> None:
    told = {"X-Forwarded-For": "192.0.2.7"}
    assert client.get("/local").text == "True"
    assert client.get("/local", headers=told).text == "False"
    assert client.get("/local", headers={"X-Real-Ip": "127.0.0.1"}).text == "False"
    assert client.get("/local", environ_base={"REMOTE_ADDR": "192.0.2.7"}).text == "False"
    forged = client.get("/local", headers={"X-Forwarded-For": "127.0.0.1"}, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert forged.text == "False"
