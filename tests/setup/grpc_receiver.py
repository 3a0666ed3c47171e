"""Receives what processes export over OTLP/gRPC, by a real gRPC server."""

from concurrent import futures
from typing import TYPE_CHECKING, Any, Final

import grpc
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2, logs_service_pb2_grpc
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2, metrics_service_pb2_grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from tests.processes.receiver import Receiver


if TYPE_CHECKING:
    from typing_extensions import Self

_SERVICES: Final[tuple[tuple[str, Any, str, Any], ...]] = (
    ("/v1/traces", trace_service_pb2_grpc, "Trace", trace_service_pb2),
    ("/v1/metrics", metrics_service_pb2_grpc, "Metrics", metrics_service_pb2),
    ("/v1/logs", logs_service_pb2_grpc, "Logs", logs_service_pb2),
)


class GrpcReceiver(Receiver):
    """A collector that is spoken to by gRPC."""

    def __init__(self) -> None:
        super().__init__()
        self._grpc: Any = grpc.server(futures.ThreadPoolExecutor(4))
        for path, stubs, name, messages in _SERVICES:
            answer = getattr(messages, f"Export{name}ServiceResponse")
            add = getattr(stubs, f"add_{name}ServiceServicer_to_server")
            add(_Service(self, path, answer), self._grpc)
        self._port = self._grpc.add_insecure_port("127.0.0.1:0")

    def __enter__(self) -> "Self":
        self._grpc.start()
        return super().__enter__()

    def __exit__(self, *error: object) -> None:
        self._grpc.stop(None).wait()
        super().__exit__(*error)

    @property
    def url(self) -> str:
        """What OTEL_EXPORTER_OTLP_ENDPOINT is set to."""
        return f"http://127.0.0.1:{self._port}"


class _Service:
    """One of the three services: it keeps what it is sent."""

    def __init__(self, receiver: Receiver, path: str, answer: Any) -> None:
        self._receiver = receiver
        self._path = path
        self._answer = answer

    def Export(self, request: Any, _context: Any) -> Any:  # noqa: N802 - as the stubs call it
        """Keeps one export."""
        self._receiver.take(self._path, request.SerializeToString())
        return self._answer()
