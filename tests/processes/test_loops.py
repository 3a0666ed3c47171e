"""Event loops: each call of every task is told once, however the task ends."""

import sys

import pytest

from tests.processes.launching import Stage


CANCELLED = "asyncio.exceptions.CancelledError"


def test_a_thousand_calls_of_which_a_third_is_cancelled(stage: Stage) -> None:
    """All at once in one loop: 666 answers, 167 streams left after two chunks, 167 in vain."""
    done = stage.run("loop")

    told = stage.check()
    assert (0, "[('CancelledError', 167), ('NoneType', 666), ('TimeoutError', 167)]\n", "") == done
    assert 1_000 == told.calls()
    assert 334 == told.total("gemini.client.calls", **{"error.type": CANCELLED})
    assert 666 + 167 == len(told.usage())


@pytest.mark.parametrize(
    "library",
    [
        pytest.param(
            "asyncio",
            marks=pytest.mark.skipif(
                sys.version_info < (3, 11), reason="asyncio has no task groups before Python 3.11"
            ),
        ),
        "anyio",
    ],
)
def test_a_group_of_tasks_of_which_one_fails(library: str, stage: Stage) -> None:
    """The eight streams that are cancelled with it count as far as they were read."""
    done = stage.run("groups", library)

    told = stage.check()
    assert (0, "['ValueError']\n", "") == done
    assert 8 == told.total("gemini.client.calls", **{"error.type": CANCELLED})
    assert 10 == told.calls() == len(told.usage())


def test_trio_with_a_client_of_httpx(stage: Stage) -> None:
    """Whole answers, streams, and streams left by a cancelled scope."""
    done = stage.run("under_trio", "httpx")

    told = stage.check()
    assert (0, "", "") == done
    assert 24 == told.calls() == len(told.usage())


def test_trio_with_aiohttp_fails_as_it_does_without_us(stage: Stage) -> None:
    """The SDK takes aiohttp where it is installed, which needs asyncio: one failed call."""
    done = stage.run("under_trio", "usual")

    told = stage.receiver.all()
    assert (0, "no running event loop\n", "") == done
    assert 1 == told.calls() == told.total("gemini.client.calls", **{"error.type": "RuntimeError"})
    assert [] == told.usage()
