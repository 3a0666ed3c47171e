"""Put the classification together and fill the slots of its hint."""

from typing import Final

from gemini_otel._classification import Classification, ErrorClass, Quota
from gemini_otel._classify._advice import ADVICE
from gemini_otel._classify._decision import decide
from gemini_otel._classify._delays import delay_of
from gemini_otel._classify._exceptions import SERVER, may_retry, recognise
from gemini_otel._classify._models import model_in, successor
from gemini_otel._classify._payload import Payload, payload_of
from gemini_otel._classify._quotas import quota_of


_LIMITS: Final = frozenset(
    {ErrorClass.RATE_LIMITED, ErrorClass.QUOTA_EXHAUSTED, ErrorClass.CAPACITY}
)
_NAME_LIMIT: Final = 200


def answer_for(error: BaseException) -> Classification:
    """Classify the error that nothing else carries."""
    advice = recognise(error)
    if advice == SERVER:
        return _server_answer(error, payload_of(error))
    known = ADVICE[advice]
    return Classification(
        error_class=_class_of(advice),
        error_type=name_of(error),
        retryable=known.retryable or may_retry(error, advice),
        retry_after_s=None,
        quota=None,
        hint=_filled(known.hint, None, None, ""),
        http_status=None,
        rpc_status=None,
    )


def _server_answer(error: BaseException, payload: Payload) -> Classification:
    quota = quota_of(payload.violations, payload.metadata, payload.message)
    advice = decide(payload, quota)
    known, error_class = ADVICE[advice], _class_of(advice)
    delay = delay_of(payload.delay, error) if known.retryable else None
    return Classification(
        error_class=error_class,
        error_type=str(payload.code) if payload.is_known else name_of(error),
        retryable=known.retryable,
        retry_after_s=delay,
        quota=quota if error_class in _LIMITS else None,
        hint=_filled(known.hint, delay, quota, payload.message),
        http_status=payload.http_status,
        rpc_status=payload.status,
    )


def name_of(error: BaseException) -> str:
    """The fully qualified name of the exception's class, without `builtins`."""
    kind = type(error)
    module, name = str(kind.__module__), str(kind.__qualname__)
    return (name if module == "builtins" else f"{module}.{name}")[:_NAME_LIMIT]


def _class_of(advice: str) -> str:
    return advice.partition(".")[0]


def _filled(hint: str, delay: float | None, quota: Quota | None, message: str) -> str:
    if "{" not in hint:
        return hint
    model = model_in(message) if "{model}" in hint else None
    following = successor(model, message) if "{successor}" in hint else None
    return hint.format(
        wait="a few seconds" if delay is None else f"{delay:g} s",
        quota=(quota and (quota.limit or quota.metric)) or "in question",
        model=model or "this model",
        successor=following or "one that client.models.list() offers",
    )
