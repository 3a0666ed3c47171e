"""Remove credentials from text that is about to be recorded.

What is removed has the shape of a credential (Google's API keys `AIza...` and `AQ....`, OAuth
access tokens `ya29....`, refresh tokens `1//...`, client secrets `GOCSPX-...`, Live's
`auth_tokens/...`; JSON web tokens, private keys, keys `sk-...`) or stands where one does: behind a
name such as `api_key`, `access_token` or `password`, in the headers `Authorization` and
`x-goog-api-key`, in a URL before the host. Where words of a person stand as well, as behind a colon
without quotes, only what looks like a token is one.

No pattern repeats what itself repeats, and none looks ahead without a bound: the time is linear. A
pattern begins with a letter, and what may not stand before it is looked for behind it: so `re`
skips to that letter, which takes a tenth of the time.
"""

import re
from collections.abc import Sequence
from typing import Final


SCRUB_LIMIT: Final = 2_000
REDACTED: Final = "[redacted]"

_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
# One without a dot is none, but has to be read to its end, or each `eyJ` in it would be.
_WEB_TOKEN = re.compile(r"eyJ[\w\-]{8,}(\.[\w\-]+(?:\.[\w\-]*)?)?")
# No left boundary: a key that follows a letter, as in a concatenated log line, is still a key.
_CREDENTIAL = re.compile(
    r"AIza[\w\-]{3,}"
    r"|AQ\.[\w\-.]{8,}"
    r"|ya29\.[\w\-./+=]+"
    r"|1//0[\w\-]{8,}"
    r"|GOCSPX-[\w\-]+"
    r"|auth_tokens(?:/|%2[Ff])[\w\-./%+=]+"
    r"|sk-(?<![A-Za-z0-9]sk-)(?:proj|svcacct|admin|ant|or)-[\w\-]{8,}"
    r"|sk-(?<![\w\-]sk-)[A-Za-z0-9]{20,}"
)
_MARKS: Final = ("aiza", "aq.", "ya29.", "1//0", "gocspx-", "auth_tokens", "eyj", "sk-proj-")


def _alone(*words: str) -> str:
    """The words where no letter stands before them, but for that of an escape in a URL."""
    return "|".join(rf"{word}(?:(?<![a-z]{word})|(?<=[%5][0-9a-f]{{2}}{word}))" for word in words)


# All patterns from here on are for text in lower case.
_NAME: Final = (
    r"api[_\-]?key|access[_\-]?token|api[_\-]?token|auth[_\-]?token|bearer[_\-]?token"
    r"|refresh[_\-]?token|security[_\-]?token|session[_\-]?token|id(?<![a-z]id)[_\-]?token"
    r"|client[_\-]?secret|secret[_\-]?(?:access[_\-]?)?key|x-(?:goog|amz)-signature"
)
_QUOTE: Final = r"(?:\\{0,3}[\"'])"
_IS: Final = rf"{_QUOTE}?\s{{0,8}}[:=]\s{{0,8}}"
_OTHER: Final = r"(?:(?!\[redacted\])\W){1,8}"
_NO_WORD: Final = r"(?!(?:tokens?|auth(?:entication|orization)?|scheme|of|is)(?![\w\-.~+/=]))"
_SCHEME: Final = r"(?:(?:token|api-?key|key|digest|negotiate|oauth|mac)\s+)?"

_IN_QUERY: Final = r"[^&\s\"'<>#]+"
_IN_QUOTES: Final = r"(?![)\]},;])(?:[^\"'\s\\]|\\/)+"
_TO_QUOTE: Final = r"(?:\\.|(?!\2)[^\\\n]){1,256}(?=\2)"
_IN_HEADER: Final = r"(?:\[redacted\][^\s\"',;&<>)}\]]*|[^\s\"',;&<>)}\]]+)"
_OPAQUE: Final = r"(?=[a-z_\-+/~.]{0,40}[0-9]|[a-z0-9+/]{20})[\w\-.~+/=]{8,}"

