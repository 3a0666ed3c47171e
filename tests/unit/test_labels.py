"""Attribute sets of metrics are shared by equal calls, and are never too many."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from gemini_otel._call import Request
from gemini_otel._metrics import CALLS
from gemini_otel._signals._labels import LabelSets


def _request(model: str = "gemini-3.5-flash", operation: str = "generate_content") -> Request:
    return Request(operation, "gcp.gemini", model, "127.0.0.1", 443)


def _distinct(sets: Iterator[Mapping[str, Any]]) -> set[frozenset[tuple[str, Any]]]:
    return {frozenset(attributes.items()) for attributes in sets}


def test_equal_calls_share_a_set() -> None:
    """The attributes of a call are made once."""
    sets = LabelSets()

    assert sets.find(_request(), "m", ()) is sets.find(_request(), "m", ())


def test_a_set_has_what_the_conventions_ask_for() -> None:
    """Operation, provider, models and server, in both forms alike."""
    labels = LabelSets().find(_request(), "gemini-2.5-flash-001", ())

    assert {
        "gen_ai.operation.name": "generate_content",
        "gen_ai.provider.name": "gcp.gemini",
        "gen_ai.request.model": "gemini-3.5-flash",
        "gen_ai.response.model": "gemini-2.5-flash-001",
        "server.address": "127.0.0.1",
        "server.port": 443,
    } == labels.attributes
    assert dict(labels.pairs) == labels.attributes


def test_what_is_not_known_is_left_out() -> None:
    """A call that failed has no response model."""
    assert "gen_ai.response.model" not in LabelSets().find(_request(), None, ()).attributes


def test_an_addition_leaves_the_set_as_it_was() -> None:
    """One more attribute is another set, made once."""
    labels = LabelSets().find(_request(), None, ())

    failed = labels.plus("error.type", "429")

    assert {**labels.attributes, "error.type": "429"} == failed
    assert "error.type" not in labels.attributes
    assert failed is labels.plus("error.type", "429")


def test_made_up_models_do_not_make_too_many_sets() -> None:
    """A histogram stays below the 2,000 sets from which on an SDK merges, or has no limit."""
    sets = LabelSets()
    calls = [sets.find(_request(f"model-{number}"), f"v{number}", ()) for number in range(3000)]
    errors = [f"Error{number}" for number in range(5)]

    ended = [labels.attributes for labels in calls]
    failed = [labels.plus("error.type", error) for labels, error in product(calls, errors)]
    spent = [
        labels.plus("gen_ai.token.type", direction)
        for labels, direction in product(calls, ("input", "output"))
    ]

    assert len(_distinct(iter(ended + failed))) < 2000
    assert len(_distinct(iter(spent))) < 2000
    assert "__other__" == calls[-1].attributes["gen_ai.request.model"]
    assert "model-0" == calls[0].attributes["gen_ai.request.model"]


def test_attribution_does_not_make_too_many_sets() -> None:
    """Keys that multiply each other are merged past the limit, like models."""
    sets = LabelSets(("tenant", "feature"), 100)
    calls = [
        sets.find(_request(), "m", (("tenant", f"t{tenant}"), ("feature", f"f{feature}")))
        for tenant, feature in product(range(60), range(60))
    ]

    assert len(_distinct(labels.attributes for labels in calls)) < 1000
    assert "__other__" == calls[-1].attributes["gemini.attribution.tenant"]


def test_only_listed_keys_become_attributes() -> None:
    """The rest of the attribution stays off metrics."""
    labels = LabelSets(("tenant",)).find(_request(), "m", (("tenant", "acme"), ("user", "u1")))

    named = {name: value for name, value in labels.attributes.items() if "attribution" in name}
    assert {"gemini.attribution.tenant": "acme"} == named


def test_a_key_has_so_many_values_and_no_more() -> None:
    """What comes first keeps its name; the rest is one other."""
    sets = LabelSets(("tenant",), 2)

    seen = [
        sets.find(_request(), "m", (("tenant", tenant),)).attributes["gemini.attribution.tenant"]
        for tenant in ("a", "b", "c", "a", "d", "b")
    ]

    assert ["a", "b", "__other__", "a", "__other__", "b"] == seen


def test_the_series_of_a_set_are_kept() -> None:
    """The same values are the same series, which its tally need not look up again."""
    labels = LabelSets().find(_request(), None, ())

    first, again = labels.line(CALLS, None, "STOP"), labels.line(CALLS, None, "STOP")

    assert first is again
    assert (("gemini.finish_reason", "STOP"),) == first.own
    assert labels.pairs == first.shared


def test_made_up_reasons_do_not_fill_the_memory() -> None:
    """A series is made for every reason, but of those without end not all are kept."""
    labels = LabelSets().find(_request(), None, ())

    lines = {str(number): labels.line(CALLS, None, str(number)) for number in range(1000)}
    kept = [one for one, line in lines.items() if labels.line(CALLS, None, one) is line]

    assert 256 == len(kept)
    assert (("gemini.finish_reason", "999"),) == lines["999"].own
