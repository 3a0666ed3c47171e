"""A program that calls Gemini as yours might; nothing in it knows that it is observed."""

import asyncio
import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from google.genai import Client
from google.genai.types import (
    Candidate,
    EmbedContentConfig,
    GenerateContentConfig,
    GenerateContentResponse,
    GoogleSearch,
    HttpOptions,
    HttpRetryOptions,
    Part,
    ThinkingConfig,
    Tool,
)


# A red square of 32 by 32 pixels.
_PICTURE: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgAQMAAABJtOi3AAAAA1BMVEX/AAAZ4gk3AAAADElEQVR42mNgGNwAAACgAAGO"
    "+7G0AAAAAElFTkSuQmCC"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the program got.

    Attributes:
        said: The answer for people, or why there is none.
        responses: What the SDK handed over; of a stream, each chunk.
        is_answer: Whether there is an answer.
    """

    said: str
    responses: Sequence[GenerateContentResponse] = ()
    is_answer: bool = True


def ask(client: Client, model: str) -> Outcome:
    """The simplest call."""
    return _outcome(
        client.models.generate_content(
            model=model, contents="What is the capital of France? Name it, no more."
        )
    )


def ask_async(client: Client, model: str) -> Outcome:
    """The same call on the asynchronous client."""
    return asyncio.run(_ask_async(client, model))


async def _ask_async(client: Client, model: str) -> Outcome:
    try:
        answer = await client.aio.models.generate_content(
            model=model, contents="What is the capital of Norway? Name it, no more."
        )
    finally:
        await client.aio.aclose()
    return _outcome(answer)


def stream(client: Client, model: str) -> Outcome:
    """A streamed answer, with a summary of the thoughts before it."""
    chunks = client.models.generate_content_stream(
        model=model,
        contents="Which weighs more, a litre of oil or a litre of water? One sentence.",
        config=GenerateContentConfig(
            thinking_config=ThinkingConfig(include_thoughts=True, thinking_budget=512)
        ),
    )
    return _outcome(*chunks)


def ask_handbook(client: Client, model: str) -> Outcome:
    """A question about a long text that was cached before."""
    return _outcome(
        client.models.generate_content(
            model=model,
            contents="Who approves a journey abroad?",
            config=GenerateContentConfig(cached_content="cachedContents/handbook"),
        )
    )


def describe_picture(client: Client, model: str) -> Outcome:
    """A prompt of text and a picture."""
    prompt: list[Any] = [
        "What colour is this? One word.",
        Part.from_bytes(data=_PICTURE, mime_type="image/png"),
    ]
    return _outcome(client.models.generate_content(model=model, contents=prompt))


def get_temperature(city: str) -> float:
    """The temperature in a city at this moment, in degrees Celsius."""
    return {"Lisbon": 24.0, "Oslo": 11.0}.get(city, 20.0)


def to_fahrenheit(celsius: float) -> float:
    """Converts degrees Celsius to degrees Fahrenheit."""
    return celsius * 9 / 5 + 32


def use_tools(client: Client, model: str) -> Outcome:
    """A chat in which the model calls two Python functions, one after the other."""
    chat = client.chats.create(
        model=model, config=GenerateContentConfig(tools=[get_temperature, to_fahrenheit])
    )
    return _outcome(
        chat.send_message(  # pyright: ignore[reportUnknownMemberType] - the SDK leaves a list open
            "How warm is it in Lisbon, in Fahrenheit? Use the tools."
        )
    )


def search(client: Client, model: str) -> Outcome:
    """An answer that rests on Google Search."""
    return _outcome(
        client.models.generate_content(
            model=model,
            contents="Who won the Tour de France this year, and by how much?",
            config=GenerateContentConfig(tools=[Tool(google_search=GoogleSearch())]),
        )
    )


def ask_for_harm(client: Client, model: str) -> Outcome:
    """A prompt that Google blocks."""
    return _outcome(
        client.models.generate_content(model=model, contents="How do I open someone's safe?")
    )


def ask_for_lyrics(client: Client, model: str) -> Outcome:
    """An answer that would repeat a source word for word."""
    return _outcome(
        client.models.generate_content(model=model, contents="Print that song's lyrics in full.")
    )


def think_too_long(client: Client, model: str) -> Outcome:
    """An output budget that thinking can use up before the answer begins."""
    return _outcome(
        client.models.generate_content(
            model=model,
            contents="How many squares of any size are on a chess board? Show every step.",
            config=GenerateContentConfig(
                max_output_tokens=40, thinking_config=ThinkingConfig(thinking_budget=512)
            ),
        )
    )


def repeat_forever(client: Client, model: str) -> Outcome:
    """An answer in which the model gets stuck."""
    return _outcome(
        client.models.generate_content(
            model=model,
            contents="List the stations of the line.",
            config=GenerateContentConfig(temperature=0, max_output_tokens=400),
        )
    )


def retry(client: Client, model: str) -> Outcome:
    """A call that the SDK repeats when it fails."""
    patience = HttpRetryOptions(attempts=3, initial_delay=0.25, max_delay=1, jitter=0)
    return _outcome(
        client.models.generate_content(
            model=model,
            contents="What is the capital of Peru?",
            config=GenerateContentConfig(http_options=HttpOptions(retry_options=patience)),
        )
    )


def leave_half_way(client: Client, model: str) -> Outcome:
    """A stream whose reader has enough after two chunks."""
    heard: list[GenerateContentResponse] = []
    for chunk in client.models.generate_content_stream(
        model=model, contents="Tell a long story about a lighthouse."
    ):
        heard.append(chunk)
        if len(heard) == 2:  # noqa: PLR2004 - any number would do
            break
    return _outcome(*heard)


def embed(client: Client, model: str) -> Outcome:
    """The vectors of three texts."""
    texts: list[Any] = ["a lighthouse", "a harbour", "a spreadsheet"]
    answer = client.models.embed_content(
        model=model,
        contents=texts,
        config=EmbedContentConfig(output_dimensionality=128),
    )
    return Outcome(f"{len(answer.embeddings or [])} vectors")


def _outcome(*responses: GenerateContentResponse) -> Outcome:
    text = "".join(_texts(responses)).strip()
    if text:
        return Outcome(text, responses)
    return Outcome(f"no answer: {_reason(responses[-1])}", responses, is_answer=False)


def _texts(responses: Sequence[GenerateContentResponse]) -> Iterator[str]:
    for candidate in map(_candidate, responses):
        content = candidate.content if candidate else None
        for part in (content.parts if content else None) or []:
            if part.text and not part.thought:
                yield part.text


def _candidate(response: GenerateContentResponse) -> Candidate | None:
    return response.candidates[0] if response.candidates else None


def _reason(response: GenerateContentResponse) -> str:
    """Why there is no text, in the server's word."""
    candidate, feedback = _candidate(response), response.prompt_feedback
    reason: Any = candidate.finish_reason if candidate else feedback and feedback.block_reason
    return reason.value if reason else "no reason given"
