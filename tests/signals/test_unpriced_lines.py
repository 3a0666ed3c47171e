"""The log lines about what has no price say what came of it, and of which model."""

import logging
from collections.abc import Callable

import pytest

from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import Telemetry


FLASH = "gemini-3.5-flash"
LITE = "gemini-3.5-flash-lite"
USAGE = {"prompt": 1_000, "candidates": 100}
OVER = {**USAGE, "total": 1_500}  # 400 tokens are of no kind
MAPS = {"grounding_chunks": [{"maps": {"uri": "https://example.org/", "title": "A place"}}]}

NOTHING = "consequence='no cost is reported for the response'"
REST = "consequence='what is known of the response is charged, this part is not'"

Ask = Callable[..., list[str]]


@pytest.fixture
def ask(gemini: FakeGemini, telemetry: Telemetry, caplog: pytest.LogCaptureFixture) -> Ask:
    """Has calls answered by these replies; gives the lines that were logged."""

    def ask_all(*replies: Reply, model: str = FLASH) -> list[str]:
        gemini.queue(*replies)
        client = gemini.client()
        with caplog.at_level(logging.WARNING, "gemini_otel"):
            for _ in replies:
                client.models.generate_content(model=model, contents="?")
        return [record.getMessage() for record in caplog.records if record.name == "gemini_otel"]

    return ask_all


def test_an_unknown_count_of_queries_is_charged_as_one(ask: Ask) -> None:
    """The line does not deny a cost that is reported."""
    (line,) = ask(Reply("a", usage=USAGE, grounding=MAPS))

    assert "event='not_priced' reason='query_count_unknown'" in line
    assert f"model='{FLASH}'" in line
    assert "consequence='one query is charged, and there may have been more'" in line


def test_tokens_of_no_kind_leave_the_rest_charged(ask: Ask) -> None:
    """Their component is the response, and yet the response has a cost."""
    (line,) = ask(Reply("a", usage=OVER))

    assert "reason='unattributed_tokens'" in line
    assert "component='response'" in line
    assert REST in line


def test_an_answer_without_usage_has_no_cost(ask: Ask) -> None:
    """Where nothing could be priced, the line says so."""
    (line,) = ask(Reply("a", usage=None))

    assert "reason='no_usage'" in line
    assert NOTHING in line


def test_an_unknown_model_has_no_cost(ask: Ask) -> None:
    """The same of what a price of one's own would mend."""
    (line,) = ask(Reply("a", usage=USAGE), model="gemini-9-neon")

    assert "event='no_price' reason='unknown_model'" in line
    assert "model='gemini-9-neon'" in line
    assert NOTHING in line


@pytest.mark.filterwarnings("ignore:SMELL is not a valid MediaModality")
def test_an_unknown_modality_leaves_the_rest_charged(ask: Ask) -> None:
    """One component has no price; the cost of the others is not denied."""
    (line,) = ask(Reply("a", usage={**USAGE, "prompt_details": {"TEXT": 900, "SMELL": 100}}))

    assert "event='no_price' reason='modality_not_priced'" in line
    assert f"model='{FLASH}'" in line
    assert REST in line


def test_each_model_is_told_once(ask: Ask) -> None:
    """A second model is news; the same again, with another count of tokens, is not."""
    lines = ask(
        Reply("a", usage=OVER),
        Reply("a", usage={**USAGE, "total": 1_600}),
        Reply("a", usage=OVER, model_version=LITE),
    )

    assert 2 == len(lines)
    assert (True, True) == (f"model='{FLASH}'" in lines[0], f"model='{LITE}'" in lines[1])


def test_names_without_end_are_not_all_told(ask: Ask) -> None:
    """A server that makes up a model a call fills no log: after 1,000 names it is quiet."""
    replies = [Reply("a", usage=None, model_version=f"gemini-{n}-neon") for n in range(1_010)]

    assert 1_000 == len(ask(*replies))
