"""Tells whether an array is one streamed response, and whether that came to its end."""

from collections.abc import Iterable, Sequence
from typing import Final

from gemini_otel._call import Answer
from gemini_otel._extract._values import read_field, read_text
from gemini_otel._raw._json import Body, list_bodies, to_body
from gemini_otel._raw._refusal import RecordError


_OPEN: Final = "FINISH_REASON_UNSPECIFIED"
_NEVER_STREAMED: Final = (
    "embedding",
    "embeddings",
    "predictions",
    "generated_images",
    "generated_videos",
)
_SILENT: Final = ("thought", "thought_signature", "thoughtSignature")
"""Members of a part that are no output."""


def check_is_one(chunks: Sequence[Body]) -> None:
    """Lets pass what can be one streamed response.

    Raises:
        RecordError: The chunks are of several responses, of which all but one would go unpriced.
    """
    ids = {_read_id(chunk) for chunk in chunks} - {None}
    if len(ids) > 1:
        raise _refuse(str(len(ids)))
    whole = [chunk for chunk in chunks if _has_any(chunk, _NEVER_STREAMED)]
    if len(whole) > 1 or _begins_again(chunks):
        raise _refuse("several")


def is_whole(chunks: Sequence[Body], answer: Answer) -> bool:
    """Whether a stream came to its end: a candidate that began also finished."""
    began = any(read_field(chunk, "candidates") for chunk in chunks)
    finished = any(reason != _OPEN for reason in answer.finish_reasons)
    return not began or finished or answer.block is not None


def _begins_again(chunks: Iterable[Body]) -> bool:
    """Whether a candidate goes on after its end, and after what it took was reported.

    Old models ended their candidates in every chunk; the id of the response says that it is one.
    """
    ended: dict[int, str | None] = {}
    is_reported = False
    for chunk in chunks:
        name = _read_id(chunk)
        candidates = list_bodies(read_field(chunk, "candidates"))
        again = {_read_index(one) for one in candidates if _has_begun(one)} & ended.keys()
        if is_reported and any(name is None or ended[one] != name for one in again):
            return True
        ended.update((_read_index(one), name) for one in candidates if _has_ended(one))
        is_reported = is_reported or read_field(chunk, "usage_metadata") is not None
    return False


def _has_begun(candidate: Body) -> bool:
    content = to_body(read_field(candidate, "content"))
    parts = list_bodies(read_field(content, "parts"))
    said = any(one for part in parts for name, one in part.items() if one and name not in _SILENT)
    return said or _has_ended(candidate)


def _has_ended(candidate: Body) -> bool:
    return read_field(candidate, "finish_reason") not in (None, "", _OPEN)


def _read_index(candidate: Body) -> int:
    index = read_field(candidate, "index")
    return index if isinstance(index, int) else 0


def _read_id(chunk: Body) -> str | None:
    return read_text(read_field(chunk, "response_id"))


def _has_any(chunk: Body, names: Iterable[str]) -> bool:
    return any(read_field(chunk, name) is not None for name in names)


def _refuse(number: str) -> RecordError:
    return RecordError(
        f"the array has chunks of {number} responses, and should be one streamed response",
        "write each response on a line of its own, as `jq -c '.[]'` does",
    )
