"""The parts a model's answer is made of besides plain text."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias


Part: TypeAlias = str | Mapping[str, Any]
"""One part of an answer: text, or a part by its SDK or wire names."""

Parts: TypeAlias = Part | Sequence[Part]
"""The parts of an answer in their order, or the only one."""


def thought(text: str, *, signature: bytes | None = None) -> Part:
    """A summary of what the model thought before it answered.

    Args:
        text: The summary.
        signature: The opaque thought signature the server sends along.

    Returns:
        A part marked `thought: true`.
    """
    return {"text": text, "thought": True} | _signed(signature)


def function_call(
    name: str,
    args: Mapping[str, Any] | None = None,
    *,
    call_id: str | None = None,
    signature: bytes | None = None,
) -> Part:
    """The model asks for one of the user's functions.

    Args:
        name: Which function.
        args: Its arguments by name, sent as they are.
        call_id: The id Google gives to calls that may run side by side.
        signature: The opaque thought signature that must come back with the function's result.

    Returns:
        A part with a `functionCall`.
    """
    named = {"name": name, "args": dict(args or {})}
    return {"functionCall": named | ({"id": call_id} if call_id else {})} | _signed(signature)


def code(source: str, *, language: str = "PYTHON") -> Part:
    """Code the model wrote for its own code execution tool.

    Args:
        source: The program.
        language: As the server names it.

    Returns:
        A part with `executableCode`.
    """
    return {"executableCode": {"code": source, "language": language}}


def code_result(output: str, *, outcome: str = "OUTCOME_OK") -> Part:
    """What the model's code printed when the server ran it.

    Args:
        output: Standard output, or the error where the outcome is not OK.
        outcome: `OUTCOME_OK`, `OUTCOME_FAILED` or `OUTCOME_DEADLINE_EXCEEDED`.

    Returns:
        A part with a `codeExecutionResult`.
    """
    return {"codeExecutionResult": {"outcome": outcome, "output": output}}


def inline_data(data: bytes, mime_type: str = "image/png") -> Part:
    """Media the model made, such as a generated image.

    Args:
        data: The bytes of the file.
        mime_type: Their media type.

    Returns:
        A part with `inlineData`.
    """
    return {"inlineData": {"mimeType": mime_type, "data": base64.b64encode(data).decode("ascii")}}


def listed(parts: Parts) -> list[Part]:
    """Parts as a list, whether one or several were given."""
    return [parts] if isinstance(parts, str | Mapping) else list(parts)


def _signed(signature: bytes | None) -> dict[str, Any]:
    if signature is None:
        return {}
    return {"thoughtSignature": base64.b64encode(signature).decode("ascii")}
