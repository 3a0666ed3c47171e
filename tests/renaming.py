"""Makes the SDK one whose private methods have gone elsewhere; its public ones still find them."""

import functools
from typing import Any, Final

import pytest
from google.genai.models import AsyncModels, Models


PRIVATE: Final = ("_generate_content", "_generate_content_stream", "_embed_content")


def rename_private(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets nobody but the SDK itself find its private methods, for the length of a test."""
    for cls in (Models, AsyncModels):
        moved = {name: vars(cls)[name] for name in PRIVATE}

        def find(self: Any, name: str, moved: dict[str, Any] = moved) -> Any:
            if name in moved:
                return functools.partial(moved[name], self)
            raise AttributeError(name)

        for name in PRIVATE:
            monkeypatch.delattr(cls, name)
        monkeypatch.setattr(cls, "__getattr__", find, raising=False)
