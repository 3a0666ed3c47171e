"""What a finish reason of a candidate, or a block reason of a prompt, means.

Meanings: the docstrings of `FinishReason` and `BlockedReason` in google-genai, "Safety issues" and
"Recitation issue" of the troubleshooting guide (ai.google.dev/gemini-api/docs/troubleshooting), and
the "generation blocked" codes of "API errors" (ai.google.dev/gemini-api/docs/api-errors).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gemini_otel._semconv import (
    EVENT_OUTPUT_STOPPED,
    EVENT_OUTPUT_TRUNCATED,
    EVENT_RECITATION,
    EVENT_SAFETY_BLOCKED,
    EVENT_THOUGHT_SIGNATURE_MISSING,
    EVENT_TOOL_CALL_INVALID,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to make of a reason.

    Attributes:
        event: The event to emit, None where the reason is nothing to tell.
        blocked: Whether content was withheld.
        advice: One fixed sentence: what a person should do.
        retryable: Whether the same request can well come out differently.
    """

    event: str | None
    blocked: bool
    advice: str
    retryable: bool = False


def _withheld(advice: str) -> Verdict:
    return Verdict(EVENT_SAFETY_BLOCKED, blocked=True, advice=advice)


def _recited(advice: str) -> Verdict:
    return Verdict(EVENT_RECITATION, blocked=True, advice=advice)


def _stopped(advice: str, *, blocked: bool = False, retryable: bool = True) -> Verdict:
    return Verdict(EVENT_OUTPUT_STOPPED, blocked, advice, retryable)


def _miscalled(advice: str, *, retryable: bool = True) -> Verdict:
    return Verdict(EVENT_TOOL_CALL_INVALID, blocked=False, advice=advice, retryable=retryable)


_NOTHING: Final = Verdict(None, blocked=False, advice="Nothing to do: the answer is complete.")
_UNSAID: Final = Verdict(
    None, blocked=False, advice="Nothing to do: the server gave no reason for stopping."
)
_GOES_ON: Final = Verdict(
    None,
    blocked=False,
    advice="Continue with the returned continuation token; the SDK does so by itself by default.",
)
_NEWER: Final = _stopped(
    "Look the reason up in the reference of FinishReason and update gemini-otel: it is newer than "
    "this version.",
    retryable=False,
)

