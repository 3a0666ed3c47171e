"""The comparison of the SDK's own tests complains about whatever is not proof of transparency."""

from dataclasses import replace

import pytest

from tests.sdk_own.comparison import ENOUGH_TESTS, PASSED, UNCALLED, Comparison


OUTCOMES = {f"test_{number}": PASSED for number in range(ENOUGH_TESTS)}
GOOD = Comparison(OUTCOMES, OUTCOMES, {"Models.generate_content": 84}, {})


def test_equal_runs_are_proof() -> None:
    """Equal outcomes, wrappers that were called and no fault of ours give no complaint."""
    assert [] == list(GOOD.complaints())


def test_equal_failures_are_proof() -> None:
    """A test that is red without us may be red with us, if it is red in the same way."""
    red = {**OUTCOMES, "test_dns": ["call failed OSError"]}

    assert [] == list(replace(GOOD, bare=red, instrumented=red).complaints())


@pytest.mark.parametrize(
    ("bare", "instrumented"),
    [
        (PASSED, ["call failed ValueError"]),
        (["call failed ValueError"], PASSED),
        (["call failed ValueError"], ["call failed KeyError"]),
        (PASSED, None),
        (None, PASSED),
    ],
)
def test_another_outcome_is_a_complaint(
    bare: list[str] | None, instrumented: list[str] | None
) -> None:
    """A test that ends in another way, or in one run only, is named with both its ends."""
    runs = [{**OUTCOMES, **({"test_x": end} if end else {})} for end in (bare, instrumented)]

    assert [f"test_x: bare {bare}, instrumented {instrumented}"] == list(
        replace(GOOD, bare=runs[0], instrumented=runs[1]).complaints()
    )


def test_a_wrapper_that_was_never_called_is_a_complaint() -> None:
    """A target that no test reached is named, because nothing was shown of it."""
    [complaint] = replace(GOOD, calls={"Models.nothing": 0}).complaints()

    assert complaint.startswith("Models.nothing: our wrapper was never called")


def test_no_counted_calls_are_a_complaint() -> None:
    """A run that counted nothing may have been bare as well."""
    [complaint] = replace(GOOD, calls={}).complaints()

    assert complaint.startswith("no call was counted")


def test_what_their_tests_cannot_call_is_no_complaint() -> None:
    """A target that only unpublished recordings reach may stay uncalled."""
    assert [] == list(replace(GOOD, calls=dict.fromkeys(UNCALLED, 0)).complaints())


def test_a_fault_of_ours_is_a_complaint() -> None:
    """A fault that the guard kept from the tests is named with its place."""
    [complaint] = replace(GOOD, faults={"_recorder.record": 2}).complaints()

    assert complaint == "_recorder.record: the guard kept 2 faults of ours from the tests"


def test_too_few_tests_are_a_complaint() -> None:
    """Two runs that agree because hardly anything was run prove nothing."""
    few = {"test_1": PASSED}

    [complaint] = replace(GOOD, bare=few, instrumented=few).complaints()

    assert complaint == f"only 1 tests passed bare; expected at least {ENOUGH_TESTS}"
