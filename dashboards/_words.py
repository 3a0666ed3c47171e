"""Sentences that several panels need, once."""

from typing import Final


USD: Final = "currencyUSD"
SHARE: Final = "percentunit"
COUNT: Final = "short"
BYTES: Final = "bytes"
SECONDS: Final = "s"
DAYS: Final = "none"

ESTIMATE: Final = (
    "An estimate: Prometheus extrapolates `increase()` to the edges of its window. Steady traffic "
    "over a day came out exact to 0.3 % in measurements; a lone charge is shown 25 % too high in a "
    "window of 5 minutes and 1.7 % in one of an hour. The ledger is exact: `gemini-otel report`."
)
PER_HOUR: Final = (
    "What spending comes to in an hour at the pace of each moment; the area under a line, in "
    "hours, is money. An estimate, not a bill."
)
NO_CALLS: Final = (
    "no metrics of the chosen services arrived in the time range: see Telemetry health."
)
NO_SUCH: Final = "nothing of the kind happened in the time range."
NO_STREAMS: Final = (
    "no call was streamed, or the program runs with GEMINI_OTEL_SEMCONV set to latest or none."
)
NO_HISTOGRAM: Final = (
    "there were no calls, or the program runs with GEMINI_OTEL_SEMCONV set to latest or none."
)
NO_LEDGER: Final = "the program keeps no ledger: pip install 'gemini-otel[ledger]'."
NO_TENANTS: Final = (
    "no call names a tenant: say it with attribution(tenant=...), and name the key in "
    "GEMINI_OTEL_METRIC_ATTRIBUTION_KEYS."
)
NOUGHT: Final = "Nought where there were calls but none of this."
