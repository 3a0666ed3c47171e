"""Media without its bytes: what kind it was, how large, and a hash to recognise it by."""

import base64
import binascii
import hashlib
from typing import Final, cast

from gemini_otel._content._fields import string
from gemini_otel._content._shape import BLOB, UNKNOWN, Frame, Word


_MODALITIES: Final = {name: Word(name) for name in ("image", "video", "audio")}
_DOCUMENT: Final = Word("document")
_FROM_URL_SAFE: Final = str.maketrans("-_", "+/")


def is_bytes(value: object) -> bool:
    """Whether a value is raw bytes of some kind."""
    return isinstance(value, (bytes, bytearray, memoryview))


def modality(mime_type: str | None) -> Word:
    """The kind of media a MIME type names."""
    if not mime_type:
        return UNKNOWN
    return _MODALITIES.get(mime_type.partition("/")[0].lower(), _DOCUMENT)


def blob(data: object, mime_type: object = None) -> Frame:
    """Tells the size and the SHA-256 of media, never its content.

    The bytes are hashed where they lie, without a copy: one or two milliseconds per megabyte, with
    the interpreter lock released. Base64 text is decoded first, which costs one copy.

    Args:
        data: Bytes, or base64 text as dicts carry it.
        mime_type: The MIME type, where one is known.

    Returns:
        A part of type `blob`; without size and hash where `data` is neither.
    """
    known = string(mime_type)
    part = Frame(type=BLOB, modality=modality(known), mime_type=known)
    view = _view(data)
    if view is not None:
        part["size"] = view.nbytes
        part["sha256"] = Word(hashlib.sha256(view).hexdigest())
    return part


def _view(data: object) -> memoryview | None:
    if isinstance(data, str):
        decoded = _decode(data)
        return None if decoded is None else memoryview(decoded)
    if not is_bytes(data):
        return None
    view = memoryview(cast("bytes", data))
    return view.cast("B") if view.c_contiguous else memoryview(view.tobytes())


def _decode(data: str) -> bytes | None:
    """Decodes as the SDK does: either alphabet, padding optional."""
    padding = "=" * (-len(data) % 4)
    try:
        return base64.b64decode(data.translate(_FROM_URL_SAFE) + padding, validate=True)
    except (binascii.Error, ValueError):
        return None
