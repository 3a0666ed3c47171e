"""An answer is the same whether it came whole or in chunks."""

from typing import Any

from google.genai.types import GenerateContentResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from gemini_otel._call import Answer
from gemini_otel._extract import Gathering
from gemini_otel._extract._wire import View
from gemini_otel.pricing import Usage
from gemini_otel.testing import Reply, Request, parts
from gemini_otel.testing._bodies import whole_body
from gemini_otel.testing._chunks import chunk_bodies


_REQUEST = Request(
    method="POST",
    path="/v1/models/gemini-3.5-flash:generateContent",
    query={},
    headers={},
    raw=b"",
    platform="vertex",
    model="gemini-3.5-flash",
    verb="generateContent",
    operation="generate_content",
    is_stream=False,
    number=1,
)
_TOKENS = st.integers(0, 5_000)
_TEXT: st.SearchStrategy[str] = st.one_of(
    st.text(max_size=40), st.sampled_from(["and " * 300, "Yes. " * 300])
)


@st.composite
def _replies(draw: st.DrawFn) -> Reply:
    said = draw(
        st.lists(
            st.one_of(
                _TEXT,
                _TEXT.map(parts.thought),
                st.just(parts.function_call("look_up", {"city": "Paris"})),
            ),
            max_size=4,
        )
    )
    prompt = draw(_TOKENS)
    usage = {
        "prompt": prompt,
        "cached": draw(st.integers(0, prompt)),
        "candidates": draw(_TOKENS),
        "thoughts": draw(_TOKENS),
        "tool_use": draw(_TOKENS),
        "traffic_type": "ON_DEMAND",
    }
    return Reply(
        said,
        usage=usage,
        finish_reason=draw(st.sampled_from(["STOP", "MAX_TOKENS", "SAFETY", "RECITATION"])),
        safety_ratings=[{"category": "HARM_CATEGORY_HARASSMENT", "probability": "HIGH"}],
        citations=[{"start_index": 0, "end_index": 4, "uri": "https://example.com"}],
        grounding={"web_search_queries": ["a", "b"]},
        url_context=[
            {"retrieved_url": "https://a", "url_retrieval_status": "URL_RETRIEVAL_STATUS_ERROR"}
        ],
        chunks=draw(st.integers(1, 500)),
        usage_on=draw(st.sampled_from(["every", "last"])),
        usage_apart=draw(st.booleans()),
    )


def _gather(bodies: list[dict[str, Any]]) -> Answer:
    gathering = Gathering()
    for body in bodies:
        gathering.absorb(GenerateContentResponse.model_validate(body))
    return gathering.read()


@given(_replies())
@settings(max_examples=60)
def test_chunks_make_the_answer_that_the_whole_makes(reply: Reply) -> None:
    """Wherever a stream is cut, and whichever chunks carry usage, the facts are the whole's."""
    assert _gather([whole_body(reply, _REQUEST)]) == _gather(chunk_bodies(reply, _REQUEST))


def test_few_reports_are_kept_of_a_stream_whose_reports_differ() -> None:
    """A server may report one count after the other, for as long as the stream goes on."""
    gathering = Gathering()
    counts = ({"promptTokenCount": 9}, {"candidatesTokenCount": 4}, {"thoughtsTokenCount": 2})
    for step in range(300):
        chunk = {"usageMetadata": counts[step % 3]}
        gathering.absorb(GenerateContentResponse.model_validate(chunk))
        assert _count_kept(gathering) < 20

    usage = gathering.read().usage
    assert usage is not None
    assert (9, 4, 2) == (usage.prompt, usage.candidates, usage.thoughts)
    assert 3 == _count_kept(gathering)


def test_few_reports_are_kept_of_a_server_that_makes_up_names() -> None:
    """A raw body can have members without end, of which we read a few."""
    gathering = Gathering()
    for step in range(300):
        usage = {"promptTokenCount": 9, f"made{step}UpCount": 1}
        gathering.absorb(View({"usageMetadata": usage}))
        assert _count_kept(gathering) < 20

    assert gathering.read().usage == Usage(prompt=9)


def _count_kept(gathering: Gathering) -> int:
    return len(gathering._reports)  # pyright: ignore[reportPrivateUsage] - memory has no other witness


def test_a_body_cannot_pass_for_a_model() -> None:
    """A member named like what Pydantic keeps on its models is one that nobody asked for."""
    odd = {"__pydantic_fields_set__": 1, "__dict__": 2}
    usage = {"promptTokenCount": 9, "candidatesTokenCount": 4, **odd}
    text = {"content": {"parts": [{"text": "a", **odd}]}, **odd}
    gathering = Gathering()
    for _ in range(2):
        gathering.absorb(View({"candidates": [text], "usageMetadata": usage, **odd}))

    answer = gathering.read()
    assert answer.usage is not None
    assert (9, 4) == (answer.usage.prompt, answer.usage.candidates)
    assert answer.has_output


def test_empty_text_takes_no_room() -> None:
    """Pieces without a character do not push out those by which repetition is told."""
    gathering = Gathering()
    for text in ("again and again " * 100, *[""] * 5_000):
        chunk = {"candidates": [{"content": {"parts": [{"text": text}]}}]}
        gathering.absorb(GenerateContentResponse.model_validate(chunk))
    end = {"candidates": [{"finishReason": "MAX_TOKENS"}]}
    gathering.absorb(GenerateContentResponse.model_validate(end))

    assert gathering.read().is_repetitive
