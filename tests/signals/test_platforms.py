"""Which platform served a call, where, by which model and in which tier."""

from typing import Any

import pytest
from google.genai.types import GenerateContentConfig

from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller


_TIER = "gemini.service_tier"
_REQUESTED = "gemini.service_tier.requested"


def test_vertex_tells_location_and_traffic(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Prices depend on where a call was served, and on which capacity."""
    gemini.queue(Reply(usage={"prompt": 5, "traffic_type": "PROVISIONED_THROUGHPUT"}))

    call.ask(gemini.client(vertexai=True, location="europe-west4"))

    told = {"gemini.location": "europe-west4", "gemini.traffic_type": "PROVISIONED_THROUGHPUT"}
    assert told.items() <= telemetry.span("generate_content").attributes.items()
    assert told.items() <= telemetry.event("gemini.usage").attributes.items()


def test_vertex_in_express_mode_has_no_location(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """A client with an API key only names none."""
    client: Any = gemini.client(vertexai=True, api_key="test-key")

    client.models.generate_content(model=MODEL, contents="Hello?")

    said = telemetry.span("generate_content").attributes
    assert "gcp.vertex_ai" == said["gen_ai.provider.name"]
    assert "gemini.location" not in said


@pytest.mark.parametrize("header", ["x-gemini-service-tier", "X-Gemini-Service-Tier"])
def test_the_tier_that_served_is_told(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any, header: str
) -> None:
    """The Developer API says it in a header, whatever its capitals."""
    gemini.queue(Reply(headers={header: "flex"}))

    call.ask(client)

    assert "flex" == telemetry.span("generate_content").attributes[_TIER]
    assert "flex" == telemetry.event("gemini.usage").attributes[_TIER]


@pytest.mark.skipif(
    "service_tier" not in GenerateContentConfig.model_fields, reason="came with a later SDK"
)
def test_the_tier_that_was_asked_for_is_told_beside_it(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A call that was served in another tier than asked shows both."""
    gemini.queue(Reply(headers={"x-gemini-service-tier": "standard"}))

    call.ask(client, config={"service_tier": "priority"})

    told = {_TIER: "standard", _REQUESTED: "priority"}
    assert told.items() <= telemetry.span("generate_content").attributes.items()
    assert told.items() <= telemetry.event("gemini.usage").attributes.items()


@pytest.mark.parametrize("place", ["call", "client"])
def test_vertex_is_asked_for_a_tier_by_a_header(
    gemini: FakeGemini, telemetry: Telemetry, place: str
) -> None:
    """Vertex AI's own switch is a header, of one call or of all calls of a client."""
    options = {"headers": {"x-vertex-ai-llm-shared-request-type": "flex"}}
    client: Any = gemini.client(
        vertexai=True, **({"http_options": options} if place == "client" else {})
    )
    config = {"http_options": options} if place == "call" else None

    client.models.generate_content(model=MODEL, contents="Hello?", config=config)

    assert "flex" == telemetry.span("generate_content").attributes[_REQUESTED]


def test_a_tier_is_not_made_up(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Without a header nothing is claimed of the tier that served."""
    call.ask(client)

    assert {_TIER, _REQUESTED}.isdisjoint(telemetry.span("generate_content").attributes)


@pytest.mark.parametrize(
    ("model", "options", "name"),
    [
        ("gemini-3.5-flash", {}, "gemini-3.5-flash"),
        ("models/gemini-3.5-flash", {}, "gemini-3.5-flash"),
        ("tunedModels/my-model-1", {}, "tunedModels/my-model-1"),
        ("google/gemini-2.5-pro", {"vertexai": True}, "gemini-2.5-pro"),
        ("publishers/google/models/gemini-2.5-pro", {"vertexai": True}, "gemini-2.5-pro"),
        (
            "projects/p/locations/l/publishers/google/models/gemini-2.5-pro",
            {"vertexai": True},
            "gemini-2.5-pro",
        ),
        ("projects/123/locations/l/endpoints/4567", {"vertexai": True}, "endpoints/4567"),
        ("projects/123/locations/l/models/89@2", {"vertexai": True}, "89@2"),
        ("meta/llama-4", {"vertexai": True}, "meta/llama-4"),
        (
            "projects/123/locations/l/publishers/meta/models/llama-4",
            {"vertexai": True},
            "meta/llama-4",
        ),
        ("publishers/meta/models/llama-4", {"vertexai": True}, "meta/llama-4"),
        ("google-like/models/x", {"vertexai": True}, "google-like/models/x"),
    ],
)
def test_models_are_named_without_their_path(
    gemini: FakeGemini, telemetry: Telemetry, model: str, options: Any, name: str
) -> None:
    """One model has one name, however it is written, and no project is in it."""
    client: Any = gemini.client(**options)

    client.models.generate_content(model=model, contents="Hello?")

    assert name == telemetry.span(f"generate_content {name}").attributes["gen_ai.request.model"]


def test_the_answering_model_is_named_without_its_path(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """A version in the form of a resource name is the same model."""
    gemini.queue(Reply(model_version="models/gemini-2.5-flash-001"))

    client.models.generate_content(model=MODEL, contents="Hello?")

    said = telemetry.span("generate_content").attributes
    assert "gemini-2.5-flash-001" == said["gen_ai.response.model"]


def test_an_endpoint_is_named_by_the_model_behind_it(
    gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """The number of an endpoint says nothing; the answer's version does."""
    gemini.queue(Reply(model_version="gemini-3.5-flash"))
    client: Any = gemini.client(vertexai=True)

    client.models.generate_content(
        model="projects/123/locations/l/endpoints/4567", contents="Hello?"
    )

    said = telemetry.event("gemini.usage").attributes
    assert ("endpoints/4567", "gemini-3.5-flash") == (
        said["gen_ai.request.model"],
        said["gen_ai.response.model"],
    )


def test_a_call_may_go_to_another_server(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """A base URL in the options of one call is where that call went."""
    with FakeGemini() as other:
        call.ask(client, config={"http_options": {"base_url": other.url}})

        assert 1 == len(other.requests)
        said = telemetry.span("generate_content").attributes
        assert other.url == f"http://{said['server.address']}:{said['server.port']}"


def test_the_usual_server_has_the_usual_port(telemetry: Telemetry) -> None:
    """A URL without a port says it by its scheme."""
    from google.genai import Client
    from google.genai.types import HttpOptions

    # Nothing listens there, and nothing needs to.
    options = HttpOptions(base_url="https://gemini.invalid", timeout=50)
    client: Any = Client(api_key="test-key", vertexai=False, http_options=options)

    with pytest.raises(Exception, match=r"."):
        client.models.generate_content(model=MODEL, contents="Hello?")

    said = telemetry.span("generate_content").attributes
    assert ("gemini.invalid", 443) == (said["server.address"], said["server.port"])
