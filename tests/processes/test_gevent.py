"""gevent: each call of every greenlet is told once, under its patches."""

from tests.processes.launching import Stage


def test_greenlets_with_one_client(stage: Stage) -> None:
    """Whole answers and streams read out, and ten streams that a timeout ends half-way."""
    done = stage.run("cooperating")

    told = stage.check()
    tenants = {event.attributes.get("gemini.attribution.tenant") for event in told.usage()}
    assert (0, "") == (done.code, done.errors)
    assert 100 == told.calls() == len(told.usage())
    assert 30 + 1 == len(tenants)
