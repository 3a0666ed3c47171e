"""Credentials do not survive the scrubbing, wherever they stand."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gemini_otel._classify._redaction import SCRUB_LIMIT, scrub


URL_SAFE = string.ascii_letters + string.digits + "-_"
BASE64 = string.ascii_letters + string.digits + "+/"


def _secret(alphabet: str, size: int) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=size, max_size=size)


shaped = st.one_of(
    _secret(URL_SAFE, 35).map("AIza{}".format),
    _secret(URL_SAFE, 50).map("AQ.{}".format),
    _secret(URL_SAFE, 60).map("ya29.{}".format),
    _secret(URL_SAFE, 40).map("1//0{}".format),
    _secret(URL_SAFE, 28).map("GOCSPX-{}".format),
    _secret(string.hexdigits, 32).map("auth_tokens/{}".format),
    st.tuples(_secret(URL_SAFE, 20), _secret(URL_SAFE, 30), _secret(URL_SAFE, 43)).map(
        lambda parts: "eyJ{}.{}.{}".format(*parts)
    ),
    _secret(BASE64, 64).map(
        lambda body: f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"
    ),
)
placed = st.sampled_from(
    [
        "?key={}",
        "&key={}&alt=sse",
        "?access_token={} ",
        "x-goog-api-key: {}\r\n",
        "'x-goog-api-key': '{}'",
        '{{"x-goog-api-key": "{}"}}',
        "(b'x-goog-api-key', b'{}')",
        "Authorization: Bearer {}\n",
        "'authorization': 'bearer {}'",
        "Authorization: Basic {} ",
        "api_key={}",
    ]
)


@given(before=st.text(max_size=200), secret=shaped, after=st.text(max_size=200))
def test_shaped_credential(before: str, secret: str, after: str) -> None:
    """A credential of a known shape is gone, whatever stands around it."""
    assume(secret not in after)

    assert secret not in scrub(f"{before}{secret}{after}")


@given(
    before=st.text(max_size=100),
    place=placed,
    secret=_secret(URL_SAFE, 24),
    after=st.text(max_size=100),
)
def test_credential_of_any_shape_in_its_place(
    before: str, place: str, secret: str, after: str
) -> None:
    """What stands where credentials stand is gone, whatever it looks like."""
    assume(secret not in before)
    assume(secret not in after)
    cleaned = scrub(f"{before} {place.format(secret)}{after}")

    assert secret not in cleaned


@given(place=placed, secret=shaped, after=st.text(max_size=50))
def test_shaped_credential_in_its_place(place: str, secret: str, after: str) -> None:
    """No part of the body of a credential is left where a place and a shape overlap."""
    assume(secret[20:45] not in after)
    cleaned = scrub(place.format(secret) + after)

    assert secret not in cleaned
    assert secret[20:45] not in cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (
            "Permission denied: Consumer 'api_key:AIzaSyEXAMPLE' has been suspended.",
            "Permission denied: Consumer 'api_key:[redacted]' has been suspended.",
        ),
        (
            "POST https://host/v1/models/m:generateContent?key=abc123&alt=sse HTTP/1.1",
            "POST https://host/v1/models/m:generateContent?key=[redacted]&alt=sse HTTP/1.1",
        ),
        ("{'x-goog-api-key': 'abc', 'a': 'b'}", "{'x-goog-api-key': '[redacted]', 'a': 'b'}"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer [redacted]"),
        ("access_token=abc&name=auth_tokens%2Fdef", "access_token=[redacted]&name=[redacted]"),
        ("The monkey=business model: turkey", "The monkey=business model: turkey"),
        ("models/gemini-2.0-flash is not found", "models/gemini-2.0-flash is not found"),
        ("a basic question", "a basic question"),
        ("", ""),
    ],
)
def test_what_is_left(text: str, cleaned: str) -> None:
    """Only the credential is replaced, so that the text can still be read."""
    assert cleaned == scrub(text)


def test_length_is_bounded() -> None:
    """A longer text is cut, and says so."""
    assert scrub("a b " * 1_000_000) == "a b " * (SCRUB_LIMIT // 4) + "..."


def test_credential_at_the_cut() -> None:
    """A credential that the cut goes through is gone as well."""
    text = "a" * (SCRUB_LIMIT - 12) + " AIzaSyA1234567890abcdefghijklmnopqrstuvw"

    assert "AIza" not in scrub(text)


def test_private_key_without_its_end() -> None:
    """A private key whose end is missing is gone to the end of the text."""
    text = "key: -----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA"

    assert scrub(text) == "key: [redacted]"


@given(st.text(max_size=300))
def test_scrubbing_twice_changes_nothing(text: str) -> None:
    """Scrubbed text is scrubbed."""
    once = scrub(text)

    assert once == scrub(once)
