"""Observes calls that return whole and carry no content: embeddings and token counts."""

from collections.abc import Mapping
from typing import Any, ClassVar

from gemini_otel._call import NOTHING, Answer
from gemini_otel._capture._activation import find_recorder
from gemini_otel._capture._observation import Observation
from gemini_otel._extract import read_embedding, read_fingerprint, read_request
from gemini_otel._guard import guarded
from gemini_otel._semconv import OPERATION_COUNT_TOKENS, OPERATION_EMBEDDINGS
from gemini_otel._signals._recorder import Recorder


class Embedding(Observation):
    """One request for embeddings."""

    __slots__ = ()

    is_billed: ClassVar[bool] = True

    @guarded
    def returned(self, response: object) -> None:
        """The embeddings are there."""
        if self._claim():
            self._finish_with(response)

    @guarded
    def failed(self, error: BaseException) -> None:
        """The call ended with an exception: before a response came, or because of what it holds."""
        if self._claim():
            self._finish_with(None, error=error, is_billed=self._body is not None)

    def _finish_with(self, response: object, **facts: Any) -> None:
        answer = _read_embedding(response, self._body) or NOTHING
        self._finish(answer, is_complete=answer.usage is not None, **facts)


class TokenCount(Observation):
    """One request to count tokens, which costs nothing."""

    __slots__ = ()

    @guarded
    def returned(self, _response: object) -> None:
        """The count is there."""
        if self._claim():
            self._finish(Answer(is_plain=True))


@guarded
def _read_embedding(response: object, raw: object) -> Answer:
    return read_embedding(response, raw)


@guarded
def start_embedding(
    resource: object, _args: tuple[object, ...], kwargs: dict[str, object]
) -> Embedding | None:
    """Starts to observe a request for embeddings."""
    recorder = find_recorder()
    if recorder is None:
        return None
    request = read_request(OPERATION_EMBEDDINGS, resource, kwargs)
    return Embedding(recorder, request, _read_fingerprint(recorder, resource, kwargs))


@guarded
def start_token_count(
    resource: object, _args: tuple[object, ...], kwargs: dict[str, object]
) -> TokenCount | None:
    """Starts to observe a request to count tokens."""
    recorder = find_recorder()
    if recorder is None:
        return None
    request = read_request(OPERATION_COUNT_TOKENS, resource, kwargs)
    return TokenCount(recorder, request, _read_fingerprint(recorder, resource, kwargs))


def _read_fingerprint(
    recorder: Recorder, resource: object, kwargs: Mapping[str, object]
) -> str | None:
    secret = recorder.settings.credential_fingerprint_key
    return read_fingerprint(resource, kwargs.get("config"), secret)
