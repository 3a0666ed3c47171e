"""Every setting comes from its argument or its variable, and a malformed one is refused at once."""

import inspect
import json
import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

import gemini_otel
from gemini_otel import ConfigurationError
from gemini_otel._capture._activation import find_recorder
from gemini_otel._config import SETTINGS, Settings, resolve
from gemini_otel._instrumentor import AutoInstrumentor


class _Rule(NamedTuple):
    """A setting by hand.

    Attributes:
        variable: Its environment variable.
        default: What it is where nobody says anything.
        texts: What the variable may say, and what that means.
        values: What else the argument may be, and what that means.
        malformed: What neither may be.
    """

    variable: str
    default: object
    texts: Mapping[str, object]
    values: tuple[tuple[object, object], ...]
    malformed: tuple[object, ...]


_KEYS: Final[tuple[Mapping[str, object], tuple[tuple[object, object], ...], tuple[object, ...]]] = (
    {"tenant": ("tenant",), " a , b ": ("a", "b"), "a,b,": ("a", "b")},
    ((["a", "b"], ("a", "b")), (("a",), ("a",)), ([], ())),
    (5, [1], ["a", " "]),
)
_SECRET: Final = "a secret of the team"

_RULES: Final[Mapping[str, _Rule]] = {
    "capture_content": _Rule(
        "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT",
        "NO_CONTENT",
        {
            "NO_CONTENT": "NO_CONTENT",
            "span_only": "SPAN_ONLY",
            " Event_Only ": "EVENT_ONLY",
            "SPAN_AND_EVENT": "SPAN_AND_EVENT",
            "false": "NO_CONTENT",
        },
        ((False, "NO_CONTENT"),),
        ("true", True, "all", 1, "SPAN"),
    ),
    "content_max_length": _Rule(
        "GEMINI_OTEL_CONTENT_MAX_LENGTH",
        8192,
        {"1": 1, " 100000 ": 100_000},
        ((20, 20),),
        (0, -1, "0", "ten", "1.5", 1.5, True),
    ),
    "redact": _Rule(
        "GEMINI_OTEL_REDACT",
        None,
        {"json:dumps": json.dumps},
        ((json.loads, json.loads),),
        ("json", "json:nothing", "no_such_module:dumps", "json:__name__", ":", 7),
    ),
    "semconv": _Rule(
        "GEMINI_OTEL_SEMCONV",
        "v1.41",
        {"v1.41": "v1.41", "LATEST": "latest", "both": "both", "none": "none"},
        (),
        ("v1.36", "1.41", "all", 1),
    ),
    "usage_event": _Rule(
        "GEMINI_OTEL_USAGE_EVENT",
        True,
        {"true": True, "False": False, "0": False, "1": True},
        ((True, True), (False, False)),
        ("yes", "off", 2),
    ),
    "credential_fingerprint_key": _Rule(
        "GEMINI_OTEL_CREDENTIAL_FINGERPRINT_KEY",
        None,
        {_SECRET: _SECRET},
        (),
        ("short", "fifteen chars!!", 1234567890123456),
    ),
    "attribution_keys": _Rule("GEMINI_OTEL_ATTRIBUTION_KEYS", (), *_KEYS),
    "metric_attribution_keys": _Rule("GEMINI_OTEL_METRIC_ATTRIBUTION_KEYS", (), *_KEYS),
    "metric_attribution_values": _Rule(
        "GEMINI_OTEL_METRIC_ATTRIBUTION_VALUES",
        50,
        {"1": 1, "1000": 1000},
        ((3, 3),),
        (0, "0", "many", -5),
    ),
    "first_value_hold_s": _Rule(
        "GEMINI_OTEL_FIRST_VALUE_HOLD",
        None,
        {"0": 0.0, "30": 30.0, "0.5": 0.5, "3600": 3600.0},
        ((90, 90.0),),
        (-1, 3601, "soon", "nan", "inf"),
    ),
    "prices": _Rule(
        "GEMINI_OTEL_PRICES",
        None,
        {"prices.toml": "prices.toml", " /etc/prices.json ": "/etc/prices.json"},
        ((Path("prices.toml"), "prices.toml"),),
        (3, b"prices.toml"),
    ),
}

_TEXTS: Final = [
    (name, text, value) for name, rule in _RULES.items() for text, value in rule.texts.items()
]
_VALUES: Final = [(name, *pair) for name, rule in _RULES.items() for pair in rule.values]
_MALFORMED: Final = [(name, one) for name, rule in _RULES.items() for one in rule.malformed]
_MALFORMED_TEXTS: Final = [(name, one) for name, one in _MALFORMED if isinstance(one, str)]


def test_every_setting_is_in_the_table() -> None:
    """A setting, its variable and its default are what this table says."""
    assert {name: (rule.variable, rule.default) for name, rule in _RULES.items()} == {
        name: (setting.variable, getattr(Settings(), name)) for name, setting in SETTINGS.items()
    }


def test_every_setting_is_an_argument() -> None:
    """`instrument()` has a keyword for each."""
    assert set(_RULES) < set(inspect.signature(gemini_otel.instrument).parameters)


@pytest.mark.parametrize(("name", "given", "value"), [*_TEXTS, *_VALUES])
def test_an_argument_sets_it(name: str, given: object, value: object) -> None:
    """What a variable may say, an argument may be, and its own type as well."""
    assert value == getattr(resolve({name: given}, {}), name)


@pytest.mark.parametrize(("name", "text", "value"), _TEXTS)
def test_a_variable_sets_it(name: str, text: str, value: object) -> None:
    """The environment says the same in text."""
    assert value == getattr(resolve({}, {_RULES[name].variable: text}), name)


