"""A fingerprint tells API keys apart without showing them, where the user switched it on."""

import re
from contextlib import suppress
from typing import Any, Final

from google.genai.errors import APIError

from gemini_otel.testing import FakeGemini, faults
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import MODEL, Caller


_ATTRIBUTE: Final = "gemini.credential.fingerprint"
_SECRET: Final = "a secret of the team"


def _fingerprints(telemetry: Telemetry) -> list[Any]:
    return [span.attributes.get(_ATTRIBUTE) for span in telemetry.spans]


def _ask(gemini: FakeGemini, *keys: str) -> None:
    for key in keys:
        client: Any = gemini.client(api_key=key)
        client.models.generate_content(model=MODEL, contents="?")


def test_equal_keys_have_one_fingerprint_and_others_another(gemini: FakeGemini) -> None:
    """It is stable from client to client, and from activation to activation."""
    seen: list[Any] = []
    for _ in range(2):
        with record_telemetry(credential_fingerprint_key=_SECRET) as telemetry:
            _ask(gemini, "key-one", "key-two", "key-one")
        seen += _fingerprints(telemetry)

    one, two = seen[:2]
    assert one != two
    assert [one, two, one] * 2 == seen


def test_a_fingerprint_says_nothing_of_its_key(gemini: FakeGemini) -> None:
    """Twelve hexadecimal digits of a keyed hash; another secret makes another one."""
    key = "abcdef0123456789abcdef0123456789"
    seen: list[Any] = []
    for secret in (_SECRET, "another secret of the team"):
        with record_telemetry(credential_fingerprint_key=secret) as telemetry:
            _ask(gemini, key)
        seen += _fingerprints(telemetry)

    assert all(re.fullmatch("[0-9a-f]{12}", one) for one in seen)
    assert not any(one in key for one in seen)
    assert 2 == len(set(seen))


def test_there_is_none_by_default(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """Without the setting nothing is derived from a key."""
    call.ask(client)

    assert [None] == _fingerprints(telemetry)
    assert _ATTRIBUTE not in telemetry.event("gemini.usage").attributes


def test_it_is_on_spans_and_usage_and_on_no_metric(gemini: FakeGemini, call: Caller) -> None:
    """Which key is limited is asked of spans and events; a series of each key would be too many."""
    with record_telemetry(credential_fingerprint_key=_SECRET) as telemetry:
        call.ask(gemini.client())

        (fingerprint,) = _fingerprints(telemetry)
        assert fingerprint == telemetry.event("gemini.usage").attributes[_ATTRIBUTE]
        for metric in telemetry.metric_names:
            assert all(_ATTRIBUTE not in one.attributes for one in telemetry.points(metric))


def test_a_limited_key_is_told(gemini: FakeGemini, call: Caller) -> None:
    """The event of the error has the fingerprint: that key is the one to rest."""
    gemini.queue(faults.requests_per_day())
    with record_telemetry(credential_fingerprint_key=_SECRET) as telemetry, suppress(APIError):
        call.ask(gemini.client())

    event = telemetry.event("gen_ai.client.operation.exception")
    assert _fingerprints(telemetry) == [event.attributes.get(_ATTRIBUTE)] != [None]


def test_it_is_of_the_key_that_is_sent(gemini: FakeGemini, call: Caller) -> None:
    """A key in a header of the call goes before that of its client, as the SDK sends it."""
    options = {"headers": {"X-Goog-Api-Key": "key-two"}}
    with record_telemetry(credential_fingerprint_key=_SECRET) as telemetry:
        _ask(gemini, "key-one", "key-two")
        call.ask(gemini.client(api_key="key-one"), config={"http_options": options})

    one, two, sent = _fingerprints(telemetry)
    assert one != two == sent


def test_embeddings_are_of_the_key_that_is_sent(gemini: FakeGemini, whole_call: Caller) -> None:
    """A key in a header of a request for embeddings, too."""
    options = {"headers": {"x-goog-api-key": "key-two"}}
    with record_telemetry(credential_fingerprint_key=_SECRET) as telemetry:
        _ask(gemini, "key-two")
        whole_call.use(
            gemini.client(api_key="key-one"),
            "embed_content",
            model="gemini-embedding-001",
            contents="?",
            config={"http_options": options},
        )

    assert 1 == len(set(_fingerprints(telemetry)))


def test_embeddings_have_one_too(gemini: FakeGemini, whole_call: Caller) -> None:
    """They are billed to a key like answers."""
    with record_telemetry(credential_fingerprint_key=_SECRET) as telemetry:
        whole_call.use(gemini.client(), "embed_content", model="gemini-embedding-001", contents="?")

    assert None not in _fingerprints(telemetry)


def test_credentials_that_are_no_key_have_none(gemini: FakeGemini, call: Caller) -> None:
    """A service account on Vertex AI is not what is rotated."""
    with record_telemetry(credential_fingerprint_key=_SECRET) as telemetry:
        call.ask(gemini.client(vertexai=True))

    assert [None] == _fingerprints(telemetry)
