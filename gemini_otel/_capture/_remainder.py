"""What is left of a stream that was read ahead of its reader: generators, as the stream is one."""

from collections.abc import AsyncGenerator, Generator
from typing import Any, TypeVar


T = TypeVar("T")


def give_back(chunk: T, rest: Generator[T, Any, Any]) -> Generator[T, Any, Any]:
    """A chunk, and then what follows it."""
    try:
        yield chunk
    except GeneratorExit:
        rest.close()
        raise
    return (yield from rest)


def raise_again(error: BaseException) -> Generator[Any, Any, None]:
    """The error that ended the stream, when its reader gets there."""
    raise error
    yield


async def give_back_async(chunk: T, rest: AsyncGenerator[T, Any]) -> AsyncGenerator[T, Any]:
    """A chunk, and then what follows it."""
    try:
        yield chunk
        async for following in rest:
            yield following
    finally:
        await rest.aclose()


async def raise_again_async(error: BaseException) -> AsyncGenerator[Any, Any]:
    """The error that ended the stream, when its reader gets there."""
    raise error
    yield
