"""Retired models are told apart, with the successor to switch to."""

from datetime import date, datetime, timezone

import pytest

from gemini_otel._classify import _models as models
from gemini_otel._classify import classify
from gemini_otel._classify._shutdowns import SHUTDOWNS, Shutdown
from gemini_otel.pricing._files._reading import read_packaged
from tests.classify.bodies import fault
from tests.classify.conftest import Respond


FIND_TODAY = models.find_today

UNPRICED_VERSIONS = {"gemini-2.0-flash-001", "gemini-2.0-flash-lite-001"}
"""On Google's page beside the names without a version, which alone have prices in the catalog."""

OLDER = {"gemini-1.5-flash", "gemini-1.5-flash-8b", "gemini-1.5-pro"}
"""No longer on Google's page; the catalog has the last day of their prices."""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    _set_day(monkeypatch, "2026-11-22")


def _set_day(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setattr(models, "find_today", lambda: day)


def _missing(model: str) -> str:
    return f"models/{model} is not found for API version v1beta, or is not supported for x."


def _hint(respond: Respond, message: str) -> tuple[str, str]:
    actual = classify(respond(404, fault(404, "NOT_FOUND", message)))
    return actual.error_class, actual.hint


@pytest.mark.parametrize(
    ("model", "successor"),
    [
        ("gemini-2.0-flash", "gemini-3.6-flash"),
        ("gemini-3-pro-preview", "gemini-3.1-pro-preview"),
        ("text-embedding-004", "gemini-embedding-2"),
        # 2.5-flash-image-preview -> 2.5-flash-image -> 3.1-flash-image-preview -> 3.1-flash-image
        ("gemini-2.5-flash-image-preview", "gemini-3.1-flash-image"),
        ("veo-3.0-generate-preview", "gemini-omni-1.1-flash"),
        # 3.1-flash-lite is served until 2027-05-07
        ("gemini-2.0-flash-lite", "gemini-3.1-flash-lite"),
        ("gemini-2.5-flash-preview-tts", "gemini-3.8-flash-tts"),
        ("gemini-2.5-pro-preview-tts", "gemini-3.8-flash-tts"),
        ("gemini-3.1-flash-tts-preview", "gemini-3.8-flash-tts"),
        ("gemini-3.1-flash-live-preview", "gemini-3.8-live"),
        ("gemini-2.5-flash-native-audio-preview-12-2025", "gemini-3.8-live"),
        ("gemini-2.5-computer-use-preview-10-2025", "one that client.models.list() offers"),
        ("deep-research-pro-preview-12-2025", "one that client.models.list() offers"),
        ("gemini-1.5-flash", "one that client.models.list() offers"),
        ("gemini-1.5-pro", "one that client.models.list() offers"),
    ],
)
def test_announced_successor(respond: Respond, model: str, successor: str) -> None:
    """A model that Google shut down leads to the first of its announced line that is served."""
    actual = _hint(respond, _missing(model))

    assert actual == (
        "model_retired",
        f"Google has retired {model}: switch to {successor}.",
    )


@pytest.mark.parametrize(
    ("day", "error_class"), [("2027-05-06", "model_not_found"), ("2027-05-07", "model_retired")]
)
def test_day_of_a_shutdown(
    respond: Respond, monkeypatch: pytest.MonkeyPatch, day: str, error_class: str
) -> None:
    """A model is retired from its day on; before, a 404 on it means something else."""
    _set_day(monkeypatch, day)

    assert error_class == _hint(respond, _missing("gemini-3.1-flash-lite"))[0]


@pytest.mark.parametrize("day", ["2026-11-22", "2026-12-01", "2028-01-01"])
@pytest.mark.parametrize("model", ["gemini-2.5-flash", "gemini-2.5-pro"])
def test_routed_model(
    respond: Respond, monkeypatch: pytest.MonkeyPatch, day: str, model: str
) -> None:
    """A model whose requests go to another never is, whether a method or a location lacks it."""
    _set_day(monkeypatch, day)
    elsewhere = f"Publisher Model `projects/p/locations/l/publishers/google/models/{model}` was not"

    assert _hint(respond, _missing(model))[0] == "model_not_found"
    assert _hint(respond, elsewhere)[0] == "model_not_found"


def test_routed_model_that_the_server_refuses(respond: Respond) -> None:
    """Where the server says that it is no longer available, the successor is the announced one."""
    message = "This model models/gemini-2.5-flash is no longer available to new users."

    assert _hint(respond, message) == (
        "model_retired",
        "Google has retired gemini-2.5-flash: switch to gemini-3.5-flash-lite.",
    )


@pytest.mark.parametrize(
    "message",
    [
        (
            "This model models/gemini-2.5-flash is no longer available to new users. Please update "
            "your code to use models/gemini-3.8-flash for the latest features and improvements."
        ),
        "This model models/gemini-2.5-flash is no longer available. Use gemini-3.8-flash.",
    ],
)
def test_successor_the_server_names(respond: Respond, message: str) -> None:
    """What the server advises counts for more than the table."""
    assert _hint(respond, message) == (
        "model_retired",
        "Google has retired gemini-2.5-flash: switch to gemini-3.8-flash.",
    )


def test_retired_model_without_a_known_successor(respond: Respond) -> None:
    """Where no successor is known the advice is where to look for one."""
    message = "This model models/gemini-9-ultra is no longer available."

    assert _hint(respond, message) == (
        "model_retired",
        "Google has retired gemini-9-ultra: switch to one that client.models.list() offers.",
    )


@pytest.mark.parametrize(
    "named",
    ["AIzaSyA1234567890abcdefghijklmnopqrstuvw", "tunedModels/secret-project", "my-secret"],
)
def test_name_of_no_known_family(respond: Respond, named: str) -> None:
    """What does not look like one of Google's models is not repeated, it may be a key."""
    error_class, hint = _hint(respond, f"This model models/{named} is no longer available.")

    assert error_class == "model_retired"
    assert named.lower() not in hint.lower()
    assert "Google has retired this model: switch to" in hint


def test_media_model_of_vertex(respond: Respond) -> None:
    """The dates of the Developer API say nothing about Veo and Imagen on Vertex AI."""
    message = "Publisher Model `projects/p/locations/l/publishers/google/models/{}` was not found"

    assert _hint(respond, message.format("veo-3.0-generate-001"))[0] == "model_not_found"
    assert _hint(respond, message.format("gemini-2.0-flash-001"))[0] == "model_retired"


def test_chains_of_successors_end() -> None:
    """No chain of successors runs in a circle."""
    for model in SHUTDOWNS:
        seen: list[str | None] = [model]
        while (known := SHUTDOWNS.get(str(seen[-1]))) is not None:
            seen.append(known.successor)

            assert len(seen) == len(set(seen))


def test_table_is_that_of_the_catalog() -> None:
    """What the packaged prices say of a shutdown on the Developer API stands in the table."""
    told = {
        life.model: Shutdown(
            life.shutdown.isoformat(), life.replacement, is_routed=life.routed_to is not None
        )
        for life in read_packaged().lives
        if life.platform == "gemini_api" and life.shutdown
    }
    more = {model: known for model, known in SHUTDOWNS.items() if model not in told}

    assert told == {model: SHUTDOWNS.get(model) for model in told}
    assert more.keys() == UNPRICED_VERSIONS | OLDER


def test_models_beside_the_catalog() -> None:
    """A version goes with its model, and the oldest went with the last of their prices."""
    for model in UNPRICED_VERSIONS:
        assert SHUTDOWNS[model] == SHUTDOWNS[model.removesuffix("-001")]
    for model in OLDER:
        ends = {one.until for one in read_packaged().prices if one.model == model}

        assert {date.fromisoformat(SHUTDOWNS[model].day)} == ends


def test_today() -> None:
    """Today is a day of UTC, written as the table writes its own, so that the two compare."""
    before = datetime.now(timezone.utc).date().isoformat()

    assert before <= FIND_TODAY() <= datetime.now(timezone.utc).date().isoformat()
