"""Bad input to `attribution` breaks nothing, and nothing of it is sent or taken from outside."""

from typing import Any, Final

import pytest

import gemini_otel
from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.arriving import arriving
from tests.privacy.canaries import canary, find_canaries
from tests.shapes import MODEL, Caller


_PREFIX: Final = "gemini.attribution."


class _Unwritable:
    def __str__(self) -> str:
        raise ValueError("no text")


def _told(telemetry: Telemetry) -> dict[str, Any]:
    attributes = telemetry.span("generate_content").attributes
    return {
        name.removeprefix(_PREFIX): value
        for name, value in attributes.items()
        if name.startswith(_PREFIX)
    }


def _ask(gemini: FakeGemini) -> None:
    client: Any = gemini.client()
    client.models.generate_content(model=MODEL, contents="?")


def test_none_leaves_a_key_as_it_is_outside(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """A program that knows no tenant has none, and none that is called None."""
    outside: Any = {"tenant": "acme", "user": None}
    inside: Any = {"tenant": None, "feature": "chat"}
    with gemini_otel.attribution(**outside), gemini_otel.attribution(**inside):
        _ask(gemini)

    assert {"tenant": "acme", "feature": "chat"} == _told(telemetry)


def test_what_cannot_be_written_is_left_out(
    gemini: FakeGemini, telemetry: Telemetry, production_guard: dict[str, int]
) -> None:
    """The block runs, the other keys are told, and the fault is counted."""
    keys: Any = {"tenant": _Unwritable(), "feature": 7}
    with gemini_otel.attribution(**keys):
        _ask(gemini)

    assert {"feature": "7"} == _told(telemetry)
    assert {"gemini_otel.attribution._spell": 1} == production_guard


def test_too_many_keys_are_told_of_once(
    gemini: FakeGemini, telemetry: Telemetry, caplog: pytest.LogCaptureFixture
) -> None:
    """The first sixteen hold, those of outer blocks first."""
    with (
        gemini_otel.attribution(tenant="acme"),
        gemini_otel.attribution(**{f"k{number}": "x" for number in range(20)}),
    ):
        _ask(gemini)
    with gemini_otel.attribution(**{f"k{number}": "x" for number in range(20)}):
        pass

    assert ["tenant", *(f"k{number}" for number in range(15))] == list(_told(telemetry))
    assert 1 == sum("attribution_keys_bounded" in line for line in caplog.messages)


def test_keys_are_bounded_too(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """A key of a million characters is told by its first 128."""
    with gemini_otel.attribution(**{"k" * 1_000_000: "x" * 1_000_000}):
        _ask(gemini)

    assert {"k" * 128: "x" * 128} == _told(telemetry)


def test_long_baggage_is_bounded(gemini: FakeGemini) -> None:
    """Who sends a request to the program decides on its baggage."""
    with (
        record_telemetry(attribution_keys=["tenant"]) as telemetry,
        arriving(tenant="x" * 1_000_000, role="admin"),
    ):
        _ask(gemini)

    assert {"tenant": "x" * 128} == _told(telemetry)


def test_requests_are_those_of_a_program_without_us(gemini: FakeGemini, call: Caller) -> None:
    """The same headers, query and body; and no attribution in any of them."""
    call.ask(gemini.client())
    with (
        record_telemetry(attribution_keys=["tenant"], metric_attribution_keys=["user"]),
        arriving(tenant=canary("tenant")),
        gemini_otel.attribution(user=canary("user"), tenant=canary("own tenant")),
    ):
        call.ask(gemini.client())

    bare, ours = [(one.path, one.query, one.headers, one.raw) for one in gemini.requests]
    assert bare == ours
    assert [] == find_canaries(repr(ours), ["tenant", "user", "own tenant"])
