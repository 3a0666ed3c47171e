"""Whatever a server sends: the program ends as without us, and what was reported is recorded."""

import json
from typing import Any, Final

import pytest
from google.genai.errors import ServerError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gemini_otel.testing._telemetry import Telemetry
from tests.accounts import read_totals
from tests.comparison import catch
from tests.faults.answers import Made, make, pack, spell
from tests.faults.changes import COUNTS
from tests.faults.pipe import Bytes, Pipe
from tests.faults.trial import Trial
from tests.shapes import SHAPES, Caller


# The SDK warns of words that it does not know.
pytestmark = pytest.mark.filterwarnings("ignore:.* is not a valid :UserWarning")

_EXAMPLES: Final = 40
_TOGETHER: Final = 5
_NUMBERED: Final = 4_800
_BATCH: Final = 250

_scalars: Final = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 10**13), st.floats(width=32), st.text(max_size=6)
)
_json: Final = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)
_counts: Final = st.one_of(st.integers(0, 5_000), st.integers(0, 5_000), _json)
_usages: Final = st.dictionaries(st.sampled_from(COUNTS), _counts, max_size=6) | _json
_candidates: Final[st.SearchStrategy[Any]] = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "content": st.fixed_dictionaries(
                {}, optional={"parts": st.lists(st.fixed_dictionaries({"text": _json}), max_size=2)}
            ),
            "finishReason": st.sampled_from(("STOP", "MAX_TOKENS", "SAFETY", "BRAND_NEW")) | _json,
            "index": st.integers(-1, 3) | _json,
        },
    ),
    max_size=2,
)
_chunks: Final[st.SearchStrategy[Any]] = st.fixed_dictionaries(
    {},
    optional={
        "candidates": _candidates | _json,
        "usageMetadata": _usages,
        "modelVersion": st.just("gemini-3.5-flash") | _json,
        "promptFeedback": _json,
        "x": _json,
    },
)
_answers: Final = st.lists(_chunks, max_size=3)


@pytest.mark.parametrize("name", SHAPES)
def test_made_answers_end_as_without_us(name: str) -> None:
    """Answers made up field by field: the same end, and the counts that the server reported."""
    caller = Caller.of(name)
    trial = Trial(caller)

    @settings(
        max_examples=_EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.lists(_answers, min_size=_TOGETHER, max_size=_TOGETHER))
    def hold(made: list[list[dict[str, Any]]]) -> None:
        batch = [
            Made(("made up",), pack([*map(spell, chunks)], is_stream=caller.is_stream))
            for chunks in made
        ]

        assert [] == trial.hold(batch)

    hold()
    caller.close()


