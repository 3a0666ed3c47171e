"""What the model answered, as output messages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gemini_otel._content._copier import Copier
from gemini_otel._content._fields import read, sequence
from gemini_otel._content._limits import Limits
from gemini_otel._content._parts import parts_of
from gemini_otel._content._shape import ASSISTANT, OMITTED, Frame, Message, omitted
from gemini_otel._content._stitching import stitch


def output_messages(responses: Sequence[object], limits: Limits) -> list[Message]:
    """The answer of a call: one message for each candidate.

    The finish reason is not in it: the conventions moved it to `gen_ai.response.finish_reasons`.

    Args:
        responses: The one response, or all chunks of a stream in order.
        limits: Bounds on the export.

    Returns:
        Messages of the semantic conventions, as plain JSON values; none for a blocked prompt.
    """
    candidates = _candidates(responses)
    copier = Copier(limits)
    frames = (_message(candidates[index]) for index in sorted(candidates))
    messages = copier.take(frames, len(candidates))
    left_out = len(candidates) - len(messages)
    if left_out:
        messages.append(copier.frame(Frame(role=OMITTED, parts=[omitted(left_out)])))
    return messages


def _message(parts: Iterable[object]) -> Frame:
    return Frame(
        role=ASSISTANT, parts=[frame for part in stitch(parts) for frame in parts_of(part)]
    )


def _candidates(responses: Sequence[object]) -> dict[int, list[object]]:
    """The parts of each candidate, by its index, over all chunks."""
    parts: dict[int, list[object]] = {}
    for response in responses:
        for position, candidate in _each(read(response)):
            index = candidate.get("index")
            content = read(candidate.get("content")) or {}
            mine = parts.setdefault(index if isinstance(index, int) else position, [])
            mine.extend(sequence(content.get("parts")))
    return parts


def _each(response: Mapping[str, object] | None) -> Iterator[tuple[int, Mapping[str, object]]]:
    for position, candidate in enumerate(sequence((response or {}).get("candidates"))):
        yield position, read(candidate) or {}
