"""Decides which answer a request gets."""

import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from gemini_otel.testing._answers import (
    COMPUTE,
    COUNT,
    EMBED,
    GENERATE,
    Answer,
    Embedding,
    TokenCount,
    TokenList,
)
from gemini_otel.testing._reply import Reply
from gemini_otel.testing._request import Request


Handler: TypeAlias = Callable[[Request], "Answer | str | None"]

_USUAL: Final[Mapping[str, Answer]] = MappingProxyType(
    {GENERATE: Reply(), EMBED: Embedding(), COUNT: TokenCount(), COMPUTE: TokenList()}
)


class Script:
    """Answers in a queue, a handler, and what is said when both are silent."""

    def __init__(self, default: Answer | str | None) -> None:
        self._lock = threading.Lock()
        self._queue: list[tuple[str | None, Answer]] = []
        self._default = None if default is None else to_answer(default)
        self.handler: Handler | None = None

    def add(self, answers: tuple[Answer | str, ...], model: str | None) -> None:
        """Puts answers at the end of the queue."""
        wanted = model.rpartition("/")[-1] if model else None
        ready = [(wanted, to_answer(answer)) for answer in answers]
        with self._lock:
            self._queue += ready

    def unserved(self) -> list[Answer]:
        """What is still in the queue."""
        with self._lock:
            return [answer for _, answer in self._queue]

    def answer(self, request: Request) -> Answer:
        """The answer to a request: the handler's, else the queue's, else the default."""
        handled = self.handler(request) if self.handler else None
        if handled is not None:
            return to_answer(handled)
        return self._next(request) or self._usual(request)

    def _next(self, request: Request) -> Answer | None:
        """The first answer in the queue that fits; one for the request's model goes before."""
        with self._lock:
            for model in (request.model, None):
                for index, (wanted, answer) in enumerate(self._queue):
                    if wanted == model and request.operation in answer.operations:
                        del self._queue[index]
                        return answer
        return None

    def _usual(self, request: Request) -> Answer:
        if self._default is not None and request.operation in self._default.operations:
            return self._default
        return _USUAL[request.operation]


def to_answer(given: object) -> Answer:
    """An answer as it is, or a text as a reply.

    Raises:
        TypeError: When it is neither.
    """
    if isinstance(given, str):
        return Reply(given)
    if isinstance(given, Answer):
        return given
    raise TypeError(
        f"{given!r} cannot be served: give a str, a Reply, a Fault, or what "
        "Reply.embedding, Reply.tokens and Reply.raw make."
    )
