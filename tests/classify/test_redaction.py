"""Credentials do not survive the scrubbing, wherever they stand."""

import string
import time

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
        "api_key='{}'",
        'Client(api_key = "{}")',
        "export GEMINI_API_KEY='{}'",
        '{{"access_token": "{}"}}',
        '{{\\"access_token\\":\\"{}\\"}}',
        "X-API-Key: {}\n",
        "'x-auth-token': '{}'",
        "Bearer '{}'",
        'Authorization: Bearer "{}"',
        "client_secret={}&a=b",
        "authToken={} ",
        "?a=b%26key%3D{}",
        "https%3A%2F%2Fh%2F%3Fkey%3D{}",
        "%253Ftoken%253D{}",
        "password={}\n",
        '"password": "{}"',
        "X-Goog-Signature={}",
        "https://me:{}@example.com/",
    ]
)
placed_alone = st.sampled_from(
    [
        "access_token: {}\n",
        "refreshToken: {}\n",
        "client_secret: {}\n",
        "Authorization: {}\n",
        "Authorization: token {}\n",
        '{{"Authorization": "{}"}}',
        '{{"token": "{}"}}',
        '{{"secret": "{}"}}',
        "Bearer: {}\n",
    ]
)
"""Where words of a person stand as well: only what looks like a token is one."""


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


@given(place=placed_alone, letters=_secret(URL_SAFE, 23))
def test_token_without_a_shape(place: str, letters: str) -> None:
    """What has a digit, or is long, is no word after the name of a credential."""
    assert f"k7{letters}" not in scrub(place.format(f"k7{letters}"))


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
        ('{"access_token": "abc", "n": 1}', '{"access_token": "[redacted]", "n": 1}'),
        ("Client(api_key='abc', http=None)", "Client(api_key='[redacted]', http=None)"),
        ('{"password": "correct horse battery"}', '{"password": "[redacted]"}'),
        ('password="it\'s-mine" and so on', 'password="[redacted]" and so on'),
        (r'{"client_secret": "ab\\c\"d", "n": 1}', '{"client_secret": "[redacted]", "n": 1}'),
        ('the password: "of the day', 'the password: "[redacted] the day'),
        ("X-API-Key: abc12345\nHost: b", "X-API-Key: [redacted]\nHost: b"),
        ("key%3Dabc and more", "key%3D[redacted] and more"),
        ("my sk-proj-abcdef12345678.", "my [redacted]."),
        ("https://me:abc@host/path?a=b@c", "https://[redacted]@host/path?a=b@c"),
        ("https://me:a@b@host/", "https://[redacted]@host/"),
        ("", ""),
    ],
)
def test_what_is_left(text: str, cleaned: str) -> None:
    """Only the credential is replaced, so that the text can still be read."""
    assert cleaned == scrub(text)


@pytest.mark.parametrize(
    "text",
    [
        "the key: be kind",
        "The API key: get one from the console, the token: from your administrator.",
        "token count: 5, max_output_tokens=100, tokens: 12345678",
        '{"key": "value", "max_output_tokens": 1024, "total_token_count": 12345678}',
        '{"token": "the", "tag": "DET"}',
        '{"secret": "the butler did it"}',
        "the password policy: passwords have 12 characters; Password: at least 8 of them",
        'input("password: ")',
        "def ask(api_key: str, client_secret: Optional[str] = None, access_token: SecretStr):",
        'api_key = os.environ["HOME"]',
        '{"required": ["api_key", "x-api-key", "authorization", "forecast_for_2026"]}',
        '{"api_key": {"type": "string"}, "password": null, "access_token": ""}',
        "Authorization: required for this endpoint",
        "A bearer token is sent; use bearer authentication, the bearer of news.",
        "a task-or-nothing sk-SK locale, an ask-proj-ect",
        "git clone ssh://git@github.com/a/b and http://[::1]:8080/a@b, see http://a.b: me@c.d",
        "primary key, foreign key: customer_id, keyboard shortcuts: Ctrl+C",
    ],
)
def test_prose(text: str) -> None:
    """What people write about keys, tokens and passwords stays as it is."""
    assert text == scrub(text)


def _time_to_scrub(text: str) -> float:
    started = time.process_time()
    scrub(text, limit=len(text))
    return time.process_time() - started


@pytest.mark.parametrize(
    "piece",
    [
        "eyJ",
        "eyJabcdefgh.",
        "api_key",
        "api_key ",
        "api_key=",
        "api_key: a",
        'token": "',
        "bearer ",
        "bearer",
        "authorization: ",
        "x-goog-api-key:",
        "://a:",
        "://",
        "a:",
        "sk-proj-",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY",
        "key%3D",
        "\\",
        " ",
        "a",
    ],
)
def test_time_is_linear(piece: str) -> None:
    """A text that is made to be slow takes eight times as long where it is eight times as long."""
    before = "api_key token=a authorization bearer x-goog-api-key https://a:"
    short, long = (before + piece * (size // len(piece)) for size in (2**14, 2**17))
    quickest = min(_time_to_scrub(short) for _ in range(3))

    assert _time_to_scrub(long) < 32 * quickest + 0.05


def test_text_whose_lower_case_is_longer() -> None:
    """Places are found where they are, though some letters become two in lower case."""
    assert scrub("\u0130\u0130 API_KEY=abc \u0130") == "\u0130\u0130 API_KEY=[redacted] \u0130"


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