_NAMED: Final = re.compile(rf"(?:key|token|secret|signature|passw(?:or)?d)(?:{_IS}|%)")
_UNNAMED_PLACES: Final = (
    re.compile(rf"(x-goog-api-key{_OTHER}(?:b['\"])?){_IN_HEADER}"),
    re.compile(
        rf"((?:bearer(?<!\wbearer)|authorization{_OTHER}basic)(?:\s|%20|\+)+{_NO_WORD}{_QUOTE}?)"
        rf"{_IN_HEADER}"
    ),
    re.compile(rf"(bearer(?<!\wbearer){_IS}{_QUOTE}?){_OPAQUE}"),
    re.compile(rf"(authorization{_IS}b?{_QUOTE}?{_SCHEME}){_OPAQUE}"),
    re.compile(r"(://)[^\s/:@\"'<>?#\\]*:[^\s/\"'<>?#\\]*(?=@)"),
)
_PLACES: Final = (
    *_UNNAMED_PLACES,
    re.compile(
        rf"((?:{_NAME}|{_alone('key', 'token', 'secret', 'password', 'passwd')})"
        rf"(?:=|%(?:25){{0,2}}3d)){_IN_QUERY}"
    ),
    re.compile(rf"((?:{_NAME}|password|passwd){_IS}b?([\"'])){_TO_QUOTE}"),
    re.compile(rf"((?:{_NAME}|password|passwd){_IS}b?{_QUOTE}){_IN_QUOTES}"),
    re.compile(rf"(x-(?:api-key|auth-token){_IS}){_IN_HEADER}"),
    re.compile(rf"((?:{_NAME}){_IS}){_OPAQUE}"),
    re.compile(rf"((?:{_alone('token', 'secret')}){_IS}{_QUOTE}){_OPAQUE}"),
)
_ENDING: Final = re.compile(
    rf"(?:{_NAME}|\A(?:x[_\-])?token|secret|private[_\-]?key|pass(?:word|wd|phrase)|authorization"
    r"|cookie)\Z"
)
_LONGEST_NAME: Final = 64


def scrub(value: str, *, limit: int = SCRUB_LIMIT) -> str:
    """Return the text without credentials, and no longer than the limit.

    Args:
        value: Any text: a message of the server, a URL, a header, a traceback.
        limit: The most characters to keep, in characters of the original text.

    Returns:
        The text with each credential replaced by `[redacted]`; `...` marks a cut.
    """
    kept = _PRIVATE_KEY.sub(REDACTED, value[:limit])
    kept = _CREDENTIAL.sub(REDACTED, _WEB_TOKEN.sub(_redact_whole, kept))
    lowered = _lower(kept)
    for place in _PLACES if _NAMED.search(lowered) else _UNNAMED_PLACES:
        found = list(place.finditer(lowered))
        if found:
            kept, lowered = _redact_in(kept, found), _redact_in(lowered, found)
    return kept if len(value) <= limit else f"{kept}..."


def _redact_whole(match: re.Match[str]) -> str:
    return REDACTED if match[1] else match[0]


def _redact_in(text: str, places: Sequence[re.Match[str]]) -> str:
    """The text with what stands behind the first group of each match replaced."""
    pieces, at = list[str](), 0
    for place in places:
        pieces += (text[at : place.end(1)], REDACTED)
        at = place.end()
    return "".join((*pieces, text[at:]))


def _lower(text: str) -> str:
    """The text in lower case, with every character where it was."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(one.lower() if one.isascii() else one for one in text)


def may_hold_credential(value: str) -> bool:
    """Whether a token holds the beginning of a credential of Google; cheaper than to scrub it."""
    lowered = value.lower()  # the value may come from a message that was lowered
    for mark in _MARKS:  # noqa: SIM110 - this runs on each 429, and a generator doubles its time
        if mark in lowered:
            return True
    return False


def scrub_token(value: str) -> str:
    """Return a short text of a server's without what has the shape of a credential.

    An id of each call goes through here, and nearly none holds one: the search for a beginning in
    its own capitals takes half the time of `may_hold_credential`.
    """
    if (
        "AIza" in value
        or "AQ." in value
        or "eyJ" in value
        or "sk-" in value
        or "1//0" in value
        or "ya29." in value
        or "GOCSPX-" in value
        or "auth_tokens" in value
    ):
        return scrub(value)
    return value


def names_credential(name: str) -> bool:
    """Whether what bears a name, of a header, a variable or an argument, is a credential."""
    return _ENDING.search(name[-_LONGEST_NAME:].replace(" ", "_").lower()) is not None
