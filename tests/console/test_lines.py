"""What the console shows of a call: the line for people, and the line for machines."""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.genai.errors import ServerError
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

import gemini_otel
from gemini_otel.testing import FakeGemini, Reply, faults
from gemini_otel_exporters import ConsoleProcessor
from tests.shapes import MODEL, Caller


Show = Callable[..., io.StringIO]


class Terminal(io.StringIO):
    """A stream that people read."""

    def isatty(self) -> bool:
        """Says so."""
        return True


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GEMINI_OTEL_CONSOLE", "GEMINI_OTEL_CONSOLE_SAMPLE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def show() -> Iterator[Show]:
    """Shows the calls of this test in a stream; the traces of all of them are sampled out."""
    journal = LoggerProvider(shutdown_on_exit=False)

    def add(mode: str | None = None, stream: io.StringIO | None = None, **kw: Any) -> io.StringIO:
        stream = io.StringIO() if stream is None else stream
        journal.add_log_record_processor(ConsoleProcessor(mode, stream=stream, **kw))
        return stream

    tracing = TracerProvider(sampler=ALWAYS_OFF, shutdown_on_exit=False)
    gemini_otel.instrument(logger_provider=journal, tracer_provider=tracing)
    yield add
    journal.shutdown()


def _read(stream: io.StringIO) -> str:
    """The only line, without its clock, its latency and its trace, which are never the same."""
    (line,) = stream.getvalue().splitlines()
    line, clocks = re.subn(r"^\d\d:\d\d:\d\d ", "", line)
    line, traces = re.subn(r" trace=[0-9a-f]{32}$", "", line)
    line = re.sub(r" +\d+\.\d\d s", "", line)

    assert (1, 1) == (clocks, traces)
    return " ".join(line.split())


def _fail(call: Caller, gemini: FakeGemini) -> None:
    with pytest.raises(Exception, match="429"):
        call.ask(gemini.client())


def test_a_line_says_what_a_response_cost(call: Caller, gemini: FakeGemini, show: Show) -> None:
    """Model, tokens by kind, the exact amount and the tenant, of each way to ask."""
    shown = show()
    gemini.queue(Reply("Paris.", usage={"prompt": 1_000, "cached": 800, "candidates": 50}))
    with gemini_otel.attribution(tenant="acme", feature="search", team="blue"):
        call.ask(gemini.client())

    # By hand: 200 x 1.50 + 800 x 0.15 + 50 x 9.00 millionths of a dollar.
    who = "tenant=acme feature=search team=blue"
    assert f"{MODEL} $0.00087 200 in + 800 cached + 50 out {who}" == _read(shown)


