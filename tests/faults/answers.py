"""Makes answers as a server could send them, the same from the same number."""

import copy
import json
import random
from collections.abc import Sequence
from typing import Final, NamedTuple

from tests.faults.bodies import BODIES
from tests.faults.changes import CHANGES, NESTED, Choice, find_object
from tests.faults.pipe import Bytes


class Made(NamedTuple):
    """An answer, and what was done to it."""

    kinds: tuple[str, ...]
    answer: Bytes


_BIG: Final = 2_000
_DEPTHS: Final = (20, 200)


def make(number: int, *, is_stream: bool) -> Made:
    """The answer of a number."""
    choice = random.Random(number)  # noqa: S311 - it is to be the same again
    chunks = copy.deepcopy(choice.choice(BODIES))
    if not is_stream:
        chunks = chunks[-1:]
    names = choice.choices([*CHANGES], k=choice.choice((0, 1, 1, 1, 2, 3)))
    for name in names:
        CHANGES[name](choice, chunks)
    if number % _BIG == 0:
        names.append("10 MB")
        find_object(choice, chunks)["big"] = "y" * 10_000_000
    bodies = [spell(chunk, choice.choice(_DEPTHS)) for chunk in chunks]
    if choice.random() < 0.08:
        names.append(_spoil(choice, bodies))
    status = choice.choice((400, 429, 500, 503)) if choice.random() < 0.02 else 200
    kinds = (*names, *(() if status == 200 else ("status",)))
    return Made(kinds or ("as it is",), pack(bodies, status, is_stream=is_stream))


def pack(bodies: Sequence[bytes], status: int = 200, *, is_stream: bool) -> Bytes:
    """Bodies as they go over the wire."""
    if is_stream:
        return Bytes([b"data: " + one + b"\r\n\r\n" for one in bodies], status, is_stream=True)
    return Bytes([bodies[0] if bodies else b""], status)


def spell(chunk: object, depth: int = 0) -> bytes:
    """A chunk as JSON, NaN and lists of any depth included."""
    text = json.dumps(chunk)
    return text.replace(f'"{NESTED}"', "[" * depth + "]" * depth).encode()


def _spoil(choice: Choice, bodies: list[bytes]) -> str:
    """Makes something else than JSON, or JSON of another kind, of one body."""
    if not bodies:
        return "no chunk"
    at = choice.randrange(len(bodies))
    whole = bodies[at]
    name, bodies[at] = choice.choice(
        (
            ("cut", whole[: choice.randrange(len(whole))]),
            ("not JSON", b"<html>busy</html>"),
            ("not UTF-8", whole.replace(b'"', b'"\xff\xfe', 1)),
            ("not an object", choice.choice((b"null", b"[]", b"[{}]", b"7", b'"text"'))),
            ("empty object", b"{}"),
            ("a name twice", b'{"usageMetadata":{"promptTokenCount":5},' + whole[1:]),
            ("an error inside", b'{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}'),
        )
    )
    return name
