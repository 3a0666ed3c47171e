"""Lets raw JSON of the REST API be read like the SDK's models."""

import json
from typing import cast

from gemini_otel._extract._values import read_field, read_list


class View(dict[str, object]):
    """A JSON object whose members can be read as attributes too, in snake case."""

    __slots__ = ()

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # what Python or Pydantic ask for is no business of a server's
            raise AttributeError(name)
        return _view(read_field(self, name))


def _view(value: object) -> object:
    if isinstance(value, dict):
        return View(cast("dict[str, object]", value))
    if isinstance(value, list):
        # Google's lists hold no lists; to go into those would let a server's nesting exhaust us.
        items = cast("list[object]", value)
        return [_view(cast("object", item)) if isinstance(item, dict) else item for item in items]
    return value


def open_body(response: object) -> object:
    """The response itself, or the body it carries unread.

    With `should_return_http_response` the SDK parses nothing and hands the user the raw body;
    the tokens in it are billed like any others.
    """
    body = getattr(getattr(response, "sdk_http_response", None), "body", None)
    return parse_body(body) or response if isinstance(body, str) else response


def read_http_body(http_response: object) -> str | None:
    """The text of a response that was not streamed."""
    body = next(iter(read_list(getattr(http_response, "response_stream", None))), None)
    return body if isinstance(body, str) else None


def open_http_body(http_response: object) -> object:
    """What an HTTP response carries, where the SDK failed to make a response of it."""
    body = read_http_body(http_response)
    return parse_body(body) if body else None


def parse_body(body: str | bytes) -> View | None:
    """The JSON object in a body, if there is one."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):  # the latter for what is nested too deeply
        return None
    return View(cast("dict[str, object]", parsed)) if isinstance(parsed, dict) else None


def read_header(response: object, name: str) -> object:
    """A response header, whatever the capitals of its name."""
    headers = getattr(getattr(response, "sdk_http_response", None), "headers", None)
    if not headers:
        return None
    get = getattr(headers, "get", None)
    return get(name) or get(name.title()) if callable(get) else None
