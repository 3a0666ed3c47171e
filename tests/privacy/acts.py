"""Everything a program can do with Gemini, full of secrets."""

import contextlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from gemini_otel.testing import Reply, faults, parts
from tests.privacy import failures
from tests.privacy.canaries import canary
from tests.privacy.stage import (
    API_KEY,
    Act,
    Scene,
    ask,
    config,
    connect,
    connect_vertex,
    errors,
)
from tests.shapes import MODEL
from tests.signals.mcp_sessions import is_readable, open_session


EMBEDDER: Final = "gemini-embedding-001"
_SAID: Final = [
    parts.thought(canary("thought"), signature=canary("signature").encode()),
    parts.code(f"print('{canary('code')}')"),
    parts.code_result(canary("output")),
    parts.inline_data(canary("image").encode()),
    parts.function_call("save", {"who": canary("argument")}),
    f"You are {canary('answer')}.",
]
_GROUNDING: Final[dict[str, Any]] = {
    "web_search_queries": [canary("query")],
    "grounding_chunks": [
        {"web": {"uri": f"https://{canary('page')}.example.com", "title": canary("title")}}
    ],
}


def _answer(scene: Scene) -> None:
    scene.gemini.queue(
        Reply(
            _SAID,
            finish_message=canary("finish message"),
            grounding=_GROUNDING,
            url_context=[
                {
                    "retrieved_url": f"https://example.com/?{canary('url')}",
                    "url_retrieval_status": "URL_RETRIEVAL_STATUS_ERROR",
                }
            ],
            extra={"somethingNew": canary("something new")},
            model_status={"model_stage": "DEPRECATED", "message": canary("model message")},
        )
    )
    ask(scene)


def _vertex(scene: Scene) -> None:
    scene.gemini.queue(Reply(_SAID), faults.vertex_capacity())
    for _ in range(2):
        ask(
            scene,
            connect_vertex(scene),
            config=config(
                labels={"team": canary("label")},
                cached_content=f"projects/{canary('project')}/locations/us/cachedContents/123",
                stop_sequences=[f"key={API_KEY}", "END"],
            ),
        )


def _blocked(scene: Scene) -> None:
    message = canary("block message")
    scene.gemini.queue(
        Reply.blocked(message=message),
        Reply(None, finish_reason="SAFETY", finish_message=message),
        Reply(canary("answer"), finish_reason="RECITATION", citations=[{"title": canary("title")}]),
        Reply(canary("answer"), finish_reason="MAX_TOKENS"),
    )
    for _ in range(4):
        ask(scene)


def find(who: str) -> dict[str, str]:
    """Finds somebody."""
    return {"found": f"{canary('tool result')} {who}"}


def lose(who: str) -> dict[str, str]:
    """Loses somebody."""
    raise LookupError(f"{canary('tool error')} {who}")


def _tools(scene: Scene) -> None:
    for name in ("find", "lose", "nobody"):
        call = parts.function_call(name, {"who": canary("tool argument")})
        scene.gemini.queue(Reply(call), canary("answer"))
        ask(scene, config={"tools": [find, lose]})
    for arguments in ({"whom": canary("tool argument")}, {"who": {"a": canary("tool argument")}}):
        scene.gemini.queue(Reply(parts.function_call("find", arguments)), canary("answer"))
        ask(scene, config={"tools": [find]})


def _mcp(scene: Scene) -> None:
    if not (scene.caller.is_async and is_readable()):
        return

    async def work() -> None:
        async with open_session() as session:
            client = connect(scene)
            for name in ("forecast", "alarm"):
                call = parts.function_call(name, {"city": canary("tool argument")})
                scene.gemini.queue(Reply(call), canary("answer"))
                await scene.caller.ask_async(client, contents="?", config={"tools": [session]})

    scene.caller.run(work())


def _chat(scene: Scene) -> None:
    call = parts.function_call("find", {"who": canary("tool argument")})
    scene.gemini.queue(Reply(call), canary("answer"))
    tools = {"tools": [find], "system_instruction": canary("instruction")}
    scene.caller.chat(connect(scene), canary("prompt"), config=tools)
    scene.gemini.queue(Reply.error(500, "INTERNAL", canary("error")))
    with contextlib.suppress(Exception):
        scene.caller.chat(connect(scene), canary("prompt"), config=tools)


def _others(scene: Scene) -> None:
    for client in (connect(scene), connect_vertex(scene)):
        for answer in (None, *errors()[:3], Reply.raw(f"<p>{canary('page')}")):
            if answer:
                scene.gemini.queue(answer, answer)
            for method, model in (("embed_content", EMBEDDER), ("count_tokens", MODEL)):
                with contextlib.suppress(Exception):
                    scene.caller.use(client, method, model=model, contents=canary("prompt"))


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "answers": _answer,
        "vertex": _vertex,
        "blocked": _blocked,
        "tools": _tools,
        "mcp": _mcp,
        "chats": _chat,
        "embeddings and token counts": _others,
        "errors": failures.refused,
        "retries": failures.retried,
        "garbled": failures.garbled,
        "unreachable": failures.unreachable,
        "misused": failures.misused,
        "structured": failures.structured,
        "left": failures.left,
    }
)
"""Every act by its name."""


KEYS: Final = (
    "api key",
    "token",
    "bearer",
    "header",
    "key in query",
    "password",
)
"""What is told to nobody, whatever is captured."""

NEVER: Final = (
    *KEYS,
    "label",
    "schema",
    "property",
    "error",
    "error detail",
    "error status",
    "page",
    "misuse",
    "own error",
    "finish message",
    "block message",
    "model message",
    "something new",
    "query",
    "title",
    "url",
    "user",
    "path",
    "project",
    "signature",
    "bytes",
    "image",
)
"""What is no message of the call, or is media: told to nobody either."""

CONTENT: Final = (
    "prompt",
    "mail",
    "bucket",
    "file",
    "old argument",
    "old result",
    "instruction",
    "thought",
    "code",
    "output",
    "argument",
    "answer",
    "tool argument",
    "tool result",
    "tool error",
)
"""What was said: told where capture is on, in the attributes made for it."""
