"""How a reply is cut into a stream, and what each piece says about tokens."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._chunks import split
from gemini_otel.testing._running import running_usages
from gemini_otel.testing._usage import to_usage
from tests.testing.asking import Answers, Ask, parts_of, said


def _counts(answers: Answers, name: str) -> list[int | None]:
    return [getattr(answer.usage_metadata, name, None) for answer in answers]


@pytest.mark.parametrize("chunks", [1, 2, 7, 40])
def test_a_stream_has_the_chunks_asked_for(
    gemini: FakeGemini, ask_stream: Ask, chunks: int
) -> None:
    """A text arrives in exactly the number of pieces asked for, and is whole again at the end."""
    gemini.queue(Reply("The quick brown fox.", chunks=chunks))

    answers = ask_stream(gemini.client())

    assert chunks == len(answers)
    assert "The quick brown fox." == said(answers)


def test_calls_side_by_side_come_together(gemini: FakeGemini, ask_stream: Ask) -> None:
    """Function calls without text between them are one chunk, as Google sends them."""
    calls = [parts.function_call(name) for name in ("a", "b")]
    gemini.queue(Reply(calls), Reply(["Let me see.", *calls], chunks=3))

    alone, behind_text = ask_stream(gemini.client()), ask_stream(gemini.client())

    assert [2] == [len(parts_of(answer)) for answer in alone]
    assert [1, 1, 2] == [len(parts_of(answer)) for answer in behind_text]


def test_only_the_last_chunk_says_why_it_ended(gemini: FakeGemini, ask_stream: Ask) -> None:
    """The finish reason and what goes with it come with the last chunk."""
    gemini.queue(Reply("abc", grounding={"web_search_queries": ["q"]}, chunks=3))

    answers = ask_stream(gemini.client())

    ends = [answer.candidates[0] for answer in answers if answer.candidates]
    assert [None, None, "STOP"] == [end.finish_reason for end in ends]
    assert [False, False, True] == [bool(end.grounding_metadata) for end in ends]


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

    assert [10, 10, 10, 10] == _counts(answers, "prompt_token_count")
    assert [4, 9, 9, 9] == _counts(answers, "thoughts_token_count")
    assert [None, None, 3, 6] == _counts(answers, "candidates_token_count")
    assert [14, 19, 22, 25] == _counts(answers, "total_token_count")


def test_thoughts_that_are_not_shown_are_counted_at_once(
    gemini: FakeGemini, ask_stream: Ask
) -> None:
    """Without thought parts the thoughts are complete before the answer begins."""
    gemini.queue(Reply("abcd", usage={"prompt": 1, "thoughts": 9, "candidates": 4}, chunks=2))

    answers = ask_stream(gemini.client())

    assert [9, 9] == _counts(answers, "thoughts_token_count")
    assert [2, 4] == _counts(answers, "candidates_token_count")


def test_usage_on_the_last_chunk_only(gemini: FakeGemini, ask_stream: Ask) -> None:
    """Some servers report usage at the end alone."""
    gemini.queue(Reply("abc", usage_on="last", chunks=3))

    answers = ask_stream(gemini.client())

    assert [None, None, 19] == _counts(answers, "total_token_count")


def test_usage_never(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream can end without having reported any usage."""
    gemini.queue(Reply("abc", usage_on="never", chunks=3))

    answers = ask_stream(gemini.client())

    assert [None, None, None] == [answer.usage_metadata for answer in answers]


def test_final_usage_in_a_chunk_of_its_own(gemini: FakeGemini, ask_stream: Ask) -> None:
    """The final usage can come behind the finish reason, in a chunk without candidates."""
    gemini.queue(Reply("abc", usage_apart=True, usage_on="last", chunks=2))

    answers = ask_stream(gemini.client())

    assert [True, True, False] == [bool(answer.candidates) for answer in answers]
    assert [None, None, 19] == _counts(answers, "total_token_count")


def test_a_last_chunk_without_a_count(gemini: FakeGemini, ask_stream: Ask) -> None:
    """The last chunk's usage can lack a count that an earlier one had; the ledger keeps it."""
    gemini.queue(Reply("abcd", last_usage_lacks=["candidates"], chunks=2))

    answers = ask_stream(gemini.client())

    assert [3, None] == _counts(answers, "candidates_token_count")
    assert [12, 12] == _counts(answers, "prompt_token_count")
    (served,) = gemini.served
    assert served.usage
    assert 3 == served.usage["candidatesTokenCount"]


def test_chunks_to_the_letter(gemini: FakeGemini, ask_stream: Ask) -> None:
    """Every chunk's body can be given, in the SDK's or in the wire's names."""
    bodies: list[dict[str, Any]] = [
        {"candidates": [{"content": {"role": "model", "parts": [{"text": "a"}]}}]},
        {"usage_metadata": {"prompt_token_count": 3, "total_token_count": 3}},
    ]
    gemini.queue(Reply(chunks=bodies))

    first, last = ask_stream(gemini.client())

    assert ("a", None) == (said([first]), first.usage_metadata)
    assert last.usage_metadata
    assert 3 == last.usage_metadata.prompt_token_count


def test_an_empty_stream(gemini: FakeGemini, ask_stream: Ask) -> None:
    """A stream can end before its first chunk."""
    gemini.queue(Reply(chunks=[]))

    answers = ask_stream(gemini.client())

    assert [] == answers


def test_a_stream_of_no_chunks_is_refused() -> None:
    """A number of chunks below one is a mistake, said where it is made."""
    with pytest.raises(ValueError, match=r"chunks=0.*chunks=\[\]"):
        Reply(chunks=0)


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
    assert count == len(groups)
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
