"""Everything a model's answer can hold arrives in the SDK."""

from typing import Any

import pytest
from google.genai.types import GenerateContentResponse

from gemini_otel.testing import FakeGemini, Reply, parts
from tests.testing.asking import Ask, parts_of


def test_thoughts_come_before_the_answer(gemini: FakeGemini, ask: Ask) -> None:
    """A thinking model's summary is marked as a thought and carries its signature."""
    gemini.queue(
        Reply(
            [parts.thought("Let me see.", signature=b"sig"), "Paris."],
            usage={"prompt": 9, "candidates": 2, "thoughts": 31},
            chunks=2,
        )
    )

    answers = ask(gemini.client())

    first, *rest = [part for answer in answers for part in parts_of(answer)]
    assert ("Let me see.", True, b"sig") == (first.text, first.thought, first.thought_signature)
    assert [("Paris.", None)] == [(part.text, part.thought) for part in rest]
    usage = answers[-1].usage_metadata
    assert usage
    assert (31, 42) == (usage.thoughts_token_count, usage.total_token_count)


def test_every_count_can_be_set(gemini: FakeGemini, ask: Ask) -> None:
    """Any usage one asks for arrives, with its details by modality and its traffic type."""
    gemini.queue(
        Reply(
            usage={
                "prompt": 100,
                "cached": 60,
                "tool_use": 7,
                "candidates": 20,
                "thoughts": 5,
                "prompt_details": {"TEXT": 70, "IMAGE": 30},
                "cached_details": {"TEXT": 60},
                "tool_use_details": {"TEXT": 7},
                "candidates_details": {"TEXT": 12, "IMAGE": 8},
                "traffic_type": "ON_DEMAND",
            }
        )
    )

    usage = ask(gemini.client())[-1].usage_metadata

    assert usage
    assert {
        "prompt_token_count": 100,
        "cached_content_token_count": 60,
        "tool_use_prompt_token_count": 7,
        "candidates_token_count": 20,
        "thoughts_token_count": 5,
        "total_token_count": 132,
        "prompt_tokens_details": [
            {"modality": "TEXT", "token_count": 70},
            {"modality": "IMAGE", "token_count": 30},
        ],
        "cache_tokens_details": [{"modality": "TEXT", "token_count": 60}],
        "tool_use_prompt_tokens_details": [{"modality": "TEXT", "token_count": 7}],
        "candidates_tokens_details": [
            {"modality": "TEXT", "token_count": 12},
            {"modality": "IMAGE", "token_count": 8},
        ],
        "traffic_type": "ON_DEMAND",
    } == usage.model_dump(mode="json", exclude_none=True)


def test_a_server_that_reports_no_usage(gemini: FakeGemini, ask: Ask) -> None:
    """Usage can be absent altogether."""
    gemini.queue(Reply(usage=None))

    answers = ask(gemini.client())

    assert [None] * len(answers) == [answer.usage_metadata for answer in answers]


def test_a_blocked_prompt(gemini: FakeGemini, ask: Ask) -> None:
    """A blocked prompt is an answer without candidates that says why, and costs its prompt."""
    rating = {"category": "HARM_CATEGORY_HARASSMENT", "probability": "HIGH", "blocked": True}
    gemini.queue(Reply.blocked("SAFETY", message="No.", safety_ratings=[rating]))

    (answer,) = ask(gemini.client())

    feedback = answer.prompt_feedback
    assert answer.candidates is None
    assert feedback
    assert {
        "block_reason": "SAFETY",
        "block_reason_message": "No.",
        "safety_ratings": [rating],
    } == feedback.model_dump(mode="json", exclude_none=True)
    assert 12 == gemini.totals()["uncached_prompt"]


def test_a_blocked_answer_has_no_content(gemini: FakeGemini, ask_whole: Ask) -> None:
    """A candidate can end for any reason without content, with its ratings and the reason."""
    rating = {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "MEDIUM"}
    gemini.queue(Reply(None, finish_reason="SAFETY", safety_ratings=[rating]))

    (answer,) = ask_whole(gemini.client())

    assert answer.candidates
    (candidate,) = answer.candidates
    assert candidate.content is None
    assert {
        "finish_reason": "SAFETY",
        "index": 0,
        "safety_ratings": [rating],
    } == candidate.model_dump(mode="json", exclude_none=True)


def test_a_budget_used_up_by_thinking(gemini: FakeGemini, ask: Ask) -> None:
    """An answer can have a role and no parts, as when thinking used up the whole budget."""
    gemini.queue(Reply([], finish_reason="MAX_TOKENS", usage={"prompt": 5, "thoughts": 64}))

    answers = ask(gemini.client())

    assert [] == [part for answer in answers for part in parts_of(answer)]
    assert answers[-1].candidates
    assert "MAX_TOKENS" == answers[-1].candidates[0].finish_reason


