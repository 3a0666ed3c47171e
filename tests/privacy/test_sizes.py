"""A server, or a user, that sends words and lists without end makes no span or event large."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, cast

import pytest
from google.genai import types

from gemini_otel.testing._telemetry import Telemetry
from tests.faults.pipe import Bytes, Pipe
from tests.privacy.hostile import (
    QUOTAS,
    make_answer,
    make_block,
    make_candidate,
    make_error,
    make_usage,
    pack,
)


pytestmark = pytest.mark.filterwarnings("ignore:.* is not a valid :UserWarning")

_LONG: Final = "x" * 1_000_000
_MANY: Final = 2_000
_HUGE: Final = 10**30
_MOST_BYTES: Final = 64_000
_MOST_ITEMS: Final = 128
_INT64: Final = 2**63

_DETAILS: Final = [{"modality": f"M{number}", "tokenCount": 1} for number in range(_MANY)]
_RATINGS: Final = [{"category": "C", "blocked": True}] * _MANY
_VIOLATIONS: Final = [{"quotaId": "a" * 120, "quotaMetric": "b/" * 60, "quotaValue": _HUGE}]


def _many(**more: Any) -> list[dict[str, Any]]:
    return [make_candidate(f"w{number}", index=number, **more) for number in range(200)]


_ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "long words": make_answer(_LONG),
    "a long block": make_block(_LONG),
    "candidates": make_answer("x", *_many()),
    "recitations": make_answer("x", *_many(finishReason="RECITATION")),
    "unsafe candidates": make_answer("x", *_many(finishReason="SAFETY")),
    "ratings": {"promptFeedback": {"blockReason": "SAFETY", "safetyRatings": _RATINGS}},
    "modalities": {
        "candidates": [{}],
        "usageMetadata": {
            **make_usage("x"),
            "promptTokenCount": _MANY,
            "promptTokensDetails": _DETAILS,
        },
    },
    "URLs": make_answer(
        "x",
        make_candidate(
            "x",
            urlContextMetadata={
                "urlMetadata": [
                    {"retrievedUrl": f"u{number}", "urlRetrievalStatus": "S"}
                    for number in range(_MANY)
                ]
            },
        ),
    ),
}
_ERRORS: Final = {
    "a long error": make_error(_LONG, 429),
    "many violations": {
        "error": {
            "code": _HUGE,
            "status": "RESOURCE_EXHAUSTED",
            "details": [{"@type": QUOTAS, "violations": _VIOLATIONS * 1_000}],
        }
    },
}
_HAS_TIER: Final = "service_tier" in types.GenerateContentConfig.model_fields
_ASKED: Final[dict[str, dict[str, Any]]] = {
    "model": {"model": _LONG},
    "path of a model": {"model": f"projects/{_LONG}/locations/us/models/m"},
    "address": {"config": {"http_options": {"base_url": f"http://{'h' * 60_000}/"}}},
    "stop sequences": {"config": {"stop_sequences": ["s" * 1_000] * 1_000}},
    "cache": {"config": {"cached_content": _LONG}},
    **{
        name: {"config": {name: _HUGE}}
        for name in ("seed", "max_output_tokens", "top_k", "candidate_count")
    },
    "thinking budget": {"config": {"thinking_config": {"thinking_budget": _HUGE}}},
    **({"service tier": {"config": {"service_tier": _LONG}}} if _HAS_TIER else {}),
}


def _record(telemetry: Telemetry, answer: Bytes, **asked: Any) -> list[Any]:
    """The name and attributes of every signal of one call."""
    client = Pipe(answer).connect()
    with suppress(Exception):
        client.models.generate_content(**{"model": "m", "contents": "?", **asked})
    recorded: list[Any] = [*telemetry.spans, *telemetry.events()]
    return [(one.name, dict(one.attributes)) for one in recorded]


def _find_faults(value: Any) -> list[Any]:
    """Lists and numbers that are too large, in it and within it."""
    if isinstance(value, Mapping):
        return _find_faults([*cast("Mapping[str, Any]", value).values()])
    if isinstance(value, (list, tuple)):
        items = cast("list[Any]", value)
        inner = [fault for one in items for fault in _find_faults(one)]
        return [*inner, *([len(items)] if len(items) > _MOST_ITEMS else [])]
    return [value] if isinstance(value, int) and not -_INT64 <= value < _INT64 else []


def _check(recorded: list[Any]) -> None:
    assert recorded
    assert {} == {name: len(repr(told)) for name, told in recorded if len(repr(told)) > _MOST_BYTES}
    assert [] == [fault for _, told in recorded for fault in _find_faults(told)]


@pytest.mark.parametrize("kind", _ANSWERS)
def test_an_answer_makes_nothing_large(telemetry: Telemetry, kind: str) -> None:
    """Words of a million characters, lists of thousands, a candidate for each word."""
    _check(_record(telemetry, pack(_ANSWERS[kind])))


@pytest.mark.parametrize("kind", _ERRORS)
def test_an_error_makes_nothing_large(telemetry: Telemetry, kind: str) -> None:
    """Its text is not told at all, and its quota only as far as it is one."""
    _check(_record(telemetry, pack(_ERRORS[kind], 429)))


@pytest.mark.parametrize("kind", _ASKED)
def test_a_request_makes_nothing_large(telemetry: Telemetry, kind: str) -> None:
    """A program may pass on what its own users sent; integers fit into 64 bits, or are left out."""
    _check(_record(telemetry, pack(make_answer("x")), **_ASKED[kind]))


def test_modalities_make_up_no_names_of_attributes(telemetry: Telemetry) -> None:
    """Backends have a column for each name: tokens of what is not known are of one."""
    recorded = dict(_record(telemetry, pack(_ANSWERS["modalities"])))

    told = recorded["gemini.usage"]
    names = {name for name in told if name.startswith("gemini.usage.tokens.uncached_prompt")}
    assert {"gemini.usage.tokens.uncached_prompt.unknown"} == names
    assert _MANY == told["gemini.usage.tokens.uncached_prompt.unknown"]


@pytest.mark.parametrize("port", ["99999", "x", "-1"])
def test_an_address_that_is_none_is_left_out(telemetry: Telemetry, port: str) -> None:
    """The call fails by itself, and is told without it."""
    url = f"http://127.0.0.1:{port}/"
    ((_, span), *_) = _record(
        telemetry, pack(make_answer("x")), config={"http_options": {"base_url": url}}
    )

    assert "server.address" not in span
    assert "m" == span["gen_ai.request.model"]