@pytest.mark.parametrize("name", SHAPES)
def test_mutated_answers_end_as_without_us(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Real answers, changed in many ways: the same end, and the counts that the server reported."""
    caller = Caller.of(name)
    trial, complaints = Trial(caller), list[str]()

    for first in range(0, _NUMBERED, _BATCH):
        numbers = range(first, first + _BATCH)
        complaints += trial.hold([make(n, is_stream=caller.is_stream) for n in numbers])
    caller.close()
    with capsys.disabled():
        print(f"\n{name}: {_NUMBERED:,} answers: {trial.describe()}")

    assert [] == complaints[:3]


def _ask(answer: Bytes, caller: Caller) -> list[Any]:
    return caller.ask(Pipe(answer).connect())


def test_a_stream_of_a_hundred_thousand_chunks_is_counted(telemetry: Telemetry) -> None:
    """The program gets every chunk, and the last usage is what is counted."""
    usage = {"promptTokenCount": 5, "candidatesTokenCount": 100_000}
    last = b"data: " + json.dumps({"usageMetadata": usage}).encode() + b"\r\n\r\n"
    pieces = [b"data: {}\r\n\r\n"] * 99_999 + [last]

    came = _ask(Bytes(pieces, is_stream=True), Caller.of("stream"))

    assert 100_000 == len(came) == telemetry.span().attributes["gemini.stream.chunks"]
    assert 100_005 == telemetry.total("gemini.client.tokens")


_READ: Final = {"promptTokenCount": 9, "candidatesTokenCount": 3, "totalTokenCount": 12}


def _chunk(**usage: Any) -> bytes:
    candidate = {"content": {"parts": [{"text": "a"}], "role": "model"}}
    return json.dumps({"candidates": [candidate], "usageMetadata": usage}).encode()


def test_a_null_does_not_take_back_a_count(stream_call: Caller, telemetry: Telemetry) -> None:
    """A count that a later chunk has as null is what the earlier chunk said."""
    later = {**_READ, "promptTokenCount": None}
    _ask(pack([_chunk(**_READ), _chunk(**later)], is_stream=True), stream_call)

    assert {"uncached_prompt": 9, "candidates": 3} == _told(telemetry)


def _told(telemetry: Telemetry) -> dict[str, int]:
    return {kind: tokens for kind, tokens in read_totals(telemetry).items() if tokens}


@pytest.mark.parametrize("wrong", ["[]", "{}", '""', "[" * 50 + "]" * 50])
def test_what_is_no_count_is_not_taken_for_zero(
    whole_call: Caller, telemetry: Telemetry, wrong: str
) -> None:
    """Where the SDK refuses a count, the others are counted, and the bill says it is not whole."""
    body = _chunk(**_READ, toolUsePromptTokenCount="@").replace(b'"@"', wrong.encode())

    refused = catch(lambda: _ask(pack([body], is_stream=False), whole_call))

    assert isinstance(refused, ValueError)
    assert {"uncached_prompt": 9, "candidates": 3} == _told(telemetry)
    assert not telemetry.event("gemini.usage").attributes["gemini.cost.complete"]


def test_a_total_below_its_parts_is_doubted_where_nothing_was_answered(
    call: Caller, telemetry: Telemetry
) -> None:
    """Of 11 tokens in all 11,000 were read: they are counted, and the bill says its doubt."""
    body = _chunk(promptTokenCount=11_000, totalTokenCount=11)

    _ask(pack([body], is_stream=call.is_stream), call)

    assert {"uncached_prompt": 11_000} == _told(telemetry)
    assert not telemetry.event("gemini.usage").attributes["gemini.cost.complete"]


@pytest.mark.parametrize("depth", [2_000, 50_000])
def test_deep_nesting_costs_no_count(whole_call: Caller, telemetry: Telemetry, depth: int) -> None:
    """An answer nested so deeply that the SDK fails is one billed answer, and no fault of ours."""
    body = _chunk(**_READ)[:-1] + b', "promptFeedback": ' + b"[" * depth + b"]" * depth + b"}"

    failed = catch(lambda: _ask(pack([body], is_stream=False), whole_call))

    assert isinstance(failed, Exception)
    assert 1 == len(telemetry.events("gemini.usage"))


@pytest.mark.parametrize("unread", [b"<html>", b'{"candidates": 7}'])
def test_a_stream_that_cannot_be_read_is_billed_all_the_same(
    stream_call: Caller, telemetry: Telemetry, unread: bytes
) -> None:
    """Answered with 200, and nothing of it understood: a billed answer without a known price."""
    failed = catch(lambda: _ask(pack([unread], is_stream=True), stream_call))

    told = telemetry.event("gemini.usage").attributes
    assert isinstance(failed, Exception)
    assert ("no_usage",) == tuple(told["gemini.unpriced.reasons"])
    assert 1 == telemetry.total("gemini.client.unpriced")


def test_a_stream_that_is_refused_in_its_first_chunk_is_not_billed(
    stream_call: Caller, telemetry: Telemetry
) -> None:
    """An error of the server's own at the beginning of a stream is a refusal."""
    body = b'{"error": {"code": 503, "message": "m", "status": "UNAVAILABLE"}}'

    failed = catch(lambda: _ask(pack([body], is_stream=True), stream_call))

    assert isinstance(failed, ServerError)
    assert [] == telemetry.events("gemini.usage")