def test_a_finish_reason_newer_than_the_sdk(gemini: FakeGemini, ask_whole: Ask) -> None:
    """Any string can be a finish reason; the SDK takes it with a warning."""
    gemini.queue(Reply(finish_reason="BRAND_NEW"))

    with pytest.warns(UserWarning, match="BRAND_NEW"):
        (answer,) = ask_whole(gemini.client())

    assert answer.candidates
    assert answer.candidates[0].finish_reason
    assert "BRAND_NEW" == answer.candidates[0].finish_reason.value


def test_citations_are_named_as_the_platform_names_them(
    gemini: FakeGemini, ask: Ask, platform: dict[str, Any]
) -> None:
    """Citations arrive on both platforms, which spell them differently on the wire."""
    citation = {"start_index": 0, "end_index": 9, "uri": "https://example.com/poem"}
    gemini.queue(Reply("recited", finish_reason="RECITATION", citations=[citation]))

    answer = ask(gemini.client(**platform))[-1]

    assert answer.candidates
    metadata = answer.candidates[0].citation_metadata
    assert metadata
    assert metadata.citations
    assert [citation] == [one.model_dump(exclude_none=True) for one in metadata.citations]


def test_grounding_and_url_context(gemini: FakeGemini, ask: Ask) -> None:
    """Search queries, chunks of every origin and the fate of each URL come with the answer."""
    url = {
        "retrieved_url": "https://example.com",
        "url_retrieval_status": ("URL_RETRIEVAL_STATUS_PAYWALL"),
    }
    gemini.queue(
        Reply(
            grounding={
                "web_search_queries": ["weather rome", "weather oslo"],
                "grounding_chunks": [
                    {"web": {"uri": "https://example.com/rome"}},
                    {"maps": {"placeId": "places/1"}},
                    {"retrievedContext": {"uri": "gs://bucket/file"}},
                ],
            },
            url_context=[url],
        )
    )

    answer = ask(gemini.client())[-1]

    assert answer.candidates
    grounding = answer.candidates[0].grounding_metadata
    context = answer.candidates[0].url_context_metadata
    assert grounding
    assert ["weather rome", "weather oslo"] == grounding.web_search_queries
    assert grounding.grounding_chunks
    assert grounding.grounding_chunks[1].maps
    assert "places/1" == grounding.grounding_chunks[1].maps.place_id
    assert context
    assert {"url_metadata": [url]} == context.model_dump(mode="json", exclude_none=True)


def test_code_and_media_parts(gemini: FakeGemini, ask_whole: Ask) -> None:
    """Code the model ran, what it printed, and an image it made are parts of an answer."""
    gemini.queue(
        Reply([parts.code("print(1)"), parts.code_result("1\n"), parts.inline_data(b"\x89PNG")])
    )

    (answer,) = ask_whole(gemini.client())

    code, result, image = parts_of(answer)
    assert code.executable_code
    assert "print(1)" == code.executable_code.code
    assert result.code_execution_result
    assert "1\n" == result.code_execution_result.output
    assert image.inline_data
    assert (b"\x89PNG", "image/png") == (image.inline_data.data, image.inline_data.mime_type)


def test_several_candidates(gemini: FakeGemini, ask: Ask) -> None:
    """An answer can have several candidates, each with its index."""
    gemini.queue(Reply("one", others=["two", ["thr", "ee"]], chunks=1))

    (answer,) = ask(gemini.client())

    assert answer.candidates
    assert [0, 1, 2] == [candidate.index or 0 for candidate in answer.candidates]
    assert [1, 1, 2] == [len(one.content.parts or []) for one in answer.candidates if one.content]


def test_who_answered(gemini: FakeGemini, ask: Ask) -> None:
    """The model that answered, the response's id and headers can be set."""
    gemini.queue(
        Reply(
            model_version="gemini-2.5-flash-001",
            response_id="r-1",
            headers={"x-gemini-service-tier": "priority"},
        )
    )

    answers = ask(gemini.client())

    assert {"gemini-2.5-flash-001"} == {answer.model_version for answer in answers}
    assert {"r-1"} == {answer.response_id for answer in answers}
    headers = answers[-1].sdk_http_response
    assert headers
    assert headers.headers
    assert "priority" == headers.headers["x-gemini-service-tier"]


@pytest.mark.skipif(
    "model_status" not in GenerateContentResponse.model_fields,
    reason="this SDK drops the model's status",
)
def test_a_deprecated_model_says_so(gemini: FakeGemini, ask: Ask) -> None:
    """The stage of the model's life comes with every answer."""
    gemini.queue(Reply(model_status={"model_stage": "DEPRECATED", "message": "Gone soon."}))

    answers = ask(gemini.client())

    stages = [answer.model_status.model_stage for answer in answers if answer.model_status]
    assert ["DEPRECATED"] * len(answers) == stages


def test_further_fields(gemini: FakeGemini, ask: Ask) -> None:
    """Fields of a candidate without a keyword of their own can be added."""
    gemini.queue(Reply(candidate={"avg_logprobs": -0.25}))

    answer = ask(gemini.client())[-1]

    assert answer.candidates
    assert -0.25 == answer.candidates[0].avg_logprobs
