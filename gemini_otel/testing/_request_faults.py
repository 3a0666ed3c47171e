"""Errors of what was asked: parameters, models and resources that do not fit."""

from gemini_otel.testing._fault import Fault
from gemini_otel.testing._rpc_details import bad_request


_MODEL = "gemini-2.5-flash"


def missing_thought_signature() -> Fault:
    """A function call was sent back without the thought signature it came with."""
    return _invalid(
        "Function call is missing a thought_signature in functionCall parts. This is required "
        "for tools to work correctly, and missing thought_signature may lead to degraded model "
        "performance."
    )


def unknown_field(field: str = "thinkingBudgets") -> Fault:
    """The request has a field this version of the API does not know."""
    message = (
        f"Invalid JSON payload received. Unknown name \"{field}\" at 'generation_config': "
        "Cannot find field."
    )
    return Fault(400, "INVALID_ARGUMENT", message, [bad_request("generation_config", message)])


def temperature_out_of_range() -> Fault:
    """A temperature beyond 0 to 2."""
    return _invalid(
        "* GenerateContentRequest.generation_config.temperature: temperature must be in the "
        "range [0.0, 2.0].\n"
    )


def thinking_level_unsupported() -> Fault:
    """The model takes a thinking budget, but no thinking level."""
    return _invalid("Thinking level is not supported for this model.")


def thinking_level_with_budget() -> Fault:
    """A thinking level and a thinking budget in one request."""
    return _invalid("You can only set only one of thinking budget and thinking level.")


def context_too_long(tokens: int = 3_475_108, limit: int = 1_048_576) -> Fault:
    """The prompt has more tokens than the model can read."""
    return _invalid(
        f"The input token count ({tokens}) exceeds the maximum number of tokens allowed ({limit})."
    )


def request_too_large() -> Fault:
    """The body is larger than a request may be."""
    return Fault(
        413,
        "INVALID_ARGUMENT",
        "Request payload size exceeds the limit: 20971520 bytes.",
    )


def model_not_found(model: str = "gemini-1.0-pro", *, version: str = "v1beta") -> Fault:
    """No such model in this version of the API."""
    return _not_found(
        f"models/{model} is not found for API version {version}, or is not supported for "
        "generateContent. Call ListModels to see the list of available models and their "
        "supported methods."
    )


def model_retired(model: str = "gemini-2.0-flash") -> Fault:
    """The model has been switched off."""
    return _not_found(
        f"This model models/{model} is no longer available. Please update your code to use a "
        "newer model for the latest features and improvements."
    )


def model_closed_to_new_users(model: str = _MODEL) -> Fault:
    """The model is on its way out and takes no new projects."""
    return _not_found(
        f"This model models/{model} is no longer available to new users. Please update your "
        "code to use a newer model for the latest features and improvements."
    )


def vertex_model_not_found(model: str = "gemini-1.0-pro") -> Fault:
    """Vertex AI knows no such model in this region, or the project may not use it."""
    return _not_found(
        f"Publisher Model `projects/test-project/locations/us-central1/publishers/google/models/"
        f"{model}` was not found or your project does not have access to it. Please ensure you "
        "are using a valid model version."
    )


def not_found() -> Fault:
    """Something the request refers to is not there."""
    return _not_found("Requested entity was not found.")


def _invalid(message: str) -> Fault:
    return Fault(400, "INVALID_ARGUMENT", message)


def _not_found(message: str) -> Fault:
    return Fault(404, "NOT_FOUND", message)
