"""Usage reports as servers write them, and as they never should."""

from typing import Any

from hypothesis import strategies as st


COUNTS = (
    "promptTokenCount",
    "cachedContentTokenCount",
    "toolUsePromptTokenCount",
    "candidatesTokenCount",
    "responseTokenCount",
    "thoughtsTokenCount",
    "totalTokenCount",
)
DETAILS = (
    "promptTokensDetails",
    "cacheTokensDetails",
    "toolUsePromptTokensDetails",
    "candidatesTokensDetails",
    "responseTokensDetails",
)
_MODALITIES = ("TEXT", "IMAGE", "AUDIO", "VIDEO", "DOCUMENT", "MODALITY_UNSPECIFIED", "SMELL")

_tokens = st.integers(0, 2_000_000)
_noise: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=8),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


Details = st.SearchStrategy[list[dict[str, Any]]]


def _details(tokens: st.SearchStrategy[Any], modality: st.SearchStrategy[Any]) -> Details:
    optional = {"modality": modality, "tokenCount": tokens}
    entry: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({}, optional=optional)
    return st.lists(entry, max_size=5)


def reports() -> st.SearchStrategy[dict[str, Any]]:
    """Reports with any counts, of which none need fit another."""
    details = _details(_tokens, st.sampled_from(_MODALITIES))
    return st.fixed_dictionaries(
        {}, optional={**dict.fromkeys(COUNTS, _tokens), **dict.fromkeys(DETAILS, details)}
    )


def malformed_reports() -> st.SearchStrategy[dict[str, Any]]:
    """Reports with any JSON in any place."""
    details = st.one_of(_details(_noise, _noise), _noise)
    counts = st.one_of(_tokens, _noise)
    return st.fixed_dictionaries(
        {}, optional={**dict.fromkeys(COUNTS, counts), **dict.fromkeys(DETAILS, details)}
    )
