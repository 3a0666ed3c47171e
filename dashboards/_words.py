"""Sentences that several panels need, once."""

from typing import Final

from dashboards._worth import PART_ERROR, RESTARTED_ERROR, TOTAL_ERROR, percent


# Grafana's own dollars become $12.35K above a thousand; its financial ones came with 12.1.
USD: Final = "prefix:$"
SHARE: Final = "percentunit"
COUNT: Final = "short"
"""With an ending for thousands, such as 12.3 K: to be read off a graph, not to be added up."""
WHOLE: Final = "locale"
"""Every digit of a number of things, such as 12,345."""
BYTES: Final = "bytes"
SECONDS: Final = "s"
DAYS: Final = "none"

ESTIMATE: Final = (
    f"Within {percent(TOTAL_ERROR)} of what was spent over six hours in measurements, "
    f"{percent(PART_ERROR)} for a part of it: calls wait for an export, for up to a minute. Where "
    f"processes follow one another under one name, within {percent(RESTARTED_ERROR)}. The ledger "
    "is exact: `gemini-otel report`."
)
PER_HOUR: Final = (
    "What spending comes to in an hour at the pace of each moment; the area under a line, in "
    "hours, is money. An estimate, not a bill."
)
NO_CALLS: Final = (
    "no metrics of the chosen services arrived in the time range: see Telemetry health."
)
NO_SUCH: Final = "nothing of the kind happened in the time range."
NO_STREAMS: Final = "no call was streamed, or the program runs with GEMINI_OTEL_SEMCONV=none."
NO_DURATIONS: Final = "there were no calls, or the program runs with GEMINI_OTEL_SEMCONV=none."
NO_SIZES: Final = (
    "there were no calls, or the program runs with GEMINI_OTEL_SEMCONV set to latest or none."
)
NO_LEDGER: Final = "the program keeps no ledger: pip install 'gemini-otel[ledger]'."
NO_TENANTS: Final = (
    "no call names a tenant: say it with attribution(tenant=...), and name the key in "
    "GEMINI_OTEL_METRIC_ATTRIBUTION_KEYS."
)
NOUGHT: Final = "Nought where there were calls but none of this."
