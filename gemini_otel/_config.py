"""Settings: every argument and environment variable we read, checked once at `instrument()`."""

import difflib
import importlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, cast, get_args


Capture = Literal["NO_CONTENT", "SPAN_ONLY", "EVENT_ONLY", "SPAN_AND_EVENT"]
Semconv = Literal["v1.41", "latest", "both", "none"]
Redact = Callable[[dict[str, Any]], "dict[str, Any] | None"]

_PREFIX: Final = "GEMINI_OTEL_"
_OLDER: Final = (
    "true was the older spelling, which other instrumentations share: write SPAN_ONLY, EVENT_ONLY "
    "or SPAN_AND_EVENT, which say where content is recorded, or NO_CONTENT. "
    "capture_content= of instrument() goes before the variable."
)


class ConfigurationError(ValueError):
    """A setting is unknown or malformed; the message says what was given and what is allowed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: where it comes from and what it may be."""

    variable: str
    allowed: str
    meaning: str
    parse: Callable[[object], Any]


def _one_of(*choices: str) -> Callable[[object], str]:
    by_lower = {choice.lower(): choice for choice in choices}

    def parse(given: object) -> str:
        return by_lower[str(given).strip().lower()]

    return parse


def _parse_capture(given: object) -> str:
    text = str(given).strip().lower()
    if text == "true":
        raise ConfigurationError(_OLDER)
    return "NO_CONTENT" if text == "false" else _one_of(*get_args(Capture))(given)


def _parse_flag(given: object) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[str(given).strip().lower()]


def _parse_count(given: object) -> int:
    count = int(str(given).strip())
    if count < 1:
        raise ValueError
    return count


def _parse_seconds(given: object) -> float:
    seconds = float(str(given).strip())
    if not 0 <= seconds <= 3600:  # noqa: PLR2004 - an hour
        raise ValueError
    return seconds


def _parse_keys(given: object) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else list(cast("list[object]", given))
    keys = tuple(part.strip() for part in parts if isinstance(part, str) and part.strip())
    if len(keys) != len([part for part in parts if part != ""]):
        raise ValueError
    return keys


def _parse_secret(given: object) -> str:
    if not isinstance(given, str) or len(given) < 16:  # noqa: PLR2004 - 128 bits
        raise ValueError
    return given


def _parse_path(given: object) -> str:
    path = os.fspath(cast("os.PathLike[str]", given)) if isinstance(given, os.PathLike) else given
    if not isinstance(path, str) or not path.strip():
        raise ValueError
    return path.strip()


def _parse_redact(given: object) -> Redact:
    if callable(given):
        return cast("Redact", given)
    module, _, name = str(given).strip().partition(":")
    hook = getattr(importlib.import_module(module), name)
    if not callable(hook):
        raise TypeError
    return cast("Redact", hook)


