"""A credential is exported from nowhere: no field, no name, no cut, no spelling lets it through."""

from typing import Any

import pytest

from gemini_otel._content import Limits, encode, input_messages


KEY = "AIzaSyD4-9tQz_kLmNoPqRsTuVwXyZ012345678"
CAMEL_KEY = "AIzaSyDcAbCdEfGhIjKlMnOpQrStUvWxYzAbCdE"

PLACES: dict[str, Any] = {
    "text": KEY,
    "role": {"role": KEY, "parts": []},
    "MIME type": {"inline_data": {"mime_type": KEY}},
    "URI": {"file_uri": f"https://x/?key={KEY}"},
    "file": {"uri": f"https://x/files/{KEY}"},
    "function": {"function_call": {"id": KEY, "name": KEY}},
    "argument's name": {"function_call": {"args": {KEY: 1}}},
    "argument": {"function_call": {"args": {"a": [{"b": KEY}]}}},
    "response": {"function_response": {"id": KEY, "name": KEY, "response": {"output": KEY}}},
    "code": {"executable_code": {"code": KEY, "language": KEY}},
    "code's output": {"code_execution_result": {"output": KEY, "outcome": KEY}},
    "server's tool": {"tool_call": {"tool_type": CAMEL_KEY, "args": {"q": KEY}}},
    "server's answer": {"tool_response": {"tool_type": KEY, "response": {"a": KEY}}},
    "transcription": {"audio_transcription": {"text": KEY}},
    "kind of part": {CAMEL_KEY: {}},
    "class": {"function_call": {"args": {"v": type(CAMEL_KEY, (), {})()}}},
}


@pytest.mark.parametrize("place", PLACES)
def test_place(place: str, limits: Limits) -> None:
    """A key is recognised in each field that can hold a string, before its spelling is changed."""
    exported = encode(input_messages([PLACES[place]], limits))

    assert "role" in exported
    assert "aizasy" not in exported.lower().replace("_", "")


@pytest.mark.parametrize("length", range(1, 60))
def test_cut(length: int) -> None:
    """A key across the limit leaves no part of itself, wherever it is cut."""
    exported = encode(input_messages(f"My key is {KEY}!", Limits(length)))

    assert "AIza" not in exported


@pytest.mark.parametrize(
    "name",
    [
        "api_key",
        "apiKey",
        "x-goog-api-key",
        "X-API-Key",
        "GEMINI_API_KEY",
        "OPENAI_API_KEY",
        "API Key",
        "Authorization",
        "Proxy-Authorization",
        "access_token",
        "refreshToken",
        "id_token",
        "x-auth-token",
        "token",
        "client_secret",
        "clientSecret",
        "secret",
        "password",
        "db_password",
        "Cookie",
    ],
)
def test_name(name: str, limits: Limits) -> None:
    """A value under the name of a credential is hidden, whatever it looks like."""
    values: list[Any] = ["opaque", ["opaque"], b"opaque"]
    calls = [{"function_call": {"args": {name: value}}} for value in values]

    messages: list[dict[str, Any]] = input_messages(calls, limits)

    hidden = [{name: "[redacted]"}] * 3
    assert hidden == [part["arguments"] for part in messages[0]["parts"]]


@pytest.mark.parametrize(
    "name",
    [
        "key",
        "tokens",
        "max_output_tokens",
        "token_count",
        "page_token",
        "password_policy",
        "secretary",
        "keyword",
        "author",
        "valid_token_types",
        "paid_token",
    ],
)
def test_name_of_something_else(name: str, limits: Limits) -> None:
    """A name that only has such a word in it hides nothing."""
    arguments = {name: "plain"}

    messages: list[dict[str, Any]] = input_messages({"function_call": {"args": arguments}}, limits)

    assert arguments == messages[0]["parts"][0]["arguments"]


def test_pairs(limits: Limits) -> None:
    """Headers that are pairs hide their values as well; a list of names is none."""
    arguments = {
        "headers": [["Authorization", "opaque"], ("Accept", "text/html"), ["X-API-Key", b"opaque"]],
        "required": ["api_key", "city"],
    }

    messages: list[dict[str, Any]] = input_messages({"function_call": {"args": arguments}}, limits)

    assert messages[0]["parts"][0]["arguments"] == {
        "headers": [
            ["Authorization", "[redacted]"],
            ["Accept", "text/html"],
            ["X-API-Key", "[redacted]"],
        ],
        "required": ["api_key", "city"],
    }


def test_pairs_of_other_kinds(limits: Limits) -> None:
    """Ordinary words in pairs are no headers."""
    arguments = {
        "words": [["token", "Zeichen"], ["cookie", "Keks"]],
        "plants": [["secret", "garden"]],
    }

    messages: list[dict[str, Any]] = input_messages({"function_call": {"args": arguments}}, limits)

    assert arguments == messages[0]["parts"][0]["arguments"]


def test_names_beside_their_values(limits: Limits) -> None:
    """An object of a name and a value is such a pair, too."""
    arguments = {
        "form": [{"name": "password", "value": "opaque"}, {"name": "city", "value": "Paris"}],
        "env": [{"key": "API_KEY", "value": "opaque"}],
    }

    messages: list[dict[str, Any]] = input_messages({"function_call": {"args": arguments}}, limits)

    assert messages[0]["parts"][0]["arguments"] == {
        "form": [{"name": "password", "value": "[redacted]"}, {"name": "city", "value": "Paris"}],
        "env": [{"key": "API_KEY", "value": "[redacted]"}],
    }


def test_name_in_a_schema(limits: Limits) -> None:
    """What only describes a credential, or counts some, is kept."""
    arguments = {"api_key": {"type": "string"}, "access_token": None, "api_key_count": 2}

    messages: list[dict[str, Any]] = input_messages({"function_call": {"args": arguments}}, limits)

    assert arguments == messages[0]["parts"][0]["arguments"]
