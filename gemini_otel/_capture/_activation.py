"""The recorder in force, or none: what `instrument()` sets and every wrapper asks for."""

from typing import Final

from gemini_otel._signals._recorder import Recorder


class _Activation:
    __slots__ = ("recorder",)

    def __init__(self) -> None:
        self.recorder: Recorder | None = None


_activation: Final = _Activation()


def activate(recorder: Recorder | None) -> None:
    """Puts a recorder in force, or with `None` turns every wrapper into a pass-through."""
    _activation.recorder = recorder


def find_recorder() -> Recorder | None:
    """The recorder in force."""
    return _activation.recorder
