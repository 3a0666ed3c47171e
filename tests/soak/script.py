"""What the server says in a soak, by what it is asked: the same over a socket and without one."""

import re
import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from gemini_otel.testing import Answer, Break, Embedding, Reply, faults, parts
from tests.soak.paths import EMBEDDING_MODEL, MODEL, UNKNOWN_MODEL


_ASKED: Final = re.compile(rb"soak:([a-z]+):(\d+)")
_TIER: Final = {"x-gemini-service-tier": "standard"}
_TOLD: Final = b"functionResponse"


def write_prompt(path: str, serial: int) -> str:
    """The prompt by which the server knows what to answer."""
    return f"soak:{path}:{serial}"


def add(a: int, b: int) -> int:
    """Adds, as a tool."""
    return a + b


def name_model(path: str) -> str:
    """The model that a path asks."""
    return {"unknown": UNKNOWN_MODEL, "embedding": EMBEDDING_MODEL}.get(path, MODEL)


def _reply(text: Any, usage: Mapping[str, Any], **said: Any) -> Reply:
    return Reply(text, usage=_detail(usage), headers=_TIER, **said)


def _detail(usage: Mapping[str, Any]) -> dict[str, Any]:
    """All of it is text, and the server says so."""
    kinds = {"prompt", "cached", "candidates"} & usage.keys()
    return {**usage, **{f"{kind}_details": {"TEXT": usage[kind]} for kind in kinds}}


_THINKING: Final = {"prompt": 9, "candidates": 2, "thoughts": 20}
_LONG: Final = {"prompt": 40, "cached": 15, "thoughts": 9, "candidates": 12}
_TALE: Final = ([parts.thought("Hm."), "abcdef"], _LONG)
"""Four chunks: a thought, and thrice two letters of four tokens."""

_WHOLE: Final = _reply("Paris.", _THINKING)
_CALL: Final = _reply(parts.function_call("add", {"a": 1, "b": 2}), {"prompt": 10, "candidates": 3})
_SUM: Final = _reply("3.", {"prompt": 21, "candidates": 5})
_LEFT: Final = _reply(*_TALE, chunks=4, breaks=Break.pause(threading.Event(), after=2))
_QUERIES: Final = {"web_search_queries": ["capital of France", "Paris"]}

ANSWERS: Final[Mapping[str, Answer]] = MappingProxyType(
    {
        "whole": _WHOLE,
        "retried": _WHOLE,
        "unknown": _WHOLE,
        "stream": _reply(*_TALE, chunks=4),
        "half": _LEFT,
        "dropped": _LEFT,
        "tools": _SUM,
        "call": _CALL,
        "refusal": faults.requests_per_minute(),
        "missing": faults.model_not_found(),
        "embedding": Embedding(usage={"prompt": 4, "prompt_details": {"TEXT": 4}}, headers=_TIER),
        "blocked": Reply.blocked(usage=_detail({"prompt": 12})),
        "truncated": _reply([], {"prompt": 9, "thoughts": 64}, finish_reason="MAX_TOKENS"),
        "cached": _reply("Yes.", {"prompt": 1_000, "cached": 800, "candidates": 5}),
        "grounded": _reply("Paris.", {"prompt": 9, "candidates": 2}, grounding=_QUERIES),
    }
)
"""Everything that is ever said, by name."""


class Script:
    """Decides which answer a request gets; it may be asked by many threads."""

    def __init__(self) -> None:
        self._refused: set[bytes] = set()

    def choose(self, body: bytes) -> str:
        """The name of the answer to a request with this body.

        Raises:
            ValueError: The request is not one of a soak.
        """
        asked = _ASKED.search(body)
        if asked is None:
            raise ValueError(f"a request without a path of a soak: {body[:200]!r}")
        path, serial = asked[1].decode(), asked[2]
        if path == "retried":
            return "retried" if self._is_second(serial) else "refusal"
        return "call" if path == "tools" and _TOLD not in body else path

    def _is_second(self, serial: bytes) -> bool:
        """Whether it was refused before; then it is forgotten, so that nothing grows."""
        if serial in self._refused:
            self._refused.discard(serial)
            return True
        self._refused.add(serial)
        return False
