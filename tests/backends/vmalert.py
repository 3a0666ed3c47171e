"""A real vmalert, which judges by rules what a VictoriaMetrics knows, and writes there."""

import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path

from tests.backends import binaries
from tests.backends.server import Server, serve
from tests.backends.victoria_metrics import VictoriaMetrics


@contextlib.contextmanager
def run_vmalert(
    folder: Path, server: VictoriaMetrics, notified: str, rules: Sequence[str]
) -> Generator[Server]:
    """A vmalert within the block.

    Args:
        folder: Where its log goes.
        server: What it asks, and where what it records goes.
        notified: The address of an Alertmanager.
        rules: Files.
    """
    binary = binaries.demand(binaries.VMALERT)
    given = (
        "-httpListenAddr=127.0.0.1:{port}",
        f"-datasource.url={server.url}",
        f"-remoteRead.url={server.url}",
        f"-remoteWrite.url={server.url}",
        "-remoteWrite.flushInterval=200ms",
        f"-notifier.url={notified}",
        "-rule.evalDelay=0s",
        *(f"-rule={file}" for file in rules),
    )
    with serve(binary, given, folder, ready="/health") as running:
        yield running
