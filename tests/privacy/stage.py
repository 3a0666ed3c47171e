"""The stage of the acts: a program whose every request is full of secrets."""

import contextlib
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from google.genai import types
from google.oauth2.credentials import Credentials

from gemini_otel.testing import FakeGemini, Reply
from tests.privacy.canaries import canary
from tests.shapes import Caller


class Scene(NamedTuple):
    """Where an act is played.

    Attributes:
        gemini: The server.
        caller: How the program asks.
        notice: Called with each answer.
    """

    gemini: FakeGemini
    caller: Caller
    notice: Callable[..., None]


Act = Callable[[Scene], None]
"""Something that a program does."""

API_KEY: Final = f"AIzaSy{canary('api key')}"
TOKEN: Final = f"ya29.{canary('token')}"
HEADERS: Final = {
    "x-shop-session": canary("header"),
    "Authorization": f"Bearer {canary('bearer')}",
}

CONTENTS: Final = [
    types.Content(
        role="user",
        parts=[
            types.Part(text=f"I am {canary('prompt')}, {canary('mail')}@example.org"),
            types.Part.from_bytes(data=canary("bytes").encode(), mime_type="image/png"),
            types.Part.from_uri(
                file_uri=f"gs://{canary('bucket')}/{canary('file')}.pdf",
                mime_type="application/pdf",
            ),
            types.Part(
                file_data=types.FileData(
                    file_uri="https://example.com/v1beta/files/abc", mime_type="video/mp4"
                )
            ),
        ],
    ),
    types.Content(
        role="model",
        parts=[types.Part.from_function_call(name="find", args={"who": canary("old argument")})],
    ),
    types.Content(
        role="user",
        parts=[
            types.Part.from_function_response(name="find", response={"it": canary("old result")})
        ],
    ),
]


def config(**more: Any) -> dict[str, Any]:
    """A configuration with secrets in all its fields."""
    return {
        "system_instruction": canary("instruction"),
        "response_mime_type": "application/json",
        "response_schema": {
            "type": "OBJECT",
            "description": canary("schema"),
            "properties": {canary("property"): {"type": "STRING"}},
        },
        "http_options": {"headers": HEADERS},
        **more,
    }


def connect(scene: Scene, **options: Any) -> Any:
    """A client with a key and a header that are secret."""
    given = {"http_options": {"headers": HEADERS, **options.pop("http_options", {})}, **options}
    return scene.gemini.client(**{"api_key": API_KEY, **given})


def connect_vertex(scene: Scene) -> Any:
    """A client of Vertex AI with a secret token."""
    credentials = Credentials(TOKEN)  # type: ignore[no-untyped-call]  # google-auth has no types
    project = canary("project")
    return scene.gemini.client(vertexai=True, credentials=credentials, project=project)


def ask(scene: Scene, client: Any = None, **options: Any) -> None:
    """One question; whatever goes wrong is what was wanted."""
    asked: dict[str, Any] = {"contents": CONTENTS, "config": config(), **options}
    client = client or connect(scene)
    with contextlib.suppress(Exception):
        scene.caller.ask(client, scene.notice, **asked)


WORDS: Final = (
    f"{canary('error')}: API key {API_KEY} not valid. Your prompt was: {canary('prompt')}. "
    f"POST https://example.com/?key={API_KEY} Authorization: Bearer {canary('bearer')}"
)


def errors() -> list[Any]:
    """Errors of every code that quote what was asked, in every field that may hold prose."""
    google = "type.googleapis.com/google.rpc."
    said = canary("error detail")
    details: list[dict[str, Any]] = [
        {"@type": f"{google}ErrorInfo", "reason": said, "metadata": {"consumer": said, said: said}},
        {"@type": f"{google}BadRequest", "fieldViolations": [{"field": said, "description": said}]},
        {
            "@type": f"{google}QuotaFailure",
            "violations": [{"subject": said, "description": said, "quotaDimensions": {said: said}}],
        },
        {"@type": f"{google}LocalizedMessage", "locale": "en", "message": said},
        {"@type": f"{google}Help", "links": [{"description": said, "url": f"https://x/{said}"}]},
        {"@type": f"{google}DebugInfo", "stackEntries": [said], "detail": said},
    ]
    kinds = {
        400: "INVALID_ARGUMENT",
        401: "UNAUTHENTICATED",
        403: "PERMISSION_DENIED",
        404: "NOT_FOUND",
        409: "ABORTED",
        413: canary("error status"),
        418: f"A {canary('error status')}",
        429: "RESOURCE_EXHAUSTED",
        499: "CANCELLED",
        500: "INTERNAL",
        501: "UNIMPLEMENTED",
        503: "UNAVAILABLE",
        504: "DEADLINE_EXCEEDED",
    }
    return [Reply.error(code, kind, WORDS, details=details) for code, kind in kinds.items()]
