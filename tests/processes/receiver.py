"""Receives what processes export over OTLP/HTTP, and keeps it apart by process."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from gemini_otel._semconv import SCOPE
from tests.processes.told import Event, Point, Span, Told


if TYPE_CHECKING:
    from typing_extensions import Self

_REQUESTS: Final[dict[str, Callable[[], Any]]] = {
    "/v1/traces": ExportTraceServiceRequest,
    "/v1/metrics": ExportMetricsServiceRequest,
    "/v1/logs": ExportLogsServiceRequest,
}
_DELTA: Final = 1
_INSTANCE: Final = "service.instance.id"


class Receiver:
    """A collector on a free port of 127.0.0.1, for the length of a `with` block."""

    def __init__(self) -> None:
        self._bodies: list[Any] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.take(self.path, self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: object) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride] - its words do not matter

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> "Self":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """What OTEL_EXPORTER_OTLP_ENDPOINT is set to."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def take(self, path: str, body: bytes) -> None:
        """Keeps one export."""
        request = _REQUESTS[path]()
        request.ParseFromString(body)
        self._bodies.append(request)

    def processes(self) -> dict[str, Told]:
        """What each process told, by its `service.instance.id`."""
        told: dict[str, Told] = {}
        for request in list(self._bodies):
            for field, entries in request.ListFields():
                for resource in entries:
                    instance = _read(resource.resource.attributes).get(_INSTANCE, "")
                    _add(told.setdefault(instance, Told()), field.name, resource)
        return told

    def all(self) -> Told:
        """What all processes told together."""
        together = Told()
        for instance, told in self.processes().items():
            together.absorb(instance, told)
        return together


def _add(told: Told, kind: str, resource: Any) -> None:
    if kind == "resource_spans":
        spans = [one for scope in _ours(resource.scope_spans) for one in scope.spans]
        told.spans += map(_read_span, spans)
    elif kind == "resource_logs":
        records = [one for scope in _ours(resource.scope_logs) for one in scope.log_records]
        told.events += [Event(one.event_name, _read(one.attributes)) for one in records]
    else:
        for scope in _ours(resource.scope_metrics):
            _add_metrics(told, scope)


def _ours(scopes: Any) -> list[Any]:
    """Web frameworks have telemetry of their own beside ours."""
    return [one for one in scopes if one.scope.name == SCOPE]


def _add_metrics(told: Told, scope: Any) -> None:
    where = tuple(sorted(_read(scope.scope.attributes).items()))
    for metric in scope.metrics:
        for point in _read_points(metric, where):
            told.add_point(metric.name, point)


def _read_span(span: Any) -> Span:
    return Span(span.name, span.span_id.hex(), span.trace_id.hex(), _read(span.attributes))


def _read_points(metric: Any, where: tuple[Any, ...]) -> Iterator[Point]:
    kind = metric.WhichOneof("data")
    data = getattr(metric, kind)
    is_delta = getattr(data, "aggregation_temporality", None) == _DELTA
    for point in data.data_points:
        attributes = _read(point.attributes)
        key = (where, tuple(sorted(attributes.items())))
        value = point.sum if kind == "histogram" else getattr(point, point.WhichOneof("value"))
        count = point.count if kind == "histogram" else 1
        yield Point(key, attributes, value, count, point.time_unix_nano, is_delta=is_delta)


def _read(attributes: Any) -> dict[str, Any]:
    return {one.key: _plain(one.value) for one in attributes}


def _plain(value: Any) -> Any:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return tuple(_plain(one) for one in value.array_value.values)
    if kind == "kvlist_value":
        return str(_read(value.kvlist_value.values))
    return getattr(value, kind) if kind else None