def _describe(
    variable: str, allowed: str, meaning: str, parse: Callable[[object], Any]
) -> dict[str, Setting]:
    return {"setting": Setting(variable, allowed, meaning, parse)}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings in force."""

    capture_content: Capture = field(
        default="NO_CONTENT",
        metadata=_describe(
            "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT",
            "NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT",
            "Whether prompts and answers are recorded, and where.",
            _parse_capture,
        ),
    )
    content_max_length: int = field(
        default=8192,
        metadata=_describe(
            "GEMINI_OTEL_CONTENT_MAX_LENGTH",
            "a whole number of characters, at least 1",
            "Longest text kept of one message part when content is captured.",
            _parse_count,
        ),
    )
    redact: Redact | None = field(
        default=None,
        metadata=_describe(
            "GEMINI_OTEL_REDACT",
            "a callable, or its name as module:function",
            "Called with each captured message; returns it changed, or None to drop it.",
            _parse_redact,
        ),
    )
    semconv: Semconv = field(
        default="v1.41",
        metadata=_describe(
            "GEMINI_OTEL_SEMCONV",
            "v1.41, latest, both or none",
            "Which standard metric names are emitted beside our own.",
            _one_of("v1.41", "latest", "both", "none"),
        ),
    )
    usage_event: bool = field(
        default=True,
        metadata=_describe(
            "GEMINI_OTEL_USAGE_EVENT",
            "true or false",
            "Whether each billed response emits a gemini.usage event.",
            _parse_flag,
        ),
    )
    credential_fingerprint_key: str | None = field(
        default=None,
        repr=False,
        metadata=_describe(
            "GEMINI_OTEL_CREDENTIAL_FINGERPRINT_KEY",
            "a secret of at least 16 characters",
            "Switches on a short keyed hash of the API key as a span and event attribute.",
            _parse_secret,
        ),
    )
    attribution_keys: tuple[str, ...] = field(
        default=(),
        metadata=_describe(
            "GEMINI_OTEL_ATTRIBUTION_KEYS",
            "names separated by commas",
            "Baggage entries that are taken onto spans and events.",
            _parse_keys,
        ),
    )
    metric_attribution_keys: tuple[str, ...] = field(
        default=(),
        metadata=_describe(
            "GEMINI_OTEL_METRIC_ATTRIBUTION_KEYS",
            "names separated by commas",
            "Attribution keys that also become metric attributes.",
            _parse_keys,
        ),
    )
    metric_attribution_values: int = field(
        default=50,
        metadata=_describe(
            "GEMINI_OTEL_METRIC_ATTRIBUTION_VALUES",
            "a whole number, at least 1",
            "Distinct values a metric attribution key may have; more become __other__.",
            _parse_count,
        ),
    )
    first_value_hold_s: float | None = field(
        default=None,
        metadata=_describe(
            "GEMINI_OTEL_FIRST_VALUE_HOLD",
            "seconds from 0 to 3600",
            "How long a counter's first value waits behind a zero, so that increase() sees it; "
            "unset: 60 s or the export interval, whichever is longer.",
            _parse_seconds,
        ),
    )
    prices: str | None = field(
        default=None,
        metadata=_describe(
            "GEMINI_OTEL_PRICES",
            "the path of a TOML or JSON file",
            "Prices, negotiated rates and discounts of your own.",
            _parse_path,
        ),
    )

    @property
    def captures_on_spans(self) -> bool:
        """Whether content goes onto spans."""
        return self.capture_content in ("SPAN_ONLY", "SPAN_AND_EVENT")

    @property
    def captures_on_events(self) -> bool:
        """Whether content goes into events."""
        return self.capture_content in ("EVENT_ONLY", "SPAN_AND_EVENT")

    @property
    def captures(self) -> bool:
        """Whether content goes anywhere at all."""
        return self.capture_content != "NO_CONTENT"


SETTINGS: Final[Mapping[str, Setting]] = {
    entry.name: entry.metadata["setting"] for entry in fields(Settings)
}
"""Every setting by its argument's name."""

OF_EXPORTERS: Final = (
    "GEMINI_OTEL_LEDGER",
    "GEMINI_OTEL_LEDGER_DURABLE",
    "GEMINI_OTEL_CONSOLE",
    "GEMINI_OTEL_CONSOLE_SAMPLE",
)
"""Variables that `gemini_otel_exporters` reads."""

_ARGUMENTS: Final = (*SETTINGS, "tracer_provider", "meter_provider", "logger_provider")


def resolve(arguments: Mapping[str, object], environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in force: an argument, else its environment variable, else the default.

    Args:
        arguments: What `instrument()` was given; `None` means not given.
        environ: The environment; the process's own unless given.

    Returns:
        The checked settings.

    Raises:
        ConfigurationError: A setting or a `GEMINI_OTEL_` variable is unknown or malformed.
    """
    environ = os.environ if environ is None else environ
    _refuse_unknown([name for name in arguments if name not in SETTINGS], _ARGUMENTS, "argument")
    variables = {*OF_EXPORTERS, *(setting.variable for setting in SETTINGS.values())}
    ours = [name for name in environ if name.startswith(_PREFIX)]
    _refuse_unknown([name for name in ours if name not in variables], variables, "variable")
    values: dict[str, Any] = {}
    for name, setting in SETTINGS.items():
        given = arguments.get(name)
        if given is not None:
            where = f"argument {name} (environment variable {setting.variable})"
            values[name] = _parse(where, given, setting)
        elif environ.get(setting.variable, "").strip():
            where = f"environment variable {setting.variable} (argument {name})"
            values[name] = _parse(where, environ[setting.variable], setting)
    return Settings(**values)


def _parse(where: str, given: object, setting: Setting) -> Any:
    try:
        return setting.parse(given)
    except Exception as error:
        shown = "a value that is not shown" if setting.parse is _parse_secret else repr(given)[:200]
        hint = f" {error}" if isinstance(error, ConfigurationError) else ""
        raise ConfigurationError(
            f"gemini_otel: {where} is {shown}; allowed: {setting.allowed}.{hint}"
        ) from error


def _refuse_unknown(given: Iterable[str], known: Collection[str], what: str) -> None:
    for name in given:
        meant = f"; did you mean {close}?" if (close := find_close(name, known)) else "."
        raise ConfigurationError(
            f"gemini_otel: unknown {what} {name!r}{meant} Known: {', '.join(sorted(known))}."
        )


def find_close(name: str, known: Iterable[str]) -> str | None:
    """The name that was meant; what all names begin with makes none of them more alike."""
    ends = {one.removeprefix(_PREFIX): one for one in known}
    close = difflib.get_close_matches(name.removeprefix(_PREFIX), list(ends), n=1)
    return ends[close[0]] if close else None
