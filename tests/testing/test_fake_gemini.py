"""What the real SDK gets from the fake server when nothing goes wrong."""

from typing import Any

import pytest
from google.genai.models import Models
from google.genai.types import Content, GenerateContentResponse, Part

from gemini_otel.testing import FakeGemini, Reply, Request, parts
from tests.testing.asking import MODEL, SILENT_AIOHTTP, Ask, parts_of, said


pytestmark = SILENT_AIOHTTP


def test_an_unscripted_request_is_answered(
    gemini: FakeGemini, ask: Ask, platform: dict[str, Any]
) -> None:
    """Without a script the server says something of 12 prompt and 7 answer tokens."""
    answers = ask(gemini.client(**platform))

    assert said(answers) == "Hello from FakeGemini."
    usage = answers[-1].usage_metadata
    assert usage
    assert (usage.prompt_token_count, usage.candidates_token_count) == (12, 7)
    assert usage.total_token_count == 19


def test_queued_answers_come_in_their_order(gemini: FakeGemini, ask: Ask) -> None:
    """Answers are served first come, first served, and then the default again."""
    gemini.queue("one", Reply("two"))

    answers = [said(ask(gemini.client())) for _ in range(3)]

    assert answers == ["one", "two", "Hello from FakeGemini."]


def test_an_answer_for_a_model_goes_before_one_for_any(gemini: FakeGemini, ask: Ask) -> None:
    """A request gets what is scripted for its model first, however the model is spelled."""
    gemini.queue("for any")
    gemini.queue("for pro", model="models/gemini-2.5-pro")

    pro, other = ask(gemini.client(), model="gemini-2.5-pro"), ask(gemini.client())

    assert (said(pro), said(other)) == ("for pro", "for any")


def test_an_answer_waits_for_a_request_it_fits(gemini: FakeGemini) -> None:
    """Counting tokens does not use up a reply, nor generating a token count."""
    gemini.queue("a reply", Reply.tokens(5))
    client = gemini.client()

    counted = client.models.count_tokens(model=MODEL, contents="x")
    answer = client.models.generate_content(model=MODEL, contents="x")

    assert counted.total_tokens == 5
    assert answer.text == "a reply"
    assert gemini.unserved == []


def test_what_was_not_asked_for_is_unserved(gemini: FakeGemini) -> None:
    """A test can see that its program did not use its whole script."""
    gemini.queue("asked for", Reply("left over"))
    client = gemini.client()
    client.models.generate_content(model=MODEL, contents="x")

    assert gemini.unserved == [Reply("left over")]


def test_a_default_of_ones_own(ask: Ask) -> None:
    """The default answer can be set, and is served as often as it is asked for."""
    with FakeGemini(default=Reply("mine")) as gemini:
        answers = [said(ask(gemini.client())) for _ in range(2)]

    assert answers == ["mine", "mine"]


def test_a_handler_decides_by_the_request(gemini: FakeGemini, ask: Ask) -> None:
    """A handler sees the request, and leaves to the queue what it answers with None."""

    @gemini.respond
    def answer(request: Request) -> str | None:
        return "short" if "Hello?" in request.raw.decode() else None

    gemini.queue("queued")
    handled, queued = ask(gemini.client()), ask(gemini.client(), contents="Something else")

    assert (said(handled), said(queued)) == ("short", "queued")


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
    assert (first.text, first.thought, first.thought_signature) == ("Let me see.", True, b"sig")
    assert [(part.text, part.thought) for part in rest] == [("Paris.", None)]
    usage = answers[-1].usage_metadata
    assert usage
    assert (usage.thoughts_token_count, usage.total_token_count) == (31, 42)


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
    assert usage.model_dump(mode="json", exclude_none=True) == {
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
    }


def test_a_server_that_reports_no_usage(gemini: FakeGemini, ask: Ask) -> None:
    """Usage can be absent altogether."""
    gemini.queue(Reply(usage=None))

    answers = ask(gemini.client())

    assert [answer.usage_metadata for answer in answers] == [None] * len(answers)


