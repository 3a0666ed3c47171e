"""What other instrumentations make of the standard variable for content is understood, or told."""

import pytest

import gemini_otel
from gemini_otel import ConfigurationError
from gemini_otel._capture._activation import find_recorder
from gemini_otel._config import Settings
from gemini_otel._instrumentor import AutoInstrumentor


_VARIABLE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
_TOLD = (
    "true was the older spelling",
    "write SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT",
    "or NO_CONTENT",
    "capture_content= of instrument() goes before the variable",
)


def _find_settings() -> Settings | None:
    recorder = find_recorder()
    return recorder.settings if recorder else None


@pytest.mark.parametrize("text", ["true", "True", " TRUE "])
def test_true_is_refused_with_what_to_write(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """It does not say where content goes, so nothing is recorded by surprise."""
    monkeypatch.setenv(_VARIABLE, text)

    with pytest.raises(ConfigurationError) as caught:
        gemini_otel.instrument()

    assert find_recorder() is None
    assert [] == [words for words in _TOLD if words not in str(caught.value)]


def test_an_argument_goes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable can stay as others need it."""
    monkeypatch.setenv(_VARIABLE, "true")

    gemini_otel.instrument(capture_content="NO_CONTENT")

    assert Settings() == _find_settings()


@pytest.mark.parametrize("text", ["false", "False", "FALSE"])
def test_false_is_no_content(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """That cannot surprise anybody."""
    monkeypatch.setenv(_VARIABLE, text)

    gemini_otel.instrument()

    assert Settings(capture_content="NO_CONTENT") == _find_settings()


def test_under_auto_instrumentation(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One line says the same, and only we stay out; `false` keeps nobody out."""
    monkeypatch.setenv(_VARIABLE, "true")
    instrumentor = AutoInstrumentor()
    instrumentor.instrument(skip_dep_check=True)
    instrumentor.uninstrument()

    assert find_recorder() is None
    (line,) = [line for line in caplog.messages if "not_instrumented" in line]
    assert [] == [words for words in _TOLD if words not in line]

    monkeypatch.setenv(_VARIABLE, "False")
    instrumentor.instrument(skip_dep_check=True)
    settings = _find_settings()
    instrumentor.uninstrument()
    assert Settings() == settings
