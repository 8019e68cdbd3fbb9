"""Logging in and out, and what those who did may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analytics.exceptions import OnRecordError
from analytics.store import open_store
from analytics.store.attempts import forget_attempts
from analytics.store.users import add_user, remove_user, session_key, set_password
from dashboard.app import create_app
from dashboard.auth import Role, current_name, current_role, may
from dashboard.data import DataDoor
from dashboard.serving import Serving
from tests.dashboard.served import PASSWORD, store_with_users, token_in

LogIn = Callable[..., FlaskClient]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> DataDoor:
    return DataDoor(store_with_users(tmp_path_factory.mktemp("log-in")))


@pytest.fixture(scope="module")
def server(door: DataDoor) -> Flask:
    server: Flask = create_app(door, Serving(auth=True)).server

    @server.get("/who")
    def who() -> list[object]:
        return [current_name(), current_role(), *(may(role) for role in Role)]

    return server


@pytest.fixture
def client(server: Flask, door: DataDoor) -> FlaskClient:
    forget_attempts(door.store)
    return server.test_client()


@pytest.fixture
def logged_in(client: FlaskClient) -> LogIn:
    def log_in(name: str, password: str = PASSWORD) -> FlaskClient:
        assert post(client, name, password).status_code == 303
        return client

    return log_in


def post(client: FlaskClient, name: str, password: str = PASSWORD, to: str = "/"):  # type: ignore[no-untyped-def]
    token = token_in(client.get("/login").text)
    return client.post("/login", data={"csrf_token": token, "name": name, "password": password, "next": to})


@pytest.mark.parametrize("path", ["/", "/article/0123456789abcdef", "/nope", "/logout", "/static/x", "/who"])
def test_pages_lead_to_the_log_in(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/login")


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies", "/api/v1/parties", "/api/v1/openapi.json"])
def test_programs_are_sent_away(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 401 and answer.json == {"error": "Log in first."}
    assert client.post("/_dash-update-component", json={"output": "page.children"}).status_code in {400, 401}


def test_log_in_health_and_assets_are_open(client: FlaskClient) -> None:
    assert [client.get(path).status_code for path in ("/login", "/health", "/assets/1-base.css")] == [200] * 3


def test_the_log_in_page_needs_no_script_and_may_send_its_form(client: FlaskClient) -> None:
    page = client.get("/login")
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    assert not re.findall(r"<script(?! src)|style=|\bon\w+=", page.text)


def test_who_logs_in_gets_the_page_that_was_wanted(client: FlaskClient) -> None:
    wanted = client.get("/?party=ostrevia").headers["Location"]
    assert "party%3Dostrevia" in wanted and 'value="/?party=ostrevia"' in client.get(wanted).text
    answer = post(client, "Viewer", to="/?party=ostrevia")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?party=ostrevia")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\r\nSet-Cookie: a=b", ""],
)
def test_a_log_in_leads_to_no_other_host(client: FlaskClient, elsewhere: str) -> None:
    answer = post(client, "viewer", to=elsewhere)
    assert answer.headers["Location"] == "/" and "a=b" not in str(answer.headers)


def test_the_cookie(client: FlaskClient) -> None:
    cookie = post(client, "viewer").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie
    by_https = {"X-Forwarded-Proto": "https", "Host": "news.example"}
    assert "Secure" in client.get("/login", headers=by_https).headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("viewer", "wrong"),
        ("nobody", PASSWORD),
        ("", ""),
        ("\x00", "\x00"),
        ("' OR 1=1 --", "x"),
        ("n" * 5000, "p" * 5000),
    ],
)
def test_wrong_ones_are_told_no_more_than_that(client: FlaskClient, name: str, password: str) -> None:
    answer = post(client, name, password)
    assert answer.status_code == 401 and "The name or the password is wrong." in answer.text
    assert client.get("/who").status_code == 302


def test_a_hostile_name_is_shown_as_text(client: FlaskClient) -> None:
    assert "<b>" not in post(client, '"><b>x</b>', "wrong").text


def test_a_form_without_its_token_does_nothing(client: FlaskClient) -> None:
    client.get("/login")
    answer = client.post("/login", data={"name": "viewer", "password": PASSWORD})
    assert answer.status_code == 400 and "try again" in answer.text
    assert client.get("/who").status_code == 302


def test_a_session_made_elsewhere_is_worth_nothing(client: FlaskClient) -> None:
    client.set_cookie("onrecord", "eyJfdXNlcl9pZCI6ImFkbWluIn0.aaaa.bbbb")
    assert client.get("/who").status_code == 302


@pytest.mark.parametrize(
    ("name", "allowed"), [("viewer", [True, False, False]), ("editor", [True, True, False]), ("admin", [True] * 3)]
)
def test_roles(logged_in: LogIn, name: str, allowed: list[bool]) -> None:
    assert logged_in(name).get("/who").json == [name, name, *allowed]


def test_metrics_are_for_admins_and_for_this_machine(client: FlaskClient, logged_in: LogIn) -> None:
    through_proxy = {"X-Forwarded-For": "192.0.2.7"}
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers=through_proxy).status_code == 401
    assert logged_in("editor").get("/metrics", headers=through_proxy).status_code == 403
    assert client.get("/metrics", headers={"Host": "evil.example"}).status_code == 401
    told = logged_in("admin").get("/metrics", headers=through_proxy)
    assert told.status_code == 200 and 'onrecord_request_seconds_count{route="/login",status="303"}' in told.text
    assert "onrecord_store_statements" in told.text


def test_logging_out(logged_in: LogIn) -> None:
    client = logged_in("editor")
    page = client.get("/logout").text
    assert "editor" in page
    assert client.post("/logout", data={"csrf_token": "forged"}).headers["Location"] == "/logout"
    assert client.get("/who").status_code == 200
    assert client.post("/logout", data={"csrf_token": token_in(page)}).headers["Location"] == "/login"
    assert client.get("/who").status_code == 302


def test_a_session_ends_with_its_password_and_its_user(door: DataDoor, logged_in: LogIn) -> None:
    add_user(door.store, "zoe", Role.VIEWER, PASSWORD)
    client = logged_in("zoe")
    set_password(door.store, "zoe", PASSWORD + " more")
    assert client.get("/who").status_code == 302
    client = logged_in("zoe", PASSWORD + " more")
    remove_user(door.store, "zoe")
    assert client.get("/who").status_code == 302


def test_guessing_is_limited_by_address_and_by_name(client: FlaskClient, door: DataDoor) -> None:
    assert [post(client, f"n{number}", "x").status_code for number in range(11)] == [401] * 10 + [429]
    forget_attempts(door.store)
    token = token_in(client.get("/login").text)
    form = {"csrf_token": token, "name": "viewer", "password": "wrong"}
    answers = [
        client.post("/login", data=form, headers={"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(11)
    ]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert "wait a little" in answers[-1].text and int(answers[-1].headers["Retry-After"]) <= 60


@pytest.mark.parametrize("name", ["VIEWER", " viewer ", "ｖｉｅｗｅｒ"])
def test_another_way_to_write_a_name_gives_no_more_guesses(client: FlaskClient, door: DataDoor, name: str) -> None:
    token = token_in(client.get("/login").text)

    def guess(name: str, address: str) -> int:
        form = {"csrf_token": token, "name": name, "password": "wrong"}
        return client.post("/login", data=form, headers={"X-Forwarded-For": address}).status_code

    assert [guess("viewer", f"192.0.2.{number}") for number in range(10)] == [401] * 10
    assert guess(name, "192.0.2.77") == 429
    forget_attempts(door.store)
    assert [guess(f"n{number}", f"2001:db8::{number}") for number in range(11)] == [401] * 10 + [429]


def test_a_proxy_elsewhere_is_not_believed(client: FlaskClient, door: DataDoor) -> None:
    token = token_in(client.get("/login").text)
    forged = [
        client.post(
            "/login",
            data={"csrf_token": token, "name": f"n{number}", "password": "wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
            environ_base={"REMOTE_ADDR": "192.0.2.7"},
        ).status_code
        for number in range(11)
    ]
    assert forged == [401] * 10 + [429]


def test_the_key_comes_from_the_environment_or_the_store(door: DataDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert create_app(door, Serving(auth=True)).server.secret_key == session_key(door.store)
    monkeypatch.setenv("ONRECORD_SECRET_KEY", "k" * 40)
    assert create_app(door, Serving(auth=True)).server.secret_key == "k" * 40
    monkeypatch.setenv("ONRECORD_SECRET_KEY", "short")
    with pytest.raises(OnRecordError, match="32 characters"):
        create_app(door, Serving(auth=True))


def test_who_is_not_logged_in_learns_nothing_of_a_store_that_fails(tmp_path: Path) -> None:
    url = store_with_users(tmp_path)
    door = DataDoor(url)
    client = create_app(door, Serving(auth=True)).server.test_client()
    post(client, "viewer")
    door.close()
    (tmp_path / "users.db").write_bytes(b"no store" * 500)
    for path in ("/health", "/", "/api/v1/parties"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "users.db" not in answer.text and answer.headers["X-Request-Id"] in answer.text


def test_without_log_in_everybody_is_the_admin_of_this_machine(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'empty.db'}").close()
    server = create_app(DataDoor(f"sqlite:///{tmp_path / 'empty.db'}")).server
    with server.test_request_context("/"):
        assert (current_role(), may(Role.ADMIN)) == (Role.ADMIN, True) and current_name()
    assert server.test_client().get("/login").status_code == 404
