"""One call's life, from its start to exactly one end."""

import time
import weakref
from collections.abc import Mapping
from typing import ClassVar, Final, cast

from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.context import Context

from gemini_otel import _abandoned
from gemini_otel._call import NOTHING, Answer, Call, Request, Retry, StreamTiming
from gemini_otel._capture._scope import attach, detach
from gemini_otel._classification import Classification
from gemini_otel._classify import classify, classify_after_answer, name_of
from gemini_otel._classify._ancestry import list_ancestors
from gemini_otel._guard import guarded
from gemini_otel._signals._emission import decide_emission
from gemini_otel._signals._recorder import Happening, Recorder
from gemini_otel._signals._transcript import Content
from gemini_otel.attribution import read_attribution


CALL_KEY: Final = otel_context.create_key("gemini_otel.call")
"""Where the attempts of a call find it: in the context that its span is current in.

The reference is weak. A log record in a queue and a connection in a pool keep the context of the
call that made them, and must not keep its answer.
"""

TURNS_KEY: Final = otel_context.create_key("gemini_otel.turns")
"""Where the turns of a workflow are counted."""


class Observation:
    """What is known of a call in progress.

    Args:
        recorder: Where its facts will go.
        request: What is asked.
    """

    __slots__ = (
        "__weakref__",
        "_answers",
        "_attempts",
        "_attribution",
        "_body",
        "_claims",
        "_failed_attempt",
        "_fingerprint",
        "_happening",
        "_parameters",
        "_recorder",
        "_request",
        "_started",
        "_started_ns",
        "_turns",
    )

    is_billed: ClassVar[bool] = False
    """Whether a response of this kind is on Google's bill."""

    def __init__(
        self, recorder: Recorder, request: Request, fingerprint: str | None = None
    ) -> None:
        _abandoned.settle_all()
        parent = otel_context.get_current()
        self._turns = parent.get(TURNS_KEY)
        if self._turns is not None:
            self._count_turn(+1)
        self._recorder = recorder
        self._request = request
        self._fingerprint = fingerprint
        self._attribution = read_attribution(recorder.settings, parent)
        self._claims = [True]
        self._attempts = self._answers = 0
        self._body: object = None
        self._parameters: Mapping[str, object] = {}
        self._failed_attempt: tuple[Exception, float] | None = None
        self._started_ns = time.time_ns()
        self._started = time.perf_counter()
        self._happening = self._open(parent)

    def _open(self, parent: Context) -> Happening:
        emission = decide_emission(self._request.operation, parent)
        inside = otel_context.set_value(CALL_KEY, weakref.ref(self), parent)
        if not emission.span:
            return Happening(trace.INVALID_SPAN, inside, emission)
        span = self._recorder.open_span(self._request, self._attribution, parent, self._started_ns)
        if span is None:  # the app's pipeline refuses it; the answer is counted all the same
            return Happening(trace.INVALID_SPAN, inside, emission)
        return Happening(span, trace.set_span_in_context(span, inside), emission)

    @guarded
    def enter(self) -> object:
        """Makes the call current while the SDK works on it."""
        return attach(self._happening.context)

    @guarded
    def leave(self, token: object) -> None:
        """Takes back `enter`."""
        detach(token)

    def note_attempt(self) -> None:
        """An HTTP request goes out; an earlier one that failed was retried."""
        if self._failed_attempt is not None:
            self._tell_attempt(*self._failed_attempt)
        self._attempts += 1

    def note_failed_attempt(self, error: BaseException) -> None:
        """An HTTP request failed; whether it is retried, and so worth a look, will be seen."""
        if isinstance(error, Exception):
            self._failed_attempt = (error, time.perf_counter())

    @guarded
    def _tell_attempt(self, error: Exception, failed_at: float) -> None:
        """An attempt failed that is not the failure of the call."""
        self._failed_attempt = None
        delay_s = time.perf_counter() - failed_at
        retry = Retry(classify(error), self._attempts, delay_s, self._fingerprint)
        self._recorder.record_retry(self._request, retry, self._happening)

    def note_body(self, http_response: object) -> None:
        """An HTTP response came: what it carries is billed, whatever the SDK makes of it."""
        self._answers += 1
        self._body = http_response

    @guarded
    def failed(self, error: BaseException) -> None:
        """The call ended with an exception."""
        if self._claim():
            self._finish(NOTHING, error=error)

    def _claim(self) -> bool:
        """Whether this is the one end; `pop` lets only one thread have it."""
        try:
            return self._claims.pop()
        except IndexError:
            return False

    def _elapsed(self) -> float:
        return time.perf_counter() - self._started

    def _finish(  # noqa: PLR0913 - what the kinds of calls differ in
        self,
        answer: Answer,
        *,
        error: BaseException | None = None,
        content: Content | None = None,
        duration_s: float | None = None,
        stream: StreamTiming | None = None,
        is_billed: bool | None = None,
        is_complete: bool = True,
    ) -> None:
        if self._failed_attempt is not None and not comes_of(error, self._failed_attempt[0]):
            self._tell_attempt(*self._failed_attempt)  # left while the SDK waited to retry it
        # By position, which takes half the time of by name.
        call = Call(
            self._request,
            answer,
            self._started_ns,
            self._elapsed() if duration_s is None else duration_s,
            self._judge(error) if error is not None else None,
            name_of(error) if error is not None else None,
            stream,
            self._attempts or 1,
            self.is_billed and error is None if is_billed is None else is_billed,
            # On an SDK that is observed at its public methods, a loop shows its last answer only.
            is_complete and self._answers <= 1,
            self._attribution,
            self._fingerprint,
            self._parameters,
        )
        self._body = self._failed_attempt = None
        if not call.is_billed:
            self._count_turn(-1)
        self._recorder.record(call, self._happening, content or {})

    def _count_turn(self, step: int) -> None:
        """Counts it at the start, for a loop that is left ends before its last turn does."""
        if self._turns is not None:
            cast("list[int]", self._turns)[0] += step

    def _judge(self, error: BaseException) -> Classification:
        return classify(error) if self._body is None else classify_after_answer(error)


def comes_of(error: BaseException | None, origin: BaseException) -> bool:
    """Whether an error is another one, or was raised because of it or while it was handled."""
    return error is not None and any(one is origin for one in list_ancestors(error))
