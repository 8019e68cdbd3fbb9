"""Counts for Prometheus, over all processes: ``/metrics``, for this machine and for admins."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from flask import Flask, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from analytics.exceptions import OnRecordError
from dashboard.auth import Role, current_role, may
from dashboard.data import DataDoor
from dashboard.gate import is_local

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def add_metrics(server: Flask, data: DataDoor) -> None:
    """Measure every request, and tell at ``/metrics``."""
    registry = CollectorRegistry()
    seconds = Histogram(
        "onrecord_request_seconds",
        "Seconds that requests took, by route and status.",
        ["route", "status"],
        buckets=_SECONDS,
        registry=registry,
    )
    shared = CollectorRegistry() if "PROMETHEUS_MULTIPROC_DIR" in os.environ else None
    if shared:
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    told = shared or registry
    told.register(_StoreMetrics(data))

    @server.after_request
    def measure(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        seconds.labels(route, response.status_code).observe(time.perf_counter() - g.begun)
        return response

    @server.get("/metrics")
    def metrics() -> Response:
        if not is_local() and not may(Role.ADMIN):
            current_role()  # status 401 for who is not logged in
            abort(403, "Metrics are for admins, and for this machine.")
        return Response(generate_latest(told), content_type=CONTENT_TYPE_LATEST)


class _StoreMetrics(Collector):
    """What the store holds, read when asked for."""

    def __init__(self, data: DataDoor) -> None:
        self._data = data

    def collect(self) -> Iterator[Metric]:
        """Yield whether the store can be read and, if so, its version and what it holds."""
        try:
            version, coverage = self._data.version(), self._data.coverage()
        except OnRecordError:
            yield GaugeMetricFamily("onrecord_store_up", "Whether the store can be read.", 0)
            return
        yield GaugeMetricFamily("onrecord_store_up", "Whether the store can be read.", 1)
        yield GaugeMetricFamily("onrecord_store_version", "Grows with every write to the store.", version)
        yield GaugeMetricFamily("onrecord_store_statements", "Statements in the store.", coverage["statements"])
        yield GaugeMetricFamily("onrecord_store_articles", "Articles in the store.", coverage["articles"])
