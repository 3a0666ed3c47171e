"""Mistakes are told at `setup()`, with what is allowed, and leave nothing behind."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opentelemetry import metrics, trace
from opentelemetry._logs import get_logger_provider

from gemini_otel import ConfigurationError
from gemini_otel._capture._activation import find_recorder
from gemini_otel._doctor._pipelines import read_pipeline
from gemini_otel_exporters import setup
from tests.programs import run


@pytest.fixture(autouse=True)
def _nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    yield
    providers = (trace.get_tracer_provider(), metrics.get_meter_provider(), get_logger_provider())

    assert ["none"] * 3 == [read_pipeline(one).kind for one in providers]
    assert find_recorder() is None


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ({"traces": "otpl"}, ["traces", "OTEL_TRACES_EXPORTER", "'otpl'", "console", "mean otlp"]),
        ({"traces": "prometheus"}, ["traces", "'prometheus'", "allowed: console, none, otlp"]),
        ({"metrics": "none,otlp"}, ["metrics", "OTEL_METRICS_EXPORTER", "none by itself"]),
        ({"logs": 5}, ["logs", "OTEL_LOGS_EXPORTER", "is 5", "gemini_ledger"]),
        ({"console": "loud"}, ["console", "GEMINI_OTEL_CONSOLE", "text, json, quiet or off"]),
        ({"console_sample": 2}, ["GEMINI_OTEL_CONSOLE_SAMPLE", "is 2", "from 0 to 1"]),
        ({"console_sample": True}, ["GEMINI_OTEL_CONSOLE_SAMPLE", "is True", "from 0 to 1"]),
        ({"prometheus_port": 70_000}, ["OTEL_EXPORTER_PROMETHEUS_PORT", "70000", "65535"]),
        ({"prometheus_port": True}, ["OTEL_EXPORTER_PROMETHEUS_PORT", "True", "65535"]),
        ({"ledger": 5}, ["ledger", "is 5", "SQL URL"]),
        ({"ledger": b"postgresql://me:secret@h/d"}, ["ledger", "is of type bytes", "SQL URL"]),
        ({"ledger": False, "logs": "gemini_ledger"}, ["ledger", "is False", "gemini_ledger"]),
        ({"console": False, "logs": "gemini_console"}, ["console", "is False", "gemini_console"]),
        ({"durable": "false"}, ["durable", "is 'false'", "True or False"]),
        ({"sigterm": "no"}, ["sigterm", "is 'no'", "True or False"]),
        ({"instrument": 0}, ["instrument", "is 0", "True or False"]),
        ({"resource": "team=a"}, ["resource", "is 'team=a'", "a mapping"]),
        ({"service_name": 5}, ["service_name", "is 5", "a text"]),
        ({"prometheus_host": 5}, ["prometheus_host", "is 5", "a text"]),
        (
            {"ledger": "mysql://me:secret@h/d"},
            ["argument ledger, ", "GEMINI_OTEL_LEDGER", "allowed: "],
        ),
        ({"semconv": "v0"}, ["semconv", "GEMINI_OTEL_SEMCONV", "'v0'", "v1.41"]),
        ({"prices": "/no/such.toml"}, ["prices", "GEMINI_OTEL_PRICES", "/no/such.toml"]),
        ({"consol": "text"}, ["'consol'", "did you mean console?"]),
        ({"instrument": False, "semconv": "both"}, ["semconv", "instrument=False"]),
    ],
)
def test_a_bad_argument(given: dict[str, Any], parts: list[str]) -> None:
    """What was given, what is allowed, and the variable; a password is never shown."""
    with pytest.raises(ConfigurationError) as caught:
        setup(**given)

    assert [] == [part for part in parts if part not in str(caught.value)]
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("variables", "parts"),
    [
        ({"OTEL_LOGS_EXPORTER": "smoke"}, ["OTEL_LOGS_EXPORTER", "argument logs", "'smoke'"]),
        (
            {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"},
            ["OTEL_EXPORTER_OTLP_PROTOCOL", "'http/json'", "grpc or http/protobuf"],
        ),
        (
            {
                "OTEL_METRICS_EXPORTER": "otlp",
                "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
                "OTEL_EXPORTER_OTLP_ENDPOINT": "//me:secret@collector:4318",
            },
            ["OTEL_EXPORTER_OTLP_ENDPOINT", "//***@collector:4318", "http://"],
        ),
        (
            {
                "OTEL_METRICS_EXPORTER": "otlp",
                "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
                "OTEL_EXPORTER_OTLP_ENDPOINT": "me:secret@collector:4318",
            },
            ["OTEL_EXPORTER_OTLP_ENDPOINT", "'***@collector:4318'", "http://"],
        ),
        (
            {
                "OTEL_METRICS_EXPORTER": "otlp",
                "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
                "OTEL_EXPORTER_OTLP_ENDPOINT": "ftp://me:a/b@secret@collector:4318",
            },
            ["OTEL_EXPORTER_OTLP_ENDPOINT", "'ftp://***@collector:4318'", "http://"],
        ),
        (
            {"OTEL_METRICS_EXPORTER": "otlp", "OTEL_METRIC_EXPORT_INTERVAL": "soon"},
            ["OTEL_METRIC_EXPORT_INTERVAL", "'soon'", "milliseconds"],
        ),
        ({"OTEL_EXPORTER_PROMETHEUS_PORT": "x"}, ["OTEL_EXPORTER_PROMETHEUS_PORT", "'x'"]),
        ({"GEMINI_OTEL_CONSOLE": "loud"}, ["GEMINI_OTEL_CONSOLE", "'loud'", "argument console"]),
        ({"GEMINI_OTEL_CONSOLE_SAMPLE": "half"}, ["GEMINI_OTEL_CONSOLE_SAMPLE", "'half'"]),
        ({"GEMINI_OTEL_LEDGER_DURABLE": "perhaps"}, ["GEMINI_OTEL_LEDGER_DURABLE", "'perhaps'"]),
        ({"GEMINI_OTEL_LEGDER": "x"}, ["GEMINI_OTEL_LEGDER", "did you mean GEMINI_OTEL_LEDGER"]),
    ],
)
def test_a_bad_variable(
    variables: dict[str, str], parts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for the environment."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        setup()

    assert [] == [part for part in parts if part not in str(caught.value)]
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("is_argument", [True, False])
def test_a_folder_as_a_ledger(
    is_argument: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as one, with what gives it, and nothing is made in it or beside it."""
    folder = tmp_path / "costs"
    folder.mkdir()
    monkeypatch.setenv("GEMINI_OTEL_LEDGER", "off" if is_argument else str(folder))
    said = r"argument ledger, environment variable GEMINI_OTEL_LEDGER\) is .*costs', which is a"
    with pytest.raises(ConfigurationError, match=said):
        setup(ledger=folder if is_argument else None)

    assert [folder] == list(tmp_path.rglob("*"))


