"""What a server or a file says never commands a terminal: not by log lines, nor by commands."""

import json
import logging
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from gemini_otel import _log
from gemini_otel.cli._program import program
from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import record_telemetry
from tests.shapes import Caller


pytestmark = pytest.mark.filterwarnings(r"ignore:[\s\S]* is not a valid :UserWarning")

_NASTY: Final = "a\x1b[31m\x1b]0;title\x07\r\n\x00\x9b2J\u202e\u2066\u200bz"
_LINE: Final = {
    "modelVersion": _NASTY,
    "usageMetadata": {
        "promptTokenCount": 3,
        "totalTokenCount": 3,
        "trafficType": _NASTY,
        "promptTokensDetails": [{"modality": _NASTY, "tokenCount": 3}],
    },
}
_LINES: Final = [
    _LINE,
    {"response": _LINE, "platform": _NASTY, "service_tier": _NASTY, "at": "2026-10-01"},
    {"response": _LINE, "at": _NASTY},
    {"response": _LINE, "operation": _NASTY, "usage": {_NASTY: 1}},
    {"response": {**_LINE, "modelVersion": "gemini-2.5-flash"}, "at": "2026-10-01"},
    {"error": {"status": _NASTY, "message": _NASTY}},
]


def _find_commands(text: str) -> set[str]:
    """Characters that a terminal obeys, or that reorder what it shows."""
    categories = ("Cc", "Cf", "Zl", "Zp", "Cs")
    return {one for one in text if one != "\n" and unicodedata.category(one) in categories}


@pytest.mark.parametrize("words", [["--table"], []])
@pytest.mark.parametrize("count", [1, 2])
def test_priced_lines_command_nothing(tmp_path: Path, words: list[str], count: int) -> None:
    """Names of models, modalities, tiers, platforms and files, and what is wrong with a line."""
    file = tmp_path / f"log{_NASTY.replace(chr(0), '')}.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in _LINES), encoding="utf-8")

    done = CliRunner().invoke(program, ["price", *words, *[str(file)] * count])

    assert 1 == done.exit_code, done.output
    assert done.output.count("\n") >= len(_LINES) * count
    assert set() == _find_commands(done.output)


@pytest.mark.parametrize(
    "words",
    [
        ["prices", _NASTY],
        ["estimate", _NASTY, "--input", "3"],
        ["price", "--tier", _NASTY],
        ["price", "--at", _NASTY],
        ["price", _NASTY],
    ],
)
def test_a_refused_word_commands_nothing(words: list[str]) -> None:
    """A script may pass on what it read somewhere."""
    done = CliRunner().invoke(program, [word.replace("\0", "") for word in words])

    assert done.exit_code
    assert set() == _find_commands(done.output)


def test_log_lines_command_nothing(
    gemini: FakeGemini, caplog: pytest.LogCaptureFixture, call: Caller
) -> None:
    """A model, a modality and a reason that are printed for their novelty; one line each."""
    usage = {"prompt": 3, "prompt_details": {_NASTY: 3}, "traffic_type": _NASTY}
    gemini.queue(
        Reply("x", model_version=_NASTY, usage=usage, finish_reason=_NASTY),
        Reply.error(429, _NASTY, _NASTY),
    )
    client = gemini.client()
    with record_telemetry():
        call.ask(client)
        with pytest.raises(Exception, match="429"):
            call.ask(client)

    lines = [one for one in caplog.messages if "no_price" in one]
    assert lines
    assert set() == {found for line in lines for found in _find_commands(line) | ({*line} & {"\n"})}


def test_any_fact_is_written_for_a_terminal(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a line of ours is told."""
    with caplog.at_level(logging.WARNING, "gemini_otel"):
        _log.warn("said", what=_NASTY, more=[_NASTY], others={"x": _NASTY})

    (line,) = caplog.messages
    assert set() == _find_commands(line) | ({*line} & {"\n"})
