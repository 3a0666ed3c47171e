"""How a reply is cut into a stream, and the ways a stream stops being well."""

import threading
from itertools import pairwise
from typing import Any

import pytest
from google.genai.errors import ServerError, UnknownApiResponseError
from hypothesis import given
from hypothesis import strategies as st

from gemini_otel.testing import Break, FakeGemini, Reply, faults, parts
from gemini_otel.testing._chunks import split
from gemini_otel.testing._running import running_usages
from gemini_otel.testing._usage import to_usage
from tests.testing.asking import MODEL, SILENT_AIOHTTP, Answers, Ask, parts_of, said


pytestmark = SILENT_AIOHTTP


def _counts(answers: Answers, name: str) -> list[int | None]:
    return [getattr(answer.usage_metadata, name, None) for answer in answers]


@pytest.mark.parametrize("chunks", [1, 2, 7, 40])
def test_a_stream_has_the_chunks_asked_for(
    gemini: FakeGemini, ask_stream: Ask, chunks: int
) -> None:
    """A text arrives in exactly the number of pieces asked for, and is whole again at the end."""
    gemini.queue(Reply("The quick brown fox.", chunks=chunks))

    answers = ask_stream(gemini.client())

    assert len(answers) == chunks
    assert said(answers) == "The quick brown fox."


def test_calls_side_by_side_come_together(gemini: FakeGemini, ask_stream: Ask) -> None:
    """Function calls without text between them are one chunk, as Google sends them."""
    calls = [parts.function_call(name) for name in ("a", "b")]
    gemini.queue(Reply(calls), Reply(["Let me see.", *calls], chunks=3))

    alone, behind_text = ask_stream(gemini.client()), ask_stream(gemini.client())

    assert [len(parts_of(answer)) for answer in alone] == [2]
    assert [len(parts_of(answer)) for answer in behind_text] == [1, 1, 2]


def test_only_the_last_chunk_says_why_it_ended(gemini: FakeGemini, ask_stream: Ask) -> None:
    """The finish reason and what goes with it come with the last chunk."""
    gemini.queue(Reply("abc", grounding={"web_search_queries": ["q"]}, chunks=3))

    answers = ask_stream(gemini.client())

    ends = [answer.candidates[0] for answer in answers if answer.candidates]
    assert [end.finish_reason for end in ends] == [None, None, "STOP"]
    assert [bool(end.grounding_metadata) for end in ends] == [False, False, True]


def test_usage_is_a_running_total(gemini: FakeGemini, ask_stream: Ask) -> None:
    """Thoughts grow while the model thinks, then the answer does; a zero is not sent."""
    gemini.queue(
        Reply(
            [parts.thought("hm"), parts.thought("mm"), "ab", "cd"],
            usage={"prompt": 10, "thoughts": 9, "candidates": 6},
            chunks=4,
        )
    )

    answers = ask_stream(gemini.client())

    assert _counts(answers, "prompt_token_count") == [10, 10, 10, 10]
    assert _counts(answers, "thoughts_token_count") == [4, 9, 9, 9]
    assert _counts(answers, "candidates_token_count") == [None, None, 3, 6]
    assert _counts(answers, "total_token_count") == [14, 19, 22, 25]


def test_thoughts_that_are_not_shown_are_counted_at_once(
    gemini: FakeGemini, ask_stream: Ask
) -> None:
    """Without thought parts the thoughts are complete before the answer begins."""
    gemini.queue(Reply("abcd", usage={"prompt": 1, "thoughts": 9, "candidates": 4}, chunks=2))

    answers = ask_stream(gemini.client())

    assert _counts(answers, "thoughts_token_count") == [9, 9]
    assert _counts(answers, "candidates_token_count") == [2, 4]


def test_usage_on_the_last_chunk_only(gemini: FakeGemini, ask_stream: Ask) -> None:
    """Some servers report usage at the end alone."""
    gemini.queue(Reply("abc", usage_on="last", chunks=3))

    answers = ask_stream(gemini.client())

    assert _counts(answers, "total_token_count") == [None, None, 19]