def test_a_port_that_is_taken() -> None:
    """The variable is named, and what several workers do instead."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError) as caught:
            setup(metrics="prometheus", prometheus_port=port, ledger=False)

    assert f"OTEL_EXPORTER_PROMETHEUS_PORT) is {port}" in str(caught.value)
    assert "OTEL_METRICS_EXPORTER=otlp" in str(caught.value)


def test_a_host_of_another_machine() -> None:
    """Nobody can listen there."""
    with pytest.raises(ConfigurationError, match="OTEL_EXPORTER_PROMETHEUS_HOST"):
        setup(metrics="prometheus", prometheus_host="203.0.113.1", ledger=False)


# Modules that cannot be found stand for packages that are not installed.
_WITHOUT = """
import sys
for name in {missing}:
    sys.modules[name] = None
import importlib.metadata
found = importlib.metadata.entry_points
def entry_points(**wanted):
    hidden = {hidden}
    return [one for one in found(**wanted) if one.name not in hidden]
importlib.metadata.entry_points = entry_points
import gemini_otel_exporters
try:
    gemini_otel_exporters.setup({given})
except (ImportError, ValueError) as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize(
    ("missing", "hidden", "given", "fix"),
    [
        (["opentelemetry.sdk"], [], "", "pip install 'gemini-otel[setup]'"),
        (["sqlalchemy"], [], "", "pip install 'gemini-otel[ledger]'"),
        ([], ["otlp_proto_grpc"], "traces='otlp'", "pip install 'gemini-otel[otlp]'"),
        ([], ["prometheus"], "metrics='prometheus'", "pip install 'gemini-otel[prometheus]'"),
        (
            ["prometheus_client"],
            [],
            "metrics='prometheus', ledger=False",
            "pip install 'gemini-otel[prometheus]'",
        ),
    ],
)
def test_a_package_that_is_missing(
    missing: list[str], hidden: list[str], given: str, fix: str
) -> None:
    """The sentence has the command that installs it."""
    done = run(_WITHOUT.format(missing=missing, hidden=hidden, given=given))

    assert (0, "") == (done.code, done.errors)
    assert fix in done.output


_TWICE = """
from gemini_otel_exporters import setup
first = setup(ledger=False, console="off")
for given in ({"console": "text"}, {"console": "off"}):
    try:
        print(setup(ledger=False, **given) is first)
    except ValueError as error:
        print(error)
first.shutdown()
first.shutdown()
try:
    setup(ledger=False, console="off")
except ValueError as error:
    print(error)
"""


def test_a_second_time() -> None:
    """The same again changes nothing, something else is refused, and so is one after the end."""
    done = run(_TWICE)

    other, same, after = done.output.splitlines()
    assert (0, "", "True") == (done.code, done.errors, same)
    assert "with other console" in other
    assert "was called and shut down before" in after
