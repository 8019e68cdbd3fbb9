"""A line of JSON on standard error for every request, and for what went wrong."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request
from structlog.typing import FilteringBoundLogger, Processor

from analytics.exceptions import OnRecordError, StoreError
from dashboard.auth.identity import asks_for_log_in, member_name

LOG = "onrecord_log"
"""The key of a server's log among its extensions."""

_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_QUIET = ("/assets/", "/_dash-component-suites/", "/health", "/metrics")
_PROCESSORS: list[Processor] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.format_exc_info,
]


def add_request_log(server: Flask, verbose: bool) -> None:
    """Give every request an id, told in its answer, and write a line about it; else only about what went wrong.

    The line has the path but not what is after "?", which may be what somebody is looking for.
    """
    logger = _logger(verbose)
    server.extensions[LOG] = logger

    @server.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        g.begun = time.perf_counter()

    @server.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        told = logger.debug if request.path.startswith(_QUIET) and response.status_code < 400 else logger.info
        told(
            "request",
            id=g.request_id,
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=round(1000 * (time.perf_counter() - g.begun), 1),
            user=member_name(),
            address=request.remote_addr,
        )
        return response


def log_of(server: Flask) -> FilteringBoundLogger:
    """Return where ``server`` writes what happens."""
    found: FilteringBoundLogger = server.extensions[LOG]
    return found


def told(error: OnRecordError) -> str:
    """Return what is said of what went wrong: all of it on this machine, and of a store else only in the log."""
    if LOG in current_app.extensions:
        log_of(current_app).error("unavailable", id=g.request_id, detail=str(error))
    if isinstance(error, StoreError) and asks_for_log_in():
        return f"The store cannot be read; the log tells more under {g.request_id}."
    return str(error)


def logging_of(name: str) -> dict[str, Any]:
    """Return a configuration of ``logging`` by which warnings, of the logger ``name`` too, look like our own lines."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _json()],
        "foreign_pre_chain": _PROCESSORS,
    }
    handler = {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"json": handler},
        "root": {"level": "WARNING", "handlers": ["json"]},
        "loggers": {name: {"level": "WARNING", "propagate": True}},
    }


def _logger(verbose: bool) -> FilteringBoundLogger:
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[*_PROCESSORS, _json()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if verbose else logging.WARNING),
    )
    return logger


def _json() -> structlog.processors.JSONRenderer:
    return structlog.processors.JSONRenderer(ensure_ascii=False)