def test_usage_never(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream can end without having reported any usage."""
    gemini.queue(Reply("abc", usage_on="never", chunks=3))

    answers = ask_stream(gemini.client())

    assert [answer.usage_metadata for answer in answers] == [None, None, None]


def test_final_usage_in_a_chunk_of_its_own(gemini: FakeGemini, ask_stream: Ask) -> None:
    """The final usage can come behind the finish reason, in a chunk without candidates."""
    gemini.queue(Reply("abc", usage_apart=True, usage_on="last", chunks=2))

    answers = ask_stream(gemini.client())

    assert [bool(answer.candidates) for answer in answers] == [True, True, False]
    assert _counts(answers, "total_token_count") == [None, None, 19]


def test_a_last_chunk_without_a_count(gemini: FakeGemini, ask_stream: Ask) -> None:
    """The last chunk's usage can lack a count that an earlier one had; the ledger keeps it."""
    gemini.queue(Reply("abcd", last_usage_lacks=["candidates"], chunks=2))

    answers = ask_stream(gemini.client())

    assert _counts(answers, "candidates_token_count") == [3, None]
    assert _counts(answers, "prompt_token_count") == [12, 12]
    (served,) = gemini.served
    assert served.usage
    assert served.usage["candidatesTokenCount"] == 3


def test_chunks_to_the_letter(gemini: FakeGemini, ask_stream: Ask) -> None:
    """Every chunk's body can be given, in the SDK's or in the wire's names."""
    bodies: list[dict[str, Any]] = [
        {"candidates": [{"content": {"role": "model", "parts": [{"text": "a"}]}}]},
        {"usage_metadata": {"prompt_token_count": 3, "total_token_count": 3}},
    ]
    gemini.queue(Reply(chunks=bodies))

    first, last = ask_stream(gemini.client())

    assert (said([first]), first.usage_metadata) == ("a", None)
    assert last.usage_metadata
    assert last.usage_metadata.prompt_token_count == 3


def test_an_empty_stream(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream can end before its first chunk."""
    gemini.queue(Reply(chunks=[]))

    answers = ask_stream(gemini.client())

    assert answers == []


def test_a_stream_of_no_chunks_is_refused() -> None:
    """A number of chunks below one is a mistake, said where it is made."""
    with pytest.raises(ValueError, match=r"chunks=0.*chunks=\[\]"):
        Reply(chunks=0)


def test_a_cut_stream(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream that is cut gives its first chunks and then a transport error."""
    gemini.queue(Reply("abcd", breaks=Break.cut(after=2), chunks=4))
    client = gemini.client()

    with pytest.raises(Exception, match=r"(?i)incomplete|not enough data|closed") as caught:
        ask_stream(client)

    assert not isinstance(caught.value, ServerError)
    (served,) = gemini.served
    assert (served.chunks, served.finished, served.client_left) == (2, False, False)


def test_a_stream_cut_before_its_end_mark(gemini: FakeGemini, ask_stream: Ask) -> None:
    """All chunks can arrive and the stream still not end."""
    gemini.queue(Reply("abcd", breaks=Break.cut(after=4), chunks=4))
    client = gemini.client()

    with pytest.raises(Exception, match=r"(?i)incomplete|not enough data|closed"):
        ask_stream(client)

    (served,) = gemini.served
    assert (served.chunks, served.finished) == (4, False)


def test_an_error_within_a_stream(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream begun with 200 can end in an error with its code and status."""
    gemini.queue(Reply("abcd", breaks=Break.error(faults.overloaded(), after=2), chunks=4))
    client = gemini.client()

    with pytest.raises(ServerError) as caught:
        ask_stream(client)

    assert (caught.value.code, caught.value.status) == (503, "UNAVAILABLE")
    (served,) = gemini.served
    assert served.status == 200
    assert served.usage
    assert served.usage["candidatesTokenCount"] == 3
    assert served.usage_planned
    assert served.usage_planned["candidatesTokenCount"] == 7


def test_a_stream_that_is_not_json(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream can turn into something that is not JSON."""
    gemini.queue(Reply("abcd", breaks=Break.malformed(after=1), chunks=4))
    client = gemini.client()

    with pytest.raises(UnknownApiResponseError):
        ask_stream(client)


def test_a_whole_answer_that_is_cut(gemini: FakeGemini, ask_whole: Ask) -> None:
    """An answer that is not streamed is cut within its body, and nothing of it is billed."""
    gemini.queue(Reply(breaks=Break.cut(after=0)))
    client = gemini.client()

    with pytest.raises(Exception, match=r"(?i)incomplete|not enough data|closed"):
        ask_whole(client)

    assert sum(gemini.totals().values()) == 0


def test_a_whole_answer_that_becomes_an_error(gemini: FakeGemini, ask_whole: Ask) -> None:
    """An answer that is not streamed has no middle: its break takes its place."""
    gemini.queue(Reply(breaks=Break.error(faults.overloaded(), after=1)))
    client = gemini.client()

    with pytest.raises(ServerError, match="overloaded"):
        ask_whole(client)


def test_a_whole_answer_that_is_not_json(gemini: FakeGemini, ask_whole: Ask) -> None:
    """An answer that is not streamed can be something that is not JSON."""
    gemini.queue(Reply(breaks=Break.malformed(b"<html>", after=1)))
    client = gemini.client()

    with pytest.raises(ValueError, match="Expecting value"):
        ask_whole(client)


def test_a_pause_before_the_first_chunk(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream can fall silent behind its head; released, it is the stream it was."""
    released = threading.Event()
    released.set()
    gemini.queue(Reply("abcd", breaks=Break.pause(released, after=0), chunks=2))

    answers = ask_stream(gemini.client())

    assert said(answers) == "abcd"


def test_a_whole_answer_that_pauses(gemini: FakeGemini, ask_whole: Ask) -> None:
    """An answer that is not streamed goes on as a stream does once it is released."""
    release = threading.Event()
    gemini.queue(Reply("late", breaks=Break.pause(release, after=1)))
    gemini.respond(lambda _: release.set())

    answers = ask_whole(gemini.client())

    assert said(answers) == "late"


def test_a_reader_that_leaves(gemini: FakeGemini) -> None:
    """A stream whose reader leaves while it pauses is ended, with what was written until then."""
    never = threading.Event()
    gemini.queue(Reply("abcd", breaks=Break.pause(never, after=1), chunks=4))
    client = gemini.client()

    stream = client.models.generate_content_stream(model=MODEL, contents="x")
    next(iter(stream))
    stream.close()  # type: ignore[attr-defined]  # typed as an iterator, is a generator
    gemini.wait_idle()

    (served,) = gemini.served
    assert (served.chunks, served.finished, served.client_left) == (1, False, True)
    assert gemini.totals()["candidates"] == 1
    assert gemini.totals(planned=True)["candidates"] == 7


def test_a_pause_that_is_released(gemini: FakeGemini) -> None:
    """A stream pauses where it is told to and goes on once it is released."""
    release = threading.Event()
    gemini.queue(Reply("abcd", breaks=Break.pause(release, after=2), chunks=4))
    client = gemini.client()

    stream = iter(client.models.generate_content_stream(model=MODEL, contents="x"))
    first = [next(stream), next(stream)]
    (paused,) = gemini.served
    release.set()
    rest = list(stream)

    assert (paused.chunks, paused.finished) == (2, False)
    assert said(first) + said(rest) == "abcd"


def test_delays_are_gone_through(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A slow stream is the same stream."""
    gemini.queue(Reply("abc", chunks=3, delay=0.01, chunk_delay=0.03))

    answers = ask_stream(gemini.client())

    assert said(answers) == "abc"


@pytest.mark.parametrize("way", ["hold", "pause"])
def test_a_client_that_gives_up_waiting(gemini: FakeGemini, ask: Ask, way: str) -> None:
    """An answer that is held back lets the client time out, and is then not written."""
    never = threading.Event()
    held = {"hold": Reply(hold=never), "pause": Reply(breaks=Break.pause(never, after=0))}
    gemini.queue(held[way])
    client = gemini.client(http_options={"timeout": 200})

    with pytest.raises(Exception, match=r"(?i)time|^$"):
        ask(client)
    gemini.wait_idle()

    (served,) = gemini.served
    assert (served.chunks, served.client_left) == (0, True)


def test_closing_releases_what_is_held() -> None:
    """A server that is closed waits for no event, and does not blame the client."""
    with FakeGemini() as gemini:
        gemini.queue(Reply("abcd", breaks=Break.pause(threading.Event(), after=1), chunks=4))
        client = gemini.client()
        stream = iter(client.models.generate_content_stream(model=MODEL, contents="x"))
        next(stream)

    with pytest.raises(Exception, match=r"(?i)incomplete|closed"):
        next(stream)
    (served,) = gemini.served
    assert (served.finished, served.client_left) == (False, False)


_TEXTS = st.text(max_size=30)
_PARTS = st.lists(st.one_of(_TEXTS, st.builds(parts.thought, _TEXTS)), max_size=6)


@given(_PARTS, st.integers(min_value=1, max_value=20))
def test_a_split_answer_is_the_answer(answer: list[parts.Part], count: int) -> None:
    """However parts are split, there are as many groups as asked for, and none is lost."""
    groups = split(answer, count)

    def text(sort: Any, pieces: list[parts.Part]) -> str:
        return "".join(
            piece if isinstance(piece, str) else piece["text"]
            for piece in pieces
            if isinstance(piece, str) is sort
        )

    flat = [piece for group in groups for piece in group]
    assert len(groups) == count
    assert [text(sort, flat) for sort in (True, False)] == [
        text(sort, answer) for sort in (True, False)
    ]


_TOKENS = st.integers(min_value=0, max_value=10_000)


@given(_PARTS, _TOKENS, _TOKENS, _TOKENS)
def test_running_totals_never_shrink(
    answer: list[parts.Part], prompt: int, candidates: int, thoughts: int
) -> None:
    """A count of a running usage only grows; its total is always the sum of its counts."""
    final = to_usage({"prompt": prompt, "candidates": candidates, "thoughts": thoughts})

    usages = list(running_usages(final, [[part] for part in answer]))

    names = ("promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount")
    rows = [[usage.get(name, 0) for name in names] for usage in usages]
    assert all(a <= b for row, later in pairwise(rows) for a, b in zip(row, later, strict=True))
    assert [sum(row) for row in rows] == [usage.get("totalTokenCount", 0) for usage in usages]
