"""Only an answer that says the same over and over is called repetitive."""

import json
import random

import pytest

from gemini_otel._extract._repetition import is_repetitive


_PROSE = (
    "The harbour was quiet that morning, and the gulls had gone inland ahead of the weather. "
    "Anna counted the boats twice before she believed that one was missing. Nobody had heard an "
    "engine in the night; the watchman swore that he had slept badly and would have noticed. By "
    "noon the rain came, flat and grey, and with it the first of the telephone calls. A fisherman "
    "two bays to the north had found a rope, new and neatly cut, tied to nothing at all. "
)


def _table() -> str:
    pick = random.Random(7)  # noqa: S311 - made-up rows, the same in every run
    rows = [
        {"id": number, "name": f"item-{pick.randrange(10**6)}", "price": pick.randrange(10**4)}
        for number in range(80)
    ]
    return json.dumps(rows)


@pytest.mark.parametrize("phrase", ["and again ", "I will check the file. ", "0", "\\n", "é "])
def test_a_phrase_over_and_over_is_repetitive(phrase: str) -> None:
    """A short phrase that fills the budget is what Google's page on troubleshooting describes."""
    assert is_repetitive([phrase * 2000])


def test_the_end_decides() -> None:
    """An answer that began well and got caught is repetitive."""
    assert is_repetitive([_PROSE, "and so on " * 600])


@pytest.mark.parametrize("text", [_PROSE, _table(), _PROSE + _table()])
def test_prose_and_tables_are_not_repetitive(text: str) -> None:
    """Ordinary text and ordinary JSON have more to say, however alike their rows."""
    assert not is_repetitive([text])


@pytest.mark.parametrize("text", ["", "no ", "no " * 100])
def test_a_short_answer_is_not_judged(text: str) -> None:
    """Below 400 bytes nothing can be told."""
    assert not is_repetitive([text])


def test_pieces_are_judged_together() -> None:
    """How a stream cuts the text makes no difference, nor does what is not text."""
    assert is_repetitive([*("ab", None, 7, "abab") * 400])


def test_text_that_cannot_be_encoded_is_judged_too() -> None:
    """Half a surrogate pair is no reason to fail."""
    assert is_repetitive(["\ud83d" * 1000])
