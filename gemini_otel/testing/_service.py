"""Answers the requests of one connection after another, from the script and into the ledger."""

import threading
from urllib.parse import parse_qsl, urlsplit

from gemini_otel.testing._exchange import Exchange
from gemini_otel.testing._fault import Fault
from gemini_otel.testing._http import Connection, Message
from gemini_otel.testing._ledger import Ledger
from gemini_otel.testing._render import render, render_fault
from gemini_otel.testing._request import Request
from gemini_otel.testing._response import Response
from gemini_otel.testing._routes import UNKNOWN, Route, find
from gemini_otel.testing._script import Script


class Service:
    """What the server does with a connection."""

    def __init__(self, script: Script, ledger: Ledger) -> None:
        self._script = script
        self._ledger = ledger

    def serve(self, connection: Connection, closing: threading.Event) -> None:
        """Answers requests until the connection ends."""
        while message := connection.read():
            if not self._answer(message, connection, closing) or not message.keeps_alive:
                return

    def _answer(self, message: Message, connection: Connection, closing: threading.Event) -> bool:
        request, route = _understand(message)
        with self._ledger.receiving(request) as numbered:
            response = self._respond(numbered, route)
            entry = self._ledger.open(numbered, response, is_billed=route.is_billed)
            return Exchange(connection, response, entry, closing).play()

    def _respond(self, request: Request, route: Route) -> Response:
        if route is UNKNOWN:
            return render_fault(_not_found(request))
        try:
            return render(self._script.answer(request), request)
        except Exception as error:  # noqa: BLE001 - whatever a user's handler raises
            return render_fault(_unanswerable(error))


def _understand(message: Message) -> tuple[Request, Route]:
    url = urlsplit(message.target)
    destination = find(message.method, url.path)
    request = Request(
        method=message.method,
        path=url.path,
        query=dict(parse_qsl(url.query, keep_blank_values=True)),
        headers=message.headers,
        raw=message.body,
        platform=destination.platform,
        model=destination.model,
        verb=destination.verb,
        operation=destination.route.operation,
        is_stream=destination.route.is_stream,
        number=0,
    )
    return request, destination.route


def _not_found(request: Request) -> Fault:
    return Fault(
        404,
        "NOT_FOUND",
        f"FakeGemini knows no {request.method} {request.path}: it answers "
        "POST .../models/{model}:{verb} for the verbs of generate_content, embed_content, "
        "count_tokens and compute_tokens.",
    )


def _unanswerable(error: Exception) -> Fault:
    return Fault(
        500,
        "INTERNAL",
        f"FakeGemini could not answer, its script raised {type(error).__name__}: {error}",
    )
