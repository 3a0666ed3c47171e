"""Finds the headers that a program adds to its requests."""

from typing import cast

from gemini_otel._extract._values import read_field


def find_header(name: str, *options: object) -> str | None:
    """The value of a header, whatever the capitals of its name.

    Args:
        name: Its name in lower case.
        options: HTTP options, those of the call before those of the client, as the SDK takes them.
    """
    for one in options:
        headers = read_field(one, "headers")
        given = cast("dict[object, object]", headers) if isinstance(headers, dict) else {}
        for key, value in given.items():
            if isinstance(key, str) and key.lower() == name:
                return value if isinstance(value, str) and value else None
    return None
