"""The addresses of the API, each with what may be asked of it, what it answers, and what reads that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, abort, jsonify, make_response, render_template, request
from pydantic import BaseModel

from dashboard.api import answers, reading
from dashboard.api.parameters import Aggregated, Nothing, Paged, Statements, parse
from dashboard.data import DataDoor
from dashboard.security import plain_page

ROOT = "/api/v1"


@dataclass(frozen=True)
class Route:
    """One address below ``ROOT``. What ``read`` says of itself is its documentation."""

    path: str
    asked: type[BaseModel]
    answer: type[BaseModel]
    read: Callable[..., BaseModel]


ROUTES = (
    Route("/parties", Paged, answers.Parties, reading.parties),
    Route("/actors", Paged, answers.Actors, reading.actors),
    Route("/outlets", Paged, answers.Outlets, reading.outlets),
    Route("/aggregate", Aggregated, answers.Aggregates, reading.aggregate),
    Route("/statements", Statements, answers.Statements, reading.statements),
    Route("/articles/<article_id>", Nothing, answers.Article, reading.article),
    Route("/coverage", Nothing, answers.StoreCoverage, reading.coverage),
    Route("/health", Nothing, answers.Health, reading.health),
)


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
    from dashboard.api.document import document  # noqa: PLC0415 - it describes ROUTES

    @api.get("/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    @api.get("/docs")
    def docs() -> Response:
        return plain_page(make_response(render_template("api_docs.html", document=document())))


def _missing(rest: str) -> Any:
    abort(404, f"There is no such address in the API; see {ROOT}/docs.")
