"""The user's redact hook has the last word, and an error in it exports nothing."""

from typing import Any

import pytest

from gemini_otel._content import (
    Limits,
    Message,
    RedactionError,
    input_messages,
    redact,
    redact_instructions,
    system_instructions,
)


KEY = "AIzaSyA" + "b" * 32


def says(content: str, role: str = "user") -> dict[str, Any]:
    return {"role": role, "parts": [{"type": "text", "content": content}]}


def test_change(limits: Limits) -> None:
    """What the hook returns is exported in place of the message."""
    messages = input_messages([says("my name is Ann")], limits)

    assert [says("hidden")] == redact(messages, lambda _: says("hidden"), limits)


def test_change_in_place(limits: Limits) -> None:
    """The hook may change the message it was given; the user's own object is not that message."""
    contents: dict[str, Any] = {"role": "user", "parts": [{"text": "my name is Ann"}]}

    def blank(message: dict[str, Any]) -> dict[str, Any]:
        message["parts"][0]["content"] = ""
        return message

    messages = input_messages(contents, limits)

    assert [says("")] == redact(messages, blank, limits)
    assert contents == {"role": "user", "parts": [{"text": "my name is Ann"}]}


def test_drop(limits: Limits) -> None:
    """A message for which the hook returns None is not exported, the others are."""
    messages: list[Message] = [says("a"), says("b", "assistant"), says("c")]

    def users_only(message: Message) -> Message | None:
        return message if message["role"] == "user" else None

    assert [says("a"), says("c")] == redact(messages, users_only, limits)


def test_no_hook(limits: Limits) -> None:
    """Without a hook the messages stay as they are."""
    assert [says("a")] == redact([says("a")], None, limits)


def test_raise(limits: Limits) -> None:
    """A hook that raises is an error that names the hook and keeps the content to itself."""

    def broken(message: Message) -> Message:
        raise LookupError(str(message))

    with pytest.raises(RedactionError, match=r"broken raised LookupError") as caught:
        redact([says("secret")], broken, limits)

    assert "secret" not in str(caught.value)
    assert isinstance(caught.value.__cause__, LookupError)


@pytest.mark.parametrize(
    "answer",
    [
        "secret",
        True,
        [],
        {},
        {"role": "user"},
        {"role": None, "parts": []},
        {"role": "user", "parts": "secret"},
        {"role": "user", "parts": ["secret"]},
        {"role": "user", "parts": [{"content": "secret"}]},
        {"role": "user", "parts": [{"type": 1}]},
    ],
)
def test_nonsense(answer: Any, limits: Limits) -> None:
    """A hook that returns no message is an error that says what was expected, without content."""

    def hook(_: Message) -> Any:
        return answer

    with pytest.raises(RedactionError, match="expected a dict with a string 'role'") as caught:
        redact([says("a")], hook, limits)

    assert "secret" not in str(caught.value)


def test_what_the_hook_adds_is_scrubbed(limits: Limits) -> None:
    """A credential that the hook brings in, as a key or as a value, does not leave."""

    def leak(message: Message) -> Message:
        return {"role": "user", "parts": [{"type": "text", "content": KEY, KEY: 1}], KEY: KEY}

    exported = str(redact([says("a")], leak, limits))

    assert "'role': 'user'" in exported
    assert "AIzaSy" not in exported


def test_what_the_hook_adds_is_plain(limits: Limits) -> None:
    """Values that JSON has no form for are told by their class, as everywhere."""

    def add(message: Message) -> Any:
        return {"role": "user", "parts": [{"type": "x", "at": object(), "n": float("nan")}]}

    part = {"type": "x", "at": {"type": "object"}, "n": "NaN"}
    assert [{"role": "user", "parts": [part]}] == redact([says("a")], add, limits)


def test_what_is_cut_is_not_cut_again() -> None:
    """A hook that changes nothing changes nothing, also where limits have been at work."""
    limits = Limits(5, max_items=3, max_depth=3, max_total=300)
    deep = {"function_call": {"name": "abcdefgh", "args": {"a": {"b": {"c": 1}}, "l": [1] * 9}}}
    contents = [["abcdefgh"] * 9, [deep, "x"], [{"inline_data": {"data": b"x"}}], ["\ud800"]]
    messages = input_messages(contents, limits)

    assert messages == redact(messages, lambda message: message, limits)


def test_instructions(limits: Limits) -> None:
    """The hook sees the system instruction as a message of role system."""
    seen: list[Message] = []

    def watch(message: Message) -> Message | None:
        seen.append(message)
        return says("hidden", "system")

    parts = system_instructions({"system_instruction": "Be brief."}, limits)

    assert redact_instructions(parts, watch, limits) == [{"type": "text", "content": "hidden"}]
    assert [says("Be brief.", "system")] == seen
    assert redact_instructions(parts, lambda _: None, limits) == []


def test_no_instructions(limits: Limits) -> None:
    """Without a system instruction there is nothing to ask the hook about."""

    def hook(message: Message) -> Message:
        pytest.fail(str(message))

    assert redact_instructions([], hook, limits) == []
