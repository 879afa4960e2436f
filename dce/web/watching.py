"""For who watches the site: whether a process lives, whether it can serve, and numbers for Prometheus.

Numbers are of requests, never of people who answer: the rule of a page is the same for everybody.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

watching = Blueprint("watching", __name__)
FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of a server keep their numbers, to be added up
LOOPBACK = ("127.0.0.1", "::1")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


@watching.get("/health")
def health() -> ResponseReturnValue:
    """A process that answers lives."""
    return _plain("ok\n")


@watching.get("/ready")
def ready() -> ResponseReturnValue:
    """The database can be read and written; else 503."""
    current_app.extensions["dce_store"].ready()
    return _plain("ready\n")


@watching.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Numbers of requests and their seconds, of all processes; to this machine only, not through a proxy."""
    if request.remote_addr not in LOOPBACK or "X-Forwarded-For" in request.headers:
        abort(404)
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    if FOLDER in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@contextmanager
def counted() -> Iterator[None]:
    """Let every process that is started inside keep its numbers where the others do."""
    folder = tempfile.mkdtemp(prefix="dce-numbers-")
    os.environ[FOLDER] = folder
    try:
        yield
    finally:
        del os.environ[FOLDER]
        shutil.rmtree(folder, ignore_errors=True)


def add_watching(app: Flask) -> None:
    """Count the requests of ``app`` by rule, method and status, where its server keeps numbers."""
    app.register_blueprint(watching)
    if FOLDER not in os.environ:
        return
    from prometheus_client import Counter, Histogram  # it looks for the folder when it is loaded

    requests = Counter("dce_requests_total", "Requests.", ("rule", "method", "status"))
    seconds = Histogram("dce_request_seconds", "Seconds to answer.", ("rule", "method"), buckets=BOUNDS)

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        rule = str(request.url_rule) if request.url_rule else ""
        requests.labels(rule, request.method, response.status_code).inc()
        if "began" in g:
            seconds.labels(rule, request.method).observe(time.perf_counter() - g.began)
        return response


def _plain(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
