"""What of prompts, answers and keys is recorded."""

from typing import Any

import pytest

import gemini_otel
from tests.doctor.examining import examine, find


_KEY = "a secret of twenty-four"


def _keep(message: dict[str, Any]) -> dict[str, Any]:
    return message


def test_nothing_captured() -> None:
    """By default nothing is captured, and redaction is no matter."""
    assert "ok" == examine("content.capture").status
    assert () == gemini_otel.doctor().find("content.redaction")


@pytest.mark.parametrize(
    ("capture", "where"),
    [
        ("SPAN_ONLY", "on spans."),
        ("EVENT_ONLY", "in events."),
        ("SPAN_AND_EVENT", "on spans and in events."),
    ],
)
def test_captured(capture: str, where: str) -> None:
    """Captured content is a note that says where it goes."""
    found = examine("content.capture", capture_content=capture)

    assert ("note", f"Prompts and answers are recorded {where}") == (found.status, found.seen)


@pytest.mark.parametrize(("redact", "status"), [(None, "note"), (_keep, "ok")])
def test_redaction(redact: Any, status: str) -> None:
    """Captured content without a redaction hook is a note."""
    found = examine("content.redaction", capture_content="SPAN_ONLY", redact=redact)

    assert status == found.status


def test_a_hook_that_a_variable_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is instrumented it is told by the name it was given, and not looked up."""
    monkeypatch.setenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "SPAN_ONLY")
    monkeypatch.setenv("GEMINI_OTEL_REDACT", "no_such_module:redact")

    assert "ok" == find("content.redaction").status
    settings = gemini_otel.doctor().find("settings.value")
    assert ["redact is no_such_module:redact (GEMINI_OTEL_REDACT)."] == [
        one.seen for one in settings if one.subject == "redact"
    ]


@pytest.mark.parametrize(
    ("key", "seen"),
    [
        (None, "Nothing of the API key is recorded."),
        (_KEY, "A keyed fingerprint of the API key is on spans and events."),
    ],
)
def test_fingerprint(key: str | None, seen: str) -> None:
    """Whether there is a fingerprint of keys is told, and never with what key it is made."""
    found = examine("content.credential", credential_fingerprint_key=key)

    assert ("ok", seen) == (found.status, found.seen)
    assert _KEY not in str(gemini_otel.doctor())
