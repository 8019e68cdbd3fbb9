"""Reports by e-mail, to a real server on this machine."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from analytics.exceptions import OnRecordError
from analytics.report.delivery import send_report
from analytics.report.library import StoredReport
from analytics.report.request import ReportRequest
from analytics.settings import MailSecurity, Settings

REPORT = StoredReport(
    id="r", title="Daily\nbrief: =cmd", lead="7 statements.", made=datetime(2026, 6, 1, tzinfo=UTC),
    request=ReportRequest(), files=("brief.html", "brief.csv"), troubles=("PDF needs Pango.",),
)  # fmt: skip
TO = ("ann@desk.example", "bob@desk.example")


class Inbox:
    """Keeps what arrives; refuses "nobody" and, when told so, everything."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.full = False

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: object, _session: object, envelope: object, address: str, _: object
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: object, _session: object, envelope: object
    ) -> str:
        if self.full:
            return "452 mailbox\tfull"
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brief.html").write_text("<p>é", encoding="utf-8")
    (tmp_path / "brief.csv").write_text("n\n1\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def starttls(inbox: Inbox, certificate: tuple[Path, Path]) -> Iterator[Settings]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    def login(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"desk", b"secret"), handled=False)

    controller = Controller(
        inbox, "localhost", 0, tls_context=context, require_starttls=True, auth_required=True, authenticator=login
    )
    yield from _running(controller, MailSecurity.STARTTLS)


def _running(controller: Controller, security: MailSecurity) -> Iterator[Settings]:
    controller.port = _free_port()
    controller.start()
    try:
        yield Settings(
            smtp_host="localhost", smtp_port=controller.port, smtp_security=security, smtp_user="desk",
            smtp_password="secret", smtp_from="reports@desk.example",
        )  # fmt: skip
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


def trust(monkeypatch: pytest.MonkeyPatch, certificate: tuple[Path, Path]) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


def test_a_report_arrives_with_its_files(
    starttls: Settings, inbox: Inbox, folder: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(monkeypatch, certificate)
    send_report(REPORT, folder, TO, starttls)
    message = inbox.messages[0]
    assert message["Subject"] == "Daily brief: =cmd" and message["To"] == "ann@desk.example, bob@desk.example"
    files = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert files == {"brief.html": "<p>é", "brief.csv": "n\n1\n"}
    assert (
        "7 statements." in message.get_body().get_content() and "PDF needs Pango." in message.get_body().get_content()
    )


def test_a_server_that_this_machine_does_not_trust_gets_nothing(starttls: Settings, inbox: Inbox, folder: Path) -> None:
    with pytest.raises(OnRecordError, match="its certificate is not trusted"):
        send_report(REPORT, folder, TO, starttls)
    assert inbox.messages == []


def test_encryption_from_the_start(
    inbox: Inbox, folder: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(monkeypatch, certificate)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    controller = Controller(inbox, "localhost", _free_port(), ssl_context=context)
    controller.start()
    settings = Settings(
        smtp_host="localhost", smtp_port=controller.port, smtp_security="tls", smtp_from="reports@desk.example"
    )
    try:
        send_report(REPORT, folder, TO, settings)
    finally:
        controller.stop()
    assert len(inbox.messages) == 1


def test_what_the_server_answers_is_one_sentence(
    starttls: Settings, inbox: Inbox, folder: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(monkeypatch, certificate)
    with pytest.raises(OnRecordError, match=r"refused nobody@desk\.example\.$"):
        send_report(REPORT, folder, (*TO, "nobody@desk.example"), starttls)
    assert len(inbox.messages) == 1  # the others got it
    inbox.full = True
    with pytest.raises(OnRecordError, match=r"could not be sent by localhost:.*: 452 mailbox full"):
        send_report(REPORT, folder, TO, starttls)
    wrong = starttls.model_copy(update={"smtp_user": "other"})
    with pytest.raises(OnRecordError, match="535"):
        send_report(REPORT, folder, TO, wrong)


def test_a_server_without_encryption_is_refused_unless_allowed(inbox: Inbox, folder: Path) -> None:
    for settings in _running(Controller(inbox, "localhost", 0), MailSecurity.STARTTLS):
        with pytest.raises(OnRecordError, match="STARTTLS"):
            send_report(REPORT, folder, TO, settings.model_copy(update={"smtp_user": None}))
        assert inbox.messages == []
        plain = settings.model_copy(update={"smtp_security": MailSecurity.NONE, "smtp_user": None})
        send_report(REPORT, folder, TO, plain)
        assert len(inbox.messages) == 1


def test_nobody_there_is_one_sentence(folder: Path) -> None:
    settings = Settings(smtp_host="localhost", smtp_port=_free_port(), smtp_from="reports@desk.example")
    with pytest.raises(OnRecordError, match="could not be sent by localhost"):
        send_report(REPORT, folder, TO, settings)
    with pytest.raises(OnRecordError, match="set ONRECORD_SMTP_HOST"):
        send_report(REPORT, folder, TO, Settings())


@pytest.mark.parametrize("address", ["nobody", "", "a@b\r\nBcc: c@d", "a@b, c@d", "@example.org", "<", "desk@[1"])
def test_what_is_no_address_is_one_sentence(folder: Path, address: str) -> None:
    settings = Settings(smtp_host="localhost", smtp_port=1, smtp_from="reports@desk.example")
    with pytest.raises(OnRecordError, match="is no e-mail address"):
        send_report(REPORT, folder, (address,), settings)


def test_files_too_large_for_an_e_mail_are_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.report.delivery._LARGEST", 3)
    settings = Settings(smtp_host="localhost", smtp_port=1, smtp_from="reports@desk.example")
    with pytest.raises(OnRecordError, match="too many for an e-mail"):
        send_report(REPORT, folder, TO, settings)
