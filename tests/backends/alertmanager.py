"""A real Alertmanager, and a webhook of ours that it tells."""

import contextlib
import json
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.backends import binaries
from tests.backends.server import Server, serve, wait_until


if TYPE_CHECKING:
    from typing_extensions import Self


class Webhook:
    """A receiver on loopback that keeps what it is told."""

    def __init__(self) -> None:
        self._told: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())

    def __enter__(self) -> "Self":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def wait_for(self, status: str, seconds: float = 60, **labels: str) -> dict[str, Any]:
        """The first alert told of in that state (firing, resolved) with these labels."""
        return wait_until(
            lambda: self._find(status, labels), seconds=seconds, what=f"{labels} {status}"
        )

    def _find(self, status: str, labels: dict[str, str]) -> dict[str, Any] | None:
        for alert in list(self._told):
            if alert["status"] == status and labels.items() <= alert["labels"].items():
                return alert
        return None

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        told = self._told

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told.extend(json.loads(body)["alerts"])
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
                """Says nothing."""

        return Handler


@contextlib.contextmanager
def run_alertmanager(folder: Path, webhook: Webhook) -> Generator[Server]:
    """An Alertmanager within the block that tells the webhook of everything at once.

    Args:
        folder: Where its configuration, its log and its data go.
        webhook: Who is told.
    """
    binary = binaries.demand(binaries.ALERTMANAGER)
    file = folder / "alertmanager.yml"
    route = {
        "receiver": "webhook",
        "group_by": ["..."],
        "group_wait": "0s",
        "group_interval": "1s",
        "repeat_interval": "1h",
    }
    told = {"name": "webhook", "webhook_configs": [{"url": webhook.url, "send_resolved": True}]}
    file.write_text(json.dumps({"route": route, "receivers": [told]}), encoding="utf-8")
    given = (
        f"--config.file={file}",
        f"--storage.path={folder / 'alertmanager'}",
        "--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    )
    with serve(binary, given, folder, ready="/-/ready") as server:
        yield server
