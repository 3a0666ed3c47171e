"""Tell from a traceback whose code raised an exception."""

import sys
from collections.abc import Iterator
from types import CodeType, TracebackType
from typing import Final

from gemini_otel._classify._shapes import attribute, text


_FRAMES: Final = 200
_SDK_MODULES: Final = frozenset(
    {
        "google",
        "aiohttp",
        "asyncio",
        "gemini_otel",
        "httpx",
        "httpx2",
        "inspect",
        "json",
        "pydantic",
        "typing",
    }
)
"""The SDK, what raises on that which the SDK hands it, and our wrappers, where Python raises on
arguments that the SDK's method does not have."""
_CONNECTS: Final = frozenset(
    {"anyio", "asyncio", "http", "socket", "socks", "ssl", "trio", "urllib", "uvloop", "websockets"}
)
_CALLS_FUNCTIONS: Final = "_extra_utils"

_SDK: Final = "google.genai"
_SDK_TYPES: Final = "google.genai.types"
_VALIDATES: Final = ("pydantic", "pydantic_core")

_READS_RESPONSE: Final = "_from_response"
_RESPONSE_MODELS: Final = ("Response", "Message")


def is_of_sdk(error: BaseException) -> bool:
    """Whether the SDK raised it; an exception without a traceback is taken to be its own."""
    module = _raised_in(error)
    return module is None or module.partition(".")[0] in _SDK_MODULES


def is_of_function_calling(error: BaseException) -> bool:
    """Whether the part of the SDK that calls the program's functions raised it."""
    module = _raised_in(error)
    return module is None or module.endswith(_CALLS_FUNCTIONS)


def is_of_connecting(error: BaseException) -> bool:
    """Whether the SDK, or what opens connections, raised it."""
    return is_of_sdk(error) or str(_raised_in(error)).partition(".")[0] in _CONNECTS


def _raised_in(error: BaseException) -> str | None:
    raised_in = None
    for module, _ in _frames(error):
        raised_in = module
    return raised_in


def is_of_validation(error: BaseException) -> bool:
    """Whether a pydantic error is the SDK's: it asked for the validation, or owns the type."""
    asked_by = ""
    for module, _ in _frames(error):
        if module.partition(".")[0] not in _VALIDATES:
            asked_by = module
    return f"{asked_by}.".startswith(f"{_SDK}.") or _is_type_of_sdk(_title(error))


def _is_type_of_sdk(title: str) -> bool:
    known = getattr(sys.modules.get(_SDK_TYPES), "__dict__", {})
    return isinstance(known.get(title), type)


def _title(error: BaseException) -> str:
    return text(attribute(error, "title"))


def is_of_response(error: BaseException) -> bool:
    """Whether a pydantic error is about an answer, and not about what the program passed in."""
    if _title(error).endswith(_RESPONSE_MODELS):
        return True
    return any(code.co_name == _READS_RESPONSE for _, code in _frames(error))


def _frames(error: BaseException) -> Iterator[tuple[str, CodeType]]:
    step: TracebackType | None = error.__traceback__
    for _ in range(_FRAMES):
        if step is None:
            return
        frame = step.tb_frame
        yield str(frame.f_globals.get("__name__", "")), frame.f_code
        step = step.tb_next
