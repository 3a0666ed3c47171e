"""The four ways a program asks for an answer, behind one set of synchronous methods."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeVar

from google.genai.types import GenerateContentResponse


T = TypeVar("T")
Answers = list[GenerateContentResponse]
Each = Callable[[GenerateContentResponse], object]

MODEL: Final = "gemini-3.5-flash"
_ASKED: Final = {"model": MODEL, "contents": "Hello?"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How an answer is asked for."""

    is_async: bool
    is_stream: bool


SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "whole": Shape(is_async=False, is_stream=False),
        "stream": Shape(is_async=False, is_stream=True),
        "async-whole": Shape(is_async=True, is_stream=False),
        "async-stream": Shape(is_async=True, is_stream=True),
    }
)


class Caller:
    """Asks in one shape; its event loop lives as long as it does."""

    def __init__(self, shape: Shape) -> None:
        self.is_async = shape.is_async
        self.is_stream = shape.is_stream
        self._loop: asyncio.AbstractEventLoop | None = None
        self._clients: list[Any] = []

    @classmethod
    def of(cls, name: str) -> "Caller":
        """One that asks in the shape of this name; close it."""
        return cls(SHAPES[name])

    def ask(self, client: Any, each: Each | None = None, **options: Any) -> Answers:
        """What comes back: the answer, or every chunk of it; `each` gets them as they come."""
        if self.is_async:
            return self.run(self.ask_async(client, each, **options))
        asked = {**_ASKED, **options}
        if self.is_stream:
            return _keep(client.models.generate_content_stream(**asked), each)
        return _keep(iter([client.models.generate_content(**asked)]), each)

    async def ask_async(self, client: Any, each: Each | None = None, **options: Any) -> Answers:
        """The same from a coroutine."""
        self._clients.append(client)
        models = client.aio.models
        asked = {**_ASKED, **options}
        if self.is_stream:
            return await _keep_async(await models.generate_content_stream(**asked), each)
        return _keep(iter([await models.generate_content(**asked)]), each)

    def chat(self, client: Any, message: str, **options: Any) -> tuple[Answers, list[Any]]:
        """What a chat answers to its first message, and what it remembers then."""
        options = {"model": MODEL, **options}
        if not self.is_async:
            chat = client.chats.create(**options)
            if self.is_stream:
                return list(chat.send_message_stream(message)), chat.get_history()
            return [chat.send_message(message)], chat.get_history()
        self._clients.append(client)
        return self.run(self._chat_async(client, message, **options))

    async def _chat_async(
        self, client: Any, message: str, **options: Any
    ) -> tuple[Answers, list[Any]]:
        chat = client.aio.chats.create(**options)
        if self.is_stream:
            stream = await chat.send_message_stream(message)
            return await _keep_async(stream), chat.get_history()
        return [await chat.send_message(message)], chat.get_history()

    def use(self, client: Any, method: str, **options: Any) -> Any:
        """What another method of `models` returns."""
        if not self.is_async:
            return getattr(client.models, method)(**options)
        self._clients.append(client)
        return self.run(getattr(client.aio.models, method)(**options))

    def open(self, client: Any, **options: Any) -> "Reader":
        """A stream to be read step by step; its client lives as long as this caller."""
        self._clients.append(client)
        if not self.is_async:
            return Reader(client.models.generate_content_stream(**{**_ASKED, **options}), None)
        made = client.aio.models.generate_content_stream(**{**_ASKED, **options})
        return Reader(self.run(made), self)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine, in a task of its own."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(work)

    def settle(self) -> None:
        """Lets the loop finalize what was dropped."""
        if self._loop is not None:
            self.run(turn_over())

    def close(self) -> None:
        """Ends the loop and what the clients have open in it."""
        if self._loop is None:
            self._clients.clear()
            return
        for client in {id(client): client for client in self._clients}.values():
            self.run(client.aio.aclose())
        self.run(self._loop.shutdown_asyncgens())
        self._loop.close()
        self._loop = None


class Reader(Iterator[Any]):
    """A stream of either kind; each step of an async one is a task of its own."""

    def __init__(self, stream: Any, caller: Caller | None) -> None:
        self.stream = stream
        self._caller = caller

    def __next__(self) -> Any:
        return self._step("__anext__" if self._caller else "__next__")

    def send(self, value: object) -> Any:
        """`send` or `asend`."""
        return self._step("asend" if self._caller else "send", value)

    def throw(self, error: BaseException) -> Any:
        """`throw` or `athrow`."""
        return self._step("athrow" if self._caller else "throw", error)

    def close(self) -> Any:
        """`close` or `aclose`."""
        return self._step("aclose" if self._caller else "close")

    def drop(self) -> None:
        """Forgets the stream, as a program does that leaves its loop by `break`."""
        self.stream = None
        if self._caller:
            self._caller.settle()

    def _step(self, method: str, *args: object) -> Any:
        step = getattr(self.stream, method)
        if self._caller is None:
            return step(*args)

        async def advance() -> Any:
            return await step(*args)

        try:
            return self._caller.run(advance())
        except StopAsyncIteration as end:
            raise StopIteration(*end.args) from None


def _keep(answers: Iterator[GenerateContentResponse], each: Each | None) -> Answers:
    kept: Answers = []
    for answer in answers:
        kept.append(answer)
        if each:
            each(answer)
    return kept


async def _keep_async(answers: Any, each: Each | None = None) -> Answers:
    kept: Answers = []
    async for answer in answers:
        kept.append(answer)
        if each:
            each(answer)
    return kept


async def turn_over() -> None:
    """Lets the loop finalize what was dropped."""
    for _ in range(25):  # a generator inside another takes several
        await asyncio.sleep(0)
