"""Certificates are checked, for the host's name and not for the address that is connected to."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from analytics.fetch import PAGE_TYPES, Fetcher, FetchError
from analytics.fetch import request as module
from analytics.ingest import SkipReason
from tests.fetch.badserver import STORY, BadServer, answer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    name = "-subj /CN=news.example -addext subjectAltName=DNS:news.example"
    making = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 {name}"
    subprocess.run([*making.split(), "-keyout", path, "-out", f"{path}.crt"], check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
def server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BadServer]:
    """A server that speaks TLS as news.example, which every name means."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with BadServer() as running:
        running._server.socket = context.wrap_socket(running._server.socket, server_side=True)
        running.replies["/"] = answer(STORY)
        place = (2, 1, 6, "", ("127.0.0.1", running.port))
        monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [place])
        yield running


def test_a_certificate_that_nobody_vouches_for_is_refused(server: BadServer) -> None:
    with pytest.raises(FetchError, match="certificate") as error:
        Fetcher(server.policy()).get(f"https://news.example:{server.port}/", PAGE_TYPES)
    assert error.value.reason is SkipReason.UNREACHABLE


def test_a_trusted_certificate_counts_for_its_own_name_only(
    server: BadServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=f"{certificate}.crt")
    monkeypatch.setattr(module, "_trust", lambda: trusting)
    page = Fetcher(server.policy()).get(f"https://news.example:{server.port}/", PAGE_TYPES)
    assert page is not None and page.body == STORY
    with pytest.raises(FetchError, match="certificate"):
        Fetcher(server.policy()).get(f"https://other.example:{server.port}/", PAGE_TYPES)


def test_a_handshake_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def drip() -> None:
            peer, _ = listener.accept()
            with peer, suppress(OSError):
                peer.sendall(b"\x16\x03\x03\x40\x00")  # a record of 16 kB is coming
                for _ in range(100):
                    time.sleep(0.1)
                    peer.sendall(b"\x02")

        Thread(target=drip, daemon=True).start()
        server = BadServer()
        server.port = port
        begun = time.monotonic()
        with pytest.raises(FetchError) as error:
            Fetcher(server.policy()).get(f"https://127.0.0.1:{port}/", PAGE_TYPES)
        server._server.server_close()
    assert error.value.reason is SkipReason.TOO_SLOW and time.monotonic() - begun < 4
