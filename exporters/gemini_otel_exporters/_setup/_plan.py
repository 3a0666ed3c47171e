"""Everything that `setup()` was asked for, checked before anything is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from gemini_otel._config import SETTINGS, ConfigurationError, find_close, resolve
from gemini_otel._signals._pricer import make_pricer
from gemini_otel_exporters._console._choices import Choice, choose
from gemini_otel_exporters._setup._arguments import Arguments, refuse, refuse_wrong_kinds
from gemini_otel_exporters._setup._names import CONSOLE, LEDGER, Wanted, find_wanted


LEDGER_VARIABLE: Final = "GEMINI_OTEL_LEDGER"
_DISABLED: Final = "OTEL_SDK_DISABLED"
_PORT: Final = "OTEL_EXPORTER_PROMETHEUS_PORT"
_HOST: Final = "OTEL_EXPORTER_PROMETHEUS_HOST"
_STANDARD_PORT: Final = 9464
_LOOPBACK: Final = "127.0.0.1"
_MOST_PORTS: Final = 65_535
_OFF: Final = ("off", "none")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for.

    Attributes:
        traces: Exporters of spans.
        metrics: Exporters and readers of metrics.
        logs: Exporters of events.
        ledger: Whether there is a ledger, and its place if one is given.
        durable: Whether each line of it survives a loss of power, if that is given.
        console: What the console shows.
        service_name: The name of the service, if it is given.
        resource: More resource attributes, in order.
        prometheus: Host and port of the page that Prometheus reads.
        sigterm: Whether the signal SIGTERM is to export what is left.
        instruments: Whether Gemini calls are to be observed.
        settings: Settings of `gemini_otel.instrument`, in order.
        is_disabled: Whether OTEL_SDK_DISABLED says to do nothing.
    """

    traces: Wanted
    metrics: Wanted
    logs: Wanted
    ledger: tuple[bool, str | None] = field(repr=False)
    durable: bool | None
    console: Choice
    service_name: str | None
    resource: tuple[tuple[str, Any], ...]
    prometheus: tuple[str, int]
    sigterm: bool
    instruments: bool
    settings: tuple[tuple[str, Any], ...] = field(repr=False)
    is_disabled: bool


def make_plan(given: Arguments, environ: Mapping[str, str]) -> Plan:
    """What is asked for, by argument and else by environment variable.

    Raises:
        ConfigurationError: One of them is unknown or malformed, or something is not installed.
    """
    refuse_wrong_kinds(given)
    if not given.instrument and given.settings:
        names = ", ".join(sorted(given.settings))
        raise ConfigurationError(
            f"gemini_otel: {names} given with instrument=False; give them to "
            "gemini_otel.instrument(), or leave instrument=False out."
        )
    _refuse_unknown(given.settings)
    settings = resolve(given.settings, environ)
    if given.instrument:
        make_pricer(settings.prices)  # whose file may be the mistake
    logs = find_wanted("logs", given.logs, environ)
    named = logs.names if logs.is_argument else ()
    return Plan(
        traces=find_wanted("traces", given.traces, environ),
        metrics=find_wanted("metrics", given.metrics, environ),
        logs=logs._replace(names=tuple(n for n in logs.names if n not in (LEDGER, CONSOLE))),
        ledger=_find_ledger(given.ledger, environ, is_named=LEDGER in named),
        durable=given.durable,
        console=_find_console(given, environ, is_named=CONSOLE in named),
        service_name=given.service_name,
        resource=tuple(sorted((given.resource or {}).items())),
        prometheus=_find_page(given, environ),
        sigterm=given.sigterm,
        instruments=given.instrument,
        settings=tuple(sorted((k, v) for k, v in given.settings.items() if v is not None)),
        is_disabled=environ.get(_DISABLED, "").strip().lower() == "true",
    )


def _refuse_unknown(settings: Mapping[str, Any]) -> None:
    own = [entry.name for entry in fields(Arguments) if entry.name != "settings"]
    known = sorted({*own, *SETTINGS})
    for name in settings:
        if name not in SETTINGS:
            meant = f"; did you mean {close}?" if (close := find_close(name, known)) else "."
            raise ConfigurationError(
                f"gemini_otel: unknown argument {name!r}{meant} Known: {', '.join(known)}."
            )


def find_differences(before: Plan, after: Plan) -> list[str]:
    """The names of what two plans ask for differently."""
    names = [entry.name for entry in fields(Plan)]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def is_ledger_off(environ: Mapping[str, str]) -> bool:
    """Whether the environment says that there is to be no ledger."""
    return environ.get(LEDGER_VARIABLE, "").strip().lower() in _OFF


def _find_ledger(
    given: Any, environ: Mapping[str, str], *, is_named: bool
) -> tuple[bool, str | None]:
    if given is None:
        is_off = is_ledger_off(environ)
        said = None if is_off else environ.get(LEDGER_VARIABLE, "").strip() or None
        return is_named or not is_off, said
    if given is False or (isinstance(given, str) and given.strip().lower() in _OFF):
        if is_named:
            raise refuse("ledger", given, f"not {given!r} where logs names {LEDGER}")
        return False, None
    if given is True:
        return True, None
    if isinstance(given, str | Path) and str(given).strip():
        return True, str(given)
    raise refuse("ledger", given, "a SQL URL as text, the path of a SQLite file, True or False")


def _find_console(given: Arguments, environ: Mapping[str, str], *, is_named: bool) -> Choice:
    choice = choose(given.console, given.console_sample, environ)
    if choice.mode != "off" or not is_named:
        return choice
    if given.console is None or given.console is True:
        return choice._replace(mode="text")
    raise refuse("console", given.console, f"not {given.console!r} where logs names {CONSOLE}")


def _find_page(given: Arguments, environ: Mapping[str, str]) -> tuple[str, int]:
    host = given.prometheus_host or environ.get(_HOST, "").strip() or _LOOPBACK
    if given.prometheus_port is not None:
        where = f"prometheus_port (environment variable {_PORT})"
        return host, _read_port(where, given.prometheus_port)
    said = environ.get(_PORT, "").strip()
    return host, _read_port("", said) if said else _STANDARD_PORT


def _read_port(where: str, given: object) -> int:
    allowed = f"a number from 0 to {_MOST_PORTS}; 0 is any free port"
    try:
        port = int(str(given))
    except ValueError:
        port = -1
    if isinstance(given, bool) or not 0 <= port <= _MOST_PORTS:
        if where:
            raise refuse(where, given, allowed)
        raise ConfigurationError(
            f"gemini_otel: environment variable {_PORT} (argument prometheus_port) is "
            f"{repr(given)[:200]}; allowed: {allowed}."
        )
    return port
