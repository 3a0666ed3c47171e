"""The codes of all findings, in their order."""

from typing import Final


INSTRUMENTED: Final = "library.instrumented"
VERSIONS: Final = "library.versions"
PYTHON: Final = "library.python"
FAULTS: Final = "library.faults"
SDK_VERSION: Final = "sdk.version"
SDK_METHODS: Final = "sdk.methods"
SDK_MISSING: Final = "sdk.missing"
SDK_WRAPPERS: Final = "sdk.wrappers"
SDK_NEIGHBOURS: Final = "sdk.neighbours"
TRACES_PROVIDER: Final = "traces.provider"
TRACES_EXPORT: Final = "traces.export"
TRACES_SAMPLER: Final = "traces.sampler"
METRICS_PROVIDER: Final = "metrics.provider"
METRICS_EXPORT: Final = "metrics.export"
METRICS_TEMPORALITY: Final = "metrics.temporality"
METRICS_INTERVAL: Final = "metrics.interval"
METRICS_VIEWS: Final = "metrics.views"
METRICS_LATENCY: Final = "metrics.latency"
METRICS_LOST: Final = "metrics.lost"
EVENTS_PROVIDER: Final = "events.provider"
EVENTS_EXPORT: Final = "events.export"
SERVICE_NAME: Final = "resource.service_name"
INSTANCE_ID: Final = "resource.instance_id"
FORK: Final = "process.fork"
CAPTURE: Final = "content.capture"
REDACTION: Final = "content.redaction"
CREDENTIAL: Final = "content.credential"
PRICES_AGE: Final = "prices.age"
PRICES_OWN: Final = "prices.own_file"
PRICES_UNPRICED: Final = "prices.unpriced"
PRICES_UNREPORTED: Final = "prices.unreported"
PRICES_STREAMS: Final = "prices.streams"
PRICES_SHUTDOWNS: Final = "prices.shutdowns"
DISABLED: Final = "settings.disabled"
UNKNOWN_VARIABLE: Final = "settings.unknown"
INVALID_SETTING: Final = "settings.invalid"
SETTING: Final = "settings.value"
CHECK_FAILED: Final = "checks.failed"
SEND_EXACT: Final = "send.exact"

CODES: Final = (
    *(INSTRUMENTED, VERSIONS, PYTHON, FAULTS),
    *(SDK_VERSION, SDK_METHODS, SDK_MISSING, SDK_WRAPPERS, SDK_NEIGHBOURS),
    *(TRACES_PROVIDER, TRACES_EXPORT, TRACES_SAMPLER),
    *(METRICS_PROVIDER, METRICS_EXPORT, METRICS_TEMPORALITY, METRICS_INTERVAL),
    *(METRICS_VIEWS, METRICS_LATENCY, METRICS_LOST),
    *(EVENTS_PROVIDER, EVENTS_EXPORT),
    *(SERVICE_NAME, INSTANCE_ID, FORK),
    *(CAPTURE, REDACTION, CREDENTIAL),
    *(PRICES_AGE, PRICES_OWN),
    *(PRICES_UNPRICED, PRICES_UNREPORTED, PRICES_STREAMS, PRICES_SHUTDOWNS),
    *(DISABLED, UNKNOWN_VARIABLE, INVALID_SETTING, SETTING),
    *(CHECK_FAILED, SEND_EXACT),
)
"""All of them; those that other distributions add come after `settings.value`."""
