"""Observes one billed response of `generate_content` that is returned whole."""

from collections.abc import Mapping
from typing import ClassVar

from gemini_otel._call import NOTHING, Answer, Request
from gemini_otel._capture._activation import find_recorder
from gemini_otel._capture._observation import Observation
from gemini_otel._extract import (
    Gathering,
    note_search_tools,
    open_http_body,
    read_fingerprint,
    read_parameters,
    read_request,
)
from gemini_otel._guard import guarded
from gemini_otel._semconv import OPERATION_GENERATE_CONTENT
from gemini_otel._signals._recorder import Recorder
from gemini_otel._signals._transcript import Content, Transcript


class Generation(Observation):
    """One response that is returned whole."""

    __slots__ = ("_config", "_gathering", "_transcript")

    is_billed: ClassVar[bool] = True

    def __init__(
        self, recorder: Recorder, request: Request, kwargs: Mapping[str, object], resource: object
    ) -> None:
        settings = recorder.settings
        captures = settings.captures
        self._transcript = Transcript(settings) if captures else None
        if self._transcript:
            self._transcript.hear(kwargs.get("contents"), kwargs.get("config"))
        self._gathering = Gathering(keeps_content=captures)
        self._config = kwargs.get("config")
        fingerprint = read_fingerprint(resource, self._config, settings.credential_fingerprint_key)
        super().__init__(recorder, request, fingerprint)
        if captures or self._happening.span.is_recording():
            self._parameters = _read_parameters(kwargs.get("config")) or {}

    @guarded
    def returned(self, response: object) -> None:
        """The response is there."""
        if self._claim():
            answer = _gather(self._gathering, response, self._config) or NOTHING
            self._finish(answer, content=self._quote(), is_complete=answer.usage is not None)

    @guarded
    def failed(self, error: BaseException) -> None:
        """The call ended with an exception: before a response came, or because of what it holds."""
        if self._claim():
            came = self._body is not None
            if came:
                self._absorb(open_http_body(self._body))
            answer = self._read() if came else NOTHING
            is_complete = answer.usage is not None
            self._finish(
                answer,
                error=error,
                content=self._quote(),
                is_billed=came,
                is_complete=is_complete,
            )

    @guarded
    def _absorb(self, response: object) -> None:
        self._gathering.absorb(response)

    def _read(self) -> Answer:
        return _read_answer(self._gathering, self._config) or NOTHING

    def _quote(self) -> Content:
        if self._transcript is None:
            return {}
        if self._gathering.kept:
            self._transcript.answer(self._gathering.kept)
        return self._transcript.content


@guarded
def _read_parameters(config: object) -> Mapping[str, object]:
    return read_parameters(config)


@guarded
def _gather(gathering: Gathering, response: object, config: object) -> Answer:
    gathering.absorb(response)
    return _complete(gathering.read(), config)


@guarded
def _read_answer(gathering: Gathering, config: object) -> Answer:
    return _complete(gathering.read(), config)


def _complete(answer: Answer, config: object) -> Answer:
    """The answer with what only the request says of it."""
    if answer.grounding is None:
        return answer
    return answer._replace(grounding=note_search_tools(answer.grounding, config))


@guarded
def start_generation(
    resource: object, _args: tuple[object, ...], kwargs: dict[str, object]
) -> Generation | None:
    """Starts to observe a response that is returned whole."""
    recorder = find_recorder()
    if recorder is None:
        return None
    request = read_request(OPERATION_GENERATE_CONTENT, resource, kwargs)
    return Generation(recorder, request, kwargs, resource)
