"""One line of advice: the sentence a person reads, and whether waiting alone can help."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about one case.

    Attributes:
        hint: One sentence. It may have slots: `{wait}` (seconds the server asked for), `{quota}`
            (the id of the quota), `{model}` and `{successor}`; only validated tokens are put
            there, never text of the server.
        retryable: Whether the same request can succeed later without a change.
    """

    hint: str
    retryable: bool


def fix(hint: str) -> Remedy:
    """Advice for a case that stays as it is until somebody does something."""
    return Remedy(hint, retryable=False)


def retry(hint: str) -> Remedy:
    """Advice for a case that passes."""
    return Remedy(hint, retryable=True)
