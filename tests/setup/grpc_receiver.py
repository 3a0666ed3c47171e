"""Receives what processes export over OTLP/gRPC, by a real gRPC server."""

import importlib
from concurrent import futures
from typing import TYPE_CHECKING, Any, Final

from tests.processes.receiver import Receiver


if TYPE_CHECKING:
    from typing_extensions import Self

# By name, because neither of them has types.
_GRPC: Final[Any] = importlib.import_module("grpc")
_MODULES: Final = "opentelemetry.proto.collector.{0}.v1.{0}_service_pb2"
_SERVICES: Final = (
    ("/v1/traces", "trace", "Trace"),
    ("/v1/metrics", "metrics", "Metrics"),
    ("/v1/logs", "logs", "Logs"),
)


class GrpcReceiver(Receiver):
    """A collector that is spoken to by gRPC."""

    def __init__(self) -> None:
        super().__init__()
        self._grpc: Any = _GRPC.server(futures.ThreadPoolExecutor(4))
        for path, module, name in _SERVICES:
            messages = importlib.import_module(_MODULES.format(module))
            stubs = importlib.import_module(f"{_MODULES.format(module)}_grpc")
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
