"""On an SDK that lacks what we look for, the rest is observed, and a line names what is not."""

from typing import Any

import pytest
from google.genai import _extra_utils
from google.genai.models import AsyncModels, Models

from gemini_otel._switch import instrument
from gemini_otel.testing import FakeGemini, Reply, faults, parts
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.comparison import catch, play_twice
from tests.renaming import PRIVATE, rename_private
from tests.shapes import Caller


@pytest.fixture(autouse=True)
def _renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An SDK whose private methods have gone elsewhere; its public ones still find them."""
    rename_private(monkeypatch)


def test_calls_are_counted_at_the_public_methods(call: Caller) -> None:
    """One span, one usage event and every token, and the program gets what it gets without us."""
    both = play_twice(
        lambda gemini: call.ask(gemini.client()),
        [Reply("abc", usage={"prompt": 40, "cached": 15, "candidates": 12})],
    )

    assert both.bare == both.watched
    assert 1 == len(both.telemetry.spans) == len(both.telemetry.events("gemini.usage"))
    assert 52 == both.telemetry.total("gemini.client.tokens")


def test_embeddings_are_counted_at_the_public_methods(whole_call: Caller) -> None:
    """The same for embeddings."""

    def script(gemini: FakeGemini) -> Any:
        client = gemini.client()
        return whole_call.use(client, "embed_content", model="gemini-embedding-001", contents="x")

    both = play_twice(script, [Reply.embedding(usage={"prompt": 5})])

    assert both.bare == both.watched
    assert 5 == both.telemetry.total("gemini.client.tokens")


def test_errors_are_told_at_the_public_methods(call: Caller) -> None:
    """A refused call is a failed span."""
    both = play_twice(
        lambda gemini: str(catch(lambda: call.ask(client := gemini.client()) and client)),
        [faults.overloaded()],
    )

    assert both.bare == both.watched
    assert "503" == both.telemetry.span().attributes["error.type"]


def look_up(city: str) -> str:
    """Looks a city up."""
    return city.upper()


def test_a_loop_of_which_the_last_answer_counts_is_said_to_be_incomplete(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """What its other turns took is not seen at the public method, and no price pretends it is."""
    gemini.queue(Reply(parts.function_call("look_up", {"city": "Paris"})), Reply("PARIS"))
    call.ask(gemini.client(), config={"tools": [look_up]})

    told = telemetry.event("gemini.usage").attributes
    assert (False, False) == (told["gemini.usage.complete"], told["gemini.cost.complete"])
    assert 1 == telemetry.total(
        "gemini.client.unpriced", **{"gemini.unpriced.reason": "incomplete_usage"}
    )


def test_a_stream_left_early_is_counted_once(stream_call: Caller, gemini: FakeGemini) -> None:
    """Observed at the public method, the app itself closes what we observe."""
    with record_telemetry() as telemetry:
        reader = stream_call.open(gemini.client())
        next(reader)
        reader.close()
        reader.drop()

    assert "closed" == telemetry.span().attributes["gemini.stream.end"]
    assert 1 == len(telemetry.events("gemini.usage"))


def test_a_stream_that_refuses_a_value_is_not_begun(
    stream_call: Caller, gemini: FakeGemini
) -> None:
    """A stream refuses a value before its first step, and is observed from that on."""
    with record_telemetry() as telemetry:
        reader = stream_call.open(gemini.client())
        refused = catch(lambda: reader.send(1))
        sent = len(gemini.requests)
        list(reader)

    assert isinstance(refused, TypeError)
    assert 0 == sent
    assert "exhausted" == telemetry.span().attributes["gemini.stream.end"]
    assert 19 == telemetry.total("gemini.client.tokens")


def test_one_warning_names_what_is_missing(caplog: pytest.LogCaptureFixture) -> None:
    """All of it in one line."""
    instrument()

    (record,) = caplog.records
    missing = [
        f"{cls.__module__}.{cls.__name__}.{n}" for cls in (Models, AsyncModels) for n in PRIVATE
    ]
    assert ("gemini_otel", "WARNING") == (record.name, record.levelname)
    assert [] == [name for name in missing if name not in record.getMessage()]


def test_missing_tools_are_named_and_the_rest_goes_on(
    call: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What has no stand-in is left out by name."""
    monkeypatch.delattr(_extra_utils, "invoke_function_from_dict_args")

    both = play_twice(lambda gemini: call.ask(gemini.client()))

    assert "_extra_utils.invoke_function_from_dict_args" in caplog.text
    assert 19 == both.telemetry.total("gemini.client.tokens")


def test_a_method_without_its_stand_in_is_named_and_the_rest_goes_on(
    call: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the private and the public method are both gone, only they are left out."""
    monkeypatch.undo()  # the private methods are back
    for name in ("_embed_content", "embed_content"):
        monkeypatch.delattr(Models, name)

    both = play_twice(lambda gemini: call.ask(gemini.client()))

    assert "google.genai.models.Models._embed_content" in caplog.text
    assert 19 == both.telemetry.total("gemini.client.tokens")
