"""The table of what is observed: which SDK method, in which shape, and what observes it."""

from enum import Enum
from typing import Final, NamedTuple


class Shape(Enum):
    """How a method gives its answer, and when its request goes out."""

    UNARY = "returns the answer"
    ASYNC_UNARY = "a coroutine for the answer"
    STREAM = "a generator; the request goes out at the first next()"
    ASYNC_STREAM = "a coroutine for an async generator; the request goes out at the await"
    LAZY_ASYNC_STREAM = "a coroutine for an async generator; nothing goes out before __anext__()"


class Subject(Enum):
    """What a target is observed as."""

    GENERATION = "one billed response"
    EMBEDDING = "one billed request for embeddings"
    TOKEN_COUNT = "one free request to count tokens"  # noqa: S105 - not a password
    WORKFLOW = "the loop of automatic function calling"
    CHAT_WORKFLOW = "the same loop, run by a chat"
    TOOL = "one run of a Python tool"
    MCP_TOOL = "one run of a tool of an MCP server"
    ATTEMPT = "one HTTP request, of which retries make several"


class Target(NamedTuple):
    """One method to wrap.

    `owner` is empty for a function of the module. `stands_in` names the method that is observed
    in this one's place where an SDK lacks it.
    """

    module: str
    owner: str
    name: str
    shape: Shape
    subject: Subject
    stands_in: "Target | None" = None

    @property
    def path(self) -> str:
        """The method's full name."""
        return ".".join(filter(None, (self.module, self.owner, self.name)))

    @property
    def is_public_coroutine(self) -> bool:
        """Whether an app calls it, and gets a coroutine."""
        is_coroutine = self.shape in (Shape.ASYNC_UNARY, Shape.LAZY_ASYNC_STREAM)
        return is_coroutine and not self.name.startswith("_")


_MODELS: Final = "google.genai.models"
_CHATS: Final = "google.genai.chats"
_CLIENT: Final = "google.genai._api_client"
_TOOLS: Final = "google.genai._extra_utils"
_MCP: Final = "google.genai._adapters"


def _billed(owner: str, name: str, shape: Shape, subject: Subject, public: Shape) -> Target:
    """A private method that is called once a billed response, and the public one above it."""
    stand_in = Target(_MODELS, owner, name.removeprefix("_"), public, subject)
    return Target(_MODELS, owner, name, shape, subject, stand_in)


TARGETS: Final = (
    _billed("Models", "_generate_content", Shape.UNARY, Subject.GENERATION, Shape.UNARY),
    _billed("Models", "_generate_content_stream", Shape.STREAM, Subject.GENERATION, Shape.STREAM),
    _billed("Models", "_embed_content", Shape.UNARY, Subject.EMBEDDING, Shape.UNARY),
    _billed(
        "AsyncModels",
        "_generate_content",
        Shape.ASYNC_UNARY,
        Subject.GENERATION,
        Shape.ASYNC_UNARY,
    ),
    _billed(
        "AsyncModels",
        "_generate_content_stream",
        Shape.ASYNC_STREAM,
        Subject.GENERATION,
        Shape.LAZY_ASYNC_STREAM,
    ),
    _billed(
        "AsyncModels", "_embed_content", Shape.ASYNC_UNARY, Subject.EMBEDDING, Shape.ASYNC_UNARY
    ),
    Target(_MODELS, "Models", "count_tokens", Shape.UNARY, Subject.TOKEN_COUNT),
    Target(_MODELS, "AsyncModels", "count_tokens", Shape.ASYNC_UNARY, Subject.TOKEN_COUNT),
    Target(_MODELS, "Models", "generate_content", Shape.UNARY, Subject.WORKFLOW),
    Target(_MODELS, "Models", "generate_content_stream", Shape.STREAM, Subject.WORKFLOW),
    Target(_MODELS, "AsyncModels", "generate_content", Shape.ASYNC_UNARY, Subject.WORKFLOW),
    Target(
        _MODELS,
        "AsyncModels",
        "generate_content_stream",
        Shape.LAZY_ASYNC_STREAM,
        Subject.WORKFLOW,
    ),
    Target(_CHATS, "Chat", "send_message", Shape.UNARY, Subject.CHAT_WORKFLOW),
    Target(_CHATS, "Chat", "send_message_stream", Shape.STREAM, Subject.CHAT_WORKFLOW),
    Target(_CHATS, "AsyncChat", "send_message", Shape.ASYNC_UNARY, Subject.CHAT_WORKFLOW),
    Target(
        _CHATS, "AsyncChat", "send_message_stream", Shape.LAZY_ASYNC_STREAM, Subject.CHAT_WORKFLOW
    ),
    Target(_TOOLS, "", "invoke_function_from_dict_args", Shape.UNARY, Subject.TOOL),
    Target(_TOOLS, "", "invoke_function_from_dict_args_async", Shape.ASYNC_UNARY, Subject.TOOL),
    Target(_MCP, "McpToGenAiToolAdapter", "call_tool", Shape.ASYNC_UNARY, Subject.MCP_TOOL),
    Target(_CLIENT, "BaseApiClient", "_request_once", Shape.UNARY, Subject.ATTEMPT),
    Target(_CLIENT, "BaseApiClient", "_async_request_once", Shape.ASYNC_UNARY, Subject.ATTEMPT),
)
"""In this order they are wrapped, and in the reverse order given back."""
