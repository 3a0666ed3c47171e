"""All that can go wrong in a call, with secrets in it."""

import contextlib
from typing import Any, Final

from google.genai import types
from pydantic import BaseModel

from gemini_otel.testing import Break, Reply, faults
from tests.privacy.canaries import canary
from tests.privacy.stage import API_KEY, HEADERS, WORDS, Scene, ask, connect, errors


_RETRIES: Final = types.HttpRetryOptions(attempts=2, initial_delay=0.0, jitter=0.0)


class Person(BaseModel):
    """What a program wants to be told."""

    age: int


def refused(scene: Scene) -> None:
    """The server refuses, and quotes what it was asked."""
    client = connect(scene)
    for error in errors():
        scene.gemini.queue(error)
        ask(scene, client)


def retried(scene: Scene) -> None:
    """The SDK asks again."""
    client = connect(scene, http_options={"retry_options": _RETRIES})
    for error in (faults.api_key_invalid(), Reply.error(503, "UNAVAILABLE", WORDS)):
        scene.gemini.queue(error, error)
        ask(scene, client)


def garbled(scene: Scene) -> None:
    """The answer cannot be read, or breaks off."""
    word = canary("page")
    bodies = (
        f"<p>{word}</p>",
        f'{{"candidates": "{word}"',
        f'{{"candidates": "{word}"}}',
        f'"{word}"',
    )
    for body in (*bodies, f'{{"{word}": [], "usageMetadata": {{"promptTokenCount": "{word}"}}}}'):
        for status in (200, 400, 502):
            scene.gemini.queue(Reply.raw(body, status=status))
            ask(scene)
    for stop in (
        Break.cut(after=1),
        Break.malformed(word.encode(), after=1),
        Break.error(errors()[0], after=1),
    ):
        scene.gemini.queue(Reply(f"{canary('answer')} " * 9, breaks=stop))
        ask(scene)


def unreachable(scene: Scene) -> None:
    """The address is wrong, and has credentials in it."""
    user, path, key = canary("user"), canary("path"), canary("key in query")
    place = scene.gemini.url.removeprefix("http://")
    for url in (
        f"http://{user}:{canary('password')}@127.0.0.1:9/{path}?key={key}",
        f"http://{place}/{path}/?key={key}&access_token={key}",
        f"ftp://127.0.0.1/{path}?key={key}",
        f"http://127.0.0.1:99999/{path}?key={key}",
        f"http://[{path}?key={key}",
    ):
        ask(scene, config={"http_options": {"base_url": url, "headers": HEADERS}})


def misused(scene: Scene) -> None:
    """The SDK refuses, and quotes what it was given."""
    client, word = connect(scene), canary("misuse")
    misuses: list[dict[str, Any]] = [
        {"contents": {"no such part": word}},
        {"contents": [{"role": "user", "parts": [{"no_such_field": word}]}]},
        {"contents": object},
        {"contents": [], "model": ""},
        {"config": {"temperature": word}},
        {"config": {"no_such_setting": word}},
        {"config": {"response_schema": {"type": word, "anyOf": word}}},
        {"config": {"routing_config": {"manual_mode": {"model_name": word}}}},
        {"config": {"http_options": {"headers": {"x": f"{word}\n"}}}},
        {"config": {"cached_content": f"cachedContents/{API_KEY}"}},
        {"model": f"models/{API_KEY}"},
        {"model": f"gemini-3.5-flash?key={API_KEY}"},
    ]
    for options in misuses:
        ask(scene, client, **{"config": None, **options})
    with contextlib.suppress(Exception):
        scene.gemini.client(api_key=API_KEY).files.upload(file=f"/nowhere/{word}.pdf")


def structured(scene: Scene) -> None:
    """The answer is not of the shape that was asked for."""
    scene.gemini.queue(f'{{"age": "{canary("answer")}"}}', f'{{"age": {canary("answer")}', "{}")
    shape = {"response_mime_type": "application/json", "response_schema": Person}
    for _ in range(3):
        ask(scene, config=shape)


class _LeftError(Exception):
    """The program itself fails while it reads."""


def left(scene: Scene) -> None:
    """The program itself fails while it reads."""

    def fail(_chunk: object) -> None:
        raise _LeftError(canary("own error"))

    scene.gemini.queue(Reply(f"{canary('answer')} " * 9))
    with contextlib.suppress(_LeftError):
        scene.caller.ask(connect(scene), fail, contents=canary("prompt"))
    if scene.caller.is_stream:
        reader = scene.caller.open(connect(scene), contents=canary("prompt"))
        next(reader)
        with contextlib.suppress(_LeftError):
            reader.throw(_LeftError(canary("own error")))
