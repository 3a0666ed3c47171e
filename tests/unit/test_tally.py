"""A tally keeps every total exact, and shows a zero before a first value where it can."""

import itertools
import signal
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemini_otel._signals._tally import MOST_SERIES, Increment, Line, Reading, Tally


HOLD = 60.0


class _Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _increment(amount: int = 1, *, model: str = "m", metric: str = "calls") -> Increment:
    return Line(metric, (("model", model),), (("kind", "text"),)), amount


def _read(tally: Tally, *, is_followed: bool = False) -> list[int]:
    return [reading.total for reading in tally.read("calls", is_followed=is_followed)]


@pytest.fixture
def clock() -> _Clock:
    """Time that only a test moves."""
    return _Clock()


@pytest.fixture
def tally(clock: _Clock) -> Tally:
    """A tally that holds first values for a minute."""
    return Tally(HOLD, clock)


def test_a_series_has_the_attributes_of_its_increments(tally: Tally) -> None:
    """What is shared by the call and what is the increment's own become one set."""
    tally.add([_increment(3)])

    assert [Reading({"model": "m", "kind": "text"}, 3)] == tally.read("calls", is_followed=False)


def test_increments_of_a_series_add_up(tally: Tally) -> None:
    """Equal attributes are one series, whichever call brought them."""
    tally.add([_increment(3), _increment(4)])
    tally.add([_increment(5)])

    assert [12] == _read(tally)


def test_one_line_counts_in_every_tally(tally: Tally, clock: _Clock) -> None:
    """A line may be added to another tally, as in a forked child, and each has its own sum."""
    line, other = Line("calls", (), ()), Tally(hold_s=60, clock=clock)
    for each, amount in ((tally, 1), (other, 2), (tally, 4)):
        each.add([(line, amount)])
        each.read("calls", is_followed=False)

    assert [5] == _read(tally)
    assert [2] == _read(other)


def test_metrics_and_attributes_tell_series_apart(tally: Tally) -> None:
    """Another metric or another attribute is another series."""
    tally.add([_increment(1), _increment(2, model="n"), _increment(4, metric="tokens")])

    assert [1, 2] == _read(tally)
    assert [4] == [reading.total for reading in tally.read("tokens", is_followed=False)]
    assert [] == tally.read("blocked", is_followed=False)


_YOUNG, _OLD = HOLD - 1, HOLD + 1


@pytest.mark.parametrize(
    ("reads_before", "age", "is_followed", "shown"),
    [
        pytest.param([], _YOUNG, True, 0, id="unseen, young, followed: zero"),
        pytest.param([], _OLD, True, 0, id="unseen, old, followed: zero"),
        pytest.param([], _YOUNG, False, 7, id="unseen, young, last: the total"),
        pytest.param([], _OLD, False, 7, id="unseen, old, last: the total"),
        pytest.param([True], _YOUNG, True, 0, id="zero, young, followed: zero"),
        pytest.param([True], _OLD, True, 7, id="zero, old, followed: the total"),
        pytest.param([True], _YOUNG, False, 7, id="zero, young, last: the total"),
        pytest.param([True], _OLD, False, 7, id="zero, old, last: the total"),
        pytest.param([False], _YOUNG, True, 7, id="open, young, followed: the total"),
        pytest.param([False], _OLD, True, 7, id="open, old, followed: the total"),
        pytest.param([False], _YOUNG, False, 7, id="open, young, last: the total"),
        pytest.param([True, False], _YOUNG, True, 7, id="opened by a last reading: stays open"),
    ],
)
def test_what_a_reader_is_shown(
    tally: Tally,
    clock: _Clock,
    *,
    reads_before: list[bool],
    age: float,
    is_followed: bool,
    shown: int,
) -> None:
    """A zero goes before the first value, where another reading is sure to follow."""
    tally.add([_increment(7)])
    for was_followed in reads_before:
        _read(tally, is_followed=was_followed)
    clock.now += age

    assert [shown] == _read(tally, is_followed=is_followed)


def test_a_zero_shown_late_is_followed_by_the_total(tally: Tally, clock: _Clock) -> None:
    """A reader slower than the hold sees the zero once, and then the value."""
    tally.add([_increment(7)])
    clock.now += 10 * HOLD

    assert [0] == _read(tally, is_followed=True)
    assert [7] == _read(tally, is_followed=True)


def test_an_open_series_shows_growth_at_once(tally: Tally) -> None:
    """Only the first value waits."""
    tally.add([_increment(7)])
    _read(tally)
    tally.add([_increment(2)])

    assert [9] == _read(tally, is_followed=True)


def test_each_series_waits_for_itself(tally: Tally, clock: _Clock) -> None:
    """A series that is born later has a zero of its own."""
    tally.add([_increment(7)])
    _read(tally, is_followed=True)
    clock.now += _OLD
    tally.add([_increment(1, model="n")])

    assert [7, 0] == _read(tally, is_followed=True)


