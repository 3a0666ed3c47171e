"""What a ledger says of one event."""

from decimal import Decimal
from typing import Any

import pytest

from gemini_otel_exporters._ledger._lines import UnreadableLineError, read_line
from gemini_otel_exporters._ledger._rows import Row, make_row
from tests.ledger.events import HOUR, HOUR_NS, describe_usage, spell_line


def _row(*, cut: int = 0, **changes: Any) -> Row:
    line = spell_line(describe_usage(**changes), time_ns=HOUR * HOUR_NS + 1, cut=cut)
    return make_row(read_line(line))


def test_outcome() -> None:
    """What became of the response is what the event says; one that says nothing was answered."""
    assert "truncated" == _row(OUTCOME="truncated").response["outcome"]
    assert "answered" == _row().response["outcome"]


def test_names() -> None:
    """What the bill says of model and tier goes before what the server says."""
    told = _row(COST_MODEL="priced", COST_TIER="flex", PROVIDER_NAME="gcp.vertex_ai").response

    assert ("priced", "flex", "vertex") == (told["model"], told["tier"], told["platform"])


def test_hour() -> None:
    """An event is of the hour it falls in."""
    assert HOUR == _row().response["hour"]


def test_attribution() -> None:
    """Tenant and feature have columns; other keys are JSON."""
    told = make_row(
        read_line(spell_line(describe_usage() | {"gemini.attribution.region": "eu"}))
    ).response

    assert ("search", '{"region":"eu"}') == (told["feature"], told["attribution"])


def test_unpriced() -> None:
    """Without a price there is no amount, and no 0 either."""
    row = _row(COST_NANO_USD=None, COST_COMPONENTS=None, COST_COMPLETE=False)

    assert (None, (), False) == (row.response["nano_usd"], row.items, row.is_cut)


def test_fraction() -> None:
    """A quantity that is not whole stays exact."""
    bill = (
        '[{"component":"cache_storage","modality":"text","unit":"token_hour",'
        '"quantity":"1250000.5","nano_usd":7}]'
    )
    row = _row(COST_COMPONENTS=bill, COST_NANO_USD=7)

    assert [Decimal("1250000.5")] == [item.quantity for item in row.items]


@pytest.mark.parametrize("bill", [None, "[{", '[{"component":"input"}]', "[]", "{}", "null"])
def test_cut_bill(bill: str | None) -> None:
    """Of a bill that lost its lines the total is kept, as one line, and it is said."""
    row = _row(COST_COMPONENTS=bill, COST_NANO_USD=15)

    assert [("unitemised", 15)] == [(item.component, item.nano_usd) for item in row.items]
    assert row.is_cut


def test_cut_total() -> None:
    """A total that was dropped is what the lines of the bill add up to."""
    row = _row(COST_NANO_USD=None)

    assert (15, 5, True) == (row.response["nano_usd"], len(row.items), row.is_cut)


def test_cut_tokens() -> None:
    """Tokens whose kind was dropped are unknown ones; the total is kept."""
    told = describe_usage()
    del told["gemini.usage.tokens.cached.text"]
    row = make_row(read_line(spell_line(told, cut=1)))

    assert (0, 100) == (row.response["cached_tokens"], row.response["unknown_tokens"])


def test_strange_texts() -> None:
    """Characters that databases refuse are replaced."""
    told = describe_usage() | {"gemini.attribution.tenant": "a\0b\ud800"}
    row = make_row(read_line(spell_line(told)))

    assert "a\ufffdb?" == row.response["tenant"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "no JSON"),
        (b"{}", "no line of a ledger"),
        (b'[2,"later"]', "form 2"),
        (b"[1,2]", "others than a ledger's"),
        (b'[1,0,null,null,[null,null,null],0,{"log.record.uid":"short"}]', "no id"),
    ],
)
def test_unreadable(line: bytes, reason: str) -> None:
    """A line that is none says why."""
    with pytest.raises(UnreadableLineError, match=reason):
        make_row(read_line(line))
