"""The library calls nobody: only the address that the program gave is ever asked."""

import json
from typing import Any

from gemini_otel.testing import FakeGemini
from tests.programs import run


_WATCH = """
import json, sys
asked = []

def watch(event, args):
    if event == "socket.connect":
        asked.append(str(args[1]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        asked.append(f"{args[0]}:{args[1]}" if event == "socket.getaddrinfo" else str(args[0]))
    elif event in ("urllib.Request", "http.client.connect"):
        asked.append(str(args[0]))

sys.addaudithook(watch)
"""
_TELL = """
print("asked", json.dumps(sorted(set(asked))))
"""
_CALLS = """
import asyncio, contextlib
import gemini_otel
gemini_otel.instrument()
from google.genai import Client

def connect():
    options = {{"base_url": {url!r}}}
    return Client(api_key="test-key", vertexai=False, http_options=options)

def find(city: str) -> str:
    return "found"

client = connect()
model = "gemini-3.5-flash"
for _ in range(3):
    with contextlib.suppress(Exception):
        client.models.generate_content(model=model, contents="?", config={{"tools": [find]}})
assert list(client.models.generate_content_stream(model=model, contents="?"))
client.models.embed_content(model="gemini-embedding-001", contents="?")
client.models.count_tokens(model=model, contents="?")

async def ask():
    client = connect()  # older SDKs close what nobody holds
    models = client.aio.models
    await models.generate_content(model=model, contents="?")
    return [one async for one in await models.generate_content_stream(model=model, contents="?")]

assert asyncio.run(ask())
gemini_otel.classify(ValueError("?"))
gemini_otel.uninstrument()
"""
_COMMANDS = """
import io, sys
from gemini_otel.cli import main
line = {"modelVersion": "gemini-2.5-flash", "usageMetadata": {"promptTokenCount": 3}}
for words in (
    ["--help"],
    ["--version"],
    ["prices"],
    ["prices", "gemini-2.5-flash", "--json"],
    ["prices", "no-such-model"],
    ["estimate", "gemini-2.5-flash", "--input", "3"],
    ["price", "-"],
):
    sys.argv = ["gemini-otel", *words]
    sys.stdin = io.TextIOWrapper(io.BytesIO(json.dumps(line).encode()))
    try:
        main()
    except SystemExit as end:
        assert end.code in (0, 1, 2), end.code
"""


def _list_asked(program: str) -> tuple[list[Any], str]:
    done = run(_WATCH + program + _TELL)
    told = [line for line in done.output.splitlines() if line.startswith("asked ")]

    assert told, done.errors
    return json.loads(told[-1].removeprefix("asked ")), done.output


def test_the_watch_sees_a_connection(gemini: FakeGemini) -> None:
    """The tests below would see one."""
    host, port = gemini.url.removeprefix("http://").rsplit(":", 1)
    program = f"import socket; socket.create_connection(({host!r}, {port})).close()"

    asked, _ = _list_asked(program)

    assert str((host, int(port))) in asked


def test_an_import_asks_nobody() -> None:
    """Neither does `instrument()` while the SDK is loaded below it."""
    asked, _ = _list_asked("import gemini_otel; gemini_otel.instrument(); import google.genai")

    assert [] == asked


def test_calls_ask_the_address_of_the_program_only(gemini: FakeGemini) -> None:
    """Whole and streamed, sync and async, tools, embeddings, token counts, errors."""
    gemini.queue("One.")
    host, port = gemini.url.removeprefix("http://").rsplit(":", 1)

    asked, _ = _list_asked(_CALLS.format(url=gemini.url))

    assert gemini.requests
    assert {str((host, int(port))), f"{host}:{port}"} >= set(asked)


def test_commands_ask_nobody() -> None:
    """Prices are in the package, and stay as they are until it is upgraded."""
    asked, output = _list_asked(_COMMANDS)

    assert [] == asked
    assert "gemini-2.5-flash" in output
