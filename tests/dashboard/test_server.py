"""The server itself: several processes that share log-ins, limits and metrics, next to one that writes."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
import requests

from analytics.cli import main
from analytics.exceptions import OnRecordError
from analytics.store import open_store, write_analysis
from analytics.store.attempts import forget_attempts
from dashboard.app import create_app
from dashboard.data import DataDoor
from dashboard.one_process import run_one_process
from dashboard.server import Listening, serve
from dashboard.serving import Serving
from tests.dashboard import world
from tests.dashboard.served import PASSWORD, log_in, serving, store_with_users

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows")


@pytest.fixture(scope="module")
def users_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return store_with_users(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def served(users_url: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """One server for all; the last test ends it."""
    with serving(users_url, "--auth", "--workers", "2") as running:
        yield running


@pytest.fixture
def address(served: tuple[str, subprocess.Popen[str]]) -> str:
    return served[0]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_an_address_that_cannot_be_used_is_one_sentence(store_url: str, taken_port: int) -> None:
    cases = [
        ("127.0.0.1", taken_port, f"Port {taken_port} is already in use"),
        ("127.0.0.1", 99_999, "There is no port 99999"),
        ("no.such.host.invalid", 0, "The address no.such.host.invalid is not known"),
        ("host\x00name", 0, "is not known"),
        ("192.0.2.1", 0, "Cannot serve on 192.0.2.1:0"),
    ]
    for host, port, sentence in cases:
        with pytest.raises(OnRecordError, match=re.escape(sentence)):
            serve(store_url, Listening(host, port), auth=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "news.example", ""])  # noqa: S104
def test_without_log_in_no_other_machine_is_served(
    host: str, store_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["onrecord", "serve", "--store", store_url, "--host", host])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert "add --auth" in said and said.count("\n") == 1


def test_a_broken_store_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"no store" * 500)
    with pytest.raises(OnRecordError, match=r"broken\.db"):
        serve(f"sqlite:///{tmp_path / 'broken.db'}", Listening("127.0.0.1", 0))


def test_log_in_without_users_says_how_to_add_one(store_url: str) -> None:
    with pytest.raises(OnRecordError, match="onrecord users add"):
        serve(store_url, Listening("127.0.0.1", 0), auth=True)


def test_without_log_in_it_says_so_and_answers_to_no_other_name(users_url: str) -> None:
    with serving(users_url, "--workers", "1") as (address, process):
        assert requests.get(f"{address}/_dash-layout", timeout=30).status_code == 200
        assert requests.get(f"{address}/_dash-layout", headers={"Host": "evil.example"}, timeout=30).status_code == 403
        process.terminate()
        assert process.wait(20) == 0
        assert not list(Path(tempfile.gettempdir()).glob(f"onrecord-metrics-{process.pid}-*"))


def test_one_process_does_where_there_can_be_no_more(data: DataDoor) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(data, Serving(auth=False)).server
    Thread(target=run_one_process, args=(app, listener, 2), daemon=True).start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    assert requests.get(f"{address}/health", timeout=30).json()["status"] == "ok"
    assert requests.post(f"{address}/health", data=b"x" * 2_000_000, timeout=30).status_code == 413


def test_a_log_in_holds_in_every_process(address: str) -> None:
    with requests.Session() as browser:
        assert log_in(browser, address, "admin").status_code == 303
        cookies = dict(browser.cookies)
    answers = [requests.get(f"{address}/_dash-layout", cookies=cookies, timeout=30).status_code for _ in range(12)]
    assert answers == [200] * 12


def test_ten_people_at_once_while_another_process_writes(address: str, users_url: str) -> None:
    with requests.Session() as browser:
        log_in(browser, address, "viewer")
        cookies = dict(browser.cookies)
    callback = {
        "output": "..page.children...title.data..",
        "outputs": [{"id": "page", "property": "children"}, {"id": "title", "property": "data"}],
        "inputs": [{"id": "url", "property": "pathname", "value": "/"}],
        "state": [{"id": "url", "property": "search", "value": ""}],
        "changedPropIds": ["url.pathname"],
    }

    def look(_person: int) -> list[int]:
        with requests.Session() as browser:
            browser.cookies.update(cookies)
            pages = [browser.post(f"{address}/_dash-update-component", json=callback, timeout=60) for _ in range(3)]
            return [page.status_code for page in pages]

    store = open_store(users_url)
    with ThreadPoolExecutor(10) as people:
        looks = people.map(look, range(10))
        for analysis in world.stories(8)[4:]:
            assert write_analysis(store, analysis, {party.id: party for party in world.PARTIES}, {})
        assert list(looks) == [[200, 200, 200]] * 10
    store.close()


def test_an_upload_of_100_megabytes_is_refused_before_it_is_sent(address: str) -> None:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        head = f"POST /login HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: 100000000\r\n\r\n"
        connection.sendall(head.encode() + b"x" * 1000)
        answer = b""
        while b"</html>" not in answer:
            answer += connection.recv(10_000)
    assert answer.startswith(b"HTTP/1.1 413") and b"larger than 1 MB" in answer


def test_an_upload_of_unknown_size_is_not_read(address: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 100_000

    assert requests.post(f"{address}/login", data=endless(), timeout=30).status_code == 411


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET / HTTP/9.9",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1",
        b"GARBAGE",
        b"GET /assets/../../../../etc/passwd HTTP/1.1",
        b"GET /assets/%2e%2e/%2e%2e/analytics/cli.py HTTP/1.1",
        b"GET /%00%ff%fe HTTP/1.1",
        b"GET /login?next=%0d%0aSet-Cookie:%20a=b HTTP/1.1",
        b"TRACE / HTTP/1.1",
        b"GET / HTTP/1.1\r\nX-Request-Id: a\r\n b\r\nX: y",
    ],
)
def test_malformed_requests_are_answered_and_leak_nothing(address: str, request_line: bytes) -> None:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(request_line + b"\r\nHost: " + parts.netloc.encode() + b"\r\nConnection: close\r\n\r\n")
        answer = connection.makefile("rb").read()
    assert b"Traceback" not in answer and b"root:" not in answer and b"import " not in answer
    assert b"Set-Cookie: a=b" not in answer
    assert requests.get(f"{address}/health", timeout=10).status_code == 200


def test_guesses_are_counted_over_all_processes(address: str, users_url: str) -> None:
    store = open_store(users_url)
    forget_attempts(store)
    with requests.Session() as browser:
        answers = [log_in(browser, address, "nobody", "wrong").status_code for _ in range(14)]
    assert answers.count(401) == 10 and answers[-1] == 429
    forget_attempts(store)
    store.close()


def test_a_process_that_ends_is_replaced_and_what_it_counted_stays(
    served: tuple[str, subprocess.Popen[str]],
) -> None:
    address, process = served

    def counted() -> int:
        told = requests.get(f"{address}/metrics", timeout=10).text
        found = re.search(r'_count\{route="/health",status="200"\} (\S+)', told)
        return int(float(found[1])) if found else 0

    def ask(times: int) -> None:
        for _ in range(times):
            assert requests.get(f"{address}/health", timeout=10).status_code == 200

    before = counted()
    ask(20)
    assert counted() == before + 20
    # Beside those that answer there is one that does jobs: it is another program.
    command = ["pgrep", "-P", str(process.pid), "-f", "analytics.cli"]
    children = subprocess.check_output(command, text=True).split()
    assert len(children) == 2
    os.kill(int(children[0]), signal.SIGKILL)
    os.kill(int(children[1]), signal.SIGTERM)
    time.sleep(1)
    ask(1)
    assert counted() == before + 21


def test_the_log_is_json_and_tells_no_secret(served: tuple[str, subprocess.Popen[str]]) -> None:
    address, process = served
    with requests.Session() as browser:
        log_in(browser, address, "editor")
        browser.get(f"{address}/?party=a-secret-interest", headers={"X-Request-Id": "one.two"}, timeout=10)
        browser.get(f"{address}/nowhere\n\x1b[31m", headers={"X-Request-Id": "forged id"}, timeout=10)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert process.stdout is not None
    written = process.stdout.read()
    requested = [line for line in map(json.loads, written.splitlines()) if line["event"] == "request"][-4:]
    assert [(line["path"], line["status"], line["user"]) for line in requested] == [
        ("/login", 200, None),
        ("/login", 303, "editor"),
        ("/", 200, "editor"),
        ("/nowhere\n\x1b[31m", 404, "editor"),
    ]
    assert requested[2]["id"] == "one.two" and requested[3]["id"] != "forged id"
    assert all(line["milliseconds"] >= 0 for line in requested)
    assert PASSWORD not in written and "secret-interest" not in written
