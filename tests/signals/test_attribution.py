"""On whose behalf a call was made: on every signal that may tell it, and never on the wire."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from google.genai.errors import APIError
from opentelemetry import baggage

import gemini_otel
from gemini_otel.testing import FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.arriving import arriving
from tests.shapes import MODEL, Caller
from tests.signals.loops import add, wants


_TENANT = "gemini.attribution.tenant"
_FEATURE = "gemini.attribution.feature"


@pytest.fixture
def ask(gemini: FakeGemini) -> Callable[[], None]:
    """One call."""
    client: Any = gemini.client()
    return lambda: client.models.generate_content(model=MODEL, contents="Hello?")


def _attributions(telemetry: Telemetry) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in span.attributes.items() if "attribution" in name}
        for span in telemetry.spans
    ]


def test_spans_and_events_tell_the_attribution(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Every call inside the block has the keys, on its span and on its usage."""
    with gemini_otel.attribution(tenant="acme", feature="search"):
        call.ask(client)

    told = {_TENANT: "acme", _FEATURE: "search"}
    assert told.items() <= telemetry.span("generate_content").attributes.items()
    assert told.items() <= telemetry.event("gemini.usage").attributes.items()


def test_samplers_are_told_the_attribution(telemetry: Telemetry, ask: Callable[[], None]) -> None:
    """Outside the block nothing is told."""
    with gemini_otel.attribution(tenant="acme"):
        ask()
    ask()

    assert [{_TENANT: "acme"}, {}] == _attributions(telemetry)


@pytest.mark.parametrize(
    "answer",
    [
        Reply.blocked(),
        Reply(finish_reason="MAX_TOKENS"),
        Reply(finish_reason="RECITATION"),
        faults.requests_per_minute(),
    ],
)
def test_every_event_tells_the_attribution(
    gemini: FakeGemini, telemetry: Telemetry, ask: Callable[[], None], answer: Any
) -> None:
    """Whose prompt was blocked or whose quota was hit is the first thing one asks."""
    gemini.queue(answer)

    with gemini_otel.attribution(tenant="acme"), suppress(APIError):
        ask()

    assert telemetry.events()
    assert {"acme"} == {event.attributes.get(_TENANT) for event in telemetry.events()}


def test_a_retry_tells_the_attribution(gemini: FakeGemini) -> None:
    """On its event, and on the counter where the key is listed."""
    gemini.queue(faults.overloaded())
    retries = {"retry_options": {"attempts": 2, "initial_delay": 0.0, "jitter": 0.0}}
    client: Any = gemini.client(http_options=retries)

    with record_telemetry(metric_attribution_keys=["tenant"]) as telemetry:
        with gemini_otel.attribution(tenant="acme"):
            client.models.generate_content(model=MODEL, contents="Hello?")

        assert "acme" == telemetry.event("gemini.retry").attributes[_TENANT]
        assert 1 == telemetry.total("gemini.client.retries", **{_TENANT: "acme"})


