"""What an answer was made from: recited sources, searches and retrieved URLs."""

from typing import Any

from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import Caller


def _grounded(*metadata: dict[str, Any]) -> Reply:
    """A stream whose chunks carry grounding metadata."""
    return Reply(
        chunks=[
            {
                "candidates": [
                    {
                        "content": {"role": "model", "parts": [{"text": "a"}]},
                        "index": 0,
                        "groundingMetadata": one,
                    }
                ],
                "usageMetadata": {"promptTokenCount": 1, "totalTokenCount": 1},
            }
            for one in metadata
        ]
    )


def test_recitation_tells_sources_and_never_text(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Each source has its URI and which part of the answer it is."""
    gemini.queue(
        Reply(
            "To be, or not to be",
            finish_reason="RECITATION",
            citations=[
                {
                    "start_index": 0,
                    "end_index": 19,
                    "uri": "https://example.com/hamlet",
                    "title": "Hamlet, the recited text",
                    "license": "public domain",
                },
                {"uri": "https://example.com/other"},
            ],
        )
    )

    call.ask(client)

    event = telemetry.event("gemini.recitation")
    assert [
        {"uri": "https://example.com/hamlet", "end": 19},
        {"uri": "https://example.com/other"},
    ] == [
        {name: value for name, value in source.items() if name != "start" or value}
        for source in event.attributes["gemini.citations"]
    ]
    assert "To be" not in repr(telemetry.events())
    assert "recited" not in repr(telemetry.events())


def test_citations_that_a_stream_repeats_are_told_once(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A source is one source, whichever number of chunks name it."""
    source = {"startIndex": 3, "endIndex": 9, "uri": "https://example.com/book"}
    chunk = {
        "candidates": [
            {
                "index": 0,
                "citationMetadata": {"citationSources": [source], "citations": [source]},
                "finishReason": "RECITATION",
            }
        ]
    }
    gemini.queue(Reply(chunks=[chunk, chunk]))

    stream_call.ask(client)

    event = telemetry.event("gemini.recitation")
    assert [{"uri": "https://example.com/book", "start": 3, "end": 9}] == [
        dict(one) for one in event.attributes["gemini.citations"]
    ]


def test_searches_are_counted_by_tool(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Queries are billed, so each is counted: web, image and retrieval apart, Maps beside them."""
    gemini.queue(
        Reply(
            grounding={
                "web_search_queries": ["a", "b", "c"],
                "image_search_queries": ["d"],
                "retrieval_queries": ["e", "f"],
                "grounding_chunks": [
                    {"maps": {"uri": "https://maps.example.com/1"}},
                    {"web": {"uri": "https://example.com"}},
                    {"maps": {"uri": "https://maps.example.com/2"}},
                ],
            }
        )
    )

    call.ask(client)

    said = telemetry.span("generate_content").attributes
    counts = {
        "gemini.grounding.web_queries": 3,
        "gemini.grounding.image_queries": 1,
        "gemini.grounding.retrieval_queries": 2,
        "gemini.grounding.maps_chunks": 2,
    }
    assert counts.items() <= said.items()
    assert counts.items() <= telemetry.event("gemini.usage").attributes.items()
    assert {"google_search": 3, "image_search": 1, "retrieval": 2} == {
        point.attributes["gemini.grounding.tool"]: point.value
        for point in telemetry.points("gemini.client.grounding.queries")
    }


def test_queries_that_a_stream_repeats_are_counted_once(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A chunk may repeat the queries of the one before, or bring others."""
    gemini.queue(
        _grounded(
            {"webSearchQueries": ["a"]},
            {"webSearchQueries": ["a", "b"]},
            {"webSearchQueries": ["c"]},
        )
    )

    stream_call.ask(client)

    assert 3 == telemetry.total("gemini.client.grounding.queries")


def test_the_same_query_twice_in_one_report_is_two_searches(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A model may search for the same thing again, and that is billed again."""
    gemini.queue(Reply(grounding={"web_search_queries": ["a", "a"]}))

    call.ask(client)

    assert 2 == telemetry.total("gemini.client.grounding.queries")


def test_an_answer_without_a_search_has_no_counts(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Grounding was offered and not used."""
    gemini.queue(Reply(grounding={"search_entry_point": {"rendered_content": "<div>"}}))

    call.ask(client)

    assert [] == telemetry.points("gemini.client.grounding.queries")
    assert not {
        name for name in telemetry.span("generate_content").attributes if "grounding" in name
    }


def test_retrieved_urls_are_told_by_their_status(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """How each retrieval came out, and not from where."""
    gemini.queue(
        Reply(
            url_context=[
                {
                    "retrieved_url": "https://a.example.com",
                    "url_retrieval_status": "URL_RETRIEVAL_STATUS_SUCCESS",
                },
                {
                    "retrieved_url": "https://b.example.com",
                    "url_retrieval_status": "URL_RETRIEVAL_STATUS_PAYWALL",
                },
            ]
        )
    )

    call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert ("URL_RETRIEVAL_STATUS_SUCCESS", "URL_RETRIEVAL_STATUS_PAYWALL") == (
        said["gemini.url_context.statuses"]
    )
    assert "example.com" not in repr(said)


def test_urls_that_come_over_several_chunks_are_all_told(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """Each URL once, with its last status."""

    def chunk(*urls: tuple[str, str]) -> dict[str, Any]:
        metadata = [
            {"retrievedUrl": url, "urlRetrievalStatus": f"URL_RETRIEVAL_STATUS_{status}"}
            for url, status in urls
        ]
        return {"candidates": [{"index": 0, "urlContextMetadata": {"urlMetadata": metadata}}]}

    gemini.queue(
        Reply(
            chunks=[
                chunk(("https://a", "ERROR")),
                chunk(("https://a", "SUCCESS")),
                chunk(("https://b", "UNSAFE")),
            ]
        )
    )

    stream_call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert ("URL_RETRIEVAL_STATUS_SUCCESS", "URL_RETRIEVAL_STATUS_UNSAFE") == (
        said["gemini.url_context.statuses"]
    )


def test_long_and_nameless_urls_are_told_apart(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """URLs that begin alike are others, and so are two that the server does not name."""
    long = f"https://a.example.com/{'x' * 300}"
    urls: list[dict[str, str]] = [
        {"retrieved_url": f"{long}1", "url_retrieval_status": "URL_RETRIEVAL_STATUS_SUCCESS"},
        {"retrieved_url": f"{long}2", "url_retrieval_status": "URL_RETRIEVAL_STATUS_ERROR"},
        {"url_retrieval_status": "URL_RETRIEVAL_STATUS_PAYWALL"},
        {"url_retrieval_status": "URL_RETRIEVAL_STATUS_UNSAFE"},
    ]
    gemini.queue(Reply(url_context=urls))

    call.ask(client)

    told = telemetry.span("generate_content").attributes["gemini.url_context.statuses"]
    assert ["SUCCESS", "ERROR", "PAYWALL", "UNSAFE"] == [one.split("_")[-1] for one in told]
