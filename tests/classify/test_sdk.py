"""What the SDK refuses or cannot read, through a real client on a scripted wire."""

import json
from collections.abc import Callable
from typing import Any

import pydantic
import pytest
from google.genai import Client, errors, types

from gemini_otel._classification import Classification
from gemini_otel._classify import classify


Ask = Callable[..., Classification]


@pytest.fixture(name="ask")
def _ask(http: Any) -> Ask:
    """Ask a client whose server gives one fixed answer, and classify what it raises."""

    def ask(content: str, *, stream: bool = False, **config: Any) -> Classification:
        def answer(_: Any) -> Any:
            return http.Response(200, content=content.encode())

        wire = http.MockTransport(answer)
        options = types.HttpOptions(client_args={"transport": wire})
        # Held in a variable: the SDK closes a client that nobody holds in the middle of its call.
        client: Any = Client(api_key="k", http_options=options)
        call = client.models.generate_content_stream if stream else client.models.generate_content
        with pytest.raises(Exception) as raised:
            list(call(model="gemini-x", contents="Hi", config=config))
        return classify(raised.value)

    return ask


def add(a: int) -> int:
    """Add one."""
    return a + 1


def _calling(function: str) -> str:
    part: dict[str, Any] = {"functionCall": {"name": function, "args": {}}}
    return json.dumps({"candidates": [{"content": {"role": "model", "parts": [part]}}]})


def test_broken_json(ask: Ask) -> None:
    """An answer that is no JSON cannot be read."""
    assert ask('{"candidates": [').error_class == "parse"


def test_broken_json_in_a_stream(ask: Ask) -> None:
    """Neither can a chunk that is none."""
    assert ask('data: {"candidates": [\n\n', stream=True).error_class == "parse"


def test_error_in_the_middle_of_a_stream(ask: Ask) -> None:
    """An error that comes as a chunk under status 200 has the code that stands in it."""
    chunk = {"candidates": [{"content": {"parts": [{"text": "A"}]}}]}
    fault = {"error": {"code": 503, "status": "UNAVAILABLE", "message": "Overloaded."}}

    actual = ask(f"data: {json.dumps(chunk)}\n\n{json.dumps(fault)}\n", stream=True)

    assert (
        actual.error_class,
        actual.error_type,
        actual.http_status,
    ) == ("overloaded", "503", 503)


def test_answer_of_an_unknown_shape(ask: Ask) -> None:
    """An answer whose field has another type than the SDK knows is a question of its version."""
    actual = ask(json.dumps({"candidates": [{"index": "first"}]}))

    assert (actual.error_class, actual.retryable) == ("parse", False)
    assert "Update google-genai" in actual.hint


def test_function_that_is_not_offered(ask: Ask) -> None:
    """The bare KeyError for an unknown function is a matter of the tools."""
    actual = ask(_calling("subtract"), tools=[add])

    assert (actual.error_class, actual.error_type) == ("tool", "KeyError")


def test_parameter_of_the_other_platform(ask: Ask) -> None:
    """A parameter the platform does not have is refused before anything is sent."""
    actual = ask("{}", model_selection_config={"feature_selection_preference": "BALANCED"})

    assert (
        actual.error_class,
        actual.error_type,
        actual.http_status,
    ) == ("sdk_usage", "ValueError", None)


def test_configuration_with_an_unknown_field(ask: Ask) -> None:
    """A field the SDK does not know is refused as the program's mistake, not the answer's."""
    actual = ask("{}", temprature=1)

    assert actual.error_class == "sdk_usage"
    assert "configuration" in actual.hint


def test_closed_client(http: Any) -> None:
    """A client that was closed says what to keep open."""
    wire = http.Client()
    wire.close()
    with pytest.raises(RuntimeError) as raised:
        wire.get("https://example.com")

    actual = classify(raised.value)

    assert actual.error_class == "sdk_usage"
    assert "Keep the client open" in actual.hint


