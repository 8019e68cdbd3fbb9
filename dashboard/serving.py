"""What makes of the app something that can be served: log, metrics, the gate, log-in, the API, and headers."""

from __future__ import annotations

from dataclasses import dataclass

from dash import Dash

from dashboard.answers import add_answers
from dashboard.api import add_api
from dashboard.auth.log_in import add_log_in
from dashboard.data import DataDoor
from dashboard.gate import add_gate
from dashboard.metrics import add_metrics
from dashboard.request_log import add_request_log
from dashboard.security import add_security_headers


@dataclass(frozen=True)
class Serving:
    """How an app is served: whether people have to log in, and whether every request is logged."""

    auth: bool = False
    log: bool = False


UNGUARDED = Serving()
"""For this machine only, without log-in."""


def add_serving(app: Dash, data: DataDoor, serving: Serving) -> None:
    """Make ``app`` fit to be served. Call it when all callbacks are registered.

    Raises ``OnRecordError`` when people have to log in and nobody can.
    """
    server = app.server
    add_request_log(server, serving.log)
    add_metrics(server, data)
    add_answers(server)
    add_gate(app, only_local=not serving.auth)
    if serving.auth:
        add_log_in(server, data)
    add_api(server, data)
    add_security_headers(app)
