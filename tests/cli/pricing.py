"""Prices records the way the command `price` does, and runs the whole command."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

from gemini_otel._raw import Context
from gemini_otel.cli._outcome import describe, price_line
from gemini_otel.pricing import load_catalog


ROOT: Final = Path(__file__).parents[2]
COMMAND: Final = (sys.executable, "-m", "gemini_otel.cli")
_SECONDS: Final = 60


class Run(NamedTuple):
    """What the command did."""

    output: str
    errors: str
    code: int

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The JSON lines it printed."""
        return [json.loads(line) for line in self.output.splitlines()]


def make_environment(**variables: str) -> dict[str, str]:
    """The environment of a command: nothing of this process's prices, and the repository's code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GEMINI_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **variables}


def run(
    *arguments: str,
    given: bytes = b"",
    env: dict[str, str] | None = None,
    folder: Path | None = None,
) -> Run:
    """Runs `gemini-otel` in a process of its own."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=given,
        capture_output=True,
        check=False,
        env=make_environment(**(env or {})),
        cwd=folder,
        timeout=_SECONDS,
    )
    return Run(done.stdout.decode(), done.stderr.decode(), done.returncode)


def price(record: object, context: Context | None = None) -> dict[str, Any]:
    """What is printed of one record."""
    text = json.dumps(record).encode()
    return describe(price_line(text, load_catalog(), context or Context()))


def read_components(document: dict[str, Any]) -> list[tuple[str, str, int | str, str]]:
    """The lines of a bill: component, modality, quantity, amount."""
    return [
        (one["component"], one["modality"], one["quantity"], one["amount"])
        for one in document["components"]
    ]


def read_gaps(document: dict[str, Any]) -> list[tuple[str, str]]:
    """What has no price: component and reason."""
    return [(one["component"], one["reason"]) for one in document["unpriced"]]


def answer(usage: object, model: str = "gemini-3.8-flash", **members: object) -> dict[str, object]:
    """A response of `generateContent` as the REST API gives it."""
    content = {"role": "model", "parts": [{"text": "Hello."}]}
    return {
        "candidates": [{"content": content, "finishReason": "STOP", "index": 0}],
        "usageMetadata": usage,
        "modelVersion": model,
        "responseId": "r-1",
        **members,
    }


AT: Final = {"at": "2026-11-20", "platform": "gemini_api"}
"""A context that leaves nothing to assume for the Gemini API."""

PRICED: Final = {"response": answer({"promptTokenCount": 1000, "candidatesTokenCount": 100}), **AT}
"""A response of 3.8 Flash: 1000 x 0.75 = 750; 100 x 3.75 = 375 millionths, so $0.001125."""

UNKNOWN: Final = {"response": answer({"promptTokenCount": 1000}, "gemini-9-neon"), **AT}
"""A response of a model that is in no price list."""


def write(*records: object) -> bytes:
    """Records as JSON Lines."""
    return "".join(f"{json.dumps(record)}\n" for record in records).encode()


OWN_PRICES: Final = """
schema = 1

[[models]]
id = "gemini-9-neon"
generation = "9"

[[prices]]
model = "gemini-9-neon"
platform = "gemini_api"
tier = "standard"
direction = "input"
modality = ["text", "image", "video", "document", "audio"]
unit = "1M tokens"
usd = "2"
from = "2026-11-01"

[[discounts]]
id = "contract"
percent = "20"
models = ["gemini-3.8-flash"]
"""
"""A file of a user's: a model that is in no price list, and a discount on another."""
