"""A fake Gemini that follows the script; as a program, so that its memory is not the client's."""

import json
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from gemini_otel.testing import Answer, FakeGemini, Request
from tests.soak.script import ANSWERS, Script


class Ledger:
    """What a server served, added up and forgotten at each reading.

    Args:
        gemini: The server.
    """

    def __init__(self, gemini: FakeGemini) -> None:
        self.url = gemini.url
        self._gemini = gemini
        self._served: Counter[str] = Counter()

    def read(self) -> dict[str, int]:
        """Tokens by kind, and requests."""
        self._gemini.wait_idle(timeout=30)
        self._served.update(self._gemini.totals())
        self._served["requests"] += len(self._gemini.requests)
        self._gemini.forget()
        return dict(self._served)


@contextmanager
def serving() -> Generator[Ledger]:
    """A server that runs within."""
    script = Script()

    def answer(request: Request) -> Answer:
        return ANSWERS[script.choose(request.raw)]

    with FakeGemini() as gemini:
        gemini.respond(answer)
        yield Ledger(gemini)


def main() -> None:
    """Says its address, and at each line of input what it has served."""
    with serving() as ledger:
        print(json.dumps({"url": ledger.url}), flush=True)
        for _ in sys.stdin:
            print(json.dumps(ledger.read()), flush=True)


if __name__ == "__main__":
    main()
