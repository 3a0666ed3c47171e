"""Observes the HTTP attempts of a call, which the SDK may retry below it."""

from typing import Any

from opentelemetry import context as otel_context

from gemini_otel._capture._observation import CALL_KEY, Observation
from gemini_otel._guard import guarded


class Attempt:
    """One HTTP request of a call.

    Args:
        call: The call it belongs to.
    """

    __slots__ = ("_call",)

    def __init__(self, call: Observation) -> None:
        self._call = call
        call.note_attempt()

    def enter(self) -> object:
        """Nothing to attach: the call's own context is current."""
        return None

    def leave(self, token: object) -> None:
        """Nothing to take back."""

    @guarded
    def returned(self, response: object) -> None:
        """The attempt succeeded."""
        self._call.note_body(response)

    @guarded
    def failed(self, error: BaseException) -> None:
        """The attempt failed."""
        self._call.note_failed_attempt(error)


@guarded
def start_attempt(
    _client: object, _args: tuple[object, ...], _kwargs: dict[str, object]
) -> Attempt | None:
    """Starts to observe an HTTP request, if it belongs to a call that is observed."""
    find: Any = otel_context.get_value(CALL_KEY)
    call: Observation | None = find() if find else None
    return Attempt(call) if call else None
