"""Retired models are told apart, with the successor to switch to."""

import pytest

from gemini_otel._classify import classify
from gemini_otel._classify._models import SUCCESSORS
from tests.classify.bodies import fault
from tests.classify.conftest import Respond


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
    ],
)
def test_announced_successor(respond: Respond, model: str, successor: str) -> None:
    """A model that Google shut down leads to the end of the announced chain of successors."""
    message = f"models/{model} is not found for API version v1beta, or is not supported for x."

    actual = _hint(respond, message)

    assert actual == (
        "model_retired",
        f"Google has retired {model}: switch to {successor}.",
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
    for model in SUCCESSORS:
        seen = [model]
        while seen[-1] in SUCCESSORS:
            seen.append(SUCCESSORS[seen[-1]])

            assert len(seen) == len(set(seen))