def test_without_a_hold_nothing_waits(clock: _Clock) -> None:
    """A hold of 0 switches the zero off."""
    tally = Tally(0.0, clock)
    tally.add([_increment(7)])

    assert [7] == _read(tally, is_followed=True)


def test_too_many_series_share_one_and_lose_nothing(tally: Tally) -> None:
    """Past 1,900 series the rest is one series, marked as OpenTelemetry marks its own."""
    for number in range(MOST_SERIES + 300):
        tally.add([_increment(2, model=f"m{number}")])
    tally.add([_increment(5, model="m0")])

    readings = tally.read("calls", is_followed=False)
    (overflow,) = [one for one in readings if "otel.metric.overflow" in one.attributes]
    assert MOST_SERIES + 1 == len(readings)
    assert Reading({"otel.metric.overflow": True, "kind": "text"}, 600) == overflow
    assert 2 * (MOST_SERIES + 300) + 5 == sum(one.total for one in readings)
    assert 7 == readings[0].total


def test_too_many_series_keep_what_is_counted(tally: Tally) -> None:
    """Past 1,900 series the rest is merged by its own attributes, so kinds stay apart."""
    lines = [
        (Line("tokens", (("model", f"m{number}"),), (("kind", kind),)), tokens)
        for number in range(MOST_SERIES)
        for kind, tokens in (("cached", 2), ("thoughts", 3))
    ]
    tally.add(lines)

    readings = tally.read("tokens", is_followed=False)
    merged = [one for one in readings if "otel.metric.overflow" in one.attributes]
    assert [
        Reading({"otel.metric.overflow": True, "kind": "cached"}, 2 * MOST_SERIES // 2),
        Reading({"otel.metric.overflow": True, "kind": "thoughts"}, 3 * MOST_SERIES // 2),
    ] == merged


def test_own_attributes_without_end_are_merged_too(tally: Tally) -> None:
    """Where a server makes up what tells series apart, an instrument stays below 2,000 of them."""
    lines = [(Line("calls", (), (("reason", f"r{number}"),)), 1) for number in range(5_000)]
    tally.add(lines)

    readings = tally.read("calls", is_followed=False)
    assert len(readings) < 2_000
    assert 5_000 == sum(one.total for one in readings)


def test_an_increment_may_come_while_others_are_folded(tally: Tally) -> None:
    """A finalizer that runs inside the fold adds to the queue, and its increments are not lost."""

    def interrupted() -> Iterator[Increment]:
        for _ in range(100):
            tally.add([_increment(1)])
        yield _increment(10)

    tally.add(interrupted())

    assert [110] == _read(tally)


def test_a_reading_inside_a_fold_does_not_wait_for_itself(tally: Tally) -> None:
    """A collection that a finalizer starts in the middle of a fold gets what is there."""
    seen: list[list[int]] = []

    def interrupted() -> Iterator[Increment]:
        yield _increment(1)
        seen.append(_read(tally))
        yield _increment(10)

    tally.add(interrupted())

    assert [11] == _read(tally)
    assert [[1]] == seen


def test_a_signal_handler_may_add(tally: Tally) -> None:
    """A handler runs between two instructions of the fold, and must not hang there."""

    def handle(_number: int, _frame: object) -> None:
        tally.add([_increment(5)])

    before = signal.signal(signal.SIGUSR1, handle)

    def interrupted() -> Iterator[Increment]:
        signal.raise_signal(signal.SIGUSR1)
        yield _increment(10)

    try:
        tally.add(interrupted())
        assert [15] == _read(tally)
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_threads_lose_nothing(tally: Tally) -> None:
    """Eight threads add while another reads."""
    started = threading.Barrier(9)

    def add() -> None:
        started.wait()
        for _ in range(500):
            tally.add([_increment(1), _increment(2, model="n")])

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    started.wait()
    while any(thread.is_alive() for thread in threads):
        _read(tally)
    for thread in threads:
        thread.join()

    assert [4000, 8000] == sorted(_read(tally))


def test_a_closed_tally_tells_nothing(tally: Tally) -> None:
    """A forked child must not repeat its parent's totals."""
    tally.add([_increment(7)])
    tally.close()

    assert [] == _read(tally)


_STEPS = st.lists(
    st.one_of(
        st.integers(0, 50).map(lambda amount: ("add", amount)),
        st.booleans().map(lambda is_followed: ("read", is_followed)),
        st.integers(0, 90).map(lambda seconds: ("wait", seconds)),
    ),
    max_size=40,
)


@given(_STEPS)
def test_a_series_only_grows_and_ends_exact(steps: list[tuple[str, int]]) -> None:
    """Whatever happens between them, readings never fall or exceed the truth, and arrive there."""
    clock = _Clock()
    tally = Tally(HOLD, clock)
    added, shown = 0, [0]
    for what, number in steps:
        if what == "add":
            tally.add([_increment(number)])
            added += number
        elif what == "read":
            shown += _read(tally, is_followed=bool(number))
        else:
            clock.now += number
        assert shown[-1] <= added

    assert all(earlier <= later for earlier, later in itertools.pairwise(shown))
    assert added == sum(_read(tally))
