"""Answers the SDK inside the process: no socket, no thread, the same bytes for every variant."""

import importlib
import json
from types import ModuleType
from typing import Any, Final


MODEL: Final = "gemini-3.5-flash"
HEADERS: Final = {"content-type": "application/json", "x-gemini-service-tier": "standard"}
_EVENTS: Final = {"content-type": "text/event-stream"}

_ENVELOPE: Final = {"modelVersion": MODEL, "responseId": "mAZ5aMLyNt2IxN8Pmv3h-Ag"}
_USAGE: Final = {
    "promptTokenCount": 9,
    "candidatesTokenCount": 2,
    "totalTokenCount": 31,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 9}],
    "thoughtsTokenCount": 20,
}
_PROBLEM: Final = {
    "error": {
        "code": 429,
        "message": "You exceeded your current quota, please check your plan and billing details.",
        "status": "RESOURCE_EXHAUSTED",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.QuotaFailure",
                "violations": [
                    {
                        "quotaMetric": "generativelanguage.googleapis.com/"
                        "generate_content_free_tier_requests",
                        "quotaId": "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
                        "quotaValue": "10",
                    }
                ],
            },
            {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "27s"},
        ],
    }
}


def _chunk(text: str, *, is_last: bool) -> dict[str, Any]:
    content = {"parts": [{"text": text}], "role": "model"}
    ending = {"finishReason": "STOP"} if is_last else {}
    return {
        "candidates": [{"content": content, "index": 0, **ending}],
        "usageMetadata": _USAGE,
        **_ENVELOPE,
    }


def _stream(chunks: int) -> bytes:
    bodies = (_chunk("A few more words. ", is_last=n == chunks) for n in range(1, chunks + 1))
    return b"".join(b"data: " + json.dumps(body).encode() + b"\r\n\r\n" for body in bodies)


ANSWER: Final = (200, HEADERS, json.dumps(_chunk("Paris.", is_last=True)).encode())
TEN_CHUNKS: Final = (200, _EVENTS, _stream(10))
THOUSAND_CHUNKS: Final = (200, _EVENTS, _stream(1000))
QUOTA_EXCEEDED: Final = (429, HEADERS, json.dumps(_PROBLEM).encode())


class Wire:
    """A transport that gives the same answer until it is told another."""

    def __init__(self) -> None:
        self._http = _find_http()
        self.answer = ANSWER

    def _respond(self, _request: Any) -> Any:
        status, headers, body = self.answer
        return self._http.Response(status, headers=headers, content=body)

    def connect(self, **http_options: Any) -> Any:
        """A client of the SDK whose requests come here, with further HTTP options."""
        from google import genai
        from google.genai.types import HttpOptions

        transport = self._http.MockTransport(self._respond)
        options = HttpOptions(
            httpx_client=self._http.Client(transport=transport),
            httpx_async_client=self._http.AsyncClient(transport=transport),
            **http_options,
        )
        return genai.Client(api_key="test-key", vertexai=False, http_options=options)


def _find_http() -> ModuleType:
    """The HTTP library this SDK uses: httpx2 since 3.0, httpx before."""
    from google.genai import _api_client

    name = "httpx2" if getattr(_api_client, "httpx2", None) else "httpx"
    return importlib.import_module(name)
