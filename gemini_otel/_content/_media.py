"""Media in a message: inline bytes, references to files, pictures of the image library."""

import sys
from collections.abc import Mapping
from typing import Final, Protocol, cast

from gemini_otel._content._blob import blob, modality
from gemini_otel._content._fields import string
from gemini_otel._content._shape import BLOB, FILE, URI, Frame


_FILES_API: Final = "://generativelanguage.googleapis.com/"


class _Picture(Protocol):
    """The part of a PIL image that we read."""

    size: tuple[int, int]


def inline_data(fields: Mapping[str, object]) -> Frame:
    """Bytes sent with the message."""
    return blob(fields.get("data"), fields.get("mime_type"))


def file_data(fields: Mapping[str, object]) -> Frame:
    """A reference: a file of the Files API by its name, anything else by its URI."""
    uri, mime_type = string(fields.get("file_uri")) or "", string(fields.get("mime_type"))
    if uri.startswith("files/") or _FILES_API in uri:
        return _file(uri, mime_type)
    return Frame(type=URI, modality=modality(mime_type), uri=uri, mime_type=mime_type)


def uploaded(fields: Mapping[str, object]) -> Frame:
    """A file as `client.files.upload` returned it."""
    reference = string(fields.get("name")) or string(fields.get("uri")) or ""
    return _file(reference, string(fields.get("mime_type")))


def picture(value: object) -> Frame | None:
    """A PIL image by its size in pixels, or None for anything else.

    It has no bytes yet: the SDK encodes it when it sends the request.
    """
    pillow = sys.modules.get("PIL.Image")
    if pillow is None or not isinstance(value, pillow.Image):
        return None
    width, height = cast("_Picture", value).size
    return Frame(type=BLOB, modality=modality("image/*"), width=width, height=height)


def _file(reference: str, mime_type: str | None) -> Frame:
    name = reference.partition("/files/")[2]
    identity = f"files/{name}" if name else reference
    return Frame(type=FILE, modality=modality(mime_type), file_id=identity, mime_type=mime_type)