FINISH_REASONS: Final[Mapping[str, Verdict]] = {
    "": _UNSAID,
    "FINISH_REASON_UNSPECIFIED": _UNSAID,
    "STOP": _NOTHING,
    "CONTINUATION": _GOES_ON,
    "MAX_TOKENS": Verdict(
        EVENT_OUTPUT_TRUNCATED,
        blocked=False,
        advice="Raise max_output_tokens or lower the thinking budget, which counts against it; if "
        "the end only repeats itself, raise temperature or change the prompt.",
    ),
    "SAFETY": _withheld(
        "Look at the safety ratings for the category, then rephrase the prompt or adjust that "
        "category in safety_settings."
    ),
    "BLOCKLIST": _withheld(
        "Rephrase the prompt, or change the blocklist that is configured: the answer holds one of "
        "its terms."
    ),
    "PROHIBITED_CONTENT": _withheld(
        "Change the prompt: the answer touched content that Google always prohibits, which "
        "safety_settings cannot switch off."
    ),
    "SPII": _withheld(
        "Take personal data out of the prompt, or ask for an answer without it: the answer may "
        "have held sensitive personal information."
    ),
    "IMAGE_SAFETY": _withheld(
        "Rephrase the prompt for the image: the generated one may violate the safety policies."
    ),
    "IMAGE_PROHIBITED_CONTENT": _withheld(
        "Change the prompt for the image: the generated one held content that Google always "
        "prohibits."
    ),
    "MODEL_ARMOR": _withheld(
        "Review the Model Armor template of the project: it blocked the answer."
    ),
    "ESCALATION": _withheld(
        "Change the prompt: an escalation rule of Google filtered the request."
    ),
    "PUP_LIMITED_DISABLED": _withheld(
        "Look for a notice on the account and appeal there: Google limited it for violations of "
        "its Prohibited Use Policy."
    ),
    "RECITATION": _recited(
        "Make the prompt more specific and raise temperature: the answer came too close to a "
        "source."
    ),
    "IMAGE_RECITATION": _recited(
        "Make the prompt for the image more specific: the generated one came too close to a source."
    ),
    "MALFORMED_FUNCTION_CALL": _miscalled(
        "Retry; if it persists, offer fewer and simpler functions, and shorter arguments: the "
        "call could not be parsed."
    ),
    "UNEXPECTED_TOOL_CALL": _miscalled(
        "Declare the function the model called, or say in the prompt which functions there are: "
        "it called one that is not offered."
    ),
    "TOO_MANY_TOOL_CALLS": _miscalled(
        "Split the task: the server-side tools were called too often in one request.",
        retryable=False,
    ),
    "MISSING_THOUGHT_SIGNATURE": Verdict(
        EVENT_THOUGHT_SIGNATURE_MISSING,
        blocked=False,
        advice="Send the model's turns back unchanged, with the thought_signature of each part "
        "that had one.",
    ),
    "LANGUAGE": _stopped(
        "Ask in a supported language: the answer used one that is not.",
        blocked=True,
        retryable=False,
    ),
    "OTHER": _stopped(
        "Retry, then rephrase the prompt: the model stopped for a reason it does not name, which "
        "may be the terms of service."
    ),
    "MALFORMED_RESPONSE": _stopped(
        "Retry; if it persists, simplify the prompt and the response schema."
    ),
    "NO_IMAGE": _stopped("Retry, and say in the prompt that an image is wanted."),
    "IMAGE_OTHER": _stopped(
        "Retry, then rephrase the prompt for the image: it was withheld for a reason that is not "
        "named.",
        blocked=True,
    ),
}

_UNNAMED_BLOCK: Final = _withheld(
    "Rephrase the prompt, in a supported language: it was blocked for a reason that is not named."
)

BLOCK_REASONS: Final[Mapping[str, Verdict]] = {
    "": _UNNAMED_BLOCK,
    "BLOCKED_REASON_UNSPECIFIED": _UNNAMED_BLOCK,
    "OTHER": _withheld(
        "Rephrase the prompt, in a supported language and within the terms of service: it was "
        "blocked for a reason outside the harm categories."
    ),
    "SAFETY": _withheld(
        "Look at the prompt's safety ratings for the category, then rephrase it or adjust that "
        "category in safety_settings."
    ),
    "BLOCKLIST": _withheld(
        "Rephrase the prompt, or change the blocklist that is configured: it holds one of its "
        "terms."
    ),
    "PROHIBITED_CONTENT": _withheld(
        "Change the prompt: it holds content that Google always prohibits, which safety_settings "
        "cannot switch off."
    ),
    "IMAGE_SAFETY": _withheld(
        "Change the prompt or its image: it is unsafe for the generation of images."
    ),
    "MODEL_ARMOR": _withheld(
        "Review the Model Armor template of the project: it blocked the prompt."
    ),
    "JAILBREAK": _withheld(
        "Take the instructions out of the prompt that try to get around the safety rules, also "
        "from documents it quotes."
    ),
}
_NEWER_BLOCK: Final = _withheld(
    "Rephrase the prompt, look the reason up in the reference of BlockedReason and update "
    "gemini-otel: it is newer than this version."
)


def judge_finish(reason: str) -> Verdict:
    """Judge why a candidate ended; a value newer than this library is `gemini.output.stopped`."""
    return FINISH_REASONS.get(reason.upper(), _NEWER)


def judge_block(reason: str) -> Verdict:
    """Judge why a prompt was blocked; a value newer than this library is still a block."""
    return BLOCK_REASONS.get(reason.upper(), _NEWER_BLOCK)
