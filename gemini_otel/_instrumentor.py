"""The switch in the form that OpenTelemetry's own tools know."""

from collections.abc import Collection
from typing import Any

from opentelemetry.instrumentation.instrumentor import (  # type: ignore[attr-defined]  # untyped file
    BaseInstrumentor,
)

from gemini_otel import _log
from gemini_otel._capture._activation import find_recorder
from gemini_otel._config import ConfigurationError
from gemini_otel._switch import instrument, uninstrument


class GeminiInstrumentor(BaseInstrumentor):  # type: ignore[misc]  # its base has no types
    """The same switch in the form of OpenTelemetry's instrumentors.

    `GeminiInstrumentor().instrument(**settings)` takes the arguments of `instrument`.
    """

    @property
    def _is_instrumented_by_opentelemetry(self) -> bool:
        """The truth, also after the plain functions `instrument` and `uninstrument`."""
        return find_recorder() is not None

    @_is_instrumented_by_opentelemetry.setter
    def _is_instrumented_by_opentelemetry(self, claimed: bool) -> None:
        """What the base class notes down is not needed."""

    def instrumentation_dependencies(self) -> Collection[str]:
        """What is instrumented; there is no upper bound on purpose."""
        return ("google-genai >= 1.65.0.dev0",)

    def _instrument(self, **kwargs: Any) -> None:
        instrument(**kwargs)

    def _uninstrument(self, **kwargs: Any) -> None:
        del kwargs
        uninstrument()


class AutoInstrumentor(GeminiInstrumentor):
    """What `opentelemetry-instrument` loads.

    A bad setting or a broken pipeline is logged and leaves only us out: an exception here would
    keep every instrumentation after us from being loaded.
    """

    _instance = None

    def _instrument(self, **kwargs: Any) -> None:
        try:
            super()._instrument(**kwargs)
        except ConfigurationError as error:
            _log.warn_once("not_instrumented", reason=str(error))
        except Exception as error:  # noqa: BLE001 - a provider of the app's may raise anything
            _log.warn_once("not_instrumented", reason=repr(error))
