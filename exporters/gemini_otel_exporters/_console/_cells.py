"""Puts the facts of a line into words and columns for people."""

import time
from typing import Any, Final

from gemini_otel._semconv import EVENT_EXCEPTION, EVENT_USAGE
from gemini_otel_exporters._console._facts import Facts


CELLS: Final = (
    "time",
    "model",
    "failed",
    "warned",
    "tokens",
    "cost",
    "doubtful",
    "latency",
    "advice",
    "who",
    "trace",
)
"""The columns of a line, from left to right; which of them it has depends on the event."""

_KINDS: Final = {
    "uncached_prompt": "in",
    "cached": "cached",
    "tool_use": "tool",
    "candidates": "out",
    "thoughts": "thinking",
}
_MODEL_WIDTH: Final = 22
_TOKENS_WIDTH: Final = 26
_COST_WIDTH: Final = 13
_LATENCY_WIDTH: Final = 8


def lay_out(facts: Facts, timestamp_ns: int) -> dict[str, str]:
    """The cells of a line; those that would be empty are not there."""
    clock = time.strftime("%H:%M:%S", time.localtime(timestamp_ns // 10**9))
    cells = {"time": clock, "model": facts["model"].ljust(_MODEL_WIDTH)}
    event = facts["event"]
    if event == EVENT_USAGE:
        cells.update(_lay_out_bill(facts))
    elif event == EVENT_EXCEPTION:
        cells.update(_lay_out_failure(facts))
    else:
        cells["warned"] = f"WARNING {event.removeprefix('gemini.')}"
        cells["advice"] = _join(
            facts.get("finish_reason") or facts.get("block_reason"), facts.get("advice")
        )
    cells["who"] = _spell_who(facts)
    cells["trace"] = f"trace={facts['trace_id']}" if "trace_id" in facts else ""
    return {name: cell for name, cell in cells.items() if cell}


def _lay_out_bill(facts: Facts) -> dict[str, str]:
    cost, doubt = _spell_cost(facts)
    return {
        "tokens": _spell_tokens(facts["tokens"]).ljust(_TOKENS_WIDTH),
        "cost": cost.rjust(_COST_WIDTH) if cost else "",
        "doubtful": doubt,
        "latency": _spell_duration(facts).rjust(_LATENCY_WIDTH),
        "advice": _join(*_spell_marks(facts)),
    }


def _spell_tokens(tokens: dict[str, int]) -> str:
    known = [f"{tokens[kind]:,} {word}" for kind, word in _KINDS.items() if tokens.get(kind)]
    others = [f"{count:,} {kind}" for kind, count in tokens.items() if kind not in _KINDS and count]
    return " + ".join([*known, *others]) or "no tokens"


def _spell_cost(facts: Facts) -> tuple[str, str]:
    """An exact amount, or what is known of one that is not."""
    reasons = ", ".join(facts.get("unpriced", ())) or "usage is not known to the end"
    if "cost_usd" not in facts:
        return "", f"unpriced: {reasons}".rjust(_COST_WIDTH)
    if facts.get("cost_complete") and facts.get("usage_complete", True):
        return f"${facts['cost_usd']}", ""
    return "", f">= ${facts['cost_usd']} ({reasons})"


def _spell_duration(facts: Facts) -> str:
    duration = facts.get("duration_s")
    return "" if duration is None else f"{duration:.2f} s"


def _spell_marks(facts: Facts) -> list[str]:
    """What is out of the ordinary about a response that was billed."""
    marks = [f"{facts['attempts']} attempts"] if "attempts" in facts else []
    if "error_type" in facts:
        marks.append(f"failed: {facts['error_type']}")
    marks += [one for one in facts.get("finish_reasons", ()) if one not in ("STOP", "stop")]
    end = facts.get("stream_end", "exhausted")
    return marks if end == "exhausted" else [*marks, f"stream {end}"]


def _lay_out_failure(facts: Facts) -> dict[str, str]:
    retry = "retryable" if facts.get("retryable") else "not retryable"
    if facts.get("retry_after_s") is not None:
        retry = f"retry after {facts['retry_after_s']:g} s"
    name = facts.get("error_class", "unknown")
    attempts = f"{facts['attempts']} attempts" if "attempts" in facts else ""
    return {
        "failed": f"FAILED {name} ({facts.get('error_type', 'unknown')})",
        "latency": _spell_duration(facts),
        "advice": _join(retry, attempts, facts.get("hint")),
    }


def _join(*parts: Any) -> str:
    return ", ".join(str(part) for part in parts if part)


def _spell_who(facts: Facts) -> str:
    named = {key: facts[key] for key in ("tenant", "feature") if key in facts}
    return " ".join(f"{k}={v}" for k, v in {**named, **facts.get("attribution", {})}.items())
