"""The message schemas of the semantic conventions, as a check by hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pytest

from gemini_otel._content import Limits


_REQUIRED: Final[Mapping[str, Mapping[str, type]]] = {
    "text": {"content": str},
    "reasoning": {"content": str},
    # The schema wants `content`; ours is replaced by size and hash, on purpose.
    "blob": {"modality": str},
    "uri": {"modality": str, "uri": str},
    "file": {"modality": str, "file_id": str},
    "tool_call": {"name": str},
    "tool_call_response": {"response": object},
    "server_tool_call": {"name": str, "server_tool_call": dict},
    "server_tool_call_response": {"server_tool_call_response": dict},
}
_OPTIONAL: Final[Mapping[str, type]] = {"mime_type": str, "id": str}
_DETAILS: Final = ("server_tool_call", "server_tool_call_response")

Check = Callable[[Sequence[Mapping[str, Any]]], None]


def _check_part(part: Mapping[str, Any]) -> None:
    assert isinstance(part["type"], str)
    for name, kind in _REQUIRED.get(part["type"], {}).items():
        assert isinstance(part[name], kind), (name, part)
    for name, kind in _OPTIONAL.items():
        assert isinstance(part.get(name, kind()), kind), (name, part)
    for name in _DETAILS:
        assert isinstance(part.get(name, {"type": ""})["type"], str), (name, part)
    assert "thought_signature" not in part


def _check_messages(messages: Sequence[Mapping[str, Any]]) -> None:
    for message in messages:
        assert set(message) == {"role", "parts"}
        assert isinstance(message["role"], str)
        for part in message["parts"]:
            _check_part(part)


@pytest.fixture(scope="session")
def check_schema() -> Check:
    """Fails unless messages have the shape the conventions demand."""
    return _check_messages


@pytest.fixture(scope="session")
def limits() -> Limits:
    """Limits that no ordinary message reaches."""
    return Limits(8192)
