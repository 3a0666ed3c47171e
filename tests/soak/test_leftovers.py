"""Nothing of a finished call stays alive, and what did would be seen."""

import gc
from typing import Any

from gemini_otel._capture._observation import CALL_KEY
from tests.soak.load import Load
from tests.soak.memory import count_alive, count_waiting, find_grown
from tests.soak.pipeline import Pipeline


_CALLS = 500


def _run(load: Load, pipeline: Pipeline, first: int) -> None:
    load.run(first, _CALLS)
    load.settle()
    pipeline.flush()
    load.settle()


def test_no_object_of_ours_outlives_its_call(pipeline: Pipeline, load: Load) -> None:
    """After 500 more mixed calls there is no more of any class of ours than before them."""
    _run(load, pipeline, 0)
    before = count_alive()

    _run(load, pipeline, _CALLS)

    assert {} == find_grown(before, count_alive())


def test_nothing_waits_after_the_last_call(pipeline: Pipeline, load: Load) -> None:
    """No stream is open, no end is to be settled and no increment to be folded."""
    gc.collect()
    before = count_waiting()

    _run(load, pipeline, 0)

    assert before == count_waiting()


def test_a_call_that_is_kept_is_seen(pipeline: Pipeline, load: Load) -> None:
    """A log processor that keeps the calls of its events is found out, call by call."""
    _run(load, pipeline, 0)
    before, kept = count_alive(), list[object]()

    def keep(log_record: Any) -> None:
        kept.append(log_record.log_record.context[CALL_KEY]())

    pipeline.listen(keep)
    load.run_alone("whole", 0, 7)
    gc.collect()

    grown = find_grown(before, count_alive())
    assert 7 == grown["gemini_otel._capture._generation.Generation"]


def test_an_open_stream_is_seen(pipeline: Pipeline, load: Load) -> None:
    """A stream that nobody has let go of is counted as open until it ends."""
    _run(load, pipeline, 0)
    before = count_waiting()["open streams"]
    gc.disable()
    load.run_alone("dropped", 0, 3)
    held = count_waiting()["open streams"]
    gc.enable()
    load.settle()
    pipeline.flush()  # what the collector found is recorded with the next reading of metrics

    assert [before + 3, before] == [held, count_waiting()["open streams"]]
