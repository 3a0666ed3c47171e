"""What was paid for in vain has a total of its own, by what became of it."""

import pytest

from gemini_otel.testing import Break, FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import catch
from tests.shapes import Caller


FLASH = "gemini-3.5-flash"  # $1.50 in, $9.00 out for 1 M tokens
USAGE = {"prompt": 1_000, "candidates": 100}  # 1,000 x 1,500 + 100 x 9,000 nano-dollars
PAID = 0.0024


def _wasted(telemetry: Telemetry) -> dict[str, float]:
    points = telemetry.points("gemini.client.waste.usd")
    return {one.attributes["gemini.outcome"]: one.value for one in points if one.value}


def test_an_answer_is_no_waste(call: Caller, gemini: FakeGemini, telemetry: Telemetry) -> None:
    """A plain answer adds nothing to it, and its event names no outcome."""
    gemini.queue(Reply(usage=USAGE))

    call.ask(gemini.client(), model=FLASH)

    assert {} == _wasted(telemetry)
    assert "gemini.outcome" not in telemetry.event("gemini.usage").attributes


@pytest.mark.parametrize(
    ("outcome", "reply"),
    [
        ("truncated", Reply(usage=USAGE, finish_reason="MAX_TOKENS")),
        ("blocked", Reply(usage=USAGE, finish_reason="SAFETY")),
        ("blocked", Reply(usage=USAGE, prompt_feedback={"block_reason": "SAFETY"})),
        ("unusable", Reply(usage=USAGE, finish_reason="MALFORMED_FUNCTION_CALL")),
        ("unusable", Reply(usage=USAGE, finish_reason="A_REASON_OF_NEXT_YEAR")),
    ],
    ids=["max-tokens", "blocked-answer", "blocked-prompt", "malformed-call", "unknown-reason"],
)
# The SDK warns of enum values that are newer than itself.
@pytest.mark.filterwarnings("ignore:A_REASON_OF_NEXT_YEAR")
def test_what_is_no_answer_is_waste(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry, outcome: str, reply: Reply
) -> None:
    """The whole cost of the response, once, and its usage event says why."""
    gemini.queue(reply)

    call.ask(gemini.client(), model=FLASH)

    assert {outcome: PAID} == _wasted(telemetry)
    assert outcome == telemetry.event("gemini.usage").attributes["gemini.outcome"]


def test_a_stream_that_breaks_is_waste(
    stream_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """What was billed until then."""
    gemini.queue(
        Reply("One two three.", usage=USAGE, breaks=Break.error(faults.internal(), after=1))
    )

    assert catch(lambda: stream_call.ask(gemini.client(), model=FLASH))
    assert ["failed"] == list(_wasted(telemetry))


def test_a_stream_that_is_left_is_waste(
    stream_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """The app dropped it before the model was done."""
    gemini.queue(Reply("One two three.", usage=USAGE))
    reader = stream_call.open(gemini.client(), model=FLASH)
    next(reader)
    reader.close()
    stream_call.settle()

    assert ["abandoned"] == list(_wasted(telemetry))


def test_a_stream_that_is_left_at_its_end_is_none(
    stream_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """The app stopped at the chunk that says the model is done: it has the whole answer."""
    gemini.queue(Reply("One two three.", usage=USAGE, chunks=3))
    reader = stream_call.open(gemini.client(), model=FLASH)
    for _ in range(3):
        next(reader)
    reader.close()

    assert {} == _wasted(telemetry)


def test_waste_is_part_of_the_cost(call: Caller, gemini: FakeGemini, telemetry: Telemetry) -> None:
    """The cost has it too: the two are not to be added."""
    gemini.queue(Reply(usage=USAGE, finish_reason="MAX_TOKENS"), Reply(usage=USAGE))

    call.ask(gemini.client(), model=FLASH)
    call.ask(gemini.client(), model=FLASH)

    assert pytest.approx(2 * PAID) == telemetry.total("gemini.client.cost.usd")
    assert {"truncated": PAID} == _wasted(telemetry)


def test_what_has_no_price_has_no_waste(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """An unknown model's truncated answer is told as unpriced, and not as waste of $0."""
    gemini.queue(Reply(usage=USAGE, finish_reason="MAX_TOKENS"))

    call.ask(gemini.client(), model="gemini-9-flash")

    assert [] == telemetry.points("gemini.client.waste.usd")
