"""What of the SDK is wrapped, what is missing, and who else wraps it."""

import types
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import wrapt
from google.genai.models import Models

import gemini_otel
from tests.doctor.examining import examine, find, run_program
from tests.renaming import rename_private


_PEER = "openinference.instrumentation.google_genai"
_MARKING = "opentelemetry.instrumentation.google_genai"
_NAME = "generate_content"


def test_all_methods() -> None:
    """Here all methods are wrapped, ours is on top, and nobody else is there."""
    assert "21 of 21 methods are wrapped." == examine("sdk.methods").seen
    assert ["ok", "ok", "ok"] == [
        find(code).status for code in ("sdk.missing", "sdk.wrappers", "sdk.neighbours")
    ]


def test_an_sdk_that_is_not_imported() -> None:
    """Before the SDK is imported, nothing is wrapped, and that is fine."""
    told = run_program("gemini_otel.instrument()\ntell()\n", "sdk.methods")

    assert [("ok", "google.genai is not imported; it is wrapped as soon as it is.", None)] == told


def test_missing_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    """A private method that is gone is named, with the public one that stands in for it."""
    rename_private(monkeypatch)
    gemini_otel.instrument()

    missing = gemini_otel.doctor().find("sdk.missing")
    assert 6 == len(missing)
    assert {"warning"} == {one.status for one in missing}
    assert "google.genai.models.Models._embed_content" in [one.subject for one in missing]
    assert any("Models.embed_content is observed in its place" in one.seen for one in missing), (
        missing
    )


def test_missing_without_a_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A billed method without either is a problem; another that is gone is a warning."""
    for name in ("_embed_content", "embed_content", "count_tokens"):
        monkeypatch.delattr(Models, name)
    gemini_otel.instrument()

    told = {one.subject: one.status for one in gemini_otel.doctor().find("sdk.missing")}
    models = "google.genai.models.Models"
    assert {f"{models}._embed_content": "problem", f"{models}.count_tokens": "warning"} == told


def _make_wrapper(module_name: str) -> Callable[..., Any]:
    """A wrapper that another instrumentation made."""
    module = types.ModuleType(module_name)
    code = "def trace(wrapped, instance, args, kwargs):\n    return wrapped(*args, **kwargs)\n"
    exec(code, module.__dict__)  # noqa: S102 - its globals must be the peer's
    made: Callable[..., Any] = module.__dict__["trace"]
    return made


@pytest.fixture
def original() -> Iterator[Any]:
    """A public method of the SDK, which is put back."""
    before = vars(Models)[_NAME]
    yield before
    gemini_otel.uninstrument()
    setattr(Models, _NAME, before)


@pytest.mark.parametrize(
    ("peer", "then"), [(_PEER, "each call has two spans"), (_MARKING, "their spans stand")]
)
def test_neighbours(original: Any, peer: str, then: str) -> None:
    """Who else wraps a method is named, and what becomes of the spans."""
    setattr(Models, _NAME, wrapt.FunctionWrapper(original, _make_wrapper(peer)))

    found = examine("sdk.neighbours")
    assert "warning" == found.status
    assert peer in found.seen
    assert then in found.seen


@pytest.mark.usefixtures("original")
def test_covered_wrappers() -> None:
    """A wrapper that somebody put over ours is a note: calls still pass through."""
    gemini_otel.instrument()
    wrapper: Any = wrapt.FunctionWrapper(vars(Models)[_NAME], _make_wrapper(_PEER))
    setattr(Models, _NAME, wrapper)

    found = find("sdk.wrappers")
    setattr(Models, _NAME, wrapper.__wrapped__)
    assert ("note", True) == (found.status, "models.Models.generate_content" in found.seen)


def test_lost_wrappers(original: Any) -> None:
    """A wrapper that somebody took off is a problem."""
    gemini_otel.instrument()
    ours = vars(Models)[_NAME]
    setattr(Models, _NAME, original)

    found = find("sdk.wrappers")
    setattr(Models, _NAME, ours)
    assert ("problem", True) == (found.status, "Models.generate_content" in found.seen)
