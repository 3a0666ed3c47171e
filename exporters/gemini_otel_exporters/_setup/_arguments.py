"""What `setup()` was given: each argument of the kind that it has to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gemini_otel._config import ConfigurationError


@dataclass(frozen=True, slots=True)
class Arguments:
    """What `setup()` was given, as it was given."""

    traces: str | Sequence[str] | None
    metrics: str | Sequence[str] | None
    logs: str | Sequence[str] | None
    ledger: str | Path | bool | None
    durable: bool | None
    console: str | bool | None
    console_sample: float | None
    service_name: str | None
    resource: Mapping[str, Any] | None
    prometheus_host: str | None
    prometheus_port: int | None
    sigterm: bool
    instrument: bool
    settings: Mapping[str, Any]


_KINDS: Final[Mapping[type, tuple[str, ...]]] = {
    str: ("service_name", "prometheus_host"),
    Mapping: ("resource",),
    bool: ("durable", "sigterm", "instrument"),
}
_ALLOWED: Final[Mapping[type, str]] = {
    str: "a text",
    Mapping: "a mapping of names to values",
    bool: "True or False",
}
_SHOWN: Final = (str, bool, int, float)


def refuse_wrong_kinds(given: Arguments) -> None:
    """Refuses what would be taken for something else, such as the text "false" for true.

    Raises:
        ConfigurationError: An argument is of another kind than it has to be.
    """
    for kind, names in _KINDS.items():
        for name in names:
            value = getattr(given, name)
            if value is not None and not isinstance(value, kind):
                raise refuse(name, value, _ALLOWED[kind])


def refuse(name: str, given: object, allowed: str) -> ConfigurationError:
    """The error that says what an argument is and may be; what can hold a secret is not shown."""
    kind = f"of type {type(given).__name__}"
    shown = repr(given)[:200] if isinstance(given, _SHOWN) else kind
    return ConfigurationError(f"gemini_otel: argument {name} is {shown}; allowed: {allowed}.")
