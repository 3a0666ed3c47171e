"""What each finish reason and each block reason means."""

import pytest
from google.genai import types

from gemini_otel import _semconv as names
from gemini_otel._classify._verdicts import (
    BLOCK_REASONS,
    FINISH_REASONS,
    judge_block,
    judge_finish,
)


SAFETY, RECITED = names.EVENT_SAFETY_BLOCKED, names.EVENT_RECITATION
CALL, STOPPED = names.EVENT_TOOL_CALL_INVALID, names.EVENT_OUTPUT_STOPPED
FINISHES = {
    "FINISH_REASON_UNSPECIFIED": (None, False),
    "STOP": (None, False),
    "CONTINUATION": (None, False),
    "MAX_TOKENS": (names.EVENT_OUTPUT_TRUNCATED, False),
    "SAFETY": (SAFETY, True),
    "BLOCKLIST": (SAFETY, True),
    "PROHIBITED_CONTENT": (SAFETY, True),
    "SPII": (SAFETY, True),
    "IMAGE_SAFETY": (SAFETY, True),
    "IMAGE_PROHIBITED_CONTENT": (SAFETY, True),
    "MODEL_ARMOR": (SAFETY, True),
    "ESCALATION": (SAFETY, True),
    "PUP_LIMITED_DISABLED": (SAFETY, True),
    "RECITATION": (RECITED, True),
    "IMAGE_RECITATION": (RECITED, True),
    "MALFORMED_FUNCTION_CALL": (CALL, False),
    "UNEXPECTED_TOOL_CALL": (CALL, False),
    "TOO_MANY_TOOL_CALLS": (CALL, False),
    "MISSING_THOUGHT_SIGNATURE": (names.EVENT_THOUGHT_SIGNATURE_MISSING, False),
    "LANGUAGE": (STOPPED, True),
    "IMAGE_OTHER": (STOPPED, True),
    "OTHER": (STOPPED, False),
    "NO_IMAGE": (STOPPED, False),
    "MALFORMED_RESPONSE": (STOPPED, False),
}
BLOCKS = [
    "BLOCKED_REASON_UNSPECIFIED",
    "SAFETY",
    "OTHER",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "IMAGE_SAFETY",
    "MODEL_ARMOR",
    "JAILBREAK",
]
PASSING = {
    "MALFORMED_FUNCTION_CALL",
    "UNEXPECTED_TOOL_CALL",
    "OTHER",
    "NO_IMAGE",
    "IMAGE_OTHER",
    "MALFORMED_RESPONSE",
}


@pytest.mark.parametrize(("reason", "expected"), FINISHES.items())
def test_finish_reason(reason: str, expected: tuple[str | None, bool]) -> None:
    """Each finish reason has its event and says whether content was withheld."""
    verdict = judge_finish(reason)

    assert expected == (verdict.event, verdict.blocked)
    assert verdict.retryable == (reason in PASSING)


@pytest.mark.parametrize("reason", BLOCKS)
def test_block_reason(reason: str) -> None:
    """Each block reason withheld the prompt, and a retry does not help."""
    verdict = judge_block(reason)

    assert (verdict.event, verdict.blocked, verdict.retryable) == (SAFETY, True, False)


def test_all_finish_reasons_of_the_sdk_are_known() -> None:
    """A finish reason that a newer SDK brings is noticed here; until then it is unknown."""
    assert {reason.value for reason in types.FinishReason} <= set(FINISHES)
    assert set(FINISHES) == set(FINISH_REASONS) - {""}


def test_all_block_reasons_of_the_sdk_are_known() -> None:
    """A block reason that a newer SDK brings is noticed here; until then it is unknown."""
    assert {reason.value for reason in types.BlockedReason} <= set(BLOCKS)
    assert set(BLOCKS) == set(BLOCK_REASONS) - {""}


def test_finish_reason_newer_than_the_sdk() -> None:
    """A value that even the SDK does not know ends the answer for a reason to look up."""
    with pytest.warns(UserWarning, match="BRAND_NEW"):
        reason = types.FinishReason("BRAND_NEW")

    verdict = judge_finish(reason.value)

    assert (verdict.event, verdict.blocked, verdict.retryable) == (STOPPED, False, False)


def test_block_reason_newer_than_the_sdk() -> None:
    """A prompt blocked for a reason nobody knows is blocked."""
    assert (judge_block("BRAND_NEW").event, judge_block("BRAND_NEW").blocked) == (SAFETY, True)


@pytest.mark.parametrize("reason", ["", "stop", "Stop"])
def test_nothing_to_tell(reason: str) -> None:
    """No reason, and reasons in any case of letters, are read as the SDK reads them."""
    assert judge_finish(reason).event is None


def test_advice_is_one_sentence() -> None:
    """Each piece of advice begins with a capital and ends with its only full stop."""
    for verdict in (*FINISH_REASONS.values(), *BLOCK_REASONS.values(), judge_finish("NEW")):
        assert verdict.advice[0].isupper()
        assert verdict.advice.endswith(".")
        assert ". " not in verdict.advice
