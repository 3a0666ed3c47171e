"""An HTTP error in the form of Google's APIs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gemini_otel.testing._answers import Answer


@dataclass(frozen=True, slots=True)
class Fault(Answer):
    """An error answer with a `google.rpc.Status` body.

    Attributes:
        code: The HTTP status code.
        status: The canonical name of the error, such as `RESOURCE_EXHAUSTED`.
        message: Google's sentence for people.
        details: The typed details, each with its `@type`, sent as they are.
    """

    code: int
    status: str
    message: str
    details: Sequence[Mapping[str, Any]] = ()

    def body(self) -> dict[str, Any]:
        """The error's JSON body."""
        error: dict[str, Any] = {
            "code": self.code,
            "message": self.message,
            "status": self.status,
        }
        return {"error": error | ({"details": list(self.details)} if self.details else {})}
