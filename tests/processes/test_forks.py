"""Children of every kind: each counts what it did itself, and is told apart from its parent."""

import os

import pytest

from tests.processes.launching import TEMPORALITY, Stage, check_histograms


# By hand: two answers of 12 + 7 tokens.
OF_A_CHILD = 2 * 19

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.mark.parametrize(
    ("way", "temporality"),
    [
        pytest.param("os.fork", "cumulative", marks=needs_fork),
        pytest.param("fork", "delta", marks=needs_fork),
        ("spawn", "cumulative"),
        pytest.param("forkserver", "delta", marks=needs_fork),
    ],
)
def test_children_with_providers_of_their_own(way: str, temporality: str, stage: Stage) -> None:
    """Two children begin at zero, with their histograms; the parent keeps its own."""
    stage.env[TEMPORALITY] = temporality
    done = stage.run("forking", way, "own")

    stage.check(repeats_histograms=True)
    told = [one for one in stage.receiver.processes().values() if one.calls()]
    assert (0, "", "") == done
    assert [2, 2, 4] == sorted(one.calls() for one in told)
    assert [2, 2, 4] == sorted(len(one.spans) for one in told)
    assert 2 * [OF_A_CHILD] == sorted(sum(one.counted().values()) for one in told)[:2]
    assert 2 * [OF_A_CHILD] == sorted(sum(one.announced().values()) for one in told)[:2]
    # Under OpenTelemetry 1.41 what a child repeats of its parent's histograms bears its name.
    assert all(check_histograms(one) for one in told if 2 == one.calls())


@needs_fork
@pytest.mark.usefixtures("temporality")
def test_a_child_with_the_providers_of_its_parent(stage: Stage) -> None:
    """The counters of both are exact, and no step is negative; histograms are the SDK's affair."""
    # Forked in the middle of a collection the SDK's own shutdown would wait for ever.
    stage.env["OTEL_METRIC_EXPORT_INTERVAL"] = "60000"
    done = stage.run("forking", "os.fork", "inherited")

    told = stage.check(repeats_histograms=True)
    assert (0, "", "") == done
    assert 6 == told.calls()


@needs_fork
def test_a_child_that_is_forked_in_the_middle_of_a_collection(stage: Stage) -> None:
    """Its calls do not wait for a lock that nobody gives back; it tells no metrics, and says so."""
    done = stage.run("forking_in_collection")

    told = stage.receiver.all()
    assert 0 == done.code
    assert "event='meter_provider_does_not_answer'" in done.errors
    assert 1 == told.calls()
    assert 3 == len(told.spans) == len(told.usage())
    assert stage.gemini.totals() == told.announced()
