"""Matchers that alerts pick parts of our totals with."""

from typing import Final

from dashboards._names import label
from gemini_otel._classification import ErrorClass
from gemini_otel._semconv import (
    BLOCK_REASON,
    COST_COMPONENT,
    ERROR_CLASS,
    ERROR_TYPE,
    EVENT_RECITATION,
    FINISH_REASON,
    INCIDENT,
    KIND_CACHED,
    KIND_UNCACHED_PROMPT,
    LEDGER_PROBLEM,
    TOKEN_KIND,
    UNPRICED_REASON,
)
from gemini_otel.pricing._names import GROUNDING, OUTPUT, THINKING


_USERS_STATUSES: Final = "4(0[0-79]|1.|2[0-8]|[3-9].)"
_USERS_EXCEPTIONS: Final = ".*(ValueError|TypeError|ValidationError)"
_GIVEN_UP: Final = ".*(Cancelled|CancelledError|KeyboardInterrupt|GeneratorExit|SystemExit)"

THINKING_COST: Final = f'{label(COST_COMPONENT)}="{THINKING}"'
OUTPUT_COSTS: Final = f'{label(COST_COMPONENT)}=~"{OUTPUT}|{THINKING}"'
GROUNDING_COST: Final = f'{label(COST_COMPONENT)}="{GROUNDING}"'
CACHED_TOKENS: Final = f'{label(TOKEN_KIND)}="{KIND_CACHED}"'
PROMPT_TOKENS: Final = f'{label(TOKEN_KIND)}=~"{KIND_CACHED}|{KIND_UNCACHED_PROMPT}"'
ANSWERED: Final = f'{label(ERROR_TYPE)}=""'
FAILED: Final = (
    f'{label(ERROR_TYPE)}!="",'
    f'{label(ERROR_TYPE)}!~"{_USERS_STATUSES}|{_USERS_EXCEPTIONS}|{_GIVEN_UP}"'
)
"""Failures that are not the program's own: not 4xx but 408 and 429, no wrong argument, not given
up. What is not known is counted."""
OVERLOADED: Final = f'{label(ERROR_TYPE)}=~"503|529"'
TRUNCATED: Final = f'{label(FINISH_REASON)}="MAX_TOKENS"'
WITHHELD: Final = f'{label(BLOCK_REASON)}!="RECITATION"'
RECITED: Final = f'{label(INCIDENT)}="{EVENT_RECITATION}"'
RATE_LIMITED: Final = f'{label(ERROR_CLASS)}="{ErrorClass.RATE_LIMITED}"'
EXHAUSTED: Final = f'{label(ERROR_CLASS)}="{ErrorClass.QUOTA_EXHAUSTED}"'
OUT_OF_CAPACITY: Final = f'{label(ERROR_CLASS)}="{ErrorClass.CAPACITY}"'
LEFT: Final = f'{label(UNPRICED_REASON)}="incomplete_usage"'
"""Streams that were left before their final usage; what is known of them is charged."""
NO_PRICE: Final = f'{label(UNPRICED_REASON)}!="incomplete_usage"'
OUTAGE: Final = f'{label(LEDGER_PROBLEM)}="outage"'
"""Tries that failed; what could not be written waits for the next."""
NOT_KEPT: Final = f'{label(LEDGER_PROBLEM)}!="outage"'
"""Responses that were put aside or lost."""
