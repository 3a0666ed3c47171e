"""Answers that are slow, cut, broken or left by their readers."""

import threading

import pytest
from google.genai.errors import ServerError, UnknownApiResponseError

from gemini_otel.testing import Break, FakeGemini, Reply, faults
from tests.testing.asking import MODEL, Ask, said


def test_a_cut_stream(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream that is cut gives its first chunks and then a transport error."""
    gemini.queue(Reply("abcd", breaks=Break.cut(after=2), chunks=4))
    client = gemini.client()

    with pytest.raises(Exception, match=r"(?i)incomplete|not enough data|closed") as caught:
        ask_stream(client)

    assert not isinstance(caught.value, ServerError)
    (served,) = gemini.served
    assert (2, False, False) == (served.chunks, served.finished, served.client_left)


def test_a_stream_cut_before_its_end_mark(gemini: FakeGemini, ask_stream: Ask) -> None:
    """All chunks can arrive and the stream still not end."""
    gemini.queue(Reply("abcd", breaks=Break.cut(after=4), chunks=4))
    client = gemini.client()

    with pytest.raises(Exception, match=r"(?i)incomplete|not enough data|closed"):
        ask_stream(client)

    (served,) = gemini.served
    assert (4, False) == (served.chunks, served.finished)


def test_an_error_within_a_stream(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream begun with 200 can end in an error with its code and status."""
    gemini.queue(Reply("abcd", breaks=Break.error(faults.overloaded(), after=2), chunks=4))
    client = gemini.client()

    with pytest.raises(ServerError) as caught:
        ask_stream(client)

    assert (503, "UNAVAILABLE") == (caught.value.code, caught.value.status)
    (served,) = gemini.served
    assert 200 == served.status
    assert served.usage
    assert 3 == served.usage["candidatesTokenCount"]
    assert served.usage_planned
    assert 7 == served.usage_planned["candidatesTokenCount"]


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

    assert 0 == sum(gemini.totals().values())


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

    assert "abcd" == said(answers)


def test_a_whole_answer_that_pauses(gemini: FakeGemini, ask_whole: Ask) -> None:
    """An answer that is not streamed goes on as a stream does once it is released."""
    release = threading.Event()
    gemini.queue(Reply("late", breaks=Break.pause(release, after=1)))
    gemini.respond(lambda _: release.set())

    answers = ask_whole(gemini.client())

    assert "late" == said(answers)


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
    assert (1, False, True) == (served.chunks, served.finished, served.client_left)
    assert 1 == gemini.totals()["candidates"]
    assert 7 == gemini.totals(planned=True)["candidates"]


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

    assert (2, False) == (paused.chunks, paused.finished)
    assert "abcd" == said(first) + said(rest)


def test_delays_are_gone_through(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A slow stream is the same stream."""
    gemini.queue(Reply("abc", chunks=3, delay=0.01, chunk_delay=0.03))

    answers = ask_stream(gemini.client())

    assert "abc" == said(answers)


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
    assert (0, True) == (served.chunks, served.client_left)


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
    assert (False, False) == (served.finished, served.client_left)
