"""Wrapped methods are told from the SDK's own by nothing a program asks, and can be taken back."""

import copy
import inspect
import pickle
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from google.genai.models import AsyncModels, Models

from gemini_otel._capture._targets import TARGETS, Target
from gemini_otel._switch import instrument, uninstrument
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import catch
from tests.shapes import MODEL
from tests.targets import find_holder, read_own


_MODELS: Any = Models

each_target = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.path[13:])

_QUESTIONS: tuple[Callable[[Any], object], ...] = (
    inspect.signature,
    inspect.getsource,
    inspect.getdoc,
    inspect.isfunction,
    inspect.ismethod,
    inspect.isroutine,
    inspect.iscoroutinefunction,
    inspect.isgeneratorfunction,
    inspect.isasyncgenfunction,
    callable,
    lambda function: function.__name__,
    lambda function: function.__qualname__,
    lambda function: function.__module__,
    lambda function: function.__doc__,
    lambda function: function.__annotations__,
    lambda function: function.__kwdefaults__,
    lambda function: function.__code__,
)


@each_target
def test_a_wrapped_function_answers_as_the_bare_one(target: Target) -> None:
    """Signature, flags, names, documentation and source are the SDK's own."""
    bare = [ask(getattr(find_holder(target), target.name)) for ask in _QUESTIONS]
    instrument()

    watched = [ask(getattr(find_holder(target), target.name)) for ask in _QUESTIONS]

    assert bare == watched
    assert hasattr(read_own(target), "__wrapped__")


@each_target
def test_uninstrument_restores_the_very_object(target: Target) -> None:
    """Every attribute is the object it was, not an equal one."""
    before = read_own(target)
    instrument()
    during = read_own(target)

    uninstrument()

    assert during is not before
    assert before is read_own(target)


@each_target
def test_a_wrapped_function_is_pickled_by_name(target: Target) -> None:
    """A pickle made under instrumentation is the SDK's function wherever it is read."""
    instrument()
    pickled = pickle.dumps(getattr(find_holder(target), target.name))
    uninstrument()

    assert getattr(find_holder(target), target.name) is pickle.loads(pickled)  # noqa: S301 - our own


def test_a_wrapped_function_can_be_copied(client: Any) -> None:
    """A copy of a wrapped function is that function, as it is of a bare one."""
    instrument()

    assert copy.copy(_MODELS.generate_content) == _MODELS.generate_content
    assert copy.deepcopy({"f": _MODELS.generate_content})["f"] == _MODELS.generate_content
    assert copy.copy(client.models.generate_content) == client.models.generate_content


def test_bound_methods_saved_before_are_observed(client: Any, request: Any) -> None:
    """`ask = client.models.generate_content`, saved before `instrument()`, is observed."""
    ask = client.models.generate_content
    telemetry: Telemetry = request.getfixturevalue("telemetry")

    ask(model=MODEL, contents="x")

    assert 1 == len(telemetry.spans)


def test_unbound_calls_are_observed(client: Any, telemetry: Telemetry) -> None:
    """`Models.generate_content(client.models, ...)` works and is observed."""
    answer = _MODELS.generate_content(client.models, model=MODEL, contents="x")

    assert answer.candidates
    assert 1 == len(telemetry.spans)


@pytest.mark.parametrize("is_made_before", [True, False])
def test_subclasses_are_observed_once(client: Any, request: Any, is_made_before: bool) -> None:
    """A subclass that overrides a public method and calls `super()` gives one span."""
    if not is_made_before:
        request.getfixturevalue("telemetry")

    class Mine(Models):
        def generate_content(self, **options: Any) -> Any:
            above: Any = super()
            return above.generate_content(**options)

    telemetry: Telemetry = request.getfixturevalue("telemetry")
    Mine(client._api_client).generate_content(model=MODEL, contents="x")

    assert 1 == len(telemetry.spans)


def _specify(cls: type) -> object:
    specified = mock.create_autospec(cls)
    wrong = [
        catch(lambda: specified.generate_content(contents="x")),
        catch(lambda: specified.generate_content("m", "x")),
        catch(lambda: specified(mock.Mock()).generate_content(contents="x")),
    ]
    return str(wrong), type(specified(mock.Mock()).generate_content).__name__


@pytest.mark.parametrize("cls", [Models, AsyncModels])
def test_autospecs_of_wrapped_classes_are_the_same(cls: type) -> None:
    """`mock.create_autospec` sees the SDK's signatures and tells coroutines from functions."""
    bare = _specify(cls)
    instrument()

    assert bare == _specify(cls)


def test_coroutines_have_the_sdks_name(client: Any, telemetry: Telemetry) -> None:
    """A coroutine that is never awaited is warned of under the name of the SDK's method."""
    names: dict[str, str] = {}
    for name in ("generate_content", "generate_content_stream", "count_tokens", "embed_content"):
        coroutine: Any = getattr(client.aio.models, name)(model=MODEL, contents="x")
        names[name] = coroutine.__qualname__
        coroutine.close()

    assert {name: f"AsyncModels.{name}" for name in names} == names


@pytest.mark.parametrize("options", [{}, {"config": {"tools": [len]}}], ids=["plain", "tools"])
@pytest.mark.parametrize("name", ["generate_content", "generate_content_stream", "count_tokens"])
def test_wrong_arguments_are_refused_at_the_call(
    client: Any, telemetry: Telemetry, name: str, options: dict[str, Any]
) -> None:
    """A wrong argument fails at the call of a coroutine function, not at its await."""
    method = getattr(client.aio.models, name)

    with pytest.raises(TypeError, match=f"AsyncModels.{name}.. missing 1 required keyword-only"):
        method(model=MODEL, **options)

    assert [] == telemetry.spans