def test_client_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that finds no key lacks credentials."""
    for name in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError, match="key") as raised:
        Client()

    actual = classify(raised.value)

    assert actual.error_class == "unauthenticated"
    assert all(word in actual.hint for word in ("GEMINI_API_KEY", "api_key=", "vertexai=True"))
    assert "gcloud" not in actual.hint


@pytest.mark.parametrize(
    "error",
    [
        errors.UnknownFunctionCallArgumentError("Failed to convert"),
        errors.UnsupportedFunctionError("no annotations"),
        errors.FunctionInvocationError("Failed to invoke function"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_error_of_function_calling(error: Exception) -> None:
    """The SDK's own exceptions of function calling are a matter of the tools."""
    assert classify(error).error_class == "tool"


def test_live_message_that_is_no_json() -> None:
    """The plain ValueError for a broken message of a Live session is told by its fixed text."""
    error = ValueError("Failed to parse response: b'{'")

    assert classify(error).error_class == "parse"


def test_error_of_the_program() -> None:
    """A ValueError that the program itself raised is not laid to the SDK."""
    with pytest.raises(ValueError, match="mine") as raised:
        raise ValueError("mine")

    assert classify(raised.value).error_class == "unknown"


def _raised_in(module: str, statement: str) -> Exception:
    with pytest.raises(Exception) as raised:
        exec(statement, {"__name__": module})  # noqa: S102 - the way to a frame of that module
    return raised.value


@pytest.mark.parametrize(
    ("module", "statement", "error_class"),
    [
        ("google.genai._extra_utils", "{}['subtract']", "tool"),
        ("google.genai.models", "{}['subtract']", "unknown"),
        ("google.genai.models", "raise ValueError('x')", "sdk_usage"),
        ("gemini_otel._capture._wrap", "int(nonesuch=1)", "sdk_usage"),
        ("shop.cart", "int(nonesuch=1)", "unknown"),
        ("shop.google", "raise ValueError('x')", "unknown"),
    ],
)
def test_module_that_raised(module: str, statement: str, error_class: str) -> None:
    """A plain exception means what it does to the module that raised it."""
    assert error_class == classify(_raised_in(module, statement)).error_class


class Recipe(pydantic.BaseModel):
    """A model of the program."""

    name: str


class WeatherResponse(Recipe):
    """One that is called as an answer of the server is."""


@pytest.mark.parametrize("model", [Recipe, WeatherResponse])
def test_validation_in_the_program(model: type[pydantic.BaseModel]) -> None:
    """A pydantic error about a model of the program says nothing of the SDK."""
    with pytest.raises(pydantic.ValidationError) as raised:
        model.model_validate({})

    assert classify(raised.value).error_class == "unknown"


def test_validation_of_another_library() -> None:
    """An error of jsonschema's only has the name of pydantic's."""
    kind = type("ValidationError", (Exception,), {"__module__": "jsonschema.exceptions"})

    assert classify(kind("x")).error_class == "unknown"


@pytest.mark.parametrize("model", [types.GenerateContentConfig, types.Part])
def test_validation_of_a_type_of_the_sdk(model: type[pydantic.BaseModel]) -> None:
    """A type of the SDK that the program itself makes is part of its request."""
    with pytest.raises(pydantic.ValidationError) as raised:
        model.model_validate({"nonesuch": 1})

    assert classify(raised.value).error_class == "sdk_usage"


def test_validation_of_an_answer_that_the_program_made() -> None:
    """An answer that the program itself reads has a shape that the SDK does not know."""
    with pytest.raises(pydantic.ValidationError) as raised:
        types.GenerateContentResponse.model_validate({"candidates": 1})

    assert classify(raised.value).error_class == "parse"


@pytest.mark.parametrize(
    ("module", "error_class"), [("google.genai.models", "sdk_usage"), ("google.adk.x", "unknown")]
)
def test_module_that_validated(module: str, error_class: str) -> None:
    """A pydantic error about any type is the SDK's where the SDK asked for it."""
    with pytest.raises(pydantic.ValidationError) as raised:
        exec("model.model_validate({})", {"__name__": module, "model": Recipe})  # noqa: S102 - the way to a frame of that module

    assert error_class == classify(raised.value).error_class
