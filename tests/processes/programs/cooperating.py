"""Greenlets of gevent with one client, under its patches of the standard library."""

from gevent import monkey  # type: ignore[import-untyped]  # its stubs are a package apart


monkey.patch_all()

import contextlib  # noqa: E402 - the patches come first
from typing import Any  # noqa: E402 - the patches come first

import gevent  # noqa: E402 - as above
from gevent.pool import Pool  # type: ignore[import-untyped]  # noqa: E402 - as above
from google.genai import Client  # noqa: E402

import gemini_otel  # noqa: E402
from tests.processes.programs.pipeline import Providers  # noqa: E402
from tests.processes.programs.questions import MODEL, PAUSED, ask_and_read  # noqa: E402


Providers().make_global()
gemini_otel.instrument()
client = Client()


def leave() -> None:
    """A stream that a timeout ends after its second chunk."""
    stream: Any = client.models.generate_content_stream(model=PAUSED, contents="Hello?")
    next(stream)
    next(stream)
    with contextlib.suppress(gevent.Timeout), gevent.Timeout(0.05):
        next(stream)


def ask_for_tenant(number: int) -> None:
    """Each greenlet has a context of its own."""
    with gemini_otel.attribution(tenant=str(number)):
        client.models.generate_content(model=MODEL, contents="Hello?")


pool = Pool(32)
for each in range(30):
    pool.spawn(ask_and_read, client)
    pool.spawn(ask_for_tenant, each)
    if not each % 3:
        pool.spawn(leave)
pool.join(raise_error=True)
