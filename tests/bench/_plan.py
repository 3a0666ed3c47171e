"""What is measured: which variants of a call, behind which pipelines, in which scenarios."""

from dataclasses import dataclass
from typing import Final


BARE: Final = "bare"
FLOOR: Final = "floor"
LEAN: Final = "lean"
QUIET: Final = "quiet"
FULL: Final = "full"

VARIANTS: Final = {
    BARE: "the SDK alone",
    FLOOR: "hand-written floor: one span, 4 histogram records, 2 counter adds, no event",
    LEAN: "the same with only the 3 histogram records that gemini_otel makes, and no counter",
    QUIET: "gemini_otel without its usage event",
    FULL: "gemini_otel as it comes, with a usage event for every billed response",
}
"""What a call can be wrapped in."""

UNPRICED: Final = "unpriced"
QUIET_UNPRICED: Final = "quiet_unpriced"
REPEATED: Final = "repeated"

OMISSIONS: Final = {
    UNPRICED: "gemini_otel that never asks for a price, and so tells of no cost",
    QUIET_UNPRICED: "the same without its usage event",
    REPEATED: "gemini_otel that gives every call the cost of the first one",
}
"""What a call is wrapped in to see what pricing costs."""

SDK: Final = "sdk"
SAMPLED_OUT: Final = "sampled_out"
API_ONLY: Final = "api_only"

PIPELINES: Final = {
    SDK: "OpenTelemetry SDK, every call sampled",
    SAMPLED_OUT: "OpenTelemetry SDK, no call sampled",
    API_ONLY: "OpenTelemetry API alone",
}
"""What stands behind the variants."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of call.

    Attributes:
        name: What it is called between processes and in the gate's file.
        title: What it is called in a table.
        batch: How many calls are timed together.
        counted: How many calls are counted together, instruction by instruction.
    """

    name: str
    title: str
    batch: int
    counted: int


SHORT: Final = Scenario("short", "short call", 150, 20)
SHORT_ASYNC: Final = Scenario("short_async", "short async call", 150, 20)
STREAM_10: Final = Scenario("stream_10", "stream of 10 chunks", 30, 10)
STREAM_1000: Final = Scenario("stream_1000", "stream of 1,000 chunks", 1, 1)
LONG_PROMPT: Final = Scenario("prompt_1m", "prompt of 1 M characters", 30, 4)
IMAGE: Final = Scenario("image_10mb", "inline image of 10 MB", 4, 2)
LIMITED: Final = Scenario("error_429", "error 429", 150, 20)

PLAIN_BILL: Final = Scenario("plain", "plain bill", 3_000, 500)
MIXED_BILL: Final = Scenario("mixed", "mixed, cached, grounded bill", 1_000, 200)

BILLS: Final = (PLAIN_BILL, MIXED_BILL)
"""What the price engine is given when it is measured alone."""

SCENARIOS: Final = {
    SDK: (SHORT, SHORT_ASYNC, STREAM_10, STREAM_1000, LONG_PROMPT, IMAGE, LIMITED),
    SAMPLED_OUT: (SHORT,),
    API_ONLY: (SHORT,),
}
"""What is run behind each pipeline."""

MORE_CHUNKS: Final = 990
"""How many chunks more the long stream has than the short one."""
