"""Puts the facts of a line into words and columns for people."""

import time
from collections.abc import Callable
from typing import Any, Final

from gemini_otel._semconv import EVENT_EXCEPTION, EVENT_USAGE
from gemini_otel_exporters._console._facts import Facts


CELLS: Final = (
    "time",
    "model",
    "cost",
    "doubtful",
    "failed",
    "warned",
    "latency",
    "tokens",
    "advice",
    "who",
    "trace",
)
"""The columns of a line, from left to right; one of `cost` to `warned` is its verdict."""

_KINDS: Final = {
    "uncached_prompt": "in",
    "cached": "cached",
    "tool_use": "tool",
    "candidates": "out",
    "thoughts": "thinking",
}
_MODEL_WIDTH: Final = 22
_VERDICT_WIDTH: Final = 14
_LATENCY_WIDTH: Final = 8


def lay_out(facts: Facts, timestamp_ns: int) -> dict[str, str]:
    """The cells of a line; those that would be empty are not there."""
    clock = time.strftime("%H:%M:%S", time.localtime(timestamp_ns // 10**9))
    told = _LAYOUTS.get(facts["event"], _lay_out_warning)(facts)
    cells = {
        "time": clock,
        "model": facts["model"].ljust(_MODEL_WIDTH),
        **told,
        "latency": _spell_duration(facts).rjust(_LATENCY_WIDTH),
        "who": _spell_who(facts),
        "trace": f"trace={facts['trace_id']}" if "trace_id" in facts else "",
    }
    return {name: cell for name, cell in cells.items() if cell}


def _lay_out_bill(facts: Facts) -> dict[str, str]:
    column, verdict = _spell_cost(facts)
    marks = _join(*_spell_marks(facts))
    return {
        column: verdict.rjust(_VERDICT_WIDTH),
        "tokens": _spell_tokens(facts["tokens"]),
        "advice": f"({marks})" if marks else "",
    }


def _lay_out_failure(facts: Facts) -> dict[str, str]:
    kind = f"{facts.get('error_class', 'unknown')} ({facts.get('error_type', 'unknown')})"
    retry = "retryable" if facts.get("retryable") else "not retryable"
    if facts.get("retry_after_s") is not None:
        retry = f"retry after {facts['retry_after_s']:g} s"
    attempts = f"{facts['attempts']} attempts" if "attempts" in facts else ""
    told = _join(kind, attempts, retry)
    return {"failed": "FAILED".rjust(_VERDICT_WIDTH), "advice": f"{told}: {facts.get('hint', '')}"}


def _lay_out_warning(facts: Facts) -> dict[str, str]:
    reason = facts.get("finish_reason") or facts.get("block_reason")
    told = _join(facts["event"].removeprefix("gemini."), reason)
    advice = f"{told}: {facts['advice']}" if "advice" in facts else told
    return {"warned": "WARNING".rjust(_VERDICT_WIDTH), "advice": advice}


_LAYOUTS: Final[dict[str, Callable[[Facts], dict[str, str]]]] = {
    EVENT_USAGE: _lay_out_bill,
    EVENT_EXCEPTION: _lay_out_failure,
}


def _spell_tokens(tokens: dict[str, int]) -> str:
    known = [f"{tokens[kind]:,} {word}" for kind, word in _KINDS.items() if tokens.get(kind)]
    others = [f"{count:,} {kind}" for kind, count in tokens.items() if kind not in _KINDS and count]
    return " + ".join([*known, *others]) or "no tokens"


def _spell_cost(facts: Facts) -> tuple[str, str]:
    """An exact amount, or what is known of one that is not, and the column that it is in."""
    if "cost_usd" not in facts:
        return "doubtful", "unpriced"
    if facts.get("cost_complete") and facts.get("usage_complete", True):
        return "cost", f"${facts['cost_usd']}"
    return "doubtful", f">= ${facts['cost_usd']}"


def _spell_duration(facts: Facts) -> str:
    duration = facts.get("duration_s")
    return "" if duration is None else f"{duration:.2f} s"


def _spell_marks(facts: Facts) -> list[str]:
    """What is out of the ordinary about a response that was billed."""
    marks = list(facts.get("unpriced", ()))
    if "attempts" in facts:
        marks.append(f"{facts['attempts']} attempts")
    if "error_type" in facts:
        marks.append(f"failed: {facts['error_type']}")
    marks += [one for one in facts.get("finish_reasons", ()) if one not in ("STOP", "stop")]
    end = facts.get("stream_end", "exhausted")
    return marks if end == "exhausted" else [*marks, f"stream {end}"]


def _join(*parts: Any) -> str:
    return ", ".join(str(part) for part in parts if part)


def _spell_who(facts: Facts) -> str:
    named = {key: facts[key] for key in ("tenant", "feature") if key in facts}
    return " ".join(f"{k}={v}" for k, v in {**named, **facts.get("attribution", {})}.items())
