"""Nothing is answered to who is not logged in, but for the log-in itself."""

from __future__ import annotations

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from dashboard.auth.identity import member_asking

_OPEN = {"/login", "/health", "/metrics"}  # /metrics asks for itself who may see it
_OPEN_FOLDERS = ("/assets/", "/_dash-component-suites/")
_FOR_PROGRAMS = ("/_", "/api/")


def add_guard(server: Flask) -> None:
    """Send who is not logged in to the log-in page, and programs away with status 401."""

    @server.before_request
    def guard() -> Response | None:
        rule = request.url_rule.rule if request.url_rule else ""
        if rule in _OPEN or rule.startswith(_OPEN_FOLDERS) or member_asking() is not None:
            return None
        if request.method not in {"GET", "HEAD"} or request.path.startswith(_FOR_PROGRAMS):
            abort(401, "Log in first.")
        wanted = request.full_path.rstrip("?")
        return redirect(url_for("log_in", next=None if wanted == "/" else wanted))
