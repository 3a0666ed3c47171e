"""Which metric names are emitted, by the setting that chooses them."""

from typing import Any, Final

import pytest

from gemini_otel._metrics import METRICS
from gemini_otel.testing import FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import MODEL
from tests.signals.loops import add, wants
from tests.signals.tokens import FULL, on_spans


_OURS: Final = {
    "gemini.client.tokens",
    "gemini.client.calls",
    "gemini.client.blocked",
    "gemini.client.incidents",
    "gemini.client.retries",
    "gemini.client.grounding.queries",
    "gemini.client.cost.usd",
    "gemini.client.cache.savings.usd",
    "gemini.client.waste.usd",
    "gemini.client.unpriced",
    "gemini.client.quota.exceeded",
    "gemini.quota.limit",
    "gemini.prices.checked.time",
    "gemini.model.shutdown.time",
}
_RELEASED: Final = {
    "gen_ai.client.token.usage",
    "gen_ai.client.operation.duration",
    "gen_ai.client.operation.time_to_first_chunk",
    "gen_ai.client.operation.time_per_output_chunk",
}
_LATEST: Final = {
    "gen_ai.client.inference.duration",
    "gen_ai.client.inference.time_to_first_chunk",
    "gen_ai.client.inference.time_per_output_chunk",
    "gen_ai.client.inference.usage.input_tokens",
    "gen_ai.client.inference.usage.output_tokens",
    "gen_ai.client.inference.usage.cache_read.input_tokens",
    "gen_ai.client.inference.usage.reasoning.output_tokens",
    "gen_ai.client.inference.operation.input_tokens",
    "gen_ai.client.inference.operation.output_tokens",
    # What is no inference keeps its name: here, embeddings.
    "gen_ai.client.operation.duration",
}
_WORK: Final = {"gen_ai.execute_tool.duration", "gen_ai.invoke_workflow.duration"}
_INPUT: Final = "gen_ai.client.inference.usage.input_tokens"
_OUTPUT: Final = "gen_ai.client.inference.usage.output_tokens"


def _do_everything(gemini: FakeGemini) -> None:
    """Calls that leave a point in every metric."""
    retries = {"retry_options": {"attempts": 3, "initial_delay": 0.0, "jitter": 0.0}}
    client: Any = gemini.client(http_options=retries)
    gemini.queue(
        faults.overloaded(),
        faults.requests_per_minute(retry_after=0),
        Reply("abcdef", usage=FULL, grounding={"web_search_queries": ["a"]}),
    )
    assert list(client.models.generate_content_stream(model=MODEL, contents="?"))
    gemini.queue(Reply.blocked(), wants("add"))
    client.models.generate_content(model=MODEL, contents="?")
    client.models.generate_content(model=MODEL, contents="?", config={"tools": [add]})
    client.models.embed_content(model="gemini-embedding-001", contents="?")


@pytest.mark.parametrize(
    ("semconv", "names"),
    [
        ("v1.41", _OURS | _RELEASED | _WORK),
        ("latest", _OURS | _LATEST | _WORK),
        ("both", _OURS | _RELEASED | _LATEST | _WORK),
        ("none", _OURS),
    ],
)
def test_the_names_are_those_asked_for(gemini: FakeGemini, semconv: str, names: set[str]) -> None:
    """Ours are always there; the standard ones are of the released, the newest, both or no kind."""
    with record_telemetry(semconv=semconv) as telemetry:
        _do_everything(gemini)

        assert names == set(telemetry.metric_names)


@pytest.mark.parametrize(
    ("semconv", "kinds"),
    [
        ("v1.41", {"v1.41", "shared"}),
        ("latest", {"latest", "shared"}),
        ("both", {"v1.41", "latest", "shared"}),
        ("none", set[str]()),
    ],
)
def test_the_table_says_when_a_name_is_emitted(
    gemini: FakeGemini, semconv: str, kinds: set[str]
) -> None:
    """The README's column is made of what each metric says of itself, and that is so."""
    with record_telemetry(semconv=semconv) as telemetry:
        _do_everything(gemini)

        emitted = {name for name in telemetry.metric_names if name.startswith("gen_ai.")}

    assert emitted == {one.name for one in METRICS if one.names in kinds}


def test_the_released_names_are_the_default(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """They are what every released dashboard queries."""
    _do_everything(gemini)

    assert _OURS | _RELEASED | _WORK == set(telemetry.metric_names)


def test_the_newest_counters_agree_with_the_spans(gemini: FakeGemini) -> None:
    """Input and output, cached and reasoning, are the sums of what spans of inferences say."""
    with record_telemetry(semconv="latest") as telemetry:
        client: Any = gemini.client()
        gemini.queue(Reply(usage=FULL), Reply(usage={"prompt": 5, "candidates": 3}))
        for _ in range(2):
            client.models.generate_content(model=MODEL, contents="?")

        assert [116, 53, 40, 30] == [
            telemetry.total(f"gen_ai.client.inference.usage.{name}")
            for name in (
                "input_tokens",
                "output_tokens",
                "cache_read.input_tokens",
                "reasoning.output_tokens",
            )
        ]
        assert 116 == on_spans(telemetry, "input_tokens")
        assert 53 == on_spans(telemetry, "output_tokens")


def test_the_newest_counters_tell_modalities(gemini: FakeGemini) -> None:
    """Cached tokens are a part of the input of their modality, thoughts of the output."""
    with record_telemetry(semconv="latest") as telemetry:
        client: Any = gemini.client()
        gemini.queue(Reply(usage=FULL))
        client.models.generate_content(model=MODEL, contents="?")

        def split(metric: str) -> dict[str, float]:
            points = telemetry.points(metric)
            return {one.attributes["gen_ai.token.modality"]: one.value for one in points}

        assert {"text": 81, "image": 10, "audio": 5, "video": 15} == split(_INPUT)
        assert {"text": 42, "image": 8} == split(_OUTPUT)


def test_both_generations_measure_the_same(gemini: FakeGemini) -> None:
    """The duration of a call is one value under two names."""
    with record_telemetry(semconv="both") as telemetry:
        client: Any = gemini.client()
        client.models.generate_content(model=MODEL, contents="?")

        (released,) = telemetry.points("gen_ai.client.operation.duration")
        (latest,) = telemetry.points("gen_ai.client.inference.duration")
    assert released == latest
