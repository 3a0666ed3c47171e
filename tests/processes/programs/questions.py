"""The two ways in which the programs ask: for a whole answer, and for a stream."""

from google.genai import Client


MODEL = "gemini-3.5-flash"
PAUSED = "gemini-3.5-flash-lite"
"""Of a stream of this model two chunks are ever written, of a whole answer nothing."""


def ask(client: Client, words: str = "Hello?") -> None:
    """One whole answer."""
    client.models.generate_content(model=MODEL, contents=words)


def read(client: Client, words: str = "Hello?") -> None:
    """One stream, read out."""
    for _ in client.models.generate_content_stream(model=MODEL, contents=words):
        pass


def ask_and_read(client: Client) -> None:
    """One of each."""
    ask(client)
    read(client)


async def ask_async(client: Client, words: str = "Hello?") -> None:
    """One whole answer."""
    await client.aio.models.generate_content(model=MODEL, contents=words)


async def read_async(client: Client, words: str = "Hello?") -> None:
    """One stream, read out."""
    async for _ in await client.aio.models.generate_content_stream(model=MODEL, contents=words):
        pass
