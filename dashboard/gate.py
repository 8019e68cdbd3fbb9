"""What is turned away before anything else looks at it: foreign hosts and origins, and what is too large."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.hosts import is_this_machine

LARGEST_REQUEST = 1_000_000
"""Bytes; the largest thing a reader sends is an address."""

LARGEST_UPLOAD = 20_000_000
"""Bytes of a request to a view that ``accepts_uploads``."""

_CALLBACK = "/_dash-update-component"
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
_BY_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")
_View = TypeVar("_View", bound=Callable[..., Any])
_Environ = dict[str, Any]


def add_gate(app: Dash, only_local: bool) -> None:
    """Turn away what no page of ours sends; with ``only_local`` also who calls this machine by another name."""
    server: Flask = app.server
    if not only_local:
        server.wsgi_app = _behind_local_proxy(server.wsgi_app)  # type: ignore[method-assign]
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST

    @server.before_request
    def check() -> None:
        if only_local and not _names_this_machine():
            abort(403, "Without log-in OnRecord answers at localhost only; serve it with --auth to use another name.")
        _check_size(server)
        _check_origin()
        if request.path == _CALLBACK and request.method == "POST":
            _check_callback(app)


def accepts_uploads(view: _View) -> _View:
    """Let a view of Flask take requests of up to ``LARGEST_UPLOAD`` bytes."""
    view.largest_request = LARGEST_UPLOAD  # type: ignore[attr-defined]
    return view


def is_local() -> bool:
    """Return whether the request comes from this machine, by a name of its own, and through no proxy."""
    through_proxy = any(name in request.headers for name in _BY_PROXY)
    return is_this_machine(request.remote_addr or "") and _names_this_machine() and not through_proxy


def _behind_local_proxy(app: Callable[..., Any]) -> Callable[..., Any]:
    """Believe a proxy on this machine about who is asking and how; from elsewhere anybody could say so."""
    fixed = ProxyFix(app, x_for=1, x_proto=1, x_host=1)

    def choose(environ: _Environ, start_response: Callable[..., Any]) -> Any:
        return (fixed if is_this_machine(environ.get("REMOTE_ADDR", "")) else app)(environ, start_response)

    return choose


def _names_this_machine() -> bool:
    """Whether the request was sent to this machine by a name of its own.

    A page elsewhere could have its name lead here, and then read everything that needs no log-in.
    """
    try:
        return is_this_machine(urlsplit(f"//{request.host}").hostname or "")
    except ValueError:
        return False


def _check_size(server: Flask) -> None:
    view = server.view_functions.get(request.endpoint or "")
    request.max_content_length = limit = getattr(view, "largest_request", LARGEST_REQUEST)
    if "Transfer-Encoding" in request.headers:
        abort(411, "A request tells its length before its body; this one does not.")
    if (request.content_length or 0) > limit:
        abort(413, f"The request is larger than {limit // 1_000_000} MB, the most that is taken here.")


def _check_origin() -> None:
    """Refuse changes that a page of another site asks for in the reader's name.

    Every browser of today tells one of the two; what tells neither is a program, which has no reader's cookie.
    """
    if request.method not in _CHANGING:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    foreign = site not in {"same-origin", "none"} if site else origin and urlsplit(origin).netloc != request.host
    if foreign:
        abort(403, "Another site may not ask for this; open OnRecord itself.")


def _check_callback(app: Dash) -> None:
    """Take only what our own pages send: as JSON, which another site cannot, and of a callback that there is."""
    if request.mimetype != "application/json":
        abort(415, "A callback is sent as application/json.")
    try:
        body = request.get_json()
    except RecursionError:
        body = None
    asked = body.get("output") if isinstance(body, dict) else None
    if not isinstance(asked, str) or asked not in app.callback_map:
        abort(400, "There is no such callback; load the page again.")
    if not all(isinstance(body.get(name, []), list) for name in ("inputs", "state", "changedPropIds")):
        abort(400, "This is not what a page of OnRecord sends; load it again.")