def test_a_line_for_machines_says_it_in_numbers(
    whole_call: Caller, gemini: FakeGemini, show: Show
) -> None:
    """Nano-dollars are an integer, the amount in dollars is text, and nothing is rounded."""
    shown = show("json")
    with gemini_otel.attribution(tenant="acme", team="blue"):
        whole_call.ask(gemini.client())

    told = json.loads(shown.getvalue())
    # By hand: 12 x 1.50 + 7 x 9.00 millionths of a dollar.
    assert ("gemini.usage", "info", MODEL) == (told["event"], told["level"], told["model"])
    assert {"uncached_prompt": 12, "candidates": 7} == told["tokens"]
    assert (81_000, "0.000081", True) == (
        told["cost_nano_usd"],
        told["cost_usd"],
        told["cost_complete"],
    )
    assert ("acme", {"team": "blue"}) == (told["tenant"], told["attribution"])
    assert (32, 16) == (len(told["trace_id"]), len(told["span_id"]))
    assert told["duration_s"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", told["timestamp"])


def test_what_has_no_price_says_why(whole_call: Caller, gemini: FakeGemini, show: Show) -> None:
    """An unknown model is no call for nothing."""
    shown = show("quiet")
    whole_call.ask(gemini.client(), model="gemini-99")

    assert "gemini-99 unpriced 12 in + 7 out (unknown_model)" == _read(shown)


def test_what_is_priced_in_part_is_a_lower_bound(
    whole_call: Caller, gemini: FakeGemini, show: Show
) -> None:
    """A stranger's kind of token in the total leaves the amount open to the top."""
    shown = show("quiet")
    gemini.queue(Reply("Paris.", usage={"prompt": 12, "candidates": 7, "total": 30}))
    whole_call.ask(gemini.client())

    assert f"{MODEL} >= $0.000081 12 in + 7 out + 11 unknown (unattributed_tokens)" == _read(shown)


def test_a_failure_says_what_to_do(call: Caller, gemini: FakeGemini, show: Show) -> None:
    """Class, code, delay and hint, as `classify` gives them."""
    shown = show("quiet")
    gemini.queue(faults.requests_per_minute(retry_after=12))
    _fail(call, gemini)

    line = _read(shown)
    assert line.startswith(f"{MODEL} FAILED rate_limited (429), retry after 12 s: ")
    assert len(line) > 70


def test_a_failure_for_machines(whole_call: Caller, gemini: FakeGemini, show: Show) -> None:
    """The same facts by name."""
    shown = show("json")
    gemini.queue(faults.requests_per_minute(retry_after=12))
    _fail(whole_call, gemini)

    told = json.loads(shown.getvalue())
    assert ("error", "rate_limited", "429") == (
        told["level"],
        told["error_class"],
        told["error_type"],
    )
    assert (True, 12) == (told["retryable"], told["retry_after_s"])
    assert told["hint"]


def test_quiet_says_nothing_of_what_went_well(call: Caller, gemini: FakeGemini, show: Show) -> None:
    """A call that was answered and priced is no news."""
    shown = show("quiet")
    call.ask(gemini.client())

    assert "" == shown.getvalue()


def test_off_says_nothing(whole_call: Caller, gemini: FakeGemini, show: Show) -> None:
    """Not even of failures."""
    shown = show("off")
    gemini.queue(faults.requests_per_minute())
    _fail(whole_call, gemini)

    assert "" == shown.getvalue()


@pytest.mark.parametrize(("sample", "lines"), [(0, 0), (1, 3), (None, 3)])
def test_a_sample_of_what_went_well(
    sample: float | None, lines: int, client: Any, show: Show
) -> None:
    """None of them, or all."""
    shown = show(sample=sample)
    for _ in range(3):
        client.models.generate_content(model=MODEL, contents="Hello?")

    assert lines == len(shown.getvalue().splitlines())


def test_failures_are_never_sampled_out(whole_call: Caller, gemini: FakeGemini, show: Show) -> None:
    """A share of zero leaves failures and unpriced responses."""
    shown = show("text", sample=0)
    gemini.queue(faults.requests_per_minute())
    _fail(whole_call, gemini)
    whole_call.ask(gemini.client(), model="gemini-99")

    assert 2 == len(shown.getvalue().splitlines())


def test_a_warning_is_shown_with_its_advice(
    whole_call: Caller, gemini: FakeGemini, show: Show
) -> None:
    """An answer that was cut is paid for and marked, and another line says what to do."""
    shown = show()
    gemini.queue(Reply("Par", finish_reason="MAX_TOKENS"))
    whole_call.ask(gemini.client())

    bill, warning = sorted(shown.getvalue().splitlines(), key=lambda line: "WARNING" in line)
    assert "MAX_TOKENS" in bill
    assert "WARNING" in warning
    assert "output.truncated, MAX_TOKENS: " in warning


def test_attempts_of_the_sdk_are_counted(gemini: FakeGemini, show: Show) -> None:
    """A response that came at the second attempt says so."""
    shown = show()
    client: Any = gemini.client(
        http_options={"retry_options": {"attempts": 2, "initial_delay": 0.01}}
    )
    gemini.queue(faults.overloaded())
    client.models.generate_content(model=MODEL, contents="Hello?")

    assert _read(shown).endswith("$0.000081 12 in + 7 out (2 attempts)")


def test_attempts_in_vain_are_counted(gemini: FakeGemini, show: Show) -> None:
    """A call that failed after three attempts says so."""
    shown = show()
    client: Any = gemini.client(
        http_options={"retry_options": {"attempts": 3, "initial_delay": 0.01}}
    )
    gemini.queue(*[faults.overloaded()] * 3)
    with pytest.raises(ServerError):
        client.models.generate_content(model=MODEL, contents="Hello?")

    assert f"{MODEL} FAILED overloaded (503), 3 attempts, retryable: " in _read(shown)


def test_colours_are_for_terminals(whole_call: Caller, gemini: FakeGemini, show: Show) -> None:
    """Where people look there are colours, elsewhere there are none."""
    terminal, file = show(stream=Terminal()), show()
    whole_call.ask(gemini.client())

    assert "\x1b[1;32m" in terminal.getvalue()
    assert "\x1b" not in file.getvalue()


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_wants_no_colours_gets_none(
    variable: str, value: str, client: Any, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR and a terminal that knows no colours are honoured."""
    monkeypatch.setenv(variable, value)
    terminal = show(stream=Terminal())
    client.models.generate_content(model=MODEL, contents="Hello?")

    assert "$0.000081" in terminal.getvalue()
    assert "\x1b" not in terminal.getvalue()


@pytest.mark.parametrize("mode", ["text", "json"])
def test_nobody_commands_the_terminal(
    mode: str, gemini: FakeGemini, client: Any, show: Show
) -> None:
    """No control character of a tenant's or a server's reaches it, and no turn of direction."""
    shown = show(mode)
    with gemini_otel.attribution(tenant="a\x1b[2Jb\u202ec\rd"):
        gemini.queue(Reply("Paris.", model_version="gemini-9\x07\u20689"))
        client.models.generate_content(model=MODEL, contents="Hello?")

    assert all(char.isprintable() or char == "\n" for char in shown.getvalue())
    assert "a?[2Jb?c?d" in shown.getvalue()


@pytest.mark.parametrize("mode", ["text", "json"])
def test_nothing_that_was_said_is_shown(
    mode: str, gemini: FakeGemini, show: Show, call: Caller
) -> None:
    """Neither the question nor the answer nor the words of an error."""
    shown = show(mode)
    gemini.queue(Reply("secret-answer"), Reply.error(400, "INVALID_ARGUMENT", "secret-error"))
    client: Any = gemini.client()
    call.ask(client)
    with pytest.raises(Exception, match="400"):
        call.ask(client)

    assert 2 == len(shown.getvalue().splitlines())
    assert "secret" not in shown.getvalue()
    assert "Hello" not in shown.getvalue()
