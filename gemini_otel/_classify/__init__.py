"""Say what went wrong with a Gemini call, whether to retry it and what to do."""

from dataclasses import replace
from typing import Final

from gemini_otel._classification import Classification, ErrorClass
from gemini_otel._classify._advice import ADVICE
from gemini_otel._classify._answer import answer_for, name_of
from gemini_otel._classify._unwrapping import innermost


__all__ = ["classify", "classify_after_answer", "name_of"]

_BEFORE_SENDING: Final = frozenset({ErrorClass.SDK_USAGE, ErrorClass.TOOL, ErrorClass.UNKNOWN})


def classify(error: BaseException) -> Classification:
    """Say what an exception of a Gemini call means, for a retry loop or a circuit breaker.

    Works on what `google-genai` raises (from version 1.65 on, with any of its HTTP libraries, for
    Live and for Interactions too), on network and credential errors, and on exceptions that only
    carry another (`tenacity.RetryError`, a group of one). It decides by the HTTP code, the status
    and the typed details (`ErrorInfo`, `QuotaFailure`, `RetryInfo`, `BadRequest`), and looks at
    the message only where Google sends no typed field. It never raises, never calls `str(error)`
    and does no I/O::

        for attempt in range(5):
            try:
                return client.models.generate_content(model=model, contents=prompt)
            except Exception as error:
                verdict = gemini_otel.classify(error)
                if not verdict.retryable:
                    raise
                time.sleep(verdict.retry_after_s or random.uniform(0, 2**attempt))

    Args:
        error: The exception as it was caught.

    Returns:
        The class, whether the same request can succeed later, after how many seconds, which quota
        was hit, and one sentence on what to do that never holds text of the server. An error
        nobody knows has the class `unknown`.
    """
    try:
        return answer_for(innermost(error))
    except Exception:  # noqa: BLE001 - an exception may be of any class, with any attributes
        return _unreadable(error)


def classify_after_answer(error: BaseException) -> Classification:
    """Say what an exception means that came when the server had answered already.

    What would have been a refused call is then an answer that the SDK could not make sense of.
    """
    what = classify(error)
    if what.error_class not in _BEFORE_SENDING:
        return what
    advice = ADVICE["parse.shape"]
    return replace(what, error_class=ErrorClass.PARSE, retryable=advice.retryable, hint=advice.hint)


def _unreadable(error: BaseException) -> Classification:
    return Classification(
        error_class=ErrorClass.UNKNOWN,
        error_type=name_of(error),
        retryable=False,
        retry_after_s=None,
        quota=None,
        hint=ADVICE[ErrorClass.UNKNOWN].hint,
        http_status=None,
        rpc_status=None,
    )
