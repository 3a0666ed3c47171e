"""What a request says of itself, from every form a configuration may have."""

from types import SimpleNamespace
from typing import Any

import pytest
from google.genai import types

from gemini_otel._call import Request
from gemini_otel._extract import read_parameters, read_request
from gemini_otel._signals._attributes import describe_start


def _resource(url: str | None, **client: Any) -> Any:
    options = SimpleNamespace(base_url=url, headers=None)
    return SimpleNamespace(_api_client=SimpleNamespace(_http_options=options, **client))


_ALL: dict[str, Any] = {
    "temperature": 1,
    "top_p": 0.5,
    "top_k": 40.0,
    "seed": 7,
    "max_output_tokens": 500,
    "candidate_count": 2,
    "presence_penalty": 0,
    "frequency_penalty": -1,
    "stop_sequences": ["END", "STOP"],
    "response_mime_type": "application/json",
    "cached_content": "cachedContents/abc",
}
_EXPECTED = {
    "gen_ai.request.temperature": 1.0,
    "gen_ai.request.top_p": 0.5,
    "gen_ai.request.top_k": 40,
    "gen_ai.request.seed": 7,
    "gen_ai.request.max_tokens": 500,
    "gen_ai.request.choice.count": 2,
    "gen_ai.request.presence_penalty": 0.0,
    "gen_ai.request.frequency_penalty": -1.0,
    "gen_ai.request.stop_sequences": ("END", "STOP"),
    "gen_ai.output.type": "json",
    "gemini.request.cached_content": "cachedContents/abc",
}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(types.GenerateContentConfig(**_ALL), id="model"),
        pytest.param(_ALL, id="dict"),
        pytest.param({_camel(name): value for name, value in _ALL.items()}, id="camel case"),
    ],
)
def test_parameters_have_the_types_of_the_conventions(config: Any) -> None:
    """Doubles are floats and integers are ints, whatever the program wrote."""
    found = read_parameters(config)

    assert _EXPECTED == found
    assert {name: type(value) for name, value in _EXPECTED.items()} == {
        name: type(value) for name, value in found.items()
    }


@pytest.mark.parametrize("config", [None, {}, types.GenerateContentConfig()])
def test_what_is_not_asked_for_is_not_told(config: Any) -> None:
    """A default of the server's is not the request's."""
    assert {} == read_parameters(config)


def test_one_candidate_is_not_told() -> None:
    """The conventions want the count only where it is not one."""
    assert {} == read_parameters({"candidate_count": 1})


@pytest.mark.parametrize(
    ("asked", "output"),
    [
        ({"response_modalities": ["IMAGE", "TEXT"]}, "image"),
        ({"response_modalities": ["AUDIO"]}, "speech"),
        ({"response_modalities": ["TEXT"]}, "text"),
        ({"response_modalities": [types.Modality.IMAGE]}, "image"),
        ({"response_mime_type": "text/x.enum"}, None),
        ({"response_modalities": ["VIDEO"]}, None),
    ],
)
def test_output_types_are_those_of_the_conventions(asked: Any, output: str | None) -> None:
    """Speech is what Gemini calls audio; what has no name there is left out."""
    assert output == read_parameters(asked).get("gen_ai.output.type")


@pytest.mark.parametrize(
    ("thinking", "told"),
    [
        ({"thinking_level": "HIGH"}, {"gen_ai.request.reasoning.level": "HIGH"}),
        (
            types.ThinkingConfig(thinking_level=types.ThinkingLevel.LOW),
            {"gen_ai.request.reasoning.level": "LOW"},
        ),
        ({"thinking_budget": 0}, {"gemini.request.thinking_budget": 0}),
        ({"thinkingBudget": -1}, {"gemini.request.thinking_budget": -1}),
        ({}, {}),
    ],
)
def test_thinking_is_told_as_it_was_sent(thinking: Any, told: dict[str, Any]) -> None:
    """A level has a name in the conventions, a budget only in ours; 0 is one too."""
    assert told == read_parameters({"thinking_config": thinking})


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("cachedContents/abc", "cachedContents/abc"),
        ("projects/acme-42/locations/global/cachedContents/12", "cachedContents/12"),
        ("AIzaSyD-0123456789abcdefghijklmnopqrstuv", "[redacted]"),
        ("x" * 1_000, "x" * 256),
    ],
)
def test_a_cache_is_told_without_its_project(name: str, told: str) -> None:
    """As models are, and without a key that stands where a name belongs."""
    assert {"gemini.request.cached_content": told} == read_parameters({"cached_content": name})


def test_a_stop_sequence_is_told_without_a_key() -> None:
    """It is the user's own text."""
    told = read_parameters({"stop_sequences": ["END", "key=AIzaSyD-0123456789abcdefghij"]})

    assert {"gen_ai.request.stop_sequences": ("END", "key=[redacted]")} == told


@pytest.mark.parametrize("noise", ["hot", None, [], {}, object()])
@pytest.mark.parametrize("name", sorted(_ALL))
def test_nonsense_is_left_out(name: str, noise: object) -> None:
    """The SDK will refuse it; that is not ours to do."""
    told = read_parameters({name: noise})

    assert {} == told or name in {"cached_content", "response_mime_type"}


@pytest.mark.parametrize(
    ("url", "address", "port"),
    [
        ("https://generativelanguage.googleapis.com/", "generativelanguage.googleapis.com", 443),
        ("http://localhost:8080/proxy", "localhost", 8080),
        ("http://example.com", "example.com", 80),
        ("https://[::1]:8443", "::1", 8443),
        ("gopher://example.com", "example.com", None),
        ("not a url", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_servers_are_told_by_address_and_port(
    url: str | None, address: str | None, port: int | None
) -> None:
    """A port that the URL leaves out follows from its scheme."""
    request = read_request("generate_content", _resource(url), {})

    assert (address, port) == (request.address, request.port)


@pytest.mark.parametrize(
    "options",
    [
        types.HttpOptions(base_url="http://b:1"),
        {"base_url": "http://b:1"},
        {"baseUrl": "http://b:1"},
    ],
)
def test_the_calls_own_url_wins(options: Any) -> None:
    """Options of one call go before those of its client."""
    kwargs: dict[str, object] = {"config": {"http_options": options}}
    request = read_request("generate_content", _resource("http://a:2"), kwargs)

    assert ("b", 1) == (request.address, request.port)


def test_a_port_that_is_not_known_is_not_told() -> None:
    """An attribute without a value would be refused, with a warning in the app's log."""
    request = Request("generate_content", "gcp.gemini", "m", address="example.com", port=None)

    assert "server.port" not in describe_start(request)


@pytest.mark.parametrize("model", [None, "", 7])
def test_a_model_that_is_none_is_unknown(model: object) -> None:
    """A span must be named, also that of a call the SDK is about to refuse."""
    request = read_request("generate_content", _resource(None), {"model": model})

    assert "unknown" == request.model
