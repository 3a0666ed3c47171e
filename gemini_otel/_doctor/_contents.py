"""Looks at what may be confidential: content, its redaction, fingerprints of keys."""

from collections.abc import Iterator
from typing import Final

from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding
from gemini_otel._doctor._scene import Scene


_PLACES: Final = {
    "SPAN_ONLY": "on spans",
    "EVENT_ONLY": "in events",
    "SPAN_AND_EVENT": "on spans and in events",
}


def examine_content(scene: Scene) -> Iterator[Finding]:
    """What of prompts, answers and keys is recorded."""
    settings = scene.settings
    if settings.captures:
        yield Finding(
            _codes.CAPTURE,
            "note",
            f"Prompts and answers are recorded {_PLACES[settings.capture_content]}.",
            "Be sure that whoever may read the telemetry may read them.",
        )
        yield _find_redaction(is_hooked=bool(settings.redact or scene.hook))
    else:
        yield Finding(_codes.CAPTURE, "ok", "No prompt and no answer is recorded.")
    yield _find_fingerprint(is_on=settings.credential_fingerprint_key is not None)


def _find_redaction(*, is_hooked: bool) -> Finding:
    if is_hooked:
        return Finding(_codes.REDACTION, "ok", "A redaction hook sees each message before.")
    return Finding(
        _codes.REDACTION,
        "note",
        "No redaction hook is set: content is recorded as it is.",
        "Name a function with redact= or GEMINI_OTEL_REDACT.",
    )


def _find_fingerprint(*, is_on: bool) -> Finding:
    seen = (
        "A keyed fingerprint of the API key is on spans and events."
        if is_on
        else "Nothing of the API key is recorded."
    )
    return Finding(_codes.CREDENTIAL, "ok", seen)
