"""A program with other instrumentations and with us: `python -m tests.neighbours.program`."""

import argparse
import json
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.frameworks import network
from tests.frameworks.lines import listening
from tests.neighbours.calls import answer, take
from tests.neighbours.switches import SWITCHES


def main() -> None:
    """Print what was seen, as one line of JSON."""
    arguments = _parser().parse_args()
    elsewhere = network.guard()
    with FakeGemini() as gemini, listening() as said, ExitStack() as stack:
        gemini.respond(answer)
        telemetry, spans = _switch_on(arguments.neighbours.split("+"), arguments.we, stack)
        results = take(gemini.client())
        seen = {"results": results, "theirs": [count() for count in spans], **_read(gemini)}
        ours = {"said": list(said), **_read_ours(telemetry)} if telemetry else {}
    print(json.dumps({**seen, **ours, "elsewhere": elsewhere}))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("neighbours", help="names of switches, joined by +")
    parser.add_argument("we", choices=["come first", "come last", "stay away"])
    return parser


def _switch_on(names: list[str], we: str, stack: ExitStack) -> tuple[Telemetry | None, list[Any]]:
    def enter() -> Telemetry:
        return stack.enter_context(record_telemetry())

    first = enter() if we == "come first" else None
    spans = [stack.enter_context(SWITCHES[name]()) for name in names]
    last = enter() if we == "come last" else None
    return first or last, spans


def _read(gemini: FakeGemini) -> Mapping[str, Any]:
    return {
        "requests": sorted(([one.path, one.body] for one in gemini.requests), key=repr),
        "asked": len(gemini.requests),
        "billed": sum(one.is_billed for one in gemini.served),
        "totals": {kind: count for kind, count in gemini.totals().items() if count},
    }


def _read_ours(telemetry: Telemetry) -> Mapping[str, Any]:
    tokens: dict[str, int] = {}
    for point in telemetry.points("gemini.client.tokens"):
        kind = str(point.attributes["gemini.token.kind"])
        tokens[kind] = tokens.get(kind, 0) + int(point.value)
    return {
        "tokens": tokens,
        "calls": int(telemetry.total("gemini.client.calls")),
        "spans": [span.name for span in telemetry.spans if span.kind == "CLIENT"],
        "usage": len(telemetry.events("gemini.usage")),
        "metrics": telemetry.metric_names,
    }


if __name__ == "__main__":
    main()
