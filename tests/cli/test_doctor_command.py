"""The command `doctor` examines a process of its own, and sends nothing out of it."""

import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any, Final

import pytest

from gemini_otel._doctor._codes import CODES
from tests.cli.pricing import COMMAND, ROOT, Run, make_environment, run


_SERVED: Final = 12 + 7
_CALL: Final = {
    "exact": True,
    "span": "generate_content gemini-3.8-flash",
    "tokens": {"served": _SERVED, "counted": _SERVED, "event": _SERVED},
    "error": None,
}
_DEAD: Final = "http://127.0.0.1:1"
_CONFIGURATOR: Final = (
    "[opentelemetry_configurator]\n"
    "configurator = opentelemetry.sdk._configuration:_OTelSDKConfigurator\n"
)


_PAGE: Final = (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8")
_SHOWN: Final = [line for line in _PAGE.splitlines() if line.startswith("warning ")]


def _run(*arguments: str, **env: str) -> Run:
    clean = {name: "" for name in os.environ if name.startswith("OTEL_")}
    return run("doctor", *arguments, env={**clean, **env})


def _read(done: Run) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(done.output)
    return document


def _find(done: Run, code: str) -> list[dict[str, Any]]:
    return [one for one in _read(done)["findings"] if one["code"] == code]


@pytest.fixture
def configured(tmp_path: Path) -> dict[str, str]:
    """An environment as `opentelemetry-distro` makes one, whose exporters write to the output."""
    info = tmp_path / "surroundings-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: surroundings\nVersion: 1\n")
    (info / "entry_points.txt").write_text(_CONFIGURATOR)
    root = make_environment()["PYTHONPATH"]
    return {
        "PYTHONPATH": f"{root}:{tmp_path}",
        "OTEL_SERVICE_NAME": "shop",
        **{f"OTEL_{one}_EXPORTER": "console" for one in ("TRACES", "METRICS", "LOGS")},
    }


def test_a_configured_environment(configured: dict[str, str]) -> None:
    """It is instrumented as a program would be; the doctor exports nothing, not even at its end."""
    done = _run("--json", **configured)

    assert (0, "") == (done.code, done.errors)
    assert "fresh" == _read(done)["process"]
    assert [] == _read(done)["sent"]
    for code in ("library.instrumented", "traces.provider", "traces.export", "metrics.export"):
        assert ["ok"] == [one["status"] for one in _find(done, code)]
    assert "ConsoleSpanExporter" in _find(done, "traces.export")[0]["seen"]
    assert "21 of 21" in _find(done, "sdk.methods")[0]["seen"]
    assert "The service is shop." == _find(done, "resource.service_name")[0]["seen"]


def test_codes(configured: dict[str, str]) -> None:
    """The codes are those that are documented, in their order."""
    codes = [one["code"] for one in _read(_run("--json", "--send", **configured))["findings"]]

    assert sorted(codes, key=CODES.index) == codes


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_warnings(options: tuple[str, ...], code: int) -> None:
    """Warnings end the command with 0, or with 1 where they count."""
    done = _run(*options)

    assert code == done.code
    assert "No provider is set: spans go nowhere." in done.output
    assert re.search(r"^\d+ ok, 3 warnings\.$", done.output, re.MULTILINE)


def test_problems() -> None:
    """A problem ends it with 1; what keeps us from being switched on is named."""
    done = _run("--json", GEMINI_OTEL_SEMCOM="both")

    assert 1 == done.code
    assert ["problem"] == [one["status"] for one in _find(done, "library.instrumented")]
    assert ["Did you mean GEMINI_OTEL_SEMCONV?"] == [
        one["advice"] for one in _find(done, "settings.unknown")
    ]


def test_hook_that_is_not_there() -> None:
    """The module of a hook is looked up, as it would be in the program."""
    done = _run("--json", GEMINI_OTEL_REDACT="no_such_module:redact")

    assert ["GEMINI_OTEL_REDACT"] == [one["subject"] for one in _find(done, "settings.invalid")]


