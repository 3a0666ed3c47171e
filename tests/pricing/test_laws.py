"""What holds for every response, whatever it took."""

import decimal
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gemini_otel.pricing import (
    Catalog,
    Consumption,
    Cost,
    Grounding,
    Media,
    Rate,
    Usage,
    load_catalog,
    price,
)
from gemini_otel.pricing._files._reading import read_packaged
from tests.pricing.cases import TODAY, Bill, developer, read_bill
from tests.pricing.responses import (
    BAND_END,
    any_responses,
    change,
    sound_responses,
    wrong_responses,
)


_MILLION: Final = 1_000_000
_HALF: Final = Fraction(1, 2)

_rates = st.builds(
    Rate,
    st.decimals(min_value=0, max_value=1_000, places=6).map(Fraction),
    st.sampled_from((1, _MILLION)),
    st.just("a-price"),
)
_counts = st.integers(0, 10**12)
_quantities = st.one_of(_counts, st.decimals(min_value=0, max_value=10**9, places=6))


@given(any_responses() | wrong_responses())
def test_nothing_raises_and_nothing_is_negative(response: Consumption) -> None:
    """Whatever is reported, there is a cost, and neither it nor a part of it is below 0."""
    cost = price(response)

    assert cost.nano is None or cost.nano >= 0
    assert all(charge.nano >= 0 and charge.quantity >= 0 for charge in cost.charges)


@given(wrong_responses())
def test_what_is_missing_or_wrong_is_never_silent(response: Consumption) -> None:
    """A response with anything missing or wrong has a gap or an assumption."""
    cost = price(response)

    assert cost.gaps or cost.assumptions


@given(any_responses())
def test_charges_are_the_total(response: Consumption) -> None:
    """The charges add up to the amount exactly, in nano-dollars and in dollars."""
    cost = price(response)

    if cost.nano is None:
        assert not cost.charges
    else:
        assert sum(charge.nano for charge in cost.charges) == cost.nano
        assert sum(Fraction(charge.amount) for charge in cost.charges) == Fraction(cost.amount or 0)


@given(sound_responses())
def test_every_token_is_charged_once_or_said_to_be_unpriced(response: Consumption) -> None:
    """The tokens that are charged are the tokens that were reported, unless there is a gap."""
    cost = price(response)
    assume(cost.is_complete and response.usage)

    charged = sum(charge.quantity for charge in cost.charges if charge.unit == "token")

    assert (response.usage or Usage()).total == charged


_GROWTHS = [
    pytest.param(("prompt",), id="prompt"),
    pytest.param(("prompt", "cached"), id="cached"),
    pytest.param(("tool_use",), id="tool use"),
    pytest.param(("candidates",), id="candidates"),
    pytest.param(("thoughts",), id="thoughts"),
]


@pytest.mark.parametrize("counts", _GROWTHS)
@given(response=sound_responses(), more=st.integers(1, 50_000))
def test_more_tokens_never_cost_less(
    counts: tuple[str, ...], response: Consumption, more: int
) -> None:
    """In one band a cost that is complete is monotone in each count."""
    assert response.usage
    grown = response.usage
    for name in counts:
        grown = change(grown, name, getattr(grown, name) + more)
    few, many = price(response), price(response._replace(usage=grown))
    assume(few.is_complete and many.is_complete)
    assume((grown.prompt > BAND_END) == (response.usage.prompt > BAND_END))

    assert _nano(few) <= _nano(many)


_QUERIES = ("web_queries", "image_queries", "maps_queries")


@pytest.mark.parametrize("name", _QUERIES)
@given(few=st.integers(0, 100), more=st.integers(0, 100))
def test_more_queries_never_cost_less(name: str, few: int, more: int) -> None:
    """A cost is monotone in each kind of query."""
    costs = [
        price(developer("gemini-3.8-flash", Usage(1), grounding=change(Grounding(), name, n)))
        for n in (few, few + more)
    ]

    assert _nano(costs[0]) <= _nano(costs[1])


@given(few=_quantities, more=_quantities, unit=st.sampled_from(("song", "token_hour")))
def test_more_pieces_never_cost_less(few: int | Decimal, more: int | Decimal, unit: str) -> None:
    """A cost is monotone in the quantity of each unit."""
    model = "lyria-3.5" if unit == "song" else "gemini-3.8-flash"
    less, most = sorted((few, more))
    costs = [price(developer(model, media=(Media(unit, n),))) for n in (less, most)]

    assert _nano(costs[0]) <= _nano(costs[1])


