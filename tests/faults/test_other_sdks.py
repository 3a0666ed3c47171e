"""On an SDK that was changed under us calls are counted, and a line says what is not found."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.faults.remade_sdk import remake
from tests.programs import run


_BILLED: Final = {
    "_generate_content": "_ask_model",
    "_generate_content_stream": "_ask_model_stream",
    "_embed_content": "_embed",
}
_ATTEMPTS: Final = {"_request_once": "_send", "_async_request_once": "_async_send"}
_TOOLS: Final = {
    "invoke_function_from_dict_args": "run_function",
    "invoke_function_from_dict_args_async": "run_function_async",
}
_MODULES: Final = {"_extra_utils": "_tool_utils", "_api_client": "_http_client"}
_CHANGES: Final[dict[str, Mapping[str, str]]] = {
    "newer: other methods": {**_BILLED, **_ATTEMPTS, **_TOOLS},
    "newer: other modules": _MODULES,
    "older: fewer methods": {"count_tokens": "_not_yet", "send_message_stream": "_nor_this"},
}
_PROGRAM: Final = """
import asyncio, contextlib, json, logging, sys, warnings
warnings.simplefilter("ignore")
logging.basicConfig(stream=sys.stderr, format="%(name)s %(levelname)s %(message)s")
from gemini_otel.testing import FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import record_telemetry

question = {"model": "gemini-3.5-flash", "contents": "Hello?"}
reply = Reply("abc", usage={"prompt": 40, "cached": 15, "thoughts": 9, "candidates": 12})

async def ask(client):
    got = [(await client.aio.models.generate_content(**question)).text]
    got += [c.text async for c in await client.aio.models.generate_content_stream(**question)]
    await client.aio.aclose()
    return got

def play(gemini):
    client = gemini.client()
    gemini.queue(reply, reply, reply, reply)
    got = [client.models.generate_content(**question).text]
    got += [chunk.text for chunk in client.models.generate_content_stream(**question)]
    got += asyncio.run(ask(client))
    vectors = client.models.embed_content(model="gemini-embedding-001", contents="x")
    got += vectors.embeddings[0].values[:1]
    gemini.queue(faults.overloaded())
    try:
        client.models.generate_content(**question)
    except Exception as error:
        got.append([type(error).__name__, str(error)])
    return got

with FakeGemini() as gemini:
    bare = play(gemini)
with FakeGemini() as gemini, record_telemetry() as telemetry:
    watched = play(gemini)
    print(json.dumps({
        "bare": bare, "watched": watched,
        "served": sum(gemini.totals("gemini-3.5-flash").values()),
        "counted": telemetry.total(
            "gemini.client.tokens", **{"gen_ai.request.model": "gemini-3.5-flash"}
        ),
        "calls": telemetry.total("gemini.client.calls"),
        "spans": len(telemetry.spans),
        "refused": telemetry.total("gemini.client.calls", **{"error.type": "503"}),
        "faults": telemetry.total("gemini.internal.errors"),
    }))
"""


@pytest.mark.parametrize("change", _CHANGES)
def test_a_changed_sdk_is_observed(change: str, tmp_path: Path) -> None:
    """The same answers; every token, call and error is counted; what is not found is named once."""
    names = _CHANGES[change]
    done = run(_PROGRAM, env={"PYTHONPATH": str(remake(tmp_path, names))})
    told: dict[str, Any] = json.loads(done.output)
    lines = [line for line in done.errors.splitlines() if "sdk_methods_not_found" in line]

    assert told["bare"] == told["watched"]
    assert told["served"] == told["counted"] > 0
    assert [6, 6, 1, 0] == [told["calls"], told["spans"], told["refused"], told["faults"]]
    assert [1] * len(names) == [sum(f".{name}'" in line for line in lines) for name in _gone(names)]


def _gone(names: Mapping[str, str]) -> list[str]:
    """What we look for of that, by the ends of its paths."""
    moved = {
        "_extra_utils": "_extra_utils.invoke_function_from_dict_args",
        "_api_client": "BaseApiClient._request_once",
    }
    return [moved.get(name, name) for name in names]
