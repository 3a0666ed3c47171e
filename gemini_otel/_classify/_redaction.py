"""Remove credentials from text that is about to be recorded.

The shapes are those of Google's credentials (API keys `AIza...` and `AQ....`, OAuth access tokens
`ya29....`, refresh tokens `1//...`, client secrets `GOCSPX-...`, Live's `auth_tokens/...`, JSON web
tokens, private keys) and the places where a credential of any shape stands: the query
parameters `key` and `access_token`, and the headers `x-goog-api-key` and `Authorization`.
"""

import re
from typing import Final


SCRUB_LIMIT: Final = 2_000
REDACTED: Final = "[redacted]"

_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
# No left boundary: a key that follows a letter, as in a concatenated log line, is still a key.
_CREDENTIAL = re.compile(
    r"AIza[\w\-]{3,}"
    r"|AQ\.[\w\-.]{8,}"
    r"|ya29\.[\w\-./+=]+"
    r"|1//0[\w\-]{8,}"
    r"|GOCSPX-[\w\-]+"
    r"|auth_tokens(?:/|%2[Ff])[\w\-./%+=]+"
    r"|eyJ[\w\-]{8,}\.[\w\-]+(?:\.[\w\-]*)?"
)
_MARKS: Final = ("aiza", "aq.", "ya29.", "1//0", "gocspx-", "auth_tokens", "eyj")
_PLACES = (
    re.compile(
        r"((?<![a-z])(?:api[_\-]?)?(?:key|access_token|token)=)[^&\s\"'<>#]+", re.IGNORECASE
    ),
    re.compile(r"(x-goog-api-key\W{1,8}(?:b['\"])?)[^\s\"',;&<>)}\]]+", re.IGNORECASE),
    re.compile(
        r"((?:\bbearer|authorization\W{1,8}basic)(?:\s|%20|\+)+)[^\s\"',;&<>)}\]]+", re.IGNORECASE
    ),
)


def scrub(value: str, *, limit: int = SCRUB_LIMIT) -> str:
    """Return the text without credentials, and no longer than the limit.

    Args:
        value: Any text: a message of the server, a URL, a header, a traceback.
        limit: The most characters to keep, in characters of the original text.

    Returns:
        The text with each credential replaced by `[redacted]`; `...` marks a cut.
    """
    kept = _CREDENTIAL.sub(REDACTED, _PRIVATE_KEY.sub(REDACTED, value[:limit]))
    for place in _PLACES:
        kept = place.sub(rf"\g<1>{REDACTED}", kept)
    return kept if len(value) <= limit else f"{kept}..."


def may_hold_credential(value: str) -> bool:
    """Whether a token holds the beginning of a credential of Google; cheaper than to scrub it."""
    lowered = value.lower()  # the value may come from a message that was lowered
    for mark in _MARKS:  # noqa: SIM110 - this runs on each 429, and a generator doubles its time
        if mark in lowered:
            return True
    return False