@given(st.lists(sound_responses(), max_size=6), st.randoms(use_true_random=False))
def test_neither_order_nor_company_changes_a_cost(
    responses: list[Consumption], shuffler: Random
) -> None:
    """Responses cost in a batch, in its parts and in any order what each costs alone."""
    alone = [read_bill(price(one, Catalog(read_packaged()))) for one in responses]
    order = list(range(len(responses)))
    shuffler.shuffle(order)
    together = Catalog(read_packaged())

    bills: dict[int, Bill] = {n: read_bill(price(responses[n], together)) for n in order}

    assert alone == [bills[n] for n in range(len(responses))]


@given(sound_responses(), st.data())
def test_the_order_of_details_does_not_matter(response: Consumption, data: st.DataObject) -> None:
    """Details that fit their count give the same bill in any order."""
    assert response.usage
    given_details = response.usage.prompt_details
    shuffled = tuple(data.draw(st.permutations(given_details)))
    other = response._replace(usage=response.usage._replace(prompt_details=shuffled))

    assert read_bill(price(response)) == read_bill(price(other))


@pytest.fixture(name="undiscounted", scope="module")
def _undiscounted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    path: Path = tmp_path_factory.mktemp("prices") / "prices.toml"
    path.write_text('schema = 1\n[[discounts]]\nid = "none"\npercent = "0"\n', encoding="utf-8")
    return load_catalog(path)


@given(response=any_responses())
def test_a_discount_of_nothing_changes_nothing(
    undiscounted: Catalog, response: Consumption
) -> None:
    """A discount of 0 % leaves every bill as it is."""
    assert read_bill(price(response)) == read_bill(price(response, undiscounted))


@given(_rates, _quantities, _quantities)
def test_a_split_is_exact(rate: Rate, one: int | Decimal, other: int | Decimal) -> None:
    """Before it is rounded, a quantity costs what its parts cost."""
    whole = Fraction(one) + Fraction(other)

    parts = rate.charge_exactly(one) + rate.charge_exactly(other)

    assert whole * rate.usd * 10**9 / rate.block == parts


@given(_rates, _quantities)
def test_a_charge_is_rounded_once_half_to_even(rate: Rate, quantity: int | Decimal) -> None:
    """A charge is the exact amount rounded half to even, and so at most half a nano off."""
    exact = Fraction(quantity) * rate.usd * 10**9 / rate.block

    assert round(exact) == rate.charge(quantity)
    assert abs(rate.charge(quantity) - exact) <= _HALF


@given(st.integers(0, 10**6))
def test_halves_go_to_the_even_nano(tokens: int) -> None:
    """At 37.5 nano-dollars a token, every odd count ends in a half."""
    rate = Rate(Fraction("0.0375"), _MILLION, "a-price")

    assert round(Fraction(75 * tokens, 2)) == rate.charge(tokens)


@given(usages=st.lists(st.integers(1, 100_000), min_size=1, max_size=8))
def test_a_split_response_is_off_by_half_a_nano_a_component(usages: list[int]) -> None:
    """Responses cost what one of all their tokens does, to half a nano-dollar a component each."""
    model = "gemini-3.6-flash"  # in a batch $0.375, cached $0.0375 and $1.875 a million, flat

    parts = [
        price(developer(model, Usage(2 * n, cached=n, candidates=n), tier="batch")) for n in usages
    ]

    tokens = sum(usages)
    exact = tokens * (Fraction(375) + Fraction("37.5") + Fraction(1_875))
    assert abs(sum(_nano(one) for one in parts) - exact) <= 3 * len(parts) * _HALF


_STRICT = Context(prec=3, Emax=3, Emin=-3, traps=list(decimal.Context().flags))


@given(any_responses())
def test_the_decimal_context_of_an_app_changes_nothing(response: Consumption) -> None:
    """Three digits and every trap set give the bill that the default context gives."""
    plain = read_bill(price(response))

    with localcontext(_STRICT):
        strict = read_bill(price(response, Catalog(read_packaged())))

    assert plain == strict


def test_a_cost_does_not_depend_on_who_asked_before() -> None:
    """A card that is kept for one prompt is not taken for one of another band."""
    catalog = Catalog(read_packaged())
    short, long = (developer("gemini-2.5-pro", Usage(n), TODAY) for n in (200_000, 200_001))

    costs = [_nano(price(one, catalog)) for one in (short, long, short, long)]

    # 200,000 x 1,250 and 200,001 x 2,500
    assert [250_000_000, 500_002_500] * 2 == costs


def _nano(cost: Cost) -> int:
    assert cost.nano is not None
    return cost.nano
