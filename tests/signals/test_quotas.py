"""What Google refuses for want of quota is counted by kind, and the limit it names is shown."""

import pytest

from gemini_otel.testing import FakeGemini, Fault, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import catch
from tests.shapes import Caller


_METRIC = "generativelanguage.googleapis.com/generate_content_free_tier_requests"
_TOKENS = "generativelanguage.googleapis.com/generate_content_free_tier_input_token_count"
_RETRIES = {"retry_options": {"attempts": 2, "initial_delay": 0.01, "jitter": 0.0}}


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.requests_per_minute(), ("rate_limited", _METRIC, "minute")),
        (faults.tokens_per_minute(), ("rate_limited", _TOKENS, "minute")),
        (faults.requests_per_day(), ("quota_exhausted", _METRIC, "day")),
        (faults.vertex_capacity(), ("capacity", None, None)),
    ],
    ids=["requests-per-minute", "tokens-per-minute", "requests-per-day", "capacity"],
)
def test_a_refusal_is_counted_by_kind(
    call: Caller,
    gemini: FakeGemini,
    telemetry: Telemetry,
    fault: Fault,
    kind: tuple[str | None, ...],
) -> None:
    """Which quota it was, and over which time: a person can see what to ask more of."""
    gemini.queue(fault)

    assert catch(lambda: call.ask(gemini.client()))
    (point,) = telemetry.points("gemini.client.quota.exceeded")
    names = ("class", "quota.metric", "quota.window")
    assert (1, *kind) == (
        point.value,
        *(point.attributes.get(f"gemini.error.{name}") for name in names),
    )


def test_a_refusal_that_is_retried_counts(
    whole_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """The call succeeds, and the refusal on its way is seen all the same."""
    gemini.queue(faults.requests_per_minute(retry_after=0.01), Reply())

    whole_call.ask(gemini.client(http_options=_RETRIES))

    assert 1 == telemetry.total("gemini.client.quota.exceeded")


def test_the_limit_is_shown(call: Caller, gemini: FakeGemini, telemetry: Telemetry) -> None:
    """The server says that 250 requests a day are allowed."""
    gemini.queue(faults.requests_per_day())

    assert catch(lambda: call.ask(gemini.client()))
    (point,) = telemetry.points("gemini.quota.limit")
    assert (250, "day", "GenerateRequestsPerDayPerProjectPerModel-FreeTier") == (
        point.value,
        point.attributes["gemini.error.quota.window"],
        point.attributes["gemini.error.quota.limit"],
    )


def test_another_failure_is_no_refusal(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """A server that fails has refused nothing."""
    gemini.queue(faults.internal())

    assert catch(lambda: call.ask(gemini.client()))
    assert [] == telemetry.points("gemini.client.quota.exceeded")
