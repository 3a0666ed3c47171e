"""What the price engine is given when it is measured alone."""

from datetime import date
from typing import Final

from gemini_otel.pricing import Consumption, Grounding, Usage
from tests.bench import _plan
from tests.bench._wire import MODEL


_DAY: Final = date(2026, 10, 6)
_PLATFORM: Final = "gemini_api"
_TIER: Final = "standard"

PLAIN: Final = Consumption(
    MODEL,
    _PLATFORM,
    _DAY,
    Usage(prompt=9, candidates=2, thoughts=20, prompt_details=(("text", 9),)),
    tier=_TIER,
)
"""What the short call consumes."""

MIXED: Final = Consumption(
    MODEL,
    _PLATFORM,
    _DAY,
    Usage(
        prompt=12_000,
        cached=8_000,
        tool_use=300,
        candidates=900,
        thoughts=1_200,
        prompt_details=(("text", 5_000), ("image", 6_000), ("audio", 1_000)),
        cached_details=(("text", 3_000), ("image", 5_000)),
        tool_use_details=(("text", 300),),
        candidates_details=(("text", 900),),
    ),
    tier=_TIER,
    grounding=Grounding(web_queries=2, image_queries=1, sources=4),
)
"""Three modalities, two of them partly from a cache, and two kinds of search."""

CONSUMPTIONS: Final = {_plan.PLAIN_BILL.name: PLAIN, _plan.MIXED_BILL.name: MIXED}
"""What each bill is for."""