def test_the_sdk_runs_the_functions_the_model_asks_for(gemini: FakeGemini, ask: Ask) -> None:
    """A script of function calls and a last answer drives automatic function calling."""
    cities: list[str] = []

    def weather(city_name: str) -> str:
        """The weather in a city."""
        cities.append(city_name)
        return f"sun over {city_name}"

    gemini.queue(
        Reply([parts.function_call("weather", {"city_name": name}) for name in ("Rome", "Oslo")]),
        Reply(parts.function_call("weather", {"city_name": "Bonn"}, call_id="c1", signature=b"s")),
        Reply("Sun everywhere."),
    )

    answers = ask(gemini.client(), config={"tools": [weather]})

    assert said(answers) == "Sun everywhere."
    assert cities == ["Rome", "Oslo", "Bonn"]
    assert len(gemini.requests) == 3
    *_, call, result = gemini.requests[-1].body["contents"]
    assert call["parts"][0]["thoughtSignature"] == "cw=="
    assert result["parts"][0]["functionResponse"]["response"] == {"result": "sun over Bonn"}


@pytest.mark.skipif(
    not hasattr(Models, "_generate_content_with_continuation"),
    reason="this SDK does not continue answers by itself (google-genai before 2.30)",
)
def test_the_sdk_continues_an_answer(gemini: FakeGemini, ask: Ask) -> None:
    """A reply that ends in CONTINUATION makes the SDK send its token and read on."""
    gemini.queue(Reply.continuation("Once upon ", b"token-1"), Reply("a time."))

    answers = ask(gemini.client())

    assert said(answers) == "Once upon a time."
    first, second = gemini.requests
    assert "continuationToken" not in first.raw.decode()
    assert "dG9rZW4tMQ==" in second.raw.decode()


def test_a_blocked_prompt(gemini: FakeGemini, ask: Ask) -> None:
    """A blocked prompt is an answer without candidates that says why, and costs its prompt."""
    rating = {"category": "HARM_CATEGORY_HARASSMENT", "probability": "HIGH", "blocked": True}
    gemini.queue(Reply.blocked("SAFETY", message="No.", safety_ratings=[rating]))

    (answer,) = ask(gemini.client())

    feedback = answer.prompt_feedback
    assert answer.candidates is None
    assert feedback
    assert feedback.model_dump(mode="json", exclude_none=True) == {
        "block_reason": "SAFETY",
        "block_reason_message": "No.",
        "safety_ratings": [rating],
    }
    assert gemini.totals()["uncached_prompt"] == 12


def test_a_blocked_answer_has_no_content(gemini: FakeGemini, ask_whole: Ask) -> None:
    """A candidate can end for any reason without content, with its ratings and the reason."""
    rating = {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "MEDIUM"}
    gemini.queue(Reply(None, finish_reason="SAFETY", safety_ratings=[rating]))

    (answer,) = ask_whole(gemini.client())

    assert answer.candidates
    (candidate,) = answer.candidates
    assert candidate.content is None
    assert candidate.model_dump(mode="json", exclude_none=True) == {
        "finish_reason": "SAFETY",
        "index": 0,
        "safety_ratings": [rating],
    }


def test_a_budget_used_up_by_thinking(gemini: FakeGemini, ask: Ask) -> None:
    """An answer can have a role and no parts, as when thinking used up the whole budget."""
    gemini.queue(Reply([], finish_reason="MAX_TOKENS", usage={"prompt": 5, "thoughts": 64}))

    answers = ask(gemini.client())

    assert [part for answer in answers for part in parts_of(answer)] == []
    assert answers[-1].candidates
    assert answers[-1].candidates[0].finish_reason == "MAX_TOKENS"


def test_a_finish_reason_newer_than_the_sdk(gemini: FakeGemini, ask_whole: Ask) -> None:
    """Any string can be a finish reason; the SDK takes it with a warning."""
    gemini.queue(Reply(finish_reason="BRAND_NEW"))

    with pytest.warns(UserWarning, match="BRAND_NEW"):
        (answer,) = ask_whole(gemini.client())

    assert answer.candidates
    assert answer.candidates[0].finish_reason
    assert answer.candidates[0].finish_reason.value == "BRAND_NEW"


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
    assert [one.model_dump(exclude_none=True) for one in metadata.citations] == [citation]


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
    assert grounding.web_search_queries == ["weather rome", "weather oslo"]
    assert grounding.grounding_chunks
    assert grounding.grounding_chunks[1].maps
    assert grounding.grounding_chunks[1].maps.place_id == "places/1"
    assert context
    assert context.model_dump(mode="json", exclude_none=True) == {"url_metadata": [url]}


