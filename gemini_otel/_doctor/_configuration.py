"""Looks at the settings: which are in force, where each is from, which cannot be."""

from collections.abc import Iterator
from typing import Final, cast

from gemini_otel._config import SETTINGS, ConfigurationError, Setting, find_close, resolve
from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding, Status
from gemini_otel._doctor._scene import Scene, spare_hook


_PREFIX: Final = "GEMINI_OTEL_"
_SECRET: Final = "credential_fingerprint_key"  # noqa: S105 - the name of a setting
_SKIPPED: Final = "OTEL_PYTHON_DISABLED_INSTRUMENTATIONS"
_OFF: Final = "OTEL_SDK_DISABLED"
_OUR_NAMES: Final = ("gemini", "*")


def examine_settings(scene: Scene) -> Iterator[Finding]:
    """What we were told, and by whom."""
    yield from _find_switches(scene)
    yield from _find_unknown(scene)
    yield from _find_invalid(scene)
    for name, setting in SETTINGS.items():
        yield _describe(scene, name, setting)


def _find_switches(scene: Scene) -> Iterator[Finding]:
    switches = list(_find_off(scene))
    yield from switches
    if not switches:
        seen = "No variable of OpenTelemetry's switches us off."
        yield Finding(_codes.DISABLED, "ok", seen)


def _find_off(scene: Scene) -> Iterator[Finding]:
    if scene.environ.get(_OFF, "").strip().lower() == "true":
        seen = f"{_OFF} is true: the SDK's providers record nothing."
        yield Finding(_codes.DISABLED, "problem", seen, f"Unset {_OFF}.", _OFF)
    skipped = [name.strip() for name in scene.environ.get(_SKIPPED, "").split(",")]
    named = [name for name in _OUR_NAMES if name in skipped]
    if named:
        seen = f"{_SKIPPED} has {named[0]}: `opentelemetry-instrument` leaves us out."
        fix = f"Take {named[0]} out of it, or call gemini_otel.instrument() in the program."
        status: Status = "note" if scene.circumstances else "warning"
        yield Finding(_codes.DISABLED, status, seen, fix, _SKIPPED)


def _find_unknown(scene: Scene) -> Iterator[Finding]:
    known = {setting.variable for setting in SETTINGS.values()}
    unknown = sorted({one for one in scene.environ if one.startswith(_PREFIX)} - known)
    for name in unknown:
        close = find_close(name, known)
        fix = (
            f"Did you mean {close}?"
            if close
            else f"Unset it; known are {', '.join(sorted(known))}."
        )
        seen = f"The variable {name} is none of ours; instrument() refuses to start with it."
        yield Finding(_codes.UNKNOWN_VARIABLE, "problem", seen, fix, name)
    if not unknown:
        seen = f"Every {_PREFIX} variable is known."
        yield Finding(_codes.UNKNOWN_VARIABLE, "ok", seen)


def _find_invalid(scene: Scene) -> Iterator[Finding]:
    environ = spare_hook(scene.environ, is_fresh=scene.is_fresh)
    faults = {
        setting.variable: fault
        for setting in SETTINGS.values()
        if (fault := _find_fault(setting.variable, environ.get(setting.variable, "")))
    }
    for name, fault in faults.items():
        yield Finding(_codes.INVALID_SETTING, "problem", fault, f"Mend or unset {name}.", name)
    if not faults:
        seen = "Every variable has a value that is allowed."
        yield Finding(_codes.INVALID_SETTING, "ok", seen)


def _find_fault(variable: str, value: str) -> str | None:
    try:
        resolve({}, {variable: value})
    except ConfigurationError as error:
        return str(error)
    return None


def _describe(scene: Scene, name: str, setting: Setting) -> Finding:
    hook = scene.hook if name == "redact" else None
    shown = hook[:200] if hook else _show(name, getattr(scene.settings, name))
    seen = f"{name} is {shown} ({_find_origin(scene, name, setting)})."
    return Finding(_codes.SETTING, "ok", seen, subject=name)


def _show(name: str, value: object) -> str:
    if value is None:
        return "unset"
    if name == _SECRET:
        return "set"
    if callable(value):
        module, called = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
        return f"{module}:{called}" if called else type(value).__qualname__
    is_list = isinstance(value, tuple)
    shown = ", ".join(cast("tuple[str, ...]", value)) if is_list else str(value)
    return shown[:200] or "empty"


def _find_origin(scene: Scene, name: str, setting: Setting) -> str:
    """Who gave a setting its value; the environment may have changed since."""
    if scene.circumstances and name in scene.circumstances.arguments:
        return "argument"
    given = scene.environ.get(setting.variable, "")
    value = getattr(scene.settings, name)
    if name == "redact":
        return setting.variable if value is not None or given.strip() else "default"
    if given.strip() and _read(name, setting, given) == value:
        return setting.variable
    return "default" if value == getattr(_DEFAULTS, name) else f"{setting.variable} as it was then"


def _read(name: str, setting: Setting, given: str) -> object:
    try:
        return getattr(resolve({}, {setting.variable: given}), name)
    except ConfigurationError:
        return None


_DEFAULTS: Final = resolve({}, {})
