"""A forked child counts what it did itself, and nothing of its parent's."""

import json
import os
from typing import Any

import pytest

from tests.programs import PIPELINE, run


_CHILD = """
import os, sys
atexit.register(report)
instrument()
half_read = open_stream()
client.models.generate_content(model="gemini-3.5-flash", contents="x")
sys.stdout.flush()
child = os.fork()
if not child:
    {what_the_child_does}
    sys.exit()
os.waitpid(child, 0)
half_read.close()
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def _run(what_the_child_does: str) -> tuple[dict[str, Any], dict[str, Any]]:
    done = run(PIPELINE + _CHILD.format(what_the_child_does=what_the_child_does), forks=True)
    child, parent = map(json.loads, done.output.splitlines())

    assert (0, False) == (done.code, "Traceback" in done.errors)
    return child, parent


def test_a_child_that_calls_nothing_counts_nothing() -> None:
    """A half-read stream and a finished call of the parent's are not told again by its child."""
    child, parent = _run("spans.clear(), logs.clear()")

    assert ([], [], 0) == (child["ends"], child["events"], child["tokens"])
    assert ["", "collected"] == parent["ends"]
    assert 2 * ["gemini.usage"] == parent["events"]
    assert parent["served"] == parent["tokens"]


def test_a_child_counts_its_own_calls() -> None:
    """One call in the child is one span, one event and its own tokens there, none in the parent."""
    child, parent = _run(
        "spans.clear(), logs.clear(); own = gemini.client(); "
        "own.models.generate_content(model='gemini-3.5-flash', contents='x')"
    )

    assert ([""], ["gemini.usage"], 19) == (child["ends"], child["events"], child["tokens"])
    assert ["", "collected"] == parent["ends"]
    assert parent["served"] - 19 == parent["tokens"]
