"""Errors of keys, accounts and permissions."""

from gemini_otel.testing._fault import Fault
from gemini_otel.testing._rpc_details import error_info, localized_message


_CONSUMER = "projects/123456789012"


def api_key_invalid() -> Fault:
    """The API key is no key: an error of access with the code 400."""
    message = "API key not valid. Please pass a valid API key."
    details = [error_info("API_KEY_INVALID"), localized_message(message)]
    return Fault(400, "INVALID_ARGUMENT", message, details)


def api_key_leaked() -> Fault:
    """Google has found the API key in public and switched it off."""
    return _denied("Your API key was reported as leaked. Please use another API key.")


def api_key_suspended(api_key: str = "test-key") -> Fault:
    """The key's account is suspended; the message and the metadata contain the key."""
    message = f"Permission denied: Consumer 'api_key:{api_key}' has been suspended."
    metadata = {"consumer": _CONSUMER, "containerInfo": f"api_key:{api_key}"}
    details = [error_info("CONSUMER_SUSPENDED", metadata), localized_message(message)]
    return Fault(403, "PERMISSION_DENIED", message, details)


def consumer_invalid() -> Fault:
    """The request names a project there is not."""
    message = f"Permission denied on resource project {_CONSUMER}."
    details = [error_info("CONSUMER_INVALID", {"consumer": _CONSUMER})]
    return Fault(403, "PERMISSION_DENIED", message, details)


def service_disabled() -> Fault:
    """The API is not switched on in the key's project."""
    address = (
        "https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/"
        "overview?project=123456789012"
    )
    metadata = {
        "serviceTitle": "Generative Language API",
        "consumer": _CONSUMER,
        "containerInfo": "123456789012",
        "activationUrl": address,
    }
    message = (
        "Generative Language API has not been used in project 123456789012 before or it is "
        f"disabled. Enable it by visiting {address} then retry."
    )
    return Fault(403, "PERMISSION_DENIED", message, [error_info("SERVICE_DISABLED", metadata)])


def tuned_model_denied() -> Fault:
    """A tuned model needs credentials that the request does not bring."""
    return _denied("You do not have permission to access tuned model tunedModels/my-model.")


def file_denied(file: str = "files/abc-123") -> Fault:
    """The file belongs to another key, or is gone."""
    return _denied(f"You do not have permission to access the File {file} or it may not exist.")


def cache_denied() -> Fault:
    """The cached content belongs to another key, or has expired."""
    return _denied("CachedContent not found (or permission denied)")


def unauthenticated() -> Fault:
    """The credentials are not of the kind the API takes, or have expired."""
    method = "google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent"
    return Fault(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
        "cookie or other valid authentication credential. See "
        "https://developers.google.com/identity/sign-in/web/devconsole-project.",
        [error_info("ACCESS_TOKEN_TYPE_UNSUPPORTED", {"method": method})],
    )


def location_unsupported() -> Fault:
    """The API is not offered where the request comes from."""
    message = "User location is not supported for the API use."
    return Fault(400, "FAILED_PRECONDITION", message)


def billing_required() -> Fault:
    """The free tier is not offered in this country, and the project has no billing."""
    return Fault(
        400,
        "FAILED_PRECONDITION",
        "Gemini API free tier is not available in your country. Please enable billing on your "
        "project in Google AI Studio.",
    )


def _denied(message: str) -> Fault:
    return Fault(403, "PERMISSION_DENIED", message)
