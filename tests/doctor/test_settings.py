"""Which settings are in force, where each is from, and which cannot be."""

from typing import Any

import pytest

import gemini_otel
from gemini_otel._config import SETTINGS, resolve
from gemini_otel._doctor._finding import Finding
from tests.doctor.examining import find


_SECRET = "xyzzy-plugh-0123456789"


def _find_settings() -> dict[str | None, str]:
    return {one.subject: one.seen for one in gemini_otel.doctor().find("settings.value")}


def _find_one(code: str, subject: str) -> Finding:
    (found,) = [one for one in gemini_otel.doctor().find(code) if one.subject == subject]
    return found


def test_every_setting() -> None:
    """Each setting is told, in its order, as a default where nobody gave it."""
    gemini_otel.instrument()

    told = _find_settings()
    assert list(SETTINGS) == list(told)
    assert all(seen.endswith(" (default).") for seen in told.values())


def test_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came by an argument says so, also where a variable says the same."""
    monkeypatch.setenv("GEMINI_OTEL_SEMCONV", "both")
    gemini_otel.instrument(semconv="both", attribution_keys=["tenant", "team"])

    told = _find_settings()
    assert "semconv is both (argument)." == told["semconv"]
    assert "attribution_keys is tenant, team (argument)." == told["attribution_keys"]


def test_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came by a variable has its name, also where it is what the default would be."""
    monkeypatch.setenv("GEMINI_OTEL_SEMCONV", "V1.41")
    monkeypatch.setenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "span_only")
    gemini_otel.instrument()

    told = _find_settings()
    assert "semconv is v1.41 (GEMINI_OTEL_SEMCONV)." == told["semconv"]
    assert (
        "capture_content is SPAN_ONLY (OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT)."
        == told["capture_content"]
    )


def test_a_variable_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a variable said at the start stays in force, and is told as such."""
    monkeypatch.setenv("GEMINI_OTEL_SEMCONV", "both")
    gemini_otel.instrument()
    monkeypatch.setenv("GEMINI_OTEL_SEMCONV", "none")

    assert "semconv is both (GEMINI_OTEL_SEMCONV as it was then)." == _find_settings()["semconv"]


def test_not_instrumented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is instrumented, the settings of the environment are told."""
    monkeypatch.setenv("GEMINI_OTEL_SEMCONV", "latest")

    assert "semconv is latest (GEMINI_OTEL_SEMCONV)." == _find_settings()["semconv"]


def test_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a secret it is told whether it is set, and where, also where it is too short."""
    name = "GEMINI_OTEL_CREDENTIAL_FINGERPRINT_KEY"
    monkeypatch.setenv(name, _SECRET)
    gemini_otel.instrument()
    set_well = str(gemini_otel.doctor())
    monkeypatch.setenv(name, _SECRET[:10])

    assert f"credential_fingerprint_key is set ({name})." in set_well
    assert _SECRET not in set_well
    assert _SECRET[:10] not in str(gemini_otel.doctor())


def test_settings_do_not_write_out_the_secret() -> None:
    """What shows the variables of a frame, such as a report of a crash, does not show it."""
    settings = resolve({"credential_fingerprint_key": _SECRET})

    assert _SECRET == settings.credential_fingerprint_key
    assert _SECRET not in repr(settings)


def _redact(message: dict[str, Any]) -> dict[str, Any]:
    return message


def test_hook() -> None:
    """A hook is told by its name."""
    gemini_otel.instrument(redact=_redact)

    assert f"redact is {__name__}:_redact (argument)." == _find_settings()["redact"]


@pytest.mark.parametrize("code", ["settings.disabled", "settings.unknown", "settings.invalid"])
def test_nothing_wrong(code: str) -> None:
    """Without a variable all is fine."""
    assert "ok" == find(code).status


def test_unknown_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each unknown variable is a problem that names the nearest known one, never its value."""
    monkeypatch.setenv("GEMINI_OTEL_SEMCOM", "secret-1")
    monkeypatch.setenv("GEMINI_OTEL_XYZZY", "secret-2")

    near = _find_one("settings.unknown", "GEMINI_OTEL_SEMCOM")
    far = _find_one("settings.unknown", "GEMINI_OTEL_XYZZY")
    assert ("problem", "Did you mean GEMINI_OTEL_SEMCONV?") == (near.status, near.advice)
    assert "Unset it" in str(far.advice)
    assert "secret" not in str(gemini_otel.doctor())


def test_invalid_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each malformed value is a problem that says what is allowed."""
    monkeypatch.setenv("GEMINI_OTEL_SEMCONV", "v9")
    monkeypatch.setenv("GEMINI_OTEL_CONTENT_MAX_LENGTH", "0")

    found = _find_one("settings.invalid", "GEMINI_OTEL_SEMCONV")
    assert ("problem", True) == (found.status, "v1.41, latest, both or none" in found.seen)
    assert "at least 1" in _find_one("settings.invalid", "GEMINI_OTEL_CONTENT_MAX_LENGTH").seen


def test_sdk_disabled(monkeypatch: pytest.MonkeyPatch) -> None:
    """OTEL_SDK_DISABLED is a problem: the SDK records nothing."""
    monkeypatch.setenv("OTEL_SDK_DISABLED", "True")

    assert "problem" == find("settings.disabled").status


@pytest.mark.parametrize("name", ["gemini", "*"])
@pytest.mark.parametrize(("is_instrumented", "status"), [(False, "warning"), (True, "note")])
def test_left_out(
    monkeypatch: pytest.MonkeyPatch, name: str, is_instrumented: bool, status: str
) -> None:
    """Being left out by `opentelemetry-instrument` is a note where the program instruments."""
    monkeypatch.setenv("OTEL_PYTHON_DISABLED_INSTRUMENTATIONS", f"flask, {name}")
    if is_instrumented:
        gemini_otel.instrument()

    assert status == find("settings.disabled").status


def test_others_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """That others are left out is no matter."""
    monkeypatch.setenv("OTEL_PYTHON_DISABLED_INSTRUMENTATIONS", "flask,gemini2")

    assert "ok" == find("settings.disabled").status
