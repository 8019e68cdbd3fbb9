"""A report by e-mail."""

from __future__ import annotations

import mimetypes
import smtplib
import ssl
from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

from analytics.exceptions import OnRecordError
from analytics.report.library import StoredReport
from analytics.settings import MailSecurity, Settings

_PORTS = {MailSecurity.TLS: 465, MailSecurity.STARTTLS: 587, MailSecurity.NONE: 25}
_PATIENCE = 30  # seconds to wait for an answer of the server
_LARGEST = 20_000_000  # bytes of all attachments; servers refuse larger messages


def send_report(report: StoredReport, folder: Path, recipients: Sequence[str], settings: Settings) -> None:
    """Send the files of ``report``, which are in ``folder``, to everyone of ``recipients``, one message for all.

    The connection is encrypted and the server's certificate checked, unless ``smtp_security`` is "none". Raises
    ``OnRecordError`` when the settings are not complete, an address is none, the files are too large, or the server
    cannot be reached or refuses the message.
    """
    if not settings.smtp_host or not settings.smtp_from:
        raise OnRecordError("To send reports, set ONRECORD_SMTP_HOST and ONRECORD_SMTP_FROM.")
    message = _message(report, folder, recipients, settings.smtp_from)
    where = f"{settings.smtp_host}:{settings.smtp_port or _PORTS[settings.smtp_security]}"
    try:
        with _connected(settings) as server:
            if settings.smtp_user and settings.smtp_password:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            refused = server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise OnRecordError(f"The report could not be sent by {where}: {_reason(error)}.") from error
    if refused:
        raise OnRecordError(f"The mail server {where} refused {', '.join(sorted(refused))}.")


def _connected(settings: Settings) -> smtplib.SMTP:
    """Return an encrypted connection, its server checked against the certificates this machine trusts."""
    security, host = settings.smtp_security, str(settings.smtp_host)
    port, context = settings.smtp_port or _PORTS[security], ssl.create_default_context()
    if security is MailSecurity.TLS:
        return smtplib.SMTP_SSL(host, port, timeout=_PATIENCE, context=context)
    server = smtplib.SMTP(host, port, timeout=_PATIENCE)
    if security is MailSecurity.STARTTLS:
        try:
            server.starttls(context=context)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server


def _message(report: StoredReport, folder: Path, recipients: Sequence[str], sender: str) -> EmailMessage:
    message = EmailMessage()
    try:
        message["From"] = Address(addr_spec=sender)
        message["To"] = [Address(addr_spec=one) for one in recipients]
    except (ValueError, LookupError, AttributeError, MessageError) as error:  # whatever the parser stumbles over
        addresses = ", ".join([sender, *recipients])
        raise OnRecordError(f"One of these is no e-mail address: {addresses}.") from error
    message["Subject"] = " ".join(report.title.split())
    message["Date"] = formatdate(report.made.timestamp())
    message.set_content("\n\n".join([report.title, report.lead, *report.troubles]) + "\n")
    paths = [folder / name for name in report.files]
    size = sum(path.stat().st_size for path in paths)
    if size > _LARGEST:
        raise OnRecordError(f"The report's files have {size:,} bytes, too many for an e-mail; send fewer formats.")
    for path in paths:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        charset = {"charset": "utf-8"} if kind.startswith("text/") else None
        message.add_attachment(path.read_bytes(), *kind.split("/", 1), filename=path.name, params=charset)
    return message


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {' '.join(str(text).split())}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    return " ".join(str(getattr(error, "strerror", None) or error).split())
