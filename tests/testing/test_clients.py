"""The clients the fake server hands out."""

import subprocess
import sys
from pathlib import Path

import pytest
from google.genai.types import HttpOptions

import gemini_otel
from gemini_otel.testing import FakeGemini
from tests.testing.asking import MODEL


def test_options_are_kept(gemini: FakeGemini) -> None:
    """The user's HTTP options go to the SDK with the address added, and stay as they were."""
    options = HttpOptions(headers={"x-mine": "1"}, timeout=5_000)
    client = gemini.client(http_options=options, api_key="key-of-mine")

    client.models.generate_content(model=MODEL, contents="x")

    (request,) = gemini.requests
    assert ("1", "5") == (request.headers["x-mine"], request.headers["x-server-timeout"])
    assert "key-of-mine" == request.headers["x-goog-api-key"]
    assert options.base_url is None


def test_options_as_a_mapping(gemini: FakeGemini) -> None:
    """HTTP options can be a mapping, and the path of a proxy in them is kept."""
    client = gemini.client(http_options={"base_url": f"{gemini.url}/proxy", "api_version": "v9"})

    client.models.generate_content(model=MODEL, contents="x")

    (request,) = gemini.requests
    assert f"/proxy/v9/models/{MODEL}:generateContent" == request.path
    assert ("gemini", MODEL) == (request.platform, request.model)


def test_the_environment_does_not_choose_the_platform(
    gemini: FakeGemini, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client is one of the Developer API unless it is asked for otherwise."""
    monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")
    client = gemini.client()

    client.models.generate_content(model=MODEL, contents="x")

    assert "gemini" == gemini.requests[0].platform


def test_vertex_with_an_api_key(gemini: FakeGemini) -> None:
    """Vertex AI's express mode has a key and no project."""
    client = gemini.client(vertexai=True, api_key="express")

    client.models.generate_content(model=MODEL, contents="x")

    (request,) = gemini.requests
    assert "express" == request.headers["x-goog-api-key"]
    assert "/publishers/google/models/" in request.path
    assert ("vertex", False) == (request.platform, "projects" in request.path)


def test_vertex_in_a_place_of_ones_own(gemini: FakeGemini) -> None:
    """Project and location can be chosen."""
    client = gemini.client(vertexai=True, project="mine", location="europe-west4")

    client.models.generate_content(model=MODEL, contents="x")

    assert "/projects/mine/locations/europe-west4/" in gemini.requests[0].path


@pytest.mark.parametrize("name", ["tunedModels/my-model", "models/my-model"])
def test_models_by_their_full_names(gemini: FakeGemini, name: str) -> None:
    """A request's model is the last part of its resource name."""
    client = gemini.client()

    answer = client.models.generate_content(model=name, contents="x")

    assert "my-model" == gemini.requests[0].model
    assert "my-model" == answer.model_version


def test_an_endpoint_of_vertex(gemini: FakeGemini) -> None:
    """A deployed endpoint is asked by its number."""
    client = gemini.client(vertexai=True)
    endpoint = "projects/test-project/locations/us-central1/endpoints/4711"

    client.models.generate_content(model=endpoint, contents="x")

    assert "4711" == gemini.requests[0].model


def test_a_server_that_was_not_started() -> None:
    """A server that is not running says how to start it."""
    with pytest.raises(RuntimeError, match="call start"):
        FakeGemini().client()


def test_starting_and_closing_twice() -> None:
    """Start and close can be called again without harm, and the server started anew."""
    gemini = FakeGemini().start()
    address = gemini.start().url
    gemini.close()
    gemini.close()

    with gemini:
        again = gemini.client()
        again.models.generate_content(model=MODEL, contents="x")

    assert address.startswith("http://127.0.0.1:")
    assert 1 == len(gemini.served)


def test_the_sdk_is_imported_late() -> None:
    """Importing the testing tools does not import the SDK, which takes half a second."""
    code = "import sys, gemini_otel.testing; print('google.genai' in sys.modules)"
    root = Path(gemini_otel.__file__).parents[1]

    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )

    assert "False\n" == shown.stdout
