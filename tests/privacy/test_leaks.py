"""The search for canaries finds a leak, wherever one is planted and however it is written."""

import base64
import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

import pytest
from opentelemetry.sdk.trace import SpanProcessor

from gemini_otel import _log
from gemini_otel._signals import _incidents, _labels, _recorder
from gemini_otel.testing import FakeGemini
from tests.privacy.acts import ACTS
from tests.privacy.canaries import canary, find_canaries
from tests.privacy.listening import OUR_LOGGER, Ears
from tests.privacy.stage import Scene
from tests.shapes import Caller


_SECRET: Final = canary("prompt")
_FORMS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "plain": str,
        "in capitals": str.upper,
        "its first 12 letters": lambda text: text[:12],
        "its last 12 letters": lambda text: text[-12:],
        "backwards": lambda text: text[::-1],
        "for URLs": lambda text: "".join(f"%{ord(one):02X}" for one in text),
        "for URLs twice": lambda text: quote("".join(f"%{ord(one):02X}" for one in text)),
        "for JSON": lambda text: "".join(f"\\u{ord(one):04x}" for one in text),
        "for HTML": lambda text: "".join(f"&#x{ord(one):x};" for one in text),
        "in hexadecimal digits": lambda text: text.encode().hex(),
        "in base64": lambda text: base64.b64encode(text.encode()).decode(),
        "in the middle of base64": lambda text: base64.b64encode(f"x{text}".encode()).decode(),
        "further into base64": lambda text: base64.b64encode(f"xy{text}".encode()).decode(),
        "with dashes": "-".join,
        "over several lines": lambda text: text[:6] + "\n" + text[6:],
    }
)

Planting = Callable[[pytest.MonkeyPatch, Ears], None]


class _Leak(SpanProcessor):
    """Tells the prompt on every span, in whatever way it is asked to."""

    def __init__(self, write: Callable[[Any], None]) -> None:
        self._write = write

    def on_start(self, span: Any, parent_context: object = None) -> None:  # noqa: ARG002 - its interface
        self._write(span)


def _through_spans(write: Callable[[Any], None]) -> Planting:
    return lambda _patch, ears: ears.tracing.add_span_processor(_Leak(write))


def _in_failures(patch: pytest.MonkeyPatch, _ears: Ears) -> None:
    def quote_prompt(_problem: object) -> str:
        return _SECRET

    patch.setattr(_incidents, "describe_failure", quote_prompt)


def _in_usage(patch: pytest.MonkeyPatch, _ears: Ears) -> None:
    def quote_prompt(*_: object) -> dict[str, Any]:
        return {"x": {"y": [_SECRET]}}

    patch.setattr(_recorder, "describe_usage_event", quote_prompt)


def _in_metrics(patch: pytest.MonkeyPatch, _ears: Ears) -> None:
    real = _labels.LabelSets.find

    def find(self: Any, request: Any, answered: str | None, attribution: Any) -> Any:
        return real(self, request._replace(model=_SECRET), answered, attribution)

    patch.setattr(_labels.LabelSets, "find", find)


_PLANTED: Final[Mapping[str, tuple[str, Planting]]] = MappingProxyType(
    {
        "an attribute": (
            "spans",
            _through_spans(lambda span: span.set_attribute("x", ["", _SECRET])),
        ),
        "a name": ("spans", _through_spans(lambda span: span.update_name(_SECRET))),
        "an attribute's name": (
            "spans",
            _through_spans(lambda span: span.set_attribute(_SECRET, 1)),
        ),
        "a span's event": (
            "spans",
            _through_spans(lambda span: span.add_event("x", {"y": _SECRET})),
        ),
        "a span's exception": (
            "spans",
            _through_spans(lambda span: span.record_exception(ValueError(_SECRET))),
        ),
        "a usage event": ("events", _in_usage),
        "a metric": ("metrics", _in_metrics),
        "a log line": (
            "log lines",
            _through_spans(lambda _span: _log.warn("x", what=_SECRET)),
        ),
        "an argument of a log line": (
            "log lines",
            _through_spans(lambda _span: logging.getLogger(OUR_LOGGER).warning("x %s", _SECRET)),
        ),
        "output": ("output", _through_spans(lambda _span: print(_SECRET))),
    }
)


def _play(ears: Ears, name: str) -> dict[str, str]:
    caller = Caller.of("whole")
    with FakeGemini() as gemini, ears.listen():
        ACTS[name](Scene(gemini, caller, ears.hear_baggage))
        return ears.tell()


@pytest.mark.parametrize("form", _FORMS)
def test_a_secret_is_found_in_every_form(form: str) -> None:
    """However it is written, and in the middle of something else."""
    text = f"{{'x': ['some text {_FORMS[form](_SECRET)}']}}"

    assert ["prompt"] == find_canaries(text, ["prompt", "answer"])


def test_what_is_no_secret_is_not_found() -> None:
    """Eleven letters are not enough, and neither is another secret."""
    assert [] == find_canaries(f"{_SECRET[:11]} {canary('answer')}", ["prompt"])


@pytest.mark.parametrize("place", _PLANTED)
def test_a_planted_leak_is_found(monkeypatch: pytest.MonkeyPatch, ears: Ears, place: str) -> None:
    """In each signal, line and output that the search listens to."""
    where, plant = _PLANTED[place]
    plant(monkeypatch, ears)

    told = _play(ears, "answers")

    assert ["prompt"] == find_canaries(told[where], ["prompt", "answer"])


def test_a_failure_that_quotes_the_prompt_is_found(
    monkeypatch: pytest.MonkeyPatch, ears: Ears
) -> None:
    """In the message of the event."""
    _in_failures(monkeypatch, ears)

    assert ["prompt"] == find_canaries(_play(ears, "errors")["events"], ["prompt", "answer"])
