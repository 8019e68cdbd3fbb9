"""Logging in and out: two plain pages, a signed session, and a limit on guesses."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask, Response, make_response, redirect, render_template, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_limiter import Limiter
from flask_login import LoginManager, login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField, StringField

from analytics.exceptions import OnRecordError
from analytics.settings import Settings
from analytics.store import users
from dashboard.auth.guard import add_guard
from dashboard.auth.identity import Member, current_name, current_role
from dashboard.auth.limits import PER_ADDRESS, PER_NAME, SCHEME, by_address, by_name
from dashboard.data import DataDoor
from dashboard.security import plain_page

_SESSION = timedelta(hours=12)  # without a request, after which one has to log in again
_SHORTEST_KEY = 32
_OWN_PAGE = re.compile(r"/(?![/\\])[!-~]*")  # on no other host, and nothing that would end a header
_WRONG = "The name or the password is wrong."
_STALE = "This page was open for too long, or your browser sent no cookie; try again."


class _LogInForm(FlaskForm):  # type: ignore[misc]
    name = StringField()
    password = PasswordField()


class _LogOutForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the token by which a page of ours is known."""


class _Sessions(SecureCookieSessionInterface):
    def get_cookie_secure(self, app: Flask) -> bool:
        """Keep the cookie to https where the reader came by https."""
        return request.is_secure


def add_log_in(server: Flask, data: DataDoor) -> None:
    """Make people log in to ``server``, with the users of the store. Raises ``OnRecordError`` when there are none."""
    if not users.list_users(data.store):
        raise OnRecordError("Nobody may log in yet; add somebody with: onrecord users add NAME --role admin.")
    server.config.update(
        SECRET_KEY=_secret_key(data),
        SESSION_COOKIE_NAME="onrecord",
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=_SESSION,
    )
    server.session_interface = _Sessions()
    manager = LoginManager(server, add_context_processor=False)
    manager.user_loader(lambda session_id: _member(data, session_id))
    limiter = Limiter(
        by_address,
        app=server,
        storage_uri=f"{SCHEME}://",
        storage_options={"data": data},  # type: ignore[dict-item]
        headers_enabled=True,
    )
    add_guard(server)
    _add_log_in_page(server, data, limiter)
    _add_log_out_page(server)


def _secret_key(data: DataDoor) -> str:
    given = Settings().secret_key
    if given is not None and len(given) < _SHORTEST_KEY:
        raise OnRecordError(f"ONRECORD_SECRET_KEY needs {_SHORTEST_KEY} characters or more; without it one is made.")
    return given or users.session_key(data.store)


def _member(data: DataDoor, session_id: str) -> Member | None:
    stamp, _, key = session_id.partition(" ")
    user = users.find_user(data.store, key)
    return Member(user) if user is not None and user.stamp == stamp else None


def _add_log_in_page(server: Flask, data: DataDoor, limiter: Limiter) -> None:
    @server.get("/login")
    def log_in() -> Response:
        return _log_in_page(_LogInForm())

    @server.post("/login")
    @limiter.limit(PER_ADDRESS)
    @limiter.limit(PER_NAME, key_func=by_name)
    def try_to_log_in() -> AnyResponse:
        form = _LogInForm()
        if not form.validate_on_submit():
            return _log_in_page(form, _STALE, 400)
        user = users.log_in(data.store, form.name.data or "", form.password.data or "")
        if user is None:
            return _log_in_page(form, _WRONG, 401)
        session.clear()
        session.permanent = True
        login_user(Member(user))
        return redirect(_wanted(), 303)


def _add_log_out_page(server: Flask) -> None:
    @server.get("/logout")
    def log_out() -> Response:
        return plain_page(make_response(render_template(
            "log_out.html", form=_LogOutForm(), name=current_name(), role=current_role()
        )))  # fmt: skip

    @server.post("/logout")
    def really_log_out() -> AnyResponse:
        if not _LogOutForm().validate_on_submit():
            return redirect("/logout", 303)
        logout_user()
        session.clear()
        return redirect("/login", 303)


def _log_in_page(form: _LogInForm, trouble: str | None = None, status: int = 200) -> Response:
    page = render_template("log_in.html", form=form, trouble=trouble, next=_wanted())
    return plain_page(make_response(page, status))


def _wanted() -> str:
    """Return the page of ours that somebody wanted before logging in."""
    wanted = request.values.get("next", "/")
    return wanted if _OWN_PAGE.fullmatch(wanted) else "/"
