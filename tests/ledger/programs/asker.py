"""Asks Gemini without end, or so many times, and prints the id of each answer it got.

Each id is printed when the program has the answer: from then on it must be in the ledger.
"""

import itertools
import os
import sys

from google import genai
from opentelemetry.sdk._logs import LoggerProvider

import gemini_otel
from gemini_otel_exporters import LedgerProcessor


def main() -> None:
    """The arguments: how many questions (0: without end), and how many children ask as well."""
    questions, children = (int(word) for word in sys.argv[1:3])
    provider = LoggerProvider()
    provider.add_log_record_processor(LedgerProcessor())
    gemini_otel.instrument(logger_provider=provider)
    forked = [pid for pid in map(_fork, range(children)) if pid]
    _ask(questions)
    if len(forked) == children:
        for pid in forked:
            os.waitpid(pid, 0)


_parent = os.getpid()


def _fork(_number: int) -> int:
    """The process id of a child; 0 in a child, and where a child would fork."""
    return os.fork() if os.getpid() == _parent else 0


def _ask(questions: int) -> None:
    client = genai.Client()
    for _ in range(questions) if questions else itertools.count():
        answer = client.models.generate_content(model="gemini-3.5-flash", contents="How much?")
        os.write(1, f"{answer.response_id}\n".encode())


if __name__ == "__main__":
    main()
