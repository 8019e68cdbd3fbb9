"""What is said when something cannot be answered: one sentence, as a page to people and as JSON to programs."""

from __future__ import annotations

from dash.exceptions import DependencyException
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from analytics.exceptions import OnRecordError
from dashboard.request_log import log_of, told
from dashboard.security import plain_page

_SENTENCES = {
    400: "The request cannot be understood.",
    401: "Log in first.",
    403: "You may not do this.",
    404: "There is no such page.",
    405: "The address is right, but it does not take this method.",
    413: "The request is too large.",
    414: "The address is too long.",
    415: "The request is of a type that is not taken here.",
    429: "That was too often; wait a little and try again.",
}
_FOR_PROGRAMS = ("/_", "/api/", "/metrics", "/health")


def add_answers(server: Flask) -> None:
    """Answer every error of ``server`` with a sentence, and never with what it went wrong in."""

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        status = error.code or 500
        own_words = error.description if "description" in vars(error) and status != 429 else None
        answer = say(status, own_words or _SENTENCES.get(status, "The request cannot be answered."))
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return answer

    @server.errorhandler(DependencyException)
    def no_such_script(_error: DependencyException) -> Response:
        return say(404, "There is no such script.")

    @server.errorhandler(OnRecordError)
    def unavailable(error: OnRecordError) -> Response:
        return say(503, told(error))

    @server.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log_of(server).error("error", id=g.request_id, path=request.path, exc_info=error)
        return say(500, f"Something went wrong in OnRecord; its log tells more under {g.request_id}.")


def say(status: int, sentence: str) -> Response:
    """Return an answer of one sentence."""
    if request.path.startswith(_FOR_PROGRAMS):
        return make_response(jsonify(error=sentence), status)
    return plain_page(make_response(render_template("trouble.html", sentence=sentence), status))
