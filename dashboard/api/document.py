"""The API described as OpenAPI 3.1, made of its routes and of the models they take and give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from dashboard.api.answers import Problem
from dashboard.api.reading import ARTICLE_ID
from dashboard.api.routes import ROOT, ROUTES, Route

_ARTICLE_ID = {
    "name": "article_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": f"^{ARTICLE_ID}$"},
}
_ABOUT = (
    "Who stands where, since when, and on what evidence: read-only. Every answer has an ETag that changes with the "
    "store; send it back as If-None-Match and what has not changed is not sent again. Where the dashboard asks for "
    "log-in, so does the API, by the same session."
)


@cache
def document() -> dict[str, Any]:
    """Return the description of the API."""
    spec = APISpec(title="OnRecord", version=version("onrecord"), openapi_version="3.1.0", info={"description": _ABOUT})
    answers: list[type[BaseModel]] = [*(route.answer for route in ROUTES), Problem]
    names, schemas = models_json_schema(
        [(model, "validation") for model in answers],
        ref_template="#/components/schemas/{model}",
    )
    for name, schema in schemas["$defs"].items():
        spec.components.schema(name, schema)
    for route in ROUTES:
        path = re.sub(r"<(\w+)>", r"{\1}", ROOT + route.path)
        spec.path(path=path, operations={"get": _operation(route, names[route.answer, "validation"])})
    found: dict[str, Any] = spec.to_dict()
    return found


def _operation(route: Route, answer: dict[str, Any]) -> dict[str, Any]:
    summary, _, more = (route.read.__doc__ or "").partition("\n\n")
    return {
        "operationId": route.read.__name__,
        "summary": " ".join(summary.split()),
        "description": " ".join(more.split()),
        "parameters": list(_parameters(route)),
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {"schema": answer}}},
            **{code: _problem(why) for code, why in _problems(route)},
        },
    }


def _problems(route: Route) -> Iterator[tuple[str, str]]:
    yield "401", "Nobody is logged in, where that is asked for."
    if "<" in route.path:
        yield "404", "There is no such thing."
    yield "422", "A parameter cannot be read."
    yield "503", "The store cannot be read."


def _problem(why: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {"description": why, "content": {"application/json": {"schema": schema}}}


def _parameters(route: Route) -> Iterator[dict[str, Any]]:
    if "<article_id>" in route.path:
        yield _ARTICLE_ID
    schema = _inlined(route.asked)
    for name, described in schema.get("properties", {}).items():
        yield {
            "name": name,
            "in": "query",
            "required": False,
            "description": described.pop("description", ""),
            "schema": described,
        }


def _inlined(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of parameters with what it refers to put in its place, and without "or null"."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})

    def put_in(value: Any) -> Any:
        if isinstance(value, list):
            return [put_in(one) for one in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            rest = {key: one for key, one in value.items() if key != "$ref"}
            return put_in(definitions[value["$ref"].rsplit("/", 1)[-1]]) | rest
        if "anyOf" in value:
            rest = {key: one for key, one in value.items() if key not in {"anyOf", "default"}}
            return put_in(next(one for one in value["anyOf"] if one.get("type") != "null")) | rest
        return {key: put_in(one) for key, one in value.items() if key != "title" or not isinstance(one, str)}

    found: dict[str, Any] = put_in(schema)
    return found
