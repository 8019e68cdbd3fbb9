"""The API and its documentation as part of a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from flask import Blueprint, Flask, Response, abort, jsonify, make_response, render_template, request

from dashboard.api.document import document
from dashboard.api.parameters import parse
from dashboard.api.routes import ROOT, ROUTES, Route
from dashboard.data import DataDoor
from dashboard.security import plain_page


def add_api(server: Flask, data: DataDoor) -> None:
    """Add the API and its documentation to ``server``."""
    api = Blueprint("api", __name__, url_prefix=ROOT)
    for route in ROUTES:
        api.add_url_rule(route.path, route.read.__name__, _view(route, data))
    _add_documentation(api)
    server.register_blueprint(api)
    server.json.sort_keys = False  # type: ignore[attr-defined]
    server.add_url_rule("/api/<path:rest>", "no_such_api", _missing)


def _view(route: Route, data: DataDoor) -> Callable[..., Response]:
    def view(**names: str) -> Response:
        asked = parse(route.asked, request.args)
        version = data.version()  # before the reading: what is written meanwhile is then asked for again
        if request.if_none_match.contains_weak(str(version)):
            response = make_response("", 304)
        else:
            response = jsonify(route.read(data, asked, **names).model_dump(mode="json", exclude_unset=True))
        response.set_etag(str(version), weak=True)
        response.headers["Cache-Control"] = "private, no-cache"
        return response

    return view


def _add_documentation(api: Blueprint) -> None:
    @api.get("/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    @api.get("/docs")
    def docs() -> Response:
        return plain_page(make_response(render_template("api_docs.html", document=document())))


def _missing(rest: str) -> NoReturn:
    abort(404, f"There is no such address in the API; see {ROOT}/docs.")
