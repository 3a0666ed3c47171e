"""A usage report is read the same as a model and as raw JSON, and never fails."""

import warnings
from typing import Any

import pytest
from google.genai.types import GenerateContentResponseUsageMetadata
from hypothesis import given

from gemini_otel._extract._usage import read_usage
from gemini_otel.pricing import Usage
from tests.unit.reports import COUNTS, malformed_reports, reports


@given(malformed_reports())
def test_reading_never_fails_and_never_yields_a_negative_count(report: dict[str, Any]) -> None:
    """Whatever JSON stands in a report, counts are whole numbers of at least 0."""
    usage = read_usage(report)

    counts = (usage.prompt, usage.cached, usage.tool_use, usage.candidates, usage.thoughts)
    assert all(type(count) is int and count >= 0 for count in (*counts, usage.unknown))
    assert usage.cached <= usage.prompt


@given(reports())
def test_the_total_is_never_below_what_the_server_says(report: dict[str, Any]) -> None:
    """No token of the server's total is lost, whatever the parts say."""
    assert read_usage(report).total >= report.get("totalTokenCount", 0)


@given(reports())
def test_no_part_is_lost_but_thoughts_that_were_told_twice(report: dict[str, Any]) -> None:
    """The total is at least the sum of the parts, unless the server's total has thoughts inside."""
    usage = read_usage(report)

    candidates = report.get("candidatesTokenCount", report.get("responseTokenCount", 0))
    parts = (
        report.get("promptTokenCount", 0) + report.get("toolUsePromptTokenCount", 0) + candidates
    )
    assert usage.total >= parts


@given(reports())
def test_a_model_reads_like_its_json(report: dict[str, Any]) -> None:
    """What the SDK makes of a report has the same usage as the report itself."""
    known = {name: value for name, value in report.items() if not name.startswith("response")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the SDK warns of modalities it does not know
        model = GenerateContentResponseUsageMetadata.model_validate(known)

    assert read_usage(known) == read_usage(model)


@pytest.mark.parametrize("name", COUNTS[:1] + COUNTS[2:4] + COUNTS[5:])
@pytest.mark.parametrize("value", [-5, None, True, "many", 1.5, float("nan"), [], {}, 10**30])
def test_a_malformed_count_is_none(name: str, value: object) -> None:
    """A count that cannot be one is left out, and the total stands for the rest."""
    whole = {"promptTokenCount": 4, "totalTokenCount": 9}
    usage = read_usage({**whole, name: value})

    expected = 9 if name != "totalTokenCount" else 4
    assert expected == usage.total


@pytest.mark.parametrize("value", ["12", 12.0, 12])
def test_a_count_may_come_as_text_or_as_a_whole_float(value: object) -> None:
    """JSON of Google's writes large integers as text, and the SDK accepts both."""
    assert Usage(prompt=12) == read_usage({"promptTokenCount": value})


def test_cached_beyond_the_prompt_is_cut() -> None:
    """The cached tokens are a part of the prompt, so they cannot be more."""
    usage = read_usage({"promptTokenCount": 10, "cachedContentTokenCount": 15})

    assert (10, 10, 10) == (usage.prompt, usage.cached, usage.total)


def test_snake_case_reads_like_camel_case() -> None:
    """A dict may spell the names either way."""
    assert Usage(prompt=3, candidates=4) == read_usage(
        {"prompt_token_count": 3, "candidatesTokenCount": 4}
    )


def test_live_and_embeddings_call_the_answer_a_response() -> None:
    """`responseTokenCount` counts what others call candidates."""
    details = [{"modality": "AUDIO", "tokenCount": 7}]
    report = {"promptTokenCount": 3, "responseTokenCount": 7, "responseTokensDetails": details}

    assert Usage(prompt=3, candidates=7, candidates_details=(("audio", 7),)) == read_usage(report)


@pytest.mark.parametrize(
    ("given_modality", "modality"),
    [("TEXT", "text"), ("MODALITY_UNSPECIFIED", "unknown"), (None, "unknown"), ("SMELL", "smell")],
)
def test_modalities_are_lower_case(given_modality: str | None, modality: str) -> None:
    """One that the server leaves open is unknown; one newer than the SDK keeps its name."""
    details = [{"modality": given_modality, "tokenCount": 2}]
    usage = read_usage({"promptTokenCount": 2, "promptTokensDetails": details})

    assert ((modality, 2),) == usage.prompt_details


def test_of_each_count_the_last_that_was_named_holds() -> None:
    """Later reports win count by count, and bring their own details."""
    first = {
        "promptTokenCount": 9,
        "candidatesTokenCount": 4,
        "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": 4}],
        "totalTokenCount": 13,
    }
    second = {"promptTokenCount": 8, "thoughtsTokenCount": 5, "totalTokenCount": 17}

    assert Usage(
        prompt=8, candidates=4, thoughts=5, candidates_details=(("text", 4),)
    ) == read_usage(first, second)


def test_totals_of_live_leave_the_thoughts_out() -> None:
    """Prompt 500 and response 42 make the total 542; 30 thoughts come on top."""
    report = {
        "promptTokenCount": 500,
        "responseTokenCount": 42,
        "thoughtsTokenCount": 30,
        "totalTokenCount": 542,
    }

    usage = read_usage(report)

    assert (42, 30) == (usage.candidates, usage.thoughts)


@pytest.mark.parametrize(
    ("report", "faults"),
    [
        ({"promptTokenCount": -1}, ("prompt",)),
        ({"promptTokenCount": "many"}, ("prompt",)),
        ({"promptTokenCount": 10**13}, ("prompt",)),
        ({"promptTokenCount": 1, "cachedContentTokenCount": 2}, ("cached",)),
        ({"responseTokenCount": -42}, ("candidates",)),
        ({"promptTokenCount": "0", "candidatesTokenCount": 0}, ()),
    ],
)
def test_what_is_no_count_is_named(report: dict[str, Any], faults: tuple[str, ...]) -> None:
    """A price must not be made of a count that is none, and a zero is one."""
    assert faults == read_usage(report).faults
