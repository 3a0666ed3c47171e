"""Orders tasks of Celery until two processes of the pool have done some."""

from typing import Any

from tests.processes.programs.tasks import ask_gemini


MOST_ROUNDS = 50
PATIENCE_S = 60


def order() -> set[int]:
    """Eight tasks, and who did them."""
    ordered: list[Any] = [ask_gemini.delay() for _ in range(8)]
    return {one.get(timeout=PATIENCE_S, interval=0.05) for one in ordered}


workers: set[int] = set()
for _ in range(MOST_ROUNDS):
    workers |= order()
    if len(workers) > 1:
        break
print(len(workers))