def test_hook_of_the_folder(tmp_path: Path) -> None:
    """A module of the folder it is called in is found, as `opentelemetry-instrument` finds it."""
    (tmp_path / "shop.py").write_text("def redact(message): return message\n")
    script = tmp_path / "bin" / "gemini-otel"  # Python looks for modules beside it, not here
    script.parent.mkdir()
    script.write_text("from gemini_otel.cli import main\nmain()\n")

    done = subprocess.run(
        [sys.executable, str(script), "doctor", "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=make_environment(GEMINI_OTEL_REDACT="shop:redact"),
    )

    assert ["ok"] == [
        one["status"]
        for one in json.loads(done.stdout)["findings"]
        if one["code"] == "settings.invalid"
    ]


def test_wrong_usage() -> None:
    """An unknown option ends it with 2."""
    assert 2 == _run("--no-such-option").code


def test_sending(configured: dict[str, str]) -> None:
    """A call and a stream are recorded exactly, past any proxy, and reach no exporter."""
    proxies = {"HTTP_PROXY": _DEAD, "HTTPS_PROXY": _DEAD, "http_proxy": _DEAD, "ALL_PROXY": _DEAD}
    done = _run("--json", "--send", **configured, **proxies)

    assert 0 == done.code
    sent = _read(done)["sent"]
    assert ["call", "stream"] == [one["name"] for one in sent]
    assert [_CALL, _CALL] == [{name: one[name] for name in _CALL} for one in sent]
    assert all(one["cost_nano_usd"] > 0 for one in sent)
    assert ["ok"] == [one["status"] for one in _find(done, "send.exact")]


def test_sending_without_usage_events() -> None:
    """Where usage events are switched off, none is expected."""
    done = _run("--json", "--send", GEMINI_OTEL_USAGE_EVENT="false")

    assert [(True, None)] * 2 == [
        (one["exact"], one["tokens"]["event"]) for one in _read(done)["sent"]
    ]


@pytest.mark.parametrize(
    ("env", "seen"),
    [
        ({"OTEL_SDK_DISABLED": "true"}, "19 tokens, 0 counted"),
        ({"GEMINI_OTEL_SEMCONV": "v9"}, "v1.41, latest, both or none"),
    ],
    ids=["disabled", "invalid"],
)
def test_sending_in_vain(env: dict[str, str], seen: str) -> None:
    """Where nothing is recorded, that is a problem that says why."""
    done = _run("--json", "--send", **env)

    (found,) = _find(done, "send.exact")
    assert (1, "problem") == (done.code, found["status"])
    assert seen in found["seen"]


@pytest.mark.parametrize(
    ("module", "package"),
    [("opentelemetry.sdk", "opentelemetry-sdk"), ("google.genai", "google-genai")],
)
def test_missing_extra(module: str, package: str) -> None:
    """Where the extra is missing, the command says how to get it, and ends with 2."""
    program = (
        f"import sys; sys.modules[{module!r}] = None; sys.argv = ['x', 'doctor', '--send']\n"
        "from gemini_otel.cli import main\nsys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=False,
        env=make_environment(),
        text=True,
    )

    assert (2, "") == (done.returncode, done.stdout)
    assert (
        f"Error: --send needs {package}, which is not installed: "
        "pip install 'gemini-otel[testing]'\n"
    ) == done.stderr


def test_a_process_that_is_instrumented(configured: dict[str, str]) -> None:
    """Under `opentelemetry-instrument` it examines what that made, and then sends."""
    through = "from opentelemetry.instrumentation.auto_instrumentation import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", through, *COMMAND, "doctor", "--send", "--json"],
        capture_output=True,
        check=False,
        env=make_environment(**configured),
        text=True,
    )

    told = Run(done.stdout, done.stderr, done.returncode)
    assert 0 == told.code
    assert ["ok"] == [one["status"] for one in _find(told, "traces.export")]
    assert [True, True] == [one["exact"] for one in _read(told)["sent"]]


def test_lines() -> None:
    """In a pipe there is a line for each finding, as the page shows, and what was sent."""
    lines = _run("--send").output.splitlines()

    assert "A process of its own, instrumented from this environment." == lines[0]
    assert 1 == len([line for line in lines if "  traces.provider  " in line])
    assert ["call", "generate_content", "gemini-3.8-flash", "19", "19", "19"] in [
        line.split()[:6] for line in lines
    ]
    assert "\x1b" not in "".join(lines)
    assert 3 == len(_SHOWN)
    assert [] == [line for line in _SHOWN if line not in lines]


def test_terminal() -> None:
    """On a terminal the table is in colour, and no line is wider than 80 columns."""
    terminal, other_end = os.openpty()
    fcntl.ioctl(other_end, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    env = make_environment(TERM="xterm-256color", OTEL_SERVICE_NAME="shop")
    env.pop("NO_COLOR", None)
    env.pop("COLUMNS", None)
    with subprocess.Popen([*COMMAND, "doctor", "--send"], stdout=other_end, env=env) as process:
        os.close(other_end)
        shown = _read_all(terminal)
    os.close(terminal)

    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert 0 == process.returncode
    assert "\x1b[33mwarning" in shown
    assert [] == [line for line in plain.splitlines() if len(line.rstrip()) > 80]
    assert "send.exact" in plain


def _read_all(terminal: int) -> str:
    """Everything that is written until the other end is closed, which is an error on Linux."""
    read = b""
    while True:
        try:
            part = os.read(terminal, 65_536)
        except OSError:
            part = b""
        if not part:
            return read.decode()
        read += part
