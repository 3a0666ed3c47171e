"""Makes a real google-genai client that talks to the fake server and to nothing else."""

from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import HttpOptions


def make_client(url: str, options: dict[str, Any]) -> "Client":
    """A client whose requests go to the fake server.

    Args:
        url: Where the server is.
        options: The arguments of `google.genai.Client`; what they leave open is filled in.

    Returns:
        The client.
    """
    # The SDK takes half a second to import, and a test may not need it.
    from google.genai import Client

    given = {**options, "http_options": _http_options(url, options.get("http_options"))}
    return Client(**_with_access(given))


def _with_access(options: dict[str, Any]) -> dict[str, Any]:
    """Arguments with credentials that are good for nothing."""
    if not (options.get("vertexai") or options.get("enterprise")):
        # Said outright, because the environment may switch the SDK to Vertex AI.
        return {"api_key": "test-key", "vertexai": False, **options}
    if options.get("api_key"):
        return options
    return {"project": "test-project", "location": "us-central1", **_credentials(), **options}


def _credentials() -> dict[str, Any]:
    from google.oauth2.credentials import Credentials

    return {"credentials": Credentials("test-token")}  # type: ignore[no-untyped-call]  # google-auth has no types


def _http_options(url: str, given: Any) -> "HttpOptions":
    """The user's options, theirs untouched, with the server's address where they name none."""
    from google.genai.types import HttpOptions

    options = HttpOptions.model_validate(given or {})
    return options.model_copy(update={"base_url": options.base_url or url})
