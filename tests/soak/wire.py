"""Answers the SDK inside the process, each request as the script says, from bytes made once."""

import functools
from typing import Any

from gemini_otel.testing._render import render
from gemini_otel.testing._request import Request
from gemini_otel.testing._routes import find
from tests.bench._wire import Wire
from tests.soak.script import ANSWERS, Script


class SoakWire(Wire):
    """A transport without a socket that many threads may use."""

    def __init__(self) -> None:
        super().__init__()
        self._script = Script()

    def _respond(self, request: Any) -> Any:
        name = self._script.choose(request.content)
        status, headers, body = _make_bytes(name, request.url.path)
        return self._http.Response(status, headers=headers, content=body)


@functools.lru_cache(maxsize=256)
def _make_bytes(name: str, path: str) -> tuple[int, dict[str, str], bytes]:
    answer, to = ANSWERS[name], find("POST", path)
    request = Request(
        "POST",
        path,
        {},
        {},
        b"{}",
        to.platform,
        to.model,
        to.verb,
        to.route.operation,
        to.route.is_stream,
        number=1,
    )
    made = render(answer, request)
    headers = {"content-type": made.content_type, **(answer.headers or {})}
    return made.status, headers, b"".join(made.pieces)
