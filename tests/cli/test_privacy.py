"""Nothing that may be content or a credential is printed, wherever it stands in a record."""

import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemini_otel._raw import Context
from gemini_otel.cli._bill_table import show_outcome
from gemini_otel.cli._outcome import describe, price_line
from gemini_otel.cli._totals import Totals
from gemini_otel.pricing import load_catalog
from tests.cli.pricing import AT, answer, price, run, write


_SECRET: Final = "whisper"
_KEY: Final = "AIza" + "Sy" * 17
_CONTEXT: Final = ("at", "platform", "location", "service_tier", "operation", "usage")
_NAMES: Final = (
    *_CONTEXT,
    _SECRET,
    "response",
    "usageMetadata",
    "promptTokenCount",
    "candidatesTokenCount",
    "promptTokensDetails",
    "trafficType",
    "serviceTier",
    "modality",
    "tokenCount",
    "candidates",
    "content",
    "finishReason",
    "index",
    "groundingMetadata",
    "error",
    "status",
    "code",
    "message",
    "key",
    "request",
    "total_input_tokens",
    "input_tokens_by_modality",
    "grounding_tool_count",
    "type",
    "steps",
    "images",
    "seconds",
    "size",
    "resolution",
    "audio",
)
_LEAVES: Final = st.sampled_from([_SECRET, f"{_SECRET} two", 1, 10, None, True])
_TREES: Final = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_NAMES), inner, max_size=5)
    ),
    max_leaves=20,
)


def _print(record: Any) -> str:
    """Everything that is printed of a record, in either form."""
    line = json.dumps(record).encode()
    outcome = price_line(line, load_catalog(), Context(model="gemini-3.8-flash"))
    totals = Totals()
    totals.add(outcome, "line 1")
    return json.dumps(describe(outcome)) + show_outcome("line 1", outcome) + totals.say()


@given(st.dictionaries(st.sampled_from(_NAMES), _TREES, max_size=6))
def test_any_place(record: dict[str, Any]) -> None:
    """Wherever a text stands, but for the name of a model, it is not printed."""
    assert _SECRET not in _print(record)
    assert _SECRET not in _print({"response": answer({"promptTokenCount": 5}), **record})


@pytest.mark.parametrize("name", _CONTEXT)
@pytest.mark.parametrize("value", [_SECRET, [_SECRET], {_SECRET: _SECRET}], ids=type)
def test_context(name: str, value: object) -> None:
    """What stands in the context is described, and never quoted."""
    assert _SECRET not in _print({"response": answer({"promptTokenCount": 5}), name: value})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (_SECRET, "a string of 7 characters"),
        ("x", "a string of 1 character"),
        ([1, 2], "an array of 2 items"),
        ({"a": 1}, "an object of 1 member"),
        (True, "true"),
        (20261120, "20261120"),
        (1.5, "1.5"),
        (10**30, "a number of 31 digits"),
        ("20.11.2026", "'20.11.2026'"),
        ("2026-11-20T10:00:00", "'2026-11-20T10:00:00'"),
        ("078-05-1120", "a string of 11 characters"),
    ],
)
def test_description(value: object, said: str) -> None:
    """Numbers and what looks like a date are shown; all else by its type and length."""
    error = price({"response": answer({"promptTokenCount": 5}), "at": value})["error"]

    assert f"the time is {said}, which is no ISO date and no time with a zone" == error["message"]


@pytest.mark.parametrize("status", ["WHISPER", "whisper", "WHISPER_TWO"])
def test_status_of_a_failure(status: str) -> None:
    """Of what a failed request came to, only the statuses that Google has are told."""
    told = price({"error": {"code": 400, "status": status}})["not_billed"]

    assert "the request failed (400)" == told


@pytest.mark.parametrize(
    ("reason", "record", "what"),
    [
        ("unknown_platform", {"platform": _SECRET}, "a string of 7 characters"),
        ("unknown_tier", {"service_tier": _SECRET, **AT}, "a string of 7 characters"),
        (
            "unit_not_priced",
            {"usage": {"images": 8, "size": _SECRET}, **AT},
            "image a string of 7 characters",
        ),
        ("unit_not_priced", {"usage": {"images": 8, "size": "2K"}, **AT}, "image 2K"),
        ("unit_not_priced", {"usage": {"songs": 8}, **AT}, "song"),
    ],
)
def test_what_has_no_price(reason: str, record: dict[str, object], what: str) -> None:
    """What has no price is named by a known word, or by the kind of string it is."""
    gaps = price({"response": answer({"promptTokenCount": 5}), **record})["unpriced"]

    assert [(reason, what)] == [(one["reason"], one["what"]) for one in gaps]


def test_modality_without_a_price() -> None:
    """A modality is named where it is one that Google has."""
    details = [{"modality": name, "tokenCount": 2} for name in ("VIDEO", _SECRET)]
    usage = {"candidatesTokenCount": 4, "candidatesTokensDetails": details, "promptTokenCount": 1}

    gaps = price({"response": answer(usage), **AT})["unpriced"]

    assert ["video", "a string of 7 characters"] == [one["what"] for one in gaps]


@pytest.mark.parametrize(
    "record",
    [
        {"response": answer({"promptTokenCount": 5}, _KEY), **AT},
        {"response": {"usageMetadata": {"promptTokenCount": 5}}, "model": _KEY, **AT},
        {"model": f"models/{_KEY}", "usage": {"total_input_tokens": 5}, **AT},
    ],
    ids=["answered", "asked for", "interaction"],
)
def test_key_as_model(record: dict[str, object]) -> None:
    """A key that stands where the model belongs is not printed."""
    document = price(record)

    assert _KEY not in _print(record)
    assert ["[redacted]"] == [one["what"] for one in document["unpriced"]]
    assert "[redacted]" == document["model"]


def test_key_as_option() -> None:
    """A key that is given for the model is not repeated."""
    lines = write({"usageMetadata": {"promptTokenCount": 5}})

    priced = run("price", "--model", _KEY, given=lines)
    estimated = run("estimate", "--model", _KEY, "--input", "5")
    listed = run("prices", _KEY)

    for done in (priced, estimated, listed):
        assert _KEY not in done.output + done.errors
