"""What is postponed is recorded once, in whatever number, and never inside a recording."""

import threading
from functools import partial

from gemini_otel import _abandoned
from gemini_otel._abandoned import postpone, record_alone, settle_all


def test_a_recording_inside_a_recording_comes_after_it() -> None:
    """As where a signal handler or a span processor calls Gemini: first come, first recorded."""
    order: list[str] = []

    def record() -> None:
        order.append("begins")
        record_alone(partial(order.append, "inner"))
        settle_all()
        order.append("ends")

    record_alone(record)

    assert ["begins", "ends", "inner"] == order


def test_any_number_may_wait() -> None:
    """Settling one end does not settle the next inside of it: the stack would end first."""
    settled: list[int] = []
    for number in range(5_000):
        postpone(partial(record_alone, partial(settled.append, number)))

    record_alone(lambda: None)

    assert [*range(5_000)] == settled


def test_a_recording_that_raises_does_not_keep_the_next_from_being_recorded() -> None:
    """As where a signal handler raises KeyboardInterrupt in the middle of it."""
    order: list[str] = []

    def record() -> None:
        raise KeyboardInterrupt

    try:
        record_alone(record)
    except KeyboardInterrupt:
        record_alone(partial(order.append, "next"))

    assert ["next"] == order


def test_a_mark_that_was_left_does_not_silence_a_thread() -> None:
    """A signal handler may raise in the very step that takes the mark back."""
    order: list[str] = []
    marks = _abandoned._recording  # pyright: ignore[reportPrivateUsage] - nobody else can leave one
    marks.add(threading.get_ident())

    record_alone(partial(order.append, "recorded"))

    assert ["recorded"] == order
