"""Token counts under any of their names."""

import pytest

from gemini_otel.testing import Reply
from gemini_otel.testing._usage import to_usage


@pytest.mark.parametrize(
    "name", ["cached", "cached_content_token_count", "cachedContentTokenCount"]
)
def test_a_count_has_three_names(name: str) -> None:
    """Our short name, the SDK's and the wire's mean the same count."""
    usage = to_usage({"prompt": 9, name: 4})

    assert {"promptTokenCount": 9, "cachedContentTokenCount": 4, "totalTokenCount": 9} == usage


def test_the_total_is_the_documented_sum() -> None:
    """The total is prompt, tool use, candidates and thoughts; the cached are in the prompt."""
    usage = to_usage({"prompt": 1, "cached": 1, "tool_use": 2, "candidates": 4, "thoughts": 8})

    assert 15 == usage["totalTokenCount"]


def test_a_total_of_ones_own() -> None:
    """A total that was asked for is sent, and one of None is left out."""
    assert 7 == to_usage({"prompt": 1, "total": 7})["totalTokenCount"]
    assert {"promptTokenCount": 1} == to_usage({"prompt": 1, "total": None})


def test_a_count_newer_than_us() -> None:
    """A name we do not know is sent as the wire would spell it."""
    usage = to_usage({"brand_new_token_count": 3, "service_tier": "flex"})

    assert 3 == usage["brandNewTokenCount"]
    assert "flex" == usage["serviceTier"]


def test_a_slip_of_the_pen_is_refused() -> None:
    """A word that is no kind of token is a mistake, and the error lists the kinds."""
    with pytest.raises(ValueError, match=r"Unknown token count 'promt'.*prompt, cached"):
        Reply(usage={"promt": 3})
    with pytest.raises(ValueError, match="Unknown token count 'promt'"):
        Reply.embedding(usage={"promt": 3})
