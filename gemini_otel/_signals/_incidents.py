"""What happened in a call that a person should know: safety, recitation, truncation, errors."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from gemini_otel._call import Answer, Call, Citation, Retry, SafetyRating
from gemini_otel._classification import Classification
from gemini_otel._classify._verdicts import judge_block, judge_finish
from gemini_otel._semconv import (
    ADVICE,
    ATTEMPTS,
    BLOCK_REASON,
    BLOCK_STAGE,
    CALL_DURATION,
    CITATIONS,
    CREDENTIAL_FINGERPRINT,
    EVENT_EXCEPTION,
    EVENT_MODEL_DEPRECATED,
    EVENT_OUTPUT_TRUNCATED,
    EVENT_RECITATION,
    EVENT_RETRY,
    EVENT_SAFETY_BLOCKED,
    EVENT_SAFETY_DECISION,
    EXCEPTION_MESSAGE,
    EXCEPTION_TYPE,
    FINISH_REASON,
    MODEL_RETIREMENT_TIME,
    MODEL_STAGE,
    OUTPUT_EMPTY,
    OUTPUT_REPETITIVE,
    RESPONSE_ID,
    RESPONSE_MODEL,
    RETRY_ATTEMPT,
    RETRY_DELAY,
    SAFETY_CATEGORY,
    SAFETY_DECISIONS,
    SAFETY_RATINGS,
    TRUNCATED_BY_THINKING,
)
from gemini_otel._signals._attributes import (
    Attributes,
    describe_attribution,
    describe_problem,
    describe_start,
    drop_absent,
)


_LEAVING_STAGES: Final = frozenset({"LEGACY", "DEPRECATED", "RETIRED"})
_THINKING_ADVICE: Final = (
    "Thinking used the whole output budget: raise max_output_tokens or lower the thinking level."
)
_REPETITION_ADVICE: Final = (
    "The answer repeats itself until its budget ends: raise the temperature, vary the prompt, "
    "or ask for less, and do not retry it unchanged."
)
_DEPRECATION_ADVICE: Final = "Move to the successor that Google's deprecations page names."
_DECISION_ADVICE: Final = "Ask the end user to confirm before the action is carried out."


class Incident(NamedTuple):
    """One event to emit."""

    name: str
    attributes: Attributes
    is_warning: bool = True


def find_incidents(call: Call) -> Iterator[Incident]:
    """Every incident of a call; each reason at most once, whatever the number of candidates."""
    answer = call.answer
    if answer.is_plain and not call.problem:
        return
    if answer.block and answer.block.stage == "prompt":
        yield _describe_block(call, judge_block(answer.block.reason).advice)
    yield from _find_endings(call)
    if answer.safety_decisions:
        yield Incident(
            EVENT_SAFETY_DECISION,
            {
                **_describe_call(call),
                SAFETY_DECISIONS: answer.safety_decisions,
                ADVICE: _DECISION_ADVICE,
            },
        )
    if answer.model_stage in _LEAVING_STAGES or answer.model_retirement:
        yield _describe_deprecation(call)
    if call.problem:
        yield _describe_exception(call, call.problem)


def describe_retry(start: Attributes, retry: Retry) -> Incident:
    """A failed attempt that the SDK follows with another."""
    told = {
        **start,
        **describe_problem(retry.problem),
        RETRY_ATTEMPT: retry.attempt,
        RETRY_DELAY: retry.delay_s,
        CREDENTIAL_FINGERPRINT: retry.fingerprint,
    }
    return Incident(EVENT_RETRY, drop_absent(told), is_warning=False)


def _find_endings(call: Call) -> Iterator[Incident]:
    told: set[str] = set()
    for reason in call.answer.finish_reasons:
        verdict = judge_finish(reason)
        # A response is blocked once, whatever its candidates say.
        once = verdict.event if verdict.event == EVENT_SAFETY_BLOCKED else reason
        if verdict.event is None or once in told:
            continue
        told.add(once)
        yield _describe_ending(call, verdict.event, reason, verdict.advice)


def _describe_ending(call: Call, event: str, reason: str, advice: str) -> Incident:
    answer = call.answer
    if event == EVENT_SAFETY_BLOCKED:
        return _describe_block(call, advice)
    told = {**_describe_call(call), FINISH_REASON: reason, ADVICE: advice}
    if event == EVENT_RECITATION:
        told[CITATIONS] = [_describe_citation(one) for one in answer.citations]
    if event == EVENT_OUTPUT_TRUNCATED:
        told[TRUNCATED_BY_THINKING] = answer.is_truncated_by_thinking
        told[OUTPUT_REPETITIVE] = answer.is_repetitive
        told[ADVICE] = _advise_on_truncation(answer, advice)
    if not answer.has_output:
        told[OUTPUT_EMPTY] = True
    return Incident(event, told)


def _advise_on_truncation(answer: Answer, advice: str) -> str:
    if answer.is_truncated_by_thinking:
        return _THINKING_ADVICE
    return _REPETITION_ADVICE if answer.is_repetitive else advice


def _describe_block(call: Call, advice: str) -> Incident:
    block = call.answer.block
    told = _describe_call(call)
    if block:
        told[BLOCK_STAGE], told[BLOCK_REASON], told[SAFETY_CATEGORY] = block
    told[SAFETY_RATINGS] = [_describe_rating(one) for one in call.answer.ratings] or None
    told[ADVICE] = advice
    return Incident(EVENT_SAFETY_BLOCKED, drop_absent(told))


def _describe_deprecation(call: Call) -> Incident:
    told: Attributes = {
        **_describe_call(call),
        MODEL_STAGE: call.answer.model_stage,
        MODEL_RETIREMENT_TIME: call.answer.model_retirement,
        ADVICE: _DEPRECATION_ADVICE,
    }
    return Incident(EVENT_MODEL_DEPRECATED, drop_absent(told))


def _describe_exception(call: Call, problem: Classification) -> Incident:
    told = {
        **_describe_call(call),
        **drop_absent(describe_problem(problem)),
        CALL_DURATION: call.duration_s,
        **({ATTEMPTS: call.attempts} if call.attempts > 1 else {}),
        EXCEPTION_TYPE: call.exception_type,
        EXCEPTION_MESSAGE: describe_failure(problem),
    }
    return Incident(EVENT_EXCEPTION, told)


def describe_failure(problem: Classification) -> str:
    """A failure in our own words: the server's may quote the prompt, and the SDK's do."""
    status = problem.rpc_status or problem.error_class
    return f"{status}: {problem.hint}"


def _describe_call(call: Call) -> Attributes:
    told = describe_start(call.request)
    told[RESPONSE_ID] = call.answer.response_id
    told[RESPONSE_MODEL] = call.answer.model
    told[CREDENTIAL_FINGERPRINT] = call.fingerprint
    told.update(describe_attribution(call.attribution))
    return drop_absent(told)


def _describe_citation(citation: Citation) -> Attributes:
    start, end = citation.start, citation.end
    return drop_absent({"uri": citation.uri, "start": start, "end": end})


def _describe_rating(rating: SafetyRating) -> Attributes:
    return drop_absent(rating._asdict())
