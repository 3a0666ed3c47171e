"""What is scripted is what the real SDK gets, in its order."""

from typing import Any

import pytest
from google.genai.models import Models
from google.genai.types import Content, Part

from gemini_otel.testing import FakeGemini, Reply, Request, parts
from tests.testing.asking import MODEL, Ask, said


def test_an_unscripted_request_is_answered(
    gemini: FakeGemini, ask: Ask, platform: dict[str, Any]
) -> None:
    """Without a script the server says something of 12 prompt and 7 answer tokens."""
    answers = ask(gemini.client(**platform))

    assert "Hello from FakeGemini." == said(answers)
    usage = answers[-1].usage_metadata
    assert usage
    assert (12, 7) == (usage.prompt_token_count, usage.candidates_token_count)
    assert 19 == usage.total_token_count


def test_queued_answers_come_in_their_order(gemini: FakeGemini, ask: Ask) -> None:
    """Answers are served first come, first served, and then the default again."""
    gemini.queue("one", Reply("two"))

    answers = [said(ask(gemini.client())) for _ in range(3)]

    assert ["one", "two", "Hello from FakeGemini."] == answers


def test_an_answer_for_a_model_goes_before_one_for_any(gemini: FakeGemini, ask: Ask) -> None:
    """A request gets what is scripted for its model first, however the model is spelled."""
    gemini.queue("for any")
    gemini.queue("for pro", model="models/gemini-2.5-pro")

    pro, other = ask(gemini.client(), model="gemini-2.5-pro"), ask(gemini.client())

    assert ("for pro", "for any") == (said(pro), said(other))


def test_an_answer_waits_for_a_request_it_fits(gemini: FakeGemini) -> None:
    """Counting tokens does not use up a reply, nor generating a token count."""
    gemini.queue("a reply", Reply.tokens(5))
    client = gemini.client()

    counted = client.models.count_tokens(model=MODEL, contents="x")
    answer = client.models.generate_content(model=MODEL, contents="x")

    assert 5 == counted.total_tokens
    assert "a reply" == answer.text
    assert [] == gemini.unserved


def test_what_was_not_asked_for_is_unserved(gemini: FakeGemini) -> None:
    """A test can see that its program did not use its whole script."""
    gemini.queue("asked for", Reply("left over"))
    client = gemini.client()
    client.models.generate_content(model=MODEL, contents="x")

    assert [Reply("left over")] == gemini.unserved


def test_a_default_of_ones_own(ask: Ask) -> None:
    """The default answer can be set, and is served as often as it is asked for."""
    with FakeGemini(default=Reply("mine")) as gemini:
        answers = [said(ask(gemini.client())) for _ in range(2)]

    assert ["mine", "mine"] == answers


def test_a_handler_decides_by_the_request(gemini: FakeGemini, ask: Ask) -> None:
    """A handler sees the request, and leaves to the queue what it answers with None."""

    @gemini.respond
    def answer(request: Request) -> str | None:
        return "short" if "Hello?" in request.raw.decode() else None

    gemini.queue("queued")
    handled, queued = ask(gemini.client()), ask(gemini.client(), contents="Something else")

    assert ("short", "queued") == (said(handled), said(queued))


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

    assert "Sun everywhere." == said(answers)
    assert ["Rome", "Oslo", "Bonn"] == cities
    assert 3 == len(gemini.requests)
    *_, call, result = gemini.requests[-1].body["contents"]
    assert "cw==" == call["parts"][0]["thoughtSignature"]
    assert {"result": "sun over Bonn"} == result["parts"][0]["functionResponse"]["response"]


@pytest.mark.skipif(
    not hasattr(Models, "_generate_content_with_continuation"),
    reason="this SDK does not continue answers by itself (google-genai before 2.30)",
)
def test_the_sdk_continues_an_answer(gemini: FakeGemini, ask: Ask) -> None:
    """A reply that ends in CONTINUATION makes the SDK send its token and read on."""
    gemini.queue(Reply.continuation("Once upon ", b"token-1"), Reply("a time."))

    answers = ask(gemini.client())

    assert "Once upon a time." == said(answers)
    first, second = gemini.requests
    assert "continuationToken" not in first.raw.decode()
    assert "dG9rZW4tMQ==" in second.raw.decode()


def test_token_counting(gemini: FakeGemini, platform: dict[str, Any]) -> None:
    """Tokens are counted as scripted, and 12 where nothing is."""
    client = gemini.client(**platform)
    gemini.queue(Reply.tokens(41))

    scripted = client.models.count_tokens(model=MODEL, contents="x")
    usual = client.models.count_tokens(model=MODEL, contents="x")

    assert (41, 12) == (scripted.total_tokens, usual.total_tokens)


def test_cached_tokens_are_counted(gemini: FakeGemini) -> None:
    """The Developer API says how many of the counted tokens are cached."""
    client = gemini.client()
    gemini.queue(Reply.tokens(41, cached=3))

    counted = client.models.count_tokens(model=MODEL, contents="x")

    assert 3 == counted.cached_content_token_count


def test_token_listing(gemini: FakeGemini) -> None:
    """Vertex AI lists the tokens of each content."""
    client = gemini.client(vertexai=True)
    content = Content(role="user", parts=[Part(text="Hello")])

    listed = client.models.compute_tokens(model=MODEL, contents=[content, content])

    assert listed.tokens_info
    assert [[b"Hel", b"lo"]] * 2 == [info.tokens for info in listed.tokens_info]