@pytest.mark.parametrize("name", _RULES)
def test_an_argument_wins_over_the_variable(name: str) -> None:
    """What the code says goes before what the environment says, wrong or not."""
    text, value = next(iter(_RULES[name].texts.items()))

    settings = resolve({name: text}, {_RULES[name].variable: "\0 malformed"})

    assert value == getattr(settings, name)


@pytest.mark.parametrize("name", _RULES)
def test_a_blank_variable_says_nothing(name: str) -> None:
    """An empty variable is one that is not set."""
    assert Settings() == resolve({}, {_RULES[name].variable: "  "})


@pytest.mark.parametrize("name", _RULES)
def test_none_is_no_argument(name: str) -> None:
    """A program may hand on what it was not given."""
    assert Settings() == resolve({name: None}, {})


def _refusal(arguments: Mapping[str, object], environ: Mapping[str, str]) -> str:
    with pytest.raises(ConfigurationError) as caught:
        resolve(arguments, environ)
    return str(caught.value)


@pytest.mark.parametrize(("name", "given"), _MALFORMED)
def test_a_malformed_argument_is_refused(name: str, given: object) -> None:
    """The error says what was given, what is allowed, and where else it can be set."""
    message = _refusal({name: given}, {})

    assert f"argument {name}" in message
    assert SETTINGS[name].allowed in message
    assert _RULES[name].variable in message
    assert (repr(given) in message) is (name != "credential_fingerprint_key")


@pytest.mark.parametrize(("name", "given"), _MALFORMED_TEXTS)
def test_a_malformed_variable_is_refused(name: str, given: str) -> None:
    """It is refused like an argument, by its own name."""
    message = _refusal({}, {_RULES[name].variable: given})

    assert SETTINGS[name].allowed in message
    assert _RULES[name].variable in message
    assert (repr(given) in message) is (name != "credential_fingerprint_key")


@pytest.mark.parametrize("where", ["argument", "variable"])
def test_a_refused_secret_is_not_shown(where: str) -> None:
    """A secret that is too short may be a part of a good one; it stays out of the traceback too."""
    name = "credential_fingerprint_key"
    given = "hunter2hunter2"
    arguments: dict[str, object] = {name: given} if where == "argument" else {}
    environ = {_RULES[name].variable: given} if where == "variable" else {}

    with pytest.raises(ConfigurationError) as caught:
        resolve(arguments, environ)

    error: BaseException | None = caught.value
    while error is not None:
        assert given not in "".join(traceback.format_exception_only(error))
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("semconf", "semconv"),
        ("capture_contents", "capture_content"),
        ("attribution_key", "attribution_keys"),
        ("tracer_providers", "tracer_provider"),
        ("metric_provider", "meter_provider"),
    ],
)
def test_an_unknown_argument_is_refused(given: str, meant: str) -> None:
    """A misspelt keyword is refused with the nearest one that there is."""
    with pytest.raises(ConfigurationError, match=f"'{given}'.*did you mean {meant}\\?"):
        gemini_otel.instrument(**{given: "x"})  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("GEMINI_OTEL_SEMCONF", "GEMINI_OTEL_SEMCONV"),
        ("GEMINI_OTEL_USAGE_EVENTS", "GEMINI_OTEL_USAGE_EVENT"),
    ],
)
def test_an_unknown_variable_is_refused(given: str, meant: str) -> None:
    """A misspelt variable would otherwise go unnoticed for ever; its value is not shown."""
    message = _refusal({}, {given: "something"})

    assert f"'{given}'; did you mean {meant}?" in message
    assert "something" not in message


def test_a_variable_like_no_other_is_refused_with_the_list() -> None:
    """Where nothing is near, all that there is is named."""
    message = _refusal({}, {"GEMINI_OTEL_XYZZY": "1"})

    assert "did you mean" not in message
    for rule in _RULES.values():
        assert rule.variable in message


def test_variables_of_others_are_left_alone() -> None:
    """Only our own prefix is ours to check."""
    assert Settings() == resolve({}, {"GEMINI_API_KEY": "k", "OTEL_SERVICE_NAME": "app"})


def test_a_refusal_changes_nothing() -> None:
    """Neither is anything patched, nor is an activation in force replaced."""
    with pytest.raises(ConfigurationError):
        gemini_otel.instrument(semconv="v0")
    assert find_recorder() is None

    gemini_otel.instrument()
    before = find_recorder()
    with pytest.raises(ConfigurationError):
        gemini_otel.instrument(semconv="v0")

    assert before is find_recorder()


def test_under_auto_instrumentation_a_refusal_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An exception would take every instrumentation after us with it: only we stay out."""
    monkeypatch.setitem(os.environ, "GEMINI_OTEL_SEMCONV", "v0")
    instrumentor = AutoInstrumentor()

    instrumentor.instrument(skip_dep_check=True)
    instrumentor.uninstrument()

    assert find_recorder() is None
    (line,) = [line for line in caplog.messages if "not_instrumented" in line]
    assert "GEMINI_OTEL_SEMCONV" in line


def test_the_environment_is_read_at_instrument(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A variable set before the call counts, one set later does not."""
    monkeypatch.setenv("GEMINI_OTEL_CONTENT_MAX_LENGTH", "7")
    gemini_otel.instrument()
    monkeypatch.setenv("GEMINI_OTEL_CONTENT_MAX_LENGTH", "9")

    recorder: Any = find_recorder()
    assert 7 == recorder.settings.content_max_length
