"""The ways a call can go, each played again and again against one server."""

import asyncio
import itertools
import threading
from collections.abc import Callable
from typing import Any, Final

from gemini_otel.testing import Break, FakeGemini, Reply, faults, parts
from tests.comparison import catch, describe, release
from tests.shapes import Caller


_models: Final = map("model-{}".format, itertools.count())


def look_up(city: str) -> str:
    """Looks a city up."""
    return city.upper()


_RICH: Final = Reply(
    [parts.thought("hm"), parts.inline_data(b"png"), parts.code("1"), "Paris, Paris, Paris, "],
    usage={"prompt": 40, "cached": 15, "thoughts": 9, "candidates": 12, "tool_use": 3},
    finish_reason="MAX_TOKENS",
    safety_ratings=[{"category": "HARM_CATEGORY_HARASSMENT", "probability": "LOW"}],
    citations=[{"start_index": 0, "end_index": 5, "uri": "https://example.org/"}],
    grounding={"web_search_queries": ["q"], "grounding_chunks": [{"maps": {"uri": "m"}}]},
    url_context=[{"retrieved_url": "https://example.org/", "url_retrieval_status": "ERROR"}],
    headers={"x-gemini-service-tier": "standard"},
)
_CALLS_TOOL: Final = Reply(parts.function_call("look_up", {"city": "Paris"}))
_RETRIED: Final = {"retry_options": {"attempts": 2, "initial_delay": 0.001, "max_delay": 0.001}}
_CONFIG: Final[dict[str, Any]] = {
    "system_instruction": "Be short.",
    "temperature": 0.5,
    "stop_sequences": ["."],
    "thinking_config": {"thinking_budget": 64},
    "response_modalities": ["TEXT"],
}


class Stage:
    """One client, asked again and again."""

    def __init__(self, caller: Caller, gemini: FakeGemini) -> None:
        self.caller = caller
        self.gemini = gemini
        self.client = gemini.client(http_options=_RETRIED)

    def ask(self, *answers: Any, **options: Any) -> object:
        """What the program gets: texts and usage, or an exception."""
        return self.use(lambda model: self.caller.ask(self.client, model=model, **options), answers)

    def use(self, work: Callable[[str], Any], answers: tuple[Any, ...] = ()) -> object:
        """The same for other ways to ask; each time of a model not seen before."""
        model, got = next(_models), list[Any]()
        self.gemini.queue(*answers, model=model)
        error = catch(lambda: got.extend(work(model)))
        ending = describe(error)
        release(error)
        self.caller.settle()
        return [_read(answer) for answer in got], ending


def _read(answer: Any) -> object:
    told = answer.model_dump(exclude={"response_id", "sdk_http_response", "model_version"})
    return {name: value for name, value in told.items() if name != "parsed"}


def _leave(stage: Stage, answers: tuple[Any, ...], leave: Callable[[Any], Any]) -> object:
    def work(model: str) -> list[Any]:
        reader = stage.caller.open(stage.client, model=model)
        got = [next(reader)]
        leave(reader)
        reader.drop()
        return got

    return stage.use(work, answers)


def _cancel(stage: Stage) -> object:
    def work(model: str) -> Any:
        async def start() -> Any:
            task = asyncio.ensure_future(stage.caller.ask_async(stage.client, model=model))
            while not (task.done() or model == stage.gemini.requests[-1].model):  # noqa: ASYNC110
                await asyncio.sleep(0)
            task.cancel()
            return await task

        return stage.caller.run(start())

    return stage.use(work, (Reply("late", hold=threading.Event()),))


def _embed(stage: Stage) -> object:
    return stage.use(
        lambda model: [
            stage.caller.use(stage.client, "embed_content", model=model, contents="x"),
            stage.caller.use(stage.client, "count_tokens", model=model, contents="x"),
        ]
    )


Path = Callable[[Stage], object]
_PATHS: Final[dict[str, Path]] = {
    "plain": lambda stage: stage.ask(Reply("Hello.")),
    "rich": lambda stage: stage.ask(_RICH, config=_CONFIG),
    "blocked": lambda stage: stage.ask(Reply.blocked("SAFETY")),
    "refused": lambda stage: stage.ask(faults.free_tier_used_up(), faults.free_tier_used_up()),
    "wrong key": lambda stage: stage.ask(faults.api_key_invalid()),
    "retried": lambda stage: stage.ask(faults.overloaded(), Reply("Hello.")),
    "tools": lambda stage: stage.ask(_CALLS_TOOL, Reply("PARIS"), config={"tools": [look_up]}),
    "chat": lambda stage: stage.use(
        lambda model: stage.caller.chat(
            stage.client, "Hello?", model=model, config={"tools": [look_up]}
        )[0],
        (_CALLS_TOOL, Reply("PARIS")),
    ),
    "broken": lambda stage: stage.ask(Reply("abc", breaks=Break.malformed(after=2))),
}
_STREAM_PATHS: Final[dict[str, Path]] = {
    "closed": lambda stage: _leave(stage, (), lambda reader: reader.close()),
    "dropped": lambda stage: _leave(stage, (), lambda _: None),
    "thrown into": lambda stage: _leave(stage, (), lambda reader: reader.throw(KeyError("mine"))),
}
_WHOLE_PATHS: Final[dict[str, Path]] = {"embedding": _embed}
_ASYNC_PATHS: Final[dict[str, Path]] = {"cancelled": _cancel}


def find_paths(caller: Caller) -> dict[str, Path]:
    """Every path that a shape can take, by name."""
    return {
        **_PATHS,
        **(_STREAM_PATHS if caller.is_stream else _WHOLE_PATHS),
        **(_ASYNC_PATHS if caller.is_async else {}),
    }
