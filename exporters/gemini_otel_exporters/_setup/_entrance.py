"""The one line that sets everything up."""

import os
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import gemini_otel
from gemini_otel import _log
from gemini_otel._capture._activation import find_recorder
from gemini_otel._config import ConfigurationError
from gemini_otel_exporters._setup._arguments import Arguments
from gemini_otel_exporters._setup._assembly import Parts, assemble
from gemini_otel_exporters._setup._endings import watch_end
from gemini_otel_exporters._setup._forks import watch_forks
from gemini_otel_exporters._setup._pipeline import Pipeline
from gemini_otel_exporters._setup._plan import Plan, find_differences, make_plan


class _Memory:
    """What was set up in this process, or in the one it was forked from."""

    def __init__(self) -> None:
        self.made: tuple[Plan, Pipeline] | None = None
        self.renew()

    def renew(self) -> None:
        """In a forked child nobody is left who could let go of the lock."""
        self._lock = threading.Lock()
        self._writer: int | None = None

    @contextmanager
    def write(self) -> Generator[None]:
        """Lets other threads wait; this one, within what it writes, would wait for itself.

        Raises:
            ConfigurationError: It is within.
        """
        if self._writer == threading.get_ident():
            raise ConfigurationError(
                "gemini_otel: setup() was called within setup(), by something that it loads; "
                "allowed: once, where the program starts. Leave it out of exporters, and give the "
                "program a name that no package has: one that is attr.py is imported as attr."
            )
        with self._lock:
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = None


_memory: Final = _Memory()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_memory.renew)


def setup(  # noqa: PLR0913 - one keyword a choice
    *,
    traces: str | Sequence[str] | None = None,
    metrics: str | Sequence[str] | None = None,
    logs: str | Sequence[str] | None = None,
    ledger: str | Path | bool | None = None,
    durable: bool | None = None,
    console: str | bool | None = None,
    console_sample: float | None = None,
    service_name: str | None = None,
    resource: Mapping[str, Any] | None = None,
    prometheus_host: str | None = None,
    prometheus_port: int | None = None,
    sigterm: bool = True,
    instrument: bool = True,
    **settings: Any,
) -> Pipeline:
    """Sets up OpenTelemetry and observes every Gemini call, in one line.

    Without arguments and variables nothing is sent anywhere: each billed response is written to a
    ledger in the user's data folder and shown as a line on standard error. OpenTelemetry's own
    variables work as its SDK documents them. Where the program has a provider of the SDK already,
    it is added to, and neither replaced nor given an exporter that it has. Calling it again with
    the same arguments changes nothing.

    Args:
        traces: Exporters of spans: `none`, `console`, `otlp`, or the name of an entry point;
            several as a list or with commas. Else OTEL_TRACES_EXPORTER, else none.
        metrics: Exporters of metrics, `prometheus` too. Else OTEL_METRICS_EXPORTER, else none.
        logs: Exporters of events. Else OTEL_LOGS_EXPORTER, else none.
        ledger: A SQL URL or the path of a SQLite file; `False` or `off` for none. Else
            GEMINI_OTEL_LEDGER, else `ledger.db` in the user's data folder.
        durable: Whether each line of the ledger survives a loss of power before its response is
            handed over. Else GEMINI_OTEL_LEDGER_DURABLE, else not.
        console: `text`, `json`, `quiet`, or `off` or `False` for none. Else GEMINI_OTEL_CONSOLE,
            else `text`.
        console_sample: The share of calls that went well which the console shows, from 0 to 1.
            Else GEMINI_OTEL_CONSOLE_SAMPLE, else 1.
        service_name: The name of the service. Else OTEL_SERVICE_NAME.
        resource: More resource attributes, over those of OTEL_RESOURCE_ATTRIBUTES.
        prometheus_host: Where the page for Prometheus is served. Else
            OTEL_EXPORTER_PROMETHEUS_HOST, else 127.0.0.1.
        prometheus_port: Its port; 0 is any free one. Else OTEL_EXPORTER_PROMETHEUS_PORT, else 9464.
        sigterm: Whether SIGTERM exports what is left before it ends the process, where the program
            handles it in no way of its own.
        instrument: Whether to call `gemini_otel.instrument`; `False` where the program does.
        **settings: Settings of `gemini_otel.instrument`.

    Returns:
        A handle: `flush()`, `shutdown()`, or `with setup(): ...`. It ends by itself at exit.

    Raises:
        ConfigurationError: An argument or a variable is unknown or malformed, a package is missing,
            or it was called before with other arguments, or within itself; nothing was changed.
    """
    given = Arguments(
        traces=traces,
        metrics=metrics,
        logs=logs,
        ledger=ledger,
        durable=durable,
        console=console,
        console_sample=console_sample,
        service_name=service_name,
        resource=resource,
        prometheus_host=prometheus_host,
        prometheus_port=prometheus_port,
        sigterm=sigterm,
        instrument=instrument,
        settings=settings,
    )
    plan = make_plan(given, os.environ)
    with _memory.write():
        if _memory.made is not None:
            return _find_made(plan, *_memory.made)
        pipeline = _set_up(plan)
        _memory.made = (plan, pipeline)
        return pipeline


def _find_made(plan: Plan, before: Plan, pipeline: Pipeline) -> Pipeline:
    differences = find_differences(before, plan)
    if differences:
        raise ConfigurationError(
            f"gemini_otel: setup() was called before, with other {', '.join(differences)}; "
            "allowed: the same arguments and variables again. Call it once, where the program "
            "starts."
        )
    if pipeline.is_shut_down:
        raise ConfigurationError(
            "gemini_otel: setup() was called and shut down before in this process; allowed: once, "
            "because OpenTelemetry's providers can be set once. Shut down where the program ends."
        )
    return pipeline


def _set_up(plan: Plan) -> Pipeline:
    if plan.is_disabled:
        _log.warn(
            "disabled", variable="OTEL_SDK_DISABLED", consequence="setup() does nothing at all"
        )
        return Pipeline(Parts())
    parts = assemble(plan)
    pipeline = Pipeline(parts)
    # Before `instrument`: what it registers for the exit runs first, and still has providers.
    watch_end(pipeline, sigterm=plan.sigterm)
    if plan.instruments:
        gemini_otel.instrument(**dict(plan.settings))
    if plan.ledger[0]:
        _warn_without_events()
    watch_forks(plan, parts, pipeline)
    return pipeline


def _warn_without_events() -> None:
    recorder = find_recorder()
    if recorder is not None and not recorder.settings.usage_event:
        _log.warn(
            "ledger_gets_nothing",
            reason="usage_event is False, and the ledger is written from usage events",
            fix="leave usage_event and GEMINI_OTEL_USAGE_EVENT out, or set up with ledger=False",
        )
