"""Which exporters a signal goes to: by argument, else by OpenTelemetry's environment variables."""

from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from typing import Any, Final, Literal, NamedTuple, cast

from gemini_otel._config import ConfigurationError, find_close


Signal = Literal["traces", "metrics", "logs"]
SIGNALS: Final[tuple[Signal, ...]] = ("traces", "metrics", "logs")

LEDGER: Final = "gemini_ledger"
CONSOLE: Final = "gemini_console"
OURS: Final = (LEDGER, CONSOLE)
"""What OTEL_LOGS_EXPORTER may name of ours: processors, which no batch stands before."""

PROMETHEUS: Final = "prometheus"
_NONE: Final = "none"
_OTLP: Final = "otlp"
_PROTOCOL: Final = "OTEL_EXPORTER_OTLP_PROTOCOL"
_BY_PROTOCOL: Final = {"grpc": "otlp_proto_grpc", "http/protobuf": "otlp_proto_http"}
_EXTRAS: Final = {**dict.fromkeys((_OTLP, *_BY_PROTOCOL.values()), _OTLP), PROMETHEUS: PROMETHEUS}


class Wanted(NamedTuple):
    """The exporters of one signal.

    Attributes:
        names: Their names as entry points.
        where: What names them, in words; empty where nothing does.
        is_argument: Whether that is an argument of `setup`.
    """

    names: tuple[str, ...] = ()
    where: str = ""
    is_argument: bool = False


def find_wanted(
    signal: Signal, given: str | Sequence[str] | None, environ: Mapping[str, str]
) -> Wanted:
    """The exporters that a signal is to have.

    Args:
        signal: Which one.
        given: The argument: names, or one text with commas between them.
        environ: The environment.

    Returns:
        Their names; none where nothing is said.

    Raises:
        ConfigurationError: There is no such exporter, or it is not installed.
    """
    variable = f"OTEL_{signal.upper()}_EXPORTER"
    where = f"argument {signal} (environment variable {variable})"
    said: str | Sequence[str] | None = given
    if given is None:
        where = f"environment variable {variable} (argument {signal})"
        said = environ.get(variable, "")
    names = _split(said, where, signal)
    found = tuple(dict.fromkeys(_choose_protocol(name, signal, environ) for name in names))
    for name in found:
        _check(name, signal, where)
    return Wanted(found, where if names else "", given is not None)


def _split(said: Any, where: str, signal: Signal) -> list[str]:
    parts: Any = said.split(",") if isinstance(said, str) else said
    if not isinstance(parts, (list, tuple)):
        raise _refuse(where, said, signal)
    words = [str(one) for one in cast("Sequence[object]", parts)]
    names = [word.strip() for word in words if word.strip()]
    if _NONE in names and len(names) > 1:
        raise _refuse(where, said, signal)
    return [name for name in names if name != _NONE]


def _choose_protocol(name: str, signal: Signal, environ: Mapping[str, str]) -> str:
    if name != _OTLP:
        return name
    variables = (f"OTEL_EXPORTER_OTLP_{signal.upper()}_PROTOCOL", _PROTOCOL)
    said = [(one, environ.get(one, "").strip()) for one in variables]
    variable, protocol = next((pair for pair in said if pair[1]), ("", "grpc"))
    if protocol not in _BY_PROTOCOL:
        allowed = " or ".join(_BY_PROTOCOL)
        raise ConfigurationError(
            f"gemini_otel: environment variable {variable} is {protocol[:200]!r}; "
            f"allowed: {allowed}."
        )
    return _BY_PROTOCOL[protocol]


def _check(name: str, signal: Signal, where: str) -> None:
    if (signal == "logs" and name in OURS) or name in _find_installed(signal):
        return
    extra = _EXTRAS.get(name)
    if extra is None or (name == PROMETHEUS and signal != "metrics"):
        raise _refuse(where, name, signal)
    raise ConfigurationError(
        f"gemini_otel: {where} names {name}, which is not installed: "
        f"pip install 'gemini-otel[{extra}]'."
    )


def find_group(signal: Signal) -> str:
    """The group of entry points in which exporters of a signal are found."""
    return f"opentelemetry_{signal}_exporter"


def _find_installed(signal: Signal) -> set[str]:
    return {point.name for point in entry_points(group=find_group(signal))}


def _refuse(where: str, given: object, signal: Signal) -> ConfigurationError:
    own = {"traces": (), "metrics": (PROMETHEUS,), "logs": OURS}[signal]
    allowed = sorted({_NONE, "console", _OTLP, *own, *_find_installed(signal)})
    close = find_close(given, allowed) if isinstance(given, str) else None
    meant = f" Did you mean {close}?" if close else ""
    return ConfigurationError(
        f"gemini_otel: {where} is {repr(given)[:200]}; allowed: {', '.join(allowed)}, several "
        f"with commas between them, none by itself.{meant}"
    )
