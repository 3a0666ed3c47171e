"""Messages as JSON text for spans and as values for log records."""

import json
from typing import Any

import pytest
from opentelemetry._logs import LogRecord
from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor, ReadWriteLogRecord

from gemini_otel._content import Limits, encode, input_messages, structure


class Keeper(LogRecordProcessor):
    """Keeps the attributes of the log records."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Keep the attributes of one."""
        self.kept.append(dict(log_record.log_record.attributes or {}))

    def shutdown(self) -> None:
        """Nothing to close."""

    def force_flush(self, timeout_millis: int = 30000) -> bool:  # noqa: ARG002 - the interface's
        """Nothing is held back."""
        return True


def test_json(limits: Limits) -> None:
    """The JSON is compact, and keeps letters of every script."""
    messages = input_messages("grüß 你好", limits)

    assert encode(messages) == '[{"role":"user","parts":[{"type":"text","content":"grüß 你好"}]}]'


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], []),
        (["a", None, "b"], ["a", None, "b"]),
        ([1, 2], [1, 2]),
        ([1, 2.5, None], [1.0, 2.5, None]),
        ([1, "a", None], ["1", "a", None]),
        ([True, 1], ["true", "1"]),
        ([{"k": "é"}, "a"], ['{"k":"é"}', "a"]),
        ([[1, "a"], [2]], [["1", "a"], [2]]),
        ({"": 1}, {"(empty)": 1}),
        ({"n": None}, {"n": None}),
    ],
)
def test_structure(given: Any, expected: Any) -> None:
    """Lists of one type and named entries stay; mixed lists and empty keys are made to fit."""
    assert [{"v": expected}] == structure([{"v": given}])


def test_log_record_takes_it(limits: Limits, caplog: pytest.LogCaptureFixture) -> None:
    """OpenTelemetry takes structured messages as they are and has nothing to warn about."""
    arguments = {"": 1, "mixed": [1, "a", 2.5, None, {"k": [True, 0]}], "nan": float("nan")}
    messages = input_messages({"function_call": {"name": "f", "args": arguments}}, limits)
    structured = structure(messages)

    keeper = Keeper()
    provider = LoggerProvider()
    provider.add_log_record_processor(keeper)
    provider.get_logger("test").emit(LogRecord(attributes={"messages": structured}))

    (attributes,) = keeper.kept
    assert caplog.records == []
    assert structured == json.loads(json.dumps(attributes["messages"]))