def test_workflows_and_tools_tell_the_attribution(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """All spans of a loop are on the same behalf."""
    gemini.queue(wants("add"), "1.")

    with gemini_otel.attribution(tenant="acme"):
        client.models.generate_content(model=MODEL, contents="?", config={"tools": [add]})

    assert [{_TENANT: "acme"}] * 4 == _attributions(telemetry)


def test_an_inner_block_adds_and_wins(telemetry: Telemetry, ask: Callable[[], None]) -> None:
    """Its keys go on top of the outer ones, and are gone behind it."""
    with gemini_otel.attribution(tenant="acme", feature="search"):
        with gemini_otel.attribution(feature="chat"):
            ask()
        ask()

    assert [
        {_TENANT: "acme", _FEATURE: "chat"},
        {_TENANT: "acme", _FEATURE: "search"},
    ] == _attributions(telemetry)


def test_keys_and_values_are_bounded(telemetry: Telemetry, ask: Callable[[], None]) -> None:
    """Sixteen keys of 128 characters at most, whatever is passed."""
    with gemini_otel.attribution(**{f"k{number}": "x" * 500 for number in range(40)}):
        ask()

    (told,) = _attributions(telemetry)
    assert 16 == len(told)
    assert {128} == {len(value) for value in told.values()}


def test_values_become_text(telemetry: Telemetry, ask: Callable[[], None]) -> None:
    """A number is told as it is written."""
    with gemini_otel.attribution(tenant=7):  # type: ignore[arg-type]  # as an untyped program would
        ask()

    assert [{_TENANT: "7"}] == _attributions(telemetry)


def test_tasks_and_threads_of_asyncio_inherit(
    gemini: FakeGemini,
    telemetry: Telemetry,
    ask: Callable[[], None],
    async_call: Caller,
    client: Any,
) -> None:
    """`create_task` and `to_thread` take the context along by themselves."""

    async def work() -> None:
        with gemini_otel.attribution(tenant="acme"):
            task = asyncio.create_task(async_call.ask_async(client))
            await asyncio.to_thread(ask)
        await task

    async_call.run(work())

    assert [{_TENANT: "acme"}] * 2 == _attributions(telemetry)


def test_concurrent_tasks_are_kept_apart(
    gemini: FakeGemini, telemetry: Telemetry, async_call: Caller, client: Any
) -> None:
    """Each task tells its own tenant."""

    async def work(tenant: str) -> None:
        with gemini_otel.attribution(tenant=tenant):
            await asyncio.sleep(0)
            await async_call.ask_async(client)

    async def all_of_them() -> None:
        await asyncio.gather(*(work(f"t{number}") for number in range(6)))

    async_call.run(all_of_them())

    assert {f"t{number}" for number in range(6)} == {
        told[_TENANT] for told in _attributions(telemetry)
    }


def test_carry_takes_it_into_other_threads(telemetry: Telemetry, ask: Callable[[], None]) -> None:
    """A pool's threads start without a context; what is carried brings its own."""
    with ThreadPoolExecutor(1) as pool:
        with gemini_otel.attribution(tenant="acme"):
            carried = gemini_otel.carry(ask)
            pool.submit(ask).result()
        pool.submit(carried).result()
        pool.submit(ask).result()

    assert [{}, {_TENANT: "acme"}, {}] == _attributions(telemetry)


def test_carry_keeps_the_function() -> None:
    """Arguments, result and name are the function's."""

    def multiply(a: int, *, b: int) -> int:
        """Multiplies."""
        return a * b

    carried = gemini_otel.carry(multiply)

    assert 6 == carried(2, b=3)
    assert ("multiply", "Multiplies.") == (carried.__name__, carried.__doc__)


def test_listed_baggage_is_told(ask: Callable[[], None]) -> None:
    """Entries that arrived with a request are taken where the setting names them, and no others."""
    with (
        record_telemetry(attribution_keys=["tenant"]) as telemetry,
        arriving(tenant="acme", secret="hush"),
    ):
        ask()

    assert [{_TENANT: "acme"}] == _attributions(telemetry)
    assert "hush" not in repr((telemetry.spans, telemetry.events()))


def test_without_a_list_no_baggage_is_told(telemetry: Telemetry, ask: Callable[[], None]) -> None:
    """Baggage comes from outside, and stays out by default."""
    with arriving(tenant="acme"):
        ask()

    assert [{}] == _attributions(telemetry)


def test_what_the_program_says_goes_before_baggage(ask: Callable[[], None]) -> None:
    """A caller cannot overwrite a tenant that the code has set."""
    with (
        record_telemetry(attribution_keys=["tenant"]) as telemetry,
        arriving(tenant="intruder"),
        gemini_otel.attribution(tenant="acme"),
    ):
        ask()

    assert [{_TENANT: "acme"}] == _attributions(telemetry)


def test_metrics_have_listed_keys_only(ask: Callable[[], None]) -> None:
    """By default no key is on a metric; a listed one is on counters and histograms."""
    with record_telemetry(metric_attribution_keys=["tenant"]) as telemetry:
        with gemini_otel.attribution(tenant="acme", feature="search"):
            ask()

        metrics = ("gemini.client.tokens", "gemini.client.calls", "gen_ai.client.token.usage")
        for metric in (*metrics, "gen_ai.client.operation.duration"):
            points = telemetry.points(metric)
            assert {"acme"} == {point.attributes.get(_TENANT) for point in points}
            assert {None} == {point.attributes.get(_FEATURE) for point in points}


def test_metrics_have_no_attribution_by_default(
    telemetry: Telemetry, ask: Callable[[], None]
) -> None:
    """Who has thousands of tenants must ask for a series of each."""
    with gemini_otel.attribution(tenant="acme"):
        ask()

    (point,) = telemetry.points("gemini.client.calls")
    assert _TENANT not in point.attributes


def test_metric_values_are_bounded(
    ask: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    """Past the limit the rest is one other, the total is kept, and one warning says so."""
    settings = {"metric_attribution_keys": ["tenant"], "metric_attribution_values": 2}
    with record_telemetry(**settings) as telemetry:
        for tenant in ("a", "b", "c", "d", "a"):
            with gemini_otel.attribution(tenant=tenant):
                ask()

        assert {"a": 2, "b": 1, "__other__": 2} == {
            point.attributes[_TENANT]: point.value
            for point in telemetry.points("gemini.client.calls")
        }
    assert 1 == sum("attribution_values_bounded" in line for line in caplog.messages)


def test_attribution_is_never_sent(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Neither header, URL nor body has a trace of it, and it is no baggage either."""
    with gemini_otel.attribution(tenant="acme-corporation"):
        call.ask(client)
        assert {} == baggage.get_all()

    (request,) = gemini.requests
    assert "acme" not in repr((request.path, request.query, request.headers, request.raw))