def test_code_and_media_parts(gemini: FakeGemini, ask_whole: Ask) -> None:
    """Code the model ran, what it printed, and an image it made are parts of an answer."""
    gemini.queue(
        Reply([parts.code("print(1)"), parts.code_result("1\n"), parts.inline_data(b"\x89PNG")])
    )

    (answer,) = ask_whole(gemini.client())

    code, result, image = parts_of(answer)
    assert code.executable_code
    assert code.executable_code.code == "print(1)"
    assert result.code_execution_result
    assert result.code_execution_result.output == "1\n"
    assert image.inline_data
    assert (image.inline_data.data, image.inline_data.mime_type) == (b"\x89PNG", "image/png")


def test_several_candidates(gemini: FakeGemini, ask: Ask) -> None:
    """An answer can have several candidates, each with its index."""
    gemini.queue(Reply("one", others=["two", ["thr", "ee"]], chunks=1))

    (answer,) = ask(gemini.client())

    assert answer.candidates
    assert [candidate.index or 0 for candidate in answer.candidates] == [0, 1, 2]
    assert [len(one.content.parts or []) for one in answer.candidates if one.content] == [1, 1, 2]


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

    assert {answer.model_version for answer in answers} == {"gemini-2.5-flash-001"}
    assert {answer.response_id for answer in answers} == {"r-1"}
    headers = answers[-1].sdk_http_response
    assert headers
    assert headers.headers
    assert headers.headers["x-gemini-service-tier"] == "priority"


@pytest.mark.skipif(
    "model_status" not in GenerateContentResponse.model_fields,
    reason="this SDK drops the model's status",
)
def test_a_deprecated_model_says_so(gemini: FakeGemini, ask: Ask) -> None:
    """The stage of the model's life comes with every answer."""
    gemini.queue(Reply(model_status={"model_stage": "DEPRECATED", "message": "Gone soon."}))

    answers = ask(gemini.client())

    stages = [answer.model_status.model_stage for answer in answers if answer.model_status]
    assert stages == ["DEPRECATED"] * len(answers)


def test_further_fields(gemini: FakeGemini, ask: Ask) -> None:
    """Fields of a candidate without a keyword of their own can be added."""
    gemini.queue(Reply(candidate={"avg_logprobs": -0.25}))

    answer = ask(gemini.client())[-1]

    assert answer.candidates
    assert answer.candidates[0].avg_logprobs == -0.25


def test_token_counting(gemini: FakeGemini, platform: dict[str, Any]) -> None:
    """Tokens are counted as scripted, and 12 where nothing is."""
    client = gemini.client(**platform)
    gemini.queue(Reply.tokens(41))

    scripted = client.models.count_tokens(model=MODEL, contents="x")
    usual = client.models.count_tokens(model=MODEL, contents="x")

    assert (scripted.total_tokens, usual.total_tokens) == (41, 12)


def test_cached_tokens_are_counted(gemini: FakeGemini) -> None:
    """The Developer API says how many of the counted tokens are cached."""
    client = gemini.client()
    gemini.queue(Reply.tokens(41, cached=3))

    counted = client.models.count_tokens(model=MODEL, contents="x")

    assert counted.cached_content_token_count == 3


def test_token_listing(gemini: FakeGemini) -> None:
    """Vertex AI lists the tokens of each content."""
    client = gemini.client(vertexai=True)
    content = Content(role="user", parts=[Part(text="Hello")])

    listed = client.models.compute_tokens(model=MODEL, contents=[content, content])

    assert listed.tokens_info
    assert [info.tokens for info in listed.tokens_info] == [[b"Hel", b"lo"]] * 2
