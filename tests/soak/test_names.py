"""Ten thousand models and tenants: series are bounded, and what is merged is in the totals."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.soak.books import Entry, find_wrong
from tests.soak.memory import count_alive
from tests.soak.names import MOST_SERIES, NamedLoad, expect_of_names
from tests.soak.pipeline import Pipeline
from tests.soak.promises import MOST_REMEMBERED
from tests.soak.setting import connect, instrumented


_CALLS = 10_500
_KNOWN_EVERY = 20
_TENANT = "gemini.attribution.tenant"


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of the calls, which take so long that they are made once."""

    wrong: list[Entry]
    series: dict[str, int]
    merged: int
    tenants: int
    alive: dict[str, int]


@pytest.fixture(scope="module")
def found() -> Iterator[_Found]:
    """10,500 calls, each with a tenant of its own, and 9,975 models that nobody knows."""
    pipeline, tenants = Pipeline(3_600_000.0), set[str]()
    pipeline.listen(lambda one: tenants.add(one.log_record.attributes[_TENANT]))
    with instrumented(pipeline, **NamedLoad.SETTINGS):
        load = NamedLoad(connect(None), _KNOWN_EVERY)
        load.run(0, _CALLS)
        load.settle()
        pipeline.flush()
        calls = pipeline.find_points("gemini.client.calls")
        merged = [one for one in calls if "__other__" in one.attributes.values()]
        yield _Found(
            find_wrong(expect_of_names(0, _CALLS, _KNOWN_EVERY), pipeline.read()),
            pipeline.count_series(),
            sum(one.value for one in merged),
            len(tenants),
            dict(count_alive()),
        )


def test_no_total_is_lost(found: _Found) -> None:
    """Over all series every kind of token and every nano-dollar is there."""
    assert [] == found.wrong


def test_every_instrument_is_bounded(found: _Found) -> None:
    """None has 2,000 series, after which an SDK would merge them itself or grow."""
    assert {} == {name: n for name, n in found.series.items() if n >= MOST_SERIES}


def test_most_calls_are_merged(found: _Found) -> None:
    """700 sets keep their tenant; all other calls are counted under `__other__`."""
    assert _CALLS - 700 == found.merged


def test_events_keep_every_name(found: _Found) -> None:
    """What is merged on metrics is whole on events, for a ledger."""
    assert _CALLS == found.tenants


def test_memory_of_names_has_an_end(found: _Found) -> None:
    """No class of ours has as many objects as there are names."""
    assert {} == {name: n for name, n in found.alive.items() if n >= MOST_REMEMBERED}
